/* Tests of the wear rotation: what the host tells of how a wearable sits. */
#include "link_test_rig.h"
#include "motion.h"
#include "runtime_plan.h"

enum { MARK = 0x51, QUARTER = 16384 };

/* Upside down about x; and the image's own. */
static const int16_t TURNED[9] = {QUARTER, 0, 0, 0, -QUARTER, 0, 0, 0, -QUARTER};
static const int16_t AS_MADE[9] = {QUARTER, 0, 0, 0, QUARTER, 0, 0, 0, QUARTER};

static void wear(rig *r, const int16_t rotation_q14[9])
{
    uint8_t body[4 + 18];
    rig_put_u32(body, r->device.link);
    for (unsigned i = 0; i < 9u; i++) {
        body[4u + 2u * i] = (uint8_t)rotation_q14[i];
        body[5u + 2u * i] = (uint8_t)((uint16_t)rotation_q14[i] >> 8);
    }
    rig_send(r, BK_LINK_WEAR, body, sizeof body);
}

static int senses_by(const rig *r, const int16_t rotation_q14[9])
{
    const bk_motion *front = (const bk_motion *)r->device.runtime->front_end;
    return memcmp(front->rotation_q14, rotation_q14, sizeof front->rotation_q14) == 0;
}

static void it_turns_what_is_felt_and_says_so(void)
{
    rig *r = rig_with_image(MARK);
    CHECK(senses_by(r, AS_MADE));
    wear(r, TURNED);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == BK_LINK_FLAG_WORN);
    CHECK(senses_by(r, TURNED));
    rig_rest(r); /* 1 g down the sensor's z is now up */
    CHECK(((const bk_motion *)r->device.runtime->front_end)->gravity_q8[2] / 256 == -1000);
    rig_arm(r, MARK);
    rig_forget(r);
    rig_shake(r);
    bk_link_device_poll(&r->device);
    CHECK(rig_count(r, BK_LINK_EVENT) == 1);
    free(r);
}

static void a_replay_uses_the_images_own_and_live_samples_the_told_one_again(void)
{
    rig *r = rig_with_image(MARK);
    wear(r, TURNED);
    rig_replay_begin(r, 5000, 30);
    rig_answer(r, BK_LINK_CREDIT);
    CHECK(senses_by(r, AS_MADE));
    wear(r, AS_MADE);
    CHECK(rig_is_error(r, BK_LINK_FAULT_BUSY, BK_LINK_WEAR));
    rig_send_link(r, BK_LINK_ABORT);
    CHECK(senses_by(r, TURNED));
    free(r);
}

static void a_start_forgets_it(void)
{
    rig *r = rig_with_image(MARK);
    wear(r, TURNED);
    rig_restart(r, RIG_LINK);
    CHECK(senses_by(r, AS_MADE) && !r->device.worn);
    free(r);
}

static void nothing_told_forgets_it(void)
{
    static const int16_t nothing[9] = {0};
    rig *r = rig_with_image(MARK);
    wear(r, nothing);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == 0 && senses_by(r, AS_MADE));
    wear(r, TURNED);
    CHECK(senses_by(r, TURNED));
    rig_forget(r);
    wear(r, nothing);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == 0 && senses_by(r, AS_MADE));
    free(r);
}

static void it_is_known_before_there_is_an_image(void)
{
    rig *r = rig_new();
    wear(r, TURNED);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == BK_LINK_FLAG_WORN);
    free(r);
}

static void it_is_refused_where_it_may_not_be(void)
{
    static const int16_t short_row[9] = {QUARTER, 0, 0, 0, 16000, 0, 0, 0, QUARTER};
    static const int16_t flat[9] = {QUARTER};
    static const int16_t large[9] = {32767, -32768, 32767, 0, QUARTER, 0, 0, 0, QUARTER};
    const int16_t *const wrong[] = {short_row, flat, large};
    rig *r = rig_with_image(MARK);
    for (unsigned i = 0; i < 3u; i++) {
        wear(r, wrong[i]);
        CHECK(rig_is_error(r, BK_LINK_FAULT_FORM, BK_LINK_WEAR));
    }
    rig_send(r, BK_LINK_WEAR, (const uint8_t[21]){0}, 21);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FORM, BK_LINK_WEAR));
    rig_arm(r, MARK);
    wear(r, TURNED);
    CHECK(rig_is_error(r, BK_LINK_FAULT_ARMED, BK_LINK_WEAR));
    rig_send_link(r, BK_LINK_DISARM);
    r->board.senses = BK_LINK_SENSES_SOUND;
    wear(r, TURNED);
    CHECK(rig_is_error(r, BK_LINK_FAULT_SIGNAL, BK_LINK_WEAR));
    r->board.senses = BK_LINK_SENSES_MOTION;
    r->device.link++; /* as if the device had started anew */
    uint8_t stale[22] = {0};
    rig_send(r, BK_LINK_WEAR, stale, sizeof stale);
    CHECK(rig_is_error(r, BK_LINK_FAULT_LINK, BK_LINK_WEAR));
    CHECK(!r->device.worn && senses_by(r, AS_MADE));
    free(r);
}

int main(void)
{
    it_turns_what_is_felt_and_says_so();
    a_replay_uses_the_images_own_and_live_samples_the_told_one_again();
    a_start_forgets_it();
    nothing_told_forgets_it();
    it_is_known_before_there_is_an_image();
    it_is_refused_where_it_may_not_be();
    return rig_report("link_wear", NULL);
}
