/* Tests of replay over the link. */
#include "bk_trace.h"
#include "link_test_rig.h"

enum { OLD = 0x51 };

enum { SAMPLES = 500, VALUES = 3 * SAMPLES }; /* five movements */

static void movement(int16_t values[VALUES])
{
    for (unsigned i = 0; i < SAMPLES; i++) {
        rig_movement(i + 60u, values + 3u * i); /* rest first */
    }
}

/* Sends values from..to, cut where no sample ends. */
static void replay_data(rig *r, const int16_t *values, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at += 50) {
        uint8_t body[4 + 100];
        const uint32_t count = to - at < 50 ? to - at : 50;
        rig_put_u32(body, at);
        for (uint32_t i = 0; i < count; i++) {
            body[4u + 2u * i] = (uint8_t)values[at + i];
            body[5u + 2u * i] = (uint8_t)((uint16_t)values[at + i] >> 8);
        }
        rig_send(r, BK_LINK_REPLAY_DATA, body, 4u + 2u * count);
    }
}

static void a_replay_decides_as_the_runtime_alone_would(void)
{
    rig *r = rig_with_image(OLD);
    int16_t values[VALUES];
    movement(values);

    static uint64_t arena[1024];
    uint8_t image[RIG_IMAGE];
    bk_runtime *runtime = NULL;
    bk_trace_sums sums;
    const bk_inputs inputs = {5000, 1, NULL, NULL};
    rig_image(image, OLD);
    CHECK(bk_open(image, sizeof image, NULL, arena, sizeof arena, &inputs, &runtime) == BK_OK);
    bk_trace_sum(runtime, &sums);
    bk_event expected[16];
    unsigned events = 0;
    for (unsigned i = 0; i < SAMPLES; i++) {
        bk_push_motion(runtime, values + 3u * i);
        while (events < 16u && bk_next_event(runtime, &expected[events])) {
            events++;
        }
    }
    CHECK(events == 5 && sums.frames > 200);

    rig_shake(r); /* what went on before must not matter */
    rig_replay_begin(r, 5000, VALUES);
    rig_answer(r, BK_LINK_CREDIT);
    rig_shake(r); /* nor what the sensor says meanwhile */
    replay_data(r, values, 0, VALUES);
    unsigned results = 0;
    for (unsigned i = 0; i < r->heard_count; i++) {
        const rig_message *m = &r->heard[i];
        if (m->type != BK_LINK_REPLAY_RESULT) {
            continue;
        }
        CHECK(m->sequence == results); /* a lost one would show */
        if (results < events) {
            const bk_event *e = &expected[results];
            CHECK(m->size == 17 && m->body[0] == BK_LINK_RESULT_EVENT && m->body[1] == e->phase);
            CHECK(m->body[2] == e->command && bk_link_get_u16(m->body + 3) == (uint16_t)e->score);
            CHECK(bk_link_get_u32(m->body + 5) == e->start_ms);
            CHECK(bk_link_get_u32(m->body + 9) == e->end_ms);
            CHECK(bk_link_get_u32(m->body + 13) == e->decided_ms);
        } else {
            CHECK(m->size == 17 && m->body[0] == BK_LINK_RESULT_DONE);
            CHECK(bk_link_get_u32(m->body + 1) == sums.frames);
            CHECK(bk_link_get_u32(m->body + 5) == sums.frames_crc);
            CHECK(bk_link_get_u32(m->body + 9) == sums.vectors_crc);
            CHECK(bk_link_get_u32(m->body + 13) == sums.scores_crc);
        }
        results++;
    }
    CHECK(results == events + 1u);
    CHECK(r->device.activity == BK_LINK_IDLE && rig_count(r, BK_LINK_EVENT) == 0);
    free(r);
}

static void a_replay_never_makes_an_event_even_if_armed_right_after(void)
{
    rig *r = rig_with_image(OLD);
    int16_t values[VALUES];
    movement(values);
    rig_replay_begin(r, 5000, VALUES);
    replay_data(r, values, 0, 55u * 3u); /* in the middle of a movement */
    rig_arm(r, OLD);
    CHECK(rig_is_error(r, BK_LINK_FAULT_BUSY, BK_LINK_ARM));
    rig_send_link(r, BK_LINK_ABORT);
    rig_arm(r, OLD);
    rig_rest(r);
    rig_wait(r, 100);
    CHECK(rig_count(r, BK_LINK_EVENT) == 0);
    free(r);
}

static const rig_message *done_of(rig *r, const int16_t *values)
{
    rig_forget(r);
    rig_replay_begin(r, 5000, VALUES);
    replay_data(r, values, 0, VALUES);
    const rig_message *done = &r->heard[r->heard_count - 1u];
    CHECK(done->type == BK_LINK_REPLAY_RESULT && done->body[0] == BK_LINK_RESULT_DONE);
    return done;
}

static void a_replay_that_was_cut_leaves_nothing_to_the_next(void)
{
    rig *r = rig_with_image(OLD);
    int16_t values[VALUES];
    movement(values);
    const rig_message whole = *done_of(r, values);
    rig_replay_begin(r, 5000, VALUES);
    replay_data(r, values, 0, 100); /* ends within a sample */
    rig_send_link(r, BK_LINK_ABORT);
    CHECK(memcmp(done_of(r, values)->body, whole.body, whole.size) == 0);
    free(r);
}

static void a_replay_reports_what_was_refused(void)
{
    rig *r = rig_new();
    uint8_t image[RIG_IMAGE];
    int16_t values[VALUES];
    rig_image(image, OLD);
    image[RIG_DECI + 24] = 0xFF; /* no score reaches a threshold of 32767 */
    image[RIG_DECI + 25] = 0x7F;
    rig_seal_image(image, sizeof image);
    rig_install(r, image, sizeof image);
    movement(values);
    done_of(r, values);
    CHECK(rig_count(r, BK_LINK_REPLAY_RESULT) == 6);
    for (unsigned i = 0; i < r->heard_count; i++) {
        const rig_message *m = &r->heard[i];
        if (m->type == BK_LINK_REPLAY_RESULT && m->body[0] == BK_LINK_RESULT_EVENT) {
            CHECK(m->body[1] == BK_EVENT_REFUSED && m->body[2] == 0);
        }
    }
    free(r);
}

static void a_replay_goes_on_where_data_were_lost(void)
{
    rig *r = rig_with_image(OLD);
    int16_t values[VALUES];
    movement(values);
    rig_replay_begin(r, 5000, VALUES);
    rig_replay_begin(r, 5000, VALUES); /* the answer was lost */
    rig_answer(r, BK_LINK_CREDIT);
    replay_data(r, values, 0, 100);
    replay_data(r, values, 200, 250);
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_CREDIT)->body + 4) == 200); /* bytes */
    replay_data(r, values, 77, VALUES);
    CHECK(rig_count(r, BK_LINK_REPLAY_RESULT) == 6);
    free(r);
}

static void a_replay_is_refused_where_it_cannot_be(void)
{
    rig *r = rig_new();
    rig_replay_begin(r, 5000, 300);
    CHECK(rig_is_error(r, BK_LINK_FAULT_NO_IMAGE, BK_LINK_REPLAY_BEGIN));
    free(r);
    r = rig_with_image(OLD);
    rig_replay_begin(r, 5000, 301);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FORM, BK_LINK_REPLAY_BEGIN));
    rig_replay_begin(r, 0, 300);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FORM, BK_LINK_REPLAY_BEGIN));
    rig_replay_begin(r, 5000, 0xFFFFFFFFu);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FORM, BK_LINK_REPLAY_BEGIN));
    rig_send(r, BK_LINK_REPLAY_DATA, (const uint8_t *)"\0\0\0\0\1\2", 6);
    CHECK(rig_is_error(r, BK_LINK_FAULT_NOT_BEGUN, BK_LINK_REPLAY_DATA));
    rig_replay_begin(r, 5000, 300);
    rig_replay_begin(r, 5000, 303);
    CHECK(rig_is_error(r, BK_LINK_FAULT_BUSY, BK_LINK_REPLAY_BEGIN));
    rig_send(r, BK_LINK_REPLAY_DATA, (const uint8_t *)"\0\0\0\0\1", 5);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FORM, BK_LINK_REPLAY_DATA));
    rig_send_link(r, BK_LINK_ABORT);
    rig_arm(r, OLD);
    rig_replay_begin(r, 5000, 300);
    CHECK(rig_is_error(r, BK_LINK_FAULT_ARMED, BK_LINK_REPLAY_BEGIN));
    free(r);
}

static void a_replay_of_nothing_is_done_at_once(void)
{
    rig *r = rig_with_image(OLD);
    rig_replay_begin(r, 5000, 0);
    CHECK(rig_count(r, BK_LINK_REPLAY_RESULT) == 1 && r->device.activity == BK_LINK_IDLE);
    free(r);
}

int main(void)
{
    a_replay_decides_as_the_runtime_alone_would();
    a_replay_never_makes_an_event_even_if_armed_right_after();
    a_replay_that_was_cut_leaves_nothing_to_the_next();
    a_replay_reports_what_was_refused();
    a_replay_goes_on_where_data_were_lost();
    a_replay_is_refused_where_it_cannot_be();
    a_replay_of_nothing_is_done_at_once();
    return rig_report("link_replay", NULL);
}
