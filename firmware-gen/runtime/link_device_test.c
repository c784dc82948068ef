/* Tests of link_device: meeting, arming, events. Push and replay are in link_transfer_test.c. */
#include "link_test_rig.h"

enum { MARK = 0x51 };

static rig *with_image(void)
{
    rig *r = rig_with_image(MARK);
    rig_rest(r);
    return r;
}

static rig *armed(void)
{
    rig *r = with_image();
    rig_arm(r, MARK);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == BK_LINK_FLAG_ARMED);
    rig_forget(r);
    return r;
}

/* Host and time go on together. */
static void wait_with_heartbeats(rig *r, uint32_t ms)
{
    for (uint32_t i = 0; i < ms; i++) {
        if (i % 100u == 0) {
            rig_send_link(r, BK_LINK_HEARTBEAT);
        }
        rig_wait(r, 1);
    }
}

static const rig_message *first(const rig *r, uint8_t type)
{
    static const rig_message none;
    for (unsigned i = 0; i < r->heard_count; i++) {
        if (r->heard[i].type == type) {
            return &r->heard[i];
        }
    }
    CHECK(!"a message of this type was sent");
    return &none;
}

static void hello_is_answered_by_everything_a_host_must_know(void)
{
    rig *r = with_image();
    rig_send(r, BK_LINK_HELLO, (const uint8_t *)"\x01\x00\x05\x00", 4);
    const rig_message *info = rig_answer(r, BK_LINK_INFO);
    static const uint8_t expected[] = {
        1, 0, BK_RUNTIME_VERSION, 0, 0xCD, 0xAB, 0x34, 0x12,
        BK_SIGNAL_MOTION, 2, 0, 0, 255, 2,
        MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK,
        MARK + 1, MARK + 1, MARK + 1, MARK + 1, MARK + 1, MARK + 1, MARK + 1, MARK + 1,
        0xE0, 0x07, 0, 0, 0x00, 0x20, 0, 0,
        10, 't', 'e', 's', 't', '-', 'b', 'o', 'a', 'r', 'd',
        0, 0, 0, 0, 0, 0, 0, 0};
    CHECK(info->size == sizeof expected && memcmp(info->body, expected, sizeof expected) == 0);
    free(r);
}

static void a_device_without_an_image_says_so(void)
{
    rig *r = rig_new();
    rig_send(r, BK_LINK_HELLO, (const uint8_t *)"\x01\x00\x01\x00", 4);
    const rig_message *info = rig_answer(r, BK_LINK_INFO);
    CHECK(info->body[8] == 255 && info->body[10] == BK_SLOT_NONE && info->body[13] == 0);
    rig_arm(r, MARK);
    CHECK(rig_is_error(r, BK_LINK_FAULT_NO_IMAGE, BK_LINK_ARM));
    rig_send(r, BK_LINK_LABEL_GET, (const uint8_t *)"\x00", 1);
    CHECK(rig_is_error(r, BK_LINK_FAULT_NO_IMAGE, BK_LINK_LABEL_GET));
    rig_shake(r);
    rig_wait(r, 500);
    CHECK(rig_count(r, BK_LINK_EVENT) == 0);
    free(r);
}

static void an_image_for_a_sensor_the_board_lacks_is_not_opened(void)
{
    rig *r = with_image();
    r->board.senses = BK_LINK_SENSES_SOUND;
    rig_restart(r, RIG_LINK);
    CHECK(r->device.runtime == NULL);
    free(r);
}

static void versions_must_meet(void)
{
    rig *r = rig_new();
    rig_send(r, BK_LINK_HELLO, (const uint8_t *)"\x02\x00\x03\x00", 4);
    CHECK(rig_is_error(r, BK_LINK_FAULT_PROTOCOL, BK_LINK_HELLO));
    rig_send(r, BK_LINK_HELLO, (const uint8_t *)"\x00\x00\x00\x00", 4);
    CHECK(rig_is_error(r, BK_LINK_FAULT_PROTOCOL, BK_LINK_HELLO));
    free(r);
}

static void every_request_of_an_earlier_start_is_refused_with_the_right_link_number(void)
{
    static const uint8_t types[] = {BK_LINK_ARM, BK_LINK_DISARM, BK_LINK_HEARTBEAT,
                                    BK_LINK_EVENT_ACK, BK_LINK_REPLAY_BEGIN, BK_LINK_PUSH_BEGIN,
                                    BK_LINK_PUSH_COMMIT, BK_LINK_ABORT};
    rig *r = armed();
    uint8_t body[20] = {0};
    rig_put_u32(body, RIG_LINK + 1);
    for (unsigned i = 0; i < sizeof types; i++) {
        rig_send(r, types[i], body, sizeof body);
        CHECK(rig_is_error(r, BK_LINK_FAULT_LINK, types[i]));
        CHECK(memcmp(rig_answer(r, BK_LINK_ERROR)->body + 2, "\xCD\xAB\x34\x12", 4) == 0);
    }
    CHECK(r->device.armed); /* a stranger's DISARM is no DISARM */
    free(r);
}

static void what_is_unknown_or_too_short_is_answered(void)
{
    rig *r = rig_new();
    rig_send(r, 0x7F, (const uint8_t *)"", 0);
    CHECK(rig_is_error(r, BK_LINK_FAULT_TYPE, 0x7F));
    rig_send(r, BK_LINK_ARM, (const uint8_t *)"\xCD\xAB\x34\x12", 4);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FORM, BK_LINK_ARM));
    rig_send(r, BK_LINK_HELLO, (const uint8_t *)"\x01\x00\x01\x00later", 9); /* longer is fine */
    rig_answer(r, BK_LINK_INFO);
    free(r);
}

static void labels_are_told(void)
{
    rig *r = with_image();
    rig_send(r, BK_LINK_LABEL_GET, (const uint8_t *)"\x01", 1);
    const rig_message *label = rig_answer(r, BK_LINK_LABEL);
    CHECK(label->size == 8 && memcmp(label->body, "\x01\x01_other", 8) == 0);
    rig_send(r, BK_LINK_LABEL_GET, (const uint8_t *)"\x02", 1);
    CHECK(rig_is_error(r, BK_LINK_FAULT_CLASS, BK_LINK_LABEL_GET));
    free(r);
}

static void a_heartbeat_comes_every_100_ms_whether_anybody_listens_or_not(void)
{
    rig *r = rig_new();
    rig_wait(r, 99);
    CHECK(r->heard_count == 0);
    rig_wait(r, 1);
    CHECK(rig_count(r, BK_LINK_HEARTBEAT) == 1);
    rig_wait(r, 5000); /* over the wrap of the clock */
    CHECK(rig_count(r, BK_LINK_HEARTBEAT) == 51);
    r->now += 777; /* busy for long: one, not eight at once */
    bk_link_device_poll(&r->device);
    bk_link_device_poll(&r->device);
    CHECK(rig_count(r, BK_LINK_HEARTBEAT) == 52);
    free(r);
}

static void heartbeats_go_on_while_a_slow_processor_decides(void)
{
    rig *r = with_image();
    rig_forget(r);
    r->tick = BK_LINK_HEARTBEAT_MS;
    rig_shake(r); /* only samples are given: nobody polls */
    CHECK(rig_count(r, BK_LINK_HEARTBEAT) >= 1);
    free(r);
}

static void only_the_active_model_can_be_armed(void)
{
    rig *r = with_image();
    rig_arm(r, MARK + 5);
    CHECK(rig_is_error(r, BK_LINK_FAULT_MODEL, BK_LINK_ARM));
    CHECK(!r->device.armed);
    free(r);
}

static void nothing_is_sent_of_what_is_decided_while_disarmed(void)
{
    rig *r = with_image();
    rig_shake(r);
    rig_arm(r, MARK);
    wait_with_heartbeats(r, 500);
    CHECK(rig_count(r, BK_LINK_EVENT) == 0);
    free(r);
}

static void an_event_is_sent_at_once_and_again_until_it_is_acknowledged(void)
{
    rig *r = armed();
    rig_shake(r);
    rig_wait(r, 1);
    CHECK(rig_count(r, BK_LINK_EVENT) == 1);
    const rig_message *event = first(r, BK_LINK_EVENT);
    CHECK(event->size == 19 && event->body[4] == 0 && event->body[5] == BK_EVENT_TAP);
    CHECK(bk_link_get_u32(event->body + 13) == r->now - 1u); /* decided at */
    CHECK(bk_link_get_u16(event->body + 17) == 1);           /* its age */
    const uint32_t length = bk_link_get_u32(event->body + 13) - bk_link_get_u32(event->body + 9);
    CHECK(length >= 400 && length <= 900); /* the movement and the pause that ended it */
    rig_wait(r, 50);
    CHECK(rig_count(r, BK_LINK_EVENT) == 2);
    CHECK(bk_link_get_u16(r->heard[r->heard_count - 1u].body + 17) == 51);

    uint8_t ack[5];
    rig_put_u32(ack, RIG_LINK);
    ack[4] = 0;
    rig_send(r, BK_LINK_EVENT_ACK, ack, sizeof ack);
    rig_wait(r, 300);
    CHECK(rig_count(r, BK_LINK_EVENT) == 2 && r->device.dropped_events == 0);
    free(r);
}

static void an_event_that_nobody_acknowledges_is_stale_after_150_ms(void)
{
    rig *r = armed();
    rig_shake(r);
    rig_wait(r, 600);
    CHECK(rig_count(r, BK_LINK_EVENT) == 3); /* at once, and after 50 and 100 ms */
    CHECK(r->device.dropped_events == 1);
    free(r);
}

static void an_event_that_found_no_room_on_the_cable_is_sent_as_soon_as_there_is(void)
{
    rig *r = armed();
    r->deaf = 1;
    rig_shake(r);
    rig_wait(r, 20);
    r->deaf = 0;
    rig_wait(r, 1);
    CHECK(rig_count(r, BK_LINK_EVENT) == 1);
    free(r);
}

static void an_event_that_found_no_room_on_the_cable_is_stale_all_the_same(void)
{
    rig *r = armed();
    r->deaf = 1;
    rig_shake(r);
    rig_wait(r, 160);
    r->deaf = 0;
    rig_wait(r, 100);
    CHECK(rig_count(r, BK_LINK_EVENT) == 0 && r->device.dropped_events == 1);
    free(r);
}

static void a_silent_host_disarms_the_device_after_one_second(void)
{
    rig *r = armed();
    wait_with_heartbeats(r, 3000);
    CHECK(r->device.armed);
    rig_forget(r);
    rig_wait(r, 899); /* the last heartbeat was 100 ms ago */
    CHECK(r->device.armed && rig_count(r, BK_LINK_STATUS) == 0);
    rig_wait(r, 1);
    CHECK(!r->device.armed && rig_count(r, BK_LINK_STATUS) == 1);
    rig_shake(r);
    rig_wait(r, 200);
    CHECK(rig_count(r, BK_LINK_EVENT) == 0);
    free(r);
}

static void disarming_forgets_what_was_under_way(void)
{
    rig *r = armed();
    rig_shake(r);
    rig_send_link(r, BK_LINK_DISARM);
    CHECK(rig_answer(r, BK_LINK_STATUS)->body[4] == 0);
    rig_wait(r, 300);
    CHECK(rig_count(r, BK_LINK_EVENT) == 0);
    free(r);
}

static bk_event event_of(uint8_t phase, uint8_t command)
{
    const bk_event event = {phase, command, 255, 100, 0, 1000, 1200, 1250};
    return event;
}

static void heartbeats_list_what_is_held_from_start_to_end(void)
{
    rig *r = armed();
    const bk_event events[] = {event_of(BK_EVENT_START, 3), event_of(BK_EVENT_START, 5),
                               event_of(BK_EVENT_END, 3)};
    bk_link_take_event(&r->device, &events[0]);
    bk_link_take_event(&r->device, &events[1]);
    rig_wait(r, 100);
    const rig_message *beat = first(r, BK_LINK_HEARTBEAT);
    CHECK(beat->size == 12 && memcmp(beat->body + 8, "\x01\x02\x03\x05", 4) == 0);
    rig_forget(r);
    bk_link_take_event(&r->device, &events[2]);
    rig_wait(r, 100);
    beat = first(r, BK_LINK_HEARTBEAT);
    CHECK(beat->size == 11 && memcmp(beat->body + 8, "\x01\x01\x05", 3) == 0);
    rig_forget(r);
    rig_send_link(r, BK_LINK_DISARM);
    rig_wait(r, 100);
    CHECK(first(r, BK_LINK_HEARTBEAT)->body[9] == 0);
    free(r);
}

static void an_end_without_its_start_is_no_event(void)
{
    rig *r = armed();
    const bk_event end = event_of(BK_EVENT_END, 3);
    bk_link_take_event(&r->device, &end);
    rig_wait(r, 10);
    CHECK(rig_count(r, BK_LINK_EVENT) == 0 && r->device.dropped_events == 0);
    free(r);
}

static void an_end_that_finds_no_room_still_lets_go(void)
{
    rig *r = armed();
    const bk_event start = event_of(BK_EVENT_START, 3), end = event_of(BK_EVENT_END, 3);
    const bk_event tap = event_of(BK_EVENT_TAP, 1);
    bk_link_take_event(&r->device, &start);
    for (unsigned i = 0; i < BK_LINK_EVENTS_MAX; i++) {
        bk_link_take_event(&r->device, &tap);
    }
    bk_link_take_event(&r->device, &end);
    CHECK(r->device.held_count == 0 && r->device.dropped_events == 2);
    free(r);
}

static void more_than_can_be_listed_is_not_pressed(void)
{
    rig *r = armed();
    for (uint8_t command = 0; command <= BK_LINK_HELD_MAX; command++) {
        const bk_event start = event_of(BK_EVENT_START, command);
        uint8_t ack[5];
        bk_link_take_event(&r->device, &start);
        rig_wait(r, 1);
        rig_put_u32(ack, RIG_LINK);
        ack[4] = command;
        rig_send(r, BK_LINK_EVENT_ACK, ack, sizeof ack);
    }
    CHECK(r->device.held_count == BK_LINK_HELD_MAX);
    CHECK(rig_count(r, BK_LINK_EVENT) == BK_LINK_HELD_MAX && r->device.dropped_events == 1);
    free(r);
}

static void damaged_frames_are_counted_and_nothing_else(void)
{
    rig *r = armed();
    bk_link_device_receive(&r->device, (const uint8_t *)"\x00\x06yes\x31\x2e\x00\x03\xff\xff\x00", 12);
    CHECK(r->heard_count == 0 && r->device.frame_errors == 2); /* a wrong CRC, an empty message */
    free(r);
}

int main(void)
{
    hello_is_answered_by_everything_a_host_must_know();
    a_device_without_an_image_says_so();
    an_image_for_a_sensor_the_board_lacks_is_not_opened();
    versions_must_meet();
    every_request_of_an_earlier_start_is_refused_with_the_right_link_number();
    what_is_unknown_or_too_short_is_answered();
    labels_are_told();
    a_heartbeat_comes_every_100_ms_whether_anybody_listens_or_not();
    heartbeats_go_on_while_a_slow_processor_decides();
    only_the_active_model_can_be_armed();
    nothing_is_sent_of_what_is_decided_while_disarmed();
    an_event_is_sent_at_once_and_again_until_it_is_acknowledged();
    an_event_that_nobody_acknowledges_is_stale_after_150_ms();
    an_event_that_found_no_room_on_the_cable_is_sent_as_soon_as_there_is();
    an_event_that_found_no_room_on_the_cable_is_stale_all_the_same();
    a_silent_host_disarms_the_device_after_one_second();
    disarming_forgets_what_was_under_way();
    heartbeats_list_what_is_held_from_start_to_end();
    an_end_without_its_start_is_no_event();
    an_end_that_finds_no_room_still_lets_go();
    more_than_can_be_listed_is_not_pressed();
    damaged_frames_are_counted_and_nothing_else();
    return rig_report("link_device", NULL);
}
