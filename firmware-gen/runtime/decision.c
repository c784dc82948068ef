#include "decision.h"

#include <string.h>

#include "bk_read.h"

#define HEADER_SIZE 24u
#define CLASS_SIZE 4u
#define GATE_PAUSE 0u
#define FRAMES_MAX 1000u /* longest segment or shortest length anyone may ask for */
#define NO_CLASS 255u

bk_status bk_decision_check(const uint8_t *section, uint32_t size, uint8_t classes,
                            bk_gate_settings *gate)
{
    if (classes == 0 || classes > BK_CLASSES_MAX || size != HEADER_SIZE + CLASS_SIZE * (uint32_t)classes) {
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
    for (uint8_t c = 0; c < classes; c++) {
        const uint8_t *entry = section + HEADER_SIZE + CLASS_SIZE * (uint16_t)c;
        if (bk_u8(entry + 2) > 1u || bk_u8(entry + 3) != 0) {
            return BK_ERR_DECISION;
        }
    }
    *gate = found;
    return BK_OK;
}

void bk_decision_init(bk_decision *decision, const uint8_t *section, uint8_t classes,
                      uint8_t report_refused)
{
    memset(decision, 0, sizeof *decision);
    decision->section = section;
    decision->refractory_ms = bk_u16(section + 2);
    decision->margin = bk_u16(section + 4);
    decision->classes = classes;
    decision->report_refused = report_refused;
}

uint8_t bk_decision_is_command(const bk_decision *decision, uint8_t class_index)
{
    return bk_u8(decision->section + HEADER_SIZE + CLASS_SIZE * (uint16_t)class_index + 2u) == 0;
}

static int16_t threshold(const bk_decision *decision, uint8_t class_index)
{
    return bk_i16(decision->section + HEADER_SIZE + CLASS_SIZE * (uint16_t)class_index);
}

/* The class with the highest score but for `without`; of equal ones the first. */
static uint8_t best_class(const bk_decision *decision, const int16_t *scores, uint8_t without,
                          uint8_t commands_only)
{
    uint8_t best = NO_CLASS;
    for (uint8_t c = 0; c < decision->classes; c++) {
        if (c != without && (commands_only == 0 || bk_decision_is_command(decision, c)) &&
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

void bk_decision_judge(bk_decision *decision, const int16_t *scores, const bk_decision_times *times)
{
    const uint8_t command = best_class(decision, scores, NO_CLASS, 1);
    if (command == NO_CLASS) {
        return; /* an image without commands decides nothing */
    }
    const uint8_t next = best_class(decision, scores, command, 0);
    const uint8_t runner_up = best_class(decision, scores, command, 1);
    const int32_t lead = next == NO_CLASS ? decision->margin : (int32_t)scores[command] - scores[next];

    bk_event event;
    memset(&event, 0, sizeof event);
    event.command = command;
    event.runner_up = runner_up;
    event.score = scores[command];
    event.second = runner_up == NO_CLASS ? INT16_MIN : scores[runner_up];
    event.start_ms = times->start_ms;
    event.end_ms = times->end_ms;
    event.decided_ms = times->decided_ms;

    if (event.score >= threshold(decision, command) &&
        lead >= (int32_t)decision->margin && times->decided_ms >= decision->blocked_until_ms) {
        event.phase = BK_EVENT_TAP;
        decision->blocked_until_ms = times->decided_ms + decision->refractory_ms;
        enqueue(decision, &event);
    } else if (decision->report_refused != 0) {
        event.phase = BK_EVENT_REFUSED;
        enqueue(decision, &event);
    }
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
