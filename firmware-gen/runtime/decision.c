#include "decision.h"

#include <string.h>

#include "bk_read.h"

#define HEADER_SIZE 24u
#define CLASS_SIZE 4u
#define GATE_PAUSE 0u
#define FRAMES_MAX 1000u /* longest segment or shortest length anyone may ask for */
#define NO_CLASS BK_DECISION_NOTHING
#define HOLD_SIZE 4u

enum { COMMAND = 0, NO_COMMAND = 1 };
enum { TAPPED = 0, HELD = 1 };

bk_status bk_decision_check(const uint8_t *section, uint32_t size, uint8_t classes,
                            bk_gate_settings *gate)
{
    const uint32_t hold_at = HEADER_SIZE + CLASS_SIZE * (uint32_t)classes;
    if (classes == 0 || classes > BK_CLASSES_MAX || (size != hold_at && size != hold_at + HOLD_SIZE)) {
        return BK_ERR_DECISION;
    }
    bk_gate_settings found;
    found.onset_q8 = bk_u16(section + 6);
    found.release_q8 = bk_u16(section + 8);
    found.floor_min_q8 = bk_i16(section + 10);
    found.floor_start_q8 = bk_i16(section + 12);
    found.rise_q12 = bk_u8(section + 14);
    found.fall_q8 = bk_u8(section + 15);
    found.pause_frames = bk_u8(section + 16);
    found.preroll_frames = bk_u8(section + 17);
    found.min_frames = bk_u16(section + 18);
    found.max_frames = bk_u16(section + 20);
    found.release_most_q8 = bk_u16(section + 22);
    found.pad_frames = bk_u8(section + 1);
    const uint8_t knows_noise = found.release_most_q8 != 0;
    if (bk_u8(section) != GATE_PAUSE ||
        (!BK_GATE_KNOWS_NOISE && knows_noise) ||
        (knows_noise ? found.release_most_q8 < found.release_q8 : found.pad_frames != 0) ||
        2u * found.pad_frames > found.pause_frames ||
        found.release_q8 > found.onset_q8 || found.fall_q8 == 0 || found.pause_frames == 0 ||
        found.preroll_frames > BK_GATE_PREROLL_MAX || found.min_frames == 0 ||
        found.min_frames > found.max_frames || found.max_frames > FRAMES_MAX) {
        return BK_ERR_DECISION;
    }
    uint8_t held = 0;
    for (uint8_t c = 0; c < classes; c++) {
        const uint8_t *entry = section + HEADER_SIZE + CLASS_SIZE * (uint16_t)c;
        if (bk_u8(entry + 2) > NO_COMMAND || bk_u8(entry + 3) > (BK_GATE_KNOWS_HELD ? HELD : TAPPED) ||
            (bk_u8(entry + 2) == NO_COMMAND && bk_u8(entry + 3) != TAPPED)) {
            return BK_ERR_DECISION;
        }
        held |= bk_u8(entry + 3);
    }
    if (size != hold_at + (held ? HOLD_SIZE : 0u) ||
        (held && (bk_u8(section + hold_at) == 0 || bk_u8(section + hold_at) > found.max_frames ||
                  bk_u8(section + hold_at + 1) == 0))) {
        return BK_ERR_DECISION;
    }
    *gate = found;
    return BK_OK;
}

/* TAPPED, HELD, or NO_CLASS of what is no command. */
static uint8_t lasting(const bk_decision *decision, uint8_t class_index)
{
    const uint8_t *entry = decision->section + HEADER_SIZE + CLASS_SIZE * (uint16_t)class_index;
    return bk_u8(entry + 2) == COMMAND ? bk_u8(entry + 3) : NO_CLASS;
}

void bk_decision_init(bk_decision *decision, const uint8_t *section, uint8_t classes,
                      uint8_t report)
{
    memset(decision, 0, sizeof *decision);
    decision->section = section;
    decision->refractory_ms = bk_u16(section + 2);
    decision->margin = bk_u16(section + 4);
    decision->classes = classes;
    decision->report = report;
    decision->held = BK_DECISION_NOTHING;
    const uint8_t *hold = section + HEADER_SIZE + CLASS_SIZE * (uint16_t)classes;
    for (uint8_t c = 0; c < classes; c++) {
        if (lasting(decision, c) == HELD) {
            decision->hold.frames = bk_u8(hold);
            decision->hold.quiet = bk_u8(hold + 1);
            decision->hold.slack = bk_u16(hold + 2);
        }
    }
}

static int16_t threshold(const bk_decision *decision, uint8_t class_index)
{
    return bk_i16(decision->section + HEADER_SIZE + CLASS_SIZE * (uint16_t)class_index);
}

#define ANY_CLASS 254u

/* The class with the highest score but for `without`, of those that last like that; of equal ones the first. */
static uint8_t best_class(const bk_decision *decision, const int16_t *scores, uint8_t without,
                          uint8_t wanted)
{
    uint8_t best = NO_CLASS;
    for (uint8_t c = 0; c < decision->classes; c++) {
        if (c != without && (wanted == ANY_CLASS || lasting(decision, c) == wanted) &&
            (best == NO_CLASS || scores[c] > scores[best])) {
            best = c;
        }
    }
    return best;
}

static void enqueue(bk_decision *decision, const bk_event *event)
{
    if (decision->waiting == BK_DECISION_QUEUE) {
        decision->dropped++;
        return;
    }
    const uint8_t at = (uint8_t)((uint8_t)(decision->first + decision->waiting) % (uint8_t)BK_DECISION_QUEUE);
    decision->queue[at] = *event;
    decision->waiting++;
}

/* The event that the best class of those that last like that would make; 1 if it may make it. */
static int candidate(const bk_decision *decision, const int16_t *scores, const bk_decision_times *times,
                     uint8_t lasts, bk_event *event)
{
    memset(event, 0, sizeof *event);
    const uint8_t command = best_class(decision, scores, NO_CLASS, lasts);
    event->command = command;
    if (command == NO_CLASS) {
        return 0;
    }
    const uint8_t next = best_class(decision, scores, command, ANY_CLASS);
    const int32_t lead = next == NO_CLASS ? decision->margin : (int32_t)scores[command] - scores[next];
    event->runner_up = best_class(decision, scores, command, lasts);
    event->score = scores[command];
    event->second = event->runner_up == NO_CLASS ? INT16_MIN : scores[event->runner_up];
    event->start_ms = times->start_ms;
    event->end_ms = times->end_ms;
    event->decided_ms = times->decided_ms;
    return event->score >= threshold(decision, command) && lead >= (int32_t)decision->margin &&
           times->decided_ms >= decision->blocked_until_ms;
}

void bk_decision_judge(bk_decision *decision, const int16_t *scores, const bk_decision_times *times)
{
    bk_event event;
    if (candidate(decision, scores, times, TAPPED, &event)) {
        event.phase = BK_EVENT_TAP;
        decision->blocked_until_ms = times->decided_ms + decision->refractory_ms;
        enqueue(decision, &event);
    } else if (event.command != NO_CLASS && decision->report != BK_REPORT_EVENTS) {
        event.phase = BK_EVENT_REFUSED;
        enqueue(decision, &event);
    }
}

int bk_decision_hold(bk_decision *decision, const int16_t *scores, const bk_decision_times *times)
{
    bk_event event;
    if (candidate(decision, scores, times, HELD, &event)) {
        if (decision->waiting + 2u > BK_DECISION_QUEUE) {
            decision->dropped++;
            return 0;
        }
        event.phase = BK_EVENT_START;
        decision->held = event.command;
        enqueue(decision, &event);
        return 1;
    }
    if (decision->report == BK_REPORT_ALL_REFUSED) {
        event.phase = BK_EVENT_REFUSED;
        enqueue(decision, &event);
    }
    return 0;
}

int bk_decision_keeps(const bk_decision *decision, const int16_t *scores)
{
    const uint8_t held = decision->held;
    return (int32_t)scores[held] >= (int32_t)threshold(decision, held) - decision->hold.slack;
}

void bk_decision_let_go(bk_decision *decision, const bk_decision_times *times)
{
    if (decision->held == NO_CLASS) {
        return;
    }
    bk_event event;
    memset(&event, 0, sizeof event);
    event.phase = BK_EVENT_END;
    event.command = decision->held;
    event.runner_up = NO_CLASS;
    event.second = INT16_MIN;
    event.start_ms = times->start_ms;
    event.end_ms = times->end_ms;
    event.decided_ms = times->decided_ms;
    decision->held = NO_CLASS;
    decision->blocked_until_ms = times->decided_ms + decision->refractory_ms;
    enqueue(decision, &event);
}

int bk_decision_next(bk_decision *decision, bk_event *event)
{
    if (decision->waiting == 0) {
        return 0;
    }
    *event = decision->queue[decision->first];
    decision->first = (uint8_t)((uint8_t)(decision->first + 1u) % (uint8_t)BK_DECISION_QUEUE);
    decision->waiting--;
    return 1;
}
