/* Tests of the stream: a sensor's own samples on their way to a host that records. */
#include "link_test_rig.h"

enum { MARK = 0x51, BATCH_BODY = 4 + 2 + 4 + 6 * BK_LINK_STREAM_SAMPLES };

static void ask(rig *r, uint8_t signal)
{
    uint8_t body[5];
    rig_put_u32(body, r->device.link);
    body[4] = signal;
    rig_send(r, BK_LINK_STREAM, body, sizeof body);
}

static rig *streaming(rig *r)
{
    ask(r, BK_SIGNAL_MOTION);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == BK_LINK_FLAG_STREAMING);
    rig_forget(r);
    return r;
}

/* Samples that can be told apart; the first value is the sample's number. */
static void move(rig *r, int16_t from, int16_t count)
{
    for (int16_t i = from; i < from + count; i++) {
        const int16_t milli_g[3] = {i, -1000, 32767};
        bk_link_device_motion(&r->device, milli_g);
    }
}

/* The stream's messages say: this rate, this number, these samples. */
static void check_batch(const rig_message *data, uint32_t number)
{
    CHECK(data->type == BK_LINK_STREAM_DATA && data->size == BATCH_BODY);
    CHECK(bk_link_get_u32(data->body) == RIG_LINK);
    CHECK(bk_link_get_u16(data->body + 4) == 5000u);
    CHECK(bk_link_get_u32(data->body + 6) == number);
    for (uint32_t i = 0; i < BK_LINK_STREAM_SAMPLES; i++) {
        const uint8_t *sample = data->body + 10u + 6u * i;
        CHECK(bk_link_get_u16(sample) == number + i);
        CHECK(bk_link_get_u16(sample + 2) == 0xFC18u && bk_link_get_u16(sample + 4) == 0x7FFFu);
    }
}

static void samples_come_in_order_with_and_without_an_image(void)
{
    rig *boards[] = {rig_new(), rig_with_image(MARK)};
    for (unsigned b = 0; b < 2u; b++) {
        rig *r = streaming(boards[b]);
        move(r, 0, 3 * (int16_t)BK_LINK_STREAM_SAMPLES + 1);
        CHECK(r->heard_count == 3);
        for (unsigned i = 0; i < 3u; i++) {
            check_batch(&r->heard[i], i * BK_LINK_STREAM_SAMPLES);
        }
        free(r);
    }
}

static void asking_again_leaves_no_gap_and_ending_ends(void)
{
    rig *r = streaming(rig_new());
    move(r, 0, 2);
    streaming(r);
    move(r, 2, BK_LINK_STREAM_SAMPLES - 2);
    check_batch(&r->heard[0], 0);
    ask(r, BK_LINK_STREAM_END);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == 0);
    rig_forget(r);
    move(r, 0, 20);
    CHECK(r->heard_count == 0);
    streaming(r);
    move(r, 0, BK_LINK_STREAM_SAMPLES);
    check_batch(&r->heard[0], 0); /* a new stream counts anew */
    free(r);
}

static void samples_that_find_no_room_show_as_a_gap(void)
{
    rig *r = streaming(rig_new());
    r->deaf = 1;
    move(r, 0, BK_LINK_STREAM_SAMPLES);
    r->deaf = 0;
    move(r, BK_LINK_STREAM_SAMPLES, BK_LINK_STREAM_SAMPLES);
    CHECK(r->heard_count == 1);
    check_batch(&r->heard[0], BK_LINK_STREAM_SAMPLES);
    free(r);
}

static void a_silent_host_ends_it_after_one_second(void)
{
    rig *r = streaming(rig_new());
    rig_wait(r, 900);
    rig_send_link(r, BK_LINK_HEARTBEAT);
    rig_wait(r, BK_LINK_HOST_SILENCE_MS - 1u);
    CHECK(r->device.streaming);
    rig_wait(r, 1);
    CHECK(!r->device.streaming);
    move(r, 0, 20);
    CHECK(rig_count(r, BK_LINK_STREAM_DATA) == 0);
    free(r);
}

static void it_is_refused_where_it_may_not_be(void)
{
    rig *r = rig_with_image(MARK);
    const uint8_t other[5] = {1, 2, 3, 4, BK_SIGNAL_MOTION};
    rig_send(r, BK_LINK_STREAM, other, sizeof other);
    CHECK(rig_is_error(r, BK_LINK_FAULT_LINK, BK_LINK_STREAM));
    ask(r, BK_SIGNAL_SOUND);
    CHECK(rig_is_error(r, BK_LINK_FAULT_SIGNAL, BK_LINK_STREAM));
    rig_arm(r, MARK);
    ask(r, BK_SIGNAL_MOTION);
    CHECK(rig_is_error(r, BK_LINK_FAULT_ARMED, BK_LINK_STREAM));
    rig_send_link(r, BK_LINK_DISARM);
    r->board.senses = BK_LINK_SENSES_SOUND;
    ask(r, BK_SIGNAL_MOTION);
    CHECK(rig_is_error(r, BK_LINK_FAULT_SIGNAL, BK_LINK_STREAM));
    CHECK(!r->device.streaming);
    free(r);
}

static void arming_and_transfers_end_it(void)
{
    rig *r = streaming(rig_with_image(MARK));
    rig_arm(r, MARK);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == BK_LINK_FLAG_ARMED);
    rig_send_link(r, BK_LINK_DISARM);
    streaming(r);
    rig_replay_begin(r, 5000, 30);
    rig_answer(r, BK_LINK_CREDIT);
    CHECK(!r->device.streaming);
    ask(r, BK_SIGNAL_MOTION);
    CHECK(rig_is_error(r, BK_LINK_FAULT_BUSY, BK_LINK_STREAM));
    rig_forget(r);
    move(r, 0, 20);
    CHECK(rig_count(r, BK_LINK_STREAM_DATA) == 0);
    free(r);
}

static void a_board_with_two_sensors_learns_which_is_wanted(void)
{
    rig *r = rig_new();
    CHECK(bk_link_device_wants(&r->device) == BK_SIGNAL_SOUND);
    streaming(r);
    CHECK(bk_link_device_wants(&r->device) == BK_SIGNAL_MOTION);
    ask(r, BK_LINK_STREAM_END);
    CHECK(bk_link_device_wants(&r->device) == BK_SIGNAL_SOUND);
    free(r);
}

int main(void)
{
    samples_come_in_order_with_and_without_an_image();
    asking_again_leaves_no_gap_and_ending_ends();
    samples_that_find_no_room_show_as_a_gap();
    a_silent_host_ends_it_after_one_second();
    it_is_refused_where_it_may_not_be();
    arming_and_transfers_end_it();
    a_board_with_two_sensors_learns_which_is_wanted();
    return rig_report("link_stream", NULL);
}
