/* Events on their way to the host, and the commands held. Contract in link_parts.h. */
#include <string.h>

#include "link_parts.h"

void bk_link_disarm(bk_link_device *device)
{
    device->armed = 0;
    device->held_count = 0;
    memset(device->events, 0, sizeof device->events);
}

static int hold(bk_link_device *device, uint8_t command)
{
    if (device->held_count == BK_LINK_HELD_MAX) {
        return 0;
    }
    device->held[device->held_count++] = command;
    return 1;
}

/* 1 if the command was held. */
static int let_go(bk_link_device *device, uint8_t command)
{
    for (uint8_t i = 0; i < device->held_count; i++) {
        if (device->held[i] == command) {
            device->held_count--;
            memmove(device->held + i, device->held + i + 1, (size_t)(device->held_count - i));
            return 1;
        }
    }
    return 0;
}

void bk_link_take_event(bk_link_device *device, const bk_event *event)
{
    if (!device->armed) {
        return;
    }
    /* An end without its start, of before arming, is no news. An end that finds
     * no room still leaves the held list, and by the heartbeat lets the key go. */
    if (event->phase == BK_EVENT_END && !let_go(device, event->command)) {
        return;
    }
    for (uint8_t i = 0; i < BK_LINK_EVENTS_MAX; i++) {
        bk_link_pending_event *pending = &device->events[i];
        if (pending->waiting) {
            continue;
        }
        if (event->phase == BK_EVENT_START && !hold(device, event->command)) {
            break; /* nothing would keep it down: better not pressed at all */
        }
        const uint32_t now = device->board->now_ms(device->board->context);
        pending->start_ms = now - (event->decided_ms - event->start_ms);
        pending->decided_ms = now;
        pending->score = event->score;
        pending->number = device->event_number++;
        pending->phase = event->phase;
        pending->command = event->command;
        pending->waiting = 1;
        pending->sent = 0;
        return;
    }
    device->dropped_events++;
}

void bk_link_collect_events(bk_link_device *device)
{
    bk_event event;
    while (bk_next_event(device->runtime, &event)) {
        bk_link_take_event(device, &event);
    }
}

void bk_link_send_events(bk_link_device *device, uint32_t now_ms)
{
    for (uint8_t i = 0; i < BK_LINK_EVENTS_MAX; i++) {
        bk_link_pending_event *pending = &device->events[i];
        const uint32_t age = now_ms - pending->decided_ms;
        if (!pending->waiting || (pending->sent && now_ms - pending->sent_ms < BK_LINK_EVENT_RESEND_MS)) {
            continue;
        }
        if (age >= BK_LINK_EVENT_STALE_MS) {
            pending->waiting = 0;
            device->dropped_events++;
            continue;
        }
        bk_link_message message;
        bk_link_message_start(&message, BK_LINK_EVENT, device->sequence++);
        bk_link_put_u32(&message, device->link);
        bk_link_put_u8(&message, pending->number);
        bk_link_put_u8(&message, pending->phase);
        bk_link_put_u8(&message, pending->command);
        bk_link_put_u16(&message, (uint16_t)pending->score);
        bk_link_put_u32(&message, pending->start_ms);
        bk_link_put_u32(&message, pending->decided_ms);
        bk_link_put_u16(&message, (uint16_t)age);
        if (bk_link_send(device, &message)) {
            pending->sent = 1;
            pending->sent_ms = now_ms;
        }
    }
}

void bk_link_acknowledge(bk_link_device *device, const bk_link_request *request)
{
    if (bk_link_check_link(device, request)) {
        for (uint8_t i = 0; i < BK_LINK_EVENTS_MAX; i++) {
            if (device->events[i].number == request->body[4]) {
                device->events[i].waiting = 0;
            }
        }
    }
}
