#include "gate.h"

#include <string.h>

enum { QUIET, OPEN, TOO_LONG };

void bk_gate_init(bk_gate *gate, const bk_gate_settings *settings)
{
    memset(gate, 0, sizeof *gate);
    gate->settings = *settings;
    gate->floor_q12 = (int32_t)settings->floor_start_q8 * 16;
}

/* The floor is judged before it learns from this frame, so that a step is seen
 * as a step; only a first frame below it counts at once. */
static void follow(bk_gate *gate, int16_t level_q8)
{
    const bk_gate_settings *settings = &gate->settings;
    const int32_t difference = (int32_t)level_q8 * 16 - gate->floor_q12;
    const int32_t rise = (int32_t)settings->rise_q12 * (gate->state == TOO_LONG ? 4 : 1);
    const int32_t fall = (int32_t)settings->fall_q8 * 16;
    if (difference > rise) {
        gate->floor_q12 += rise;
    } else if (difference < -fall && gate->now != 0) {
        gate->floor_q12 -= fall;
    } else {
        gate->floor_q12 += difference;
    }
    const int32_t lowest = (int32_t)settings->floor_min_q8 * 16;
    if (gate->floor_q12 < lowest) {
        gate->floor_q12 = lowest;
    }
}

/* Frames just before the newest that were above release, at most the pre-roll. */
static uint8_t preroll(const bk_gate *gate)
{
    uint8_t frames = 0;
    while (frames < gate->settings.preroll_frames && ((gate->loud >> (frames + 1u)) & 1u) != 0) {
        frames++;
    }
    return frames;
}

int bk_gate_frame(bk_gate *gate, int16_t level_q8, bk_gate_segment *segment)
{
    const bk_gate_settings *settings = &gate->settings;
    const int32_t above_q8 = (int32_t)level_q8 - gate->floor_q12 / 16;
    const uint8_t loud = above_q8 > (int32_t)settings->release_q8;
    gate->loud = (uint16_t)((gate->loud << 1) | loud);
    follow(gate, level_q8);
    gate->now++;

    int reported = 0;
    if (gate->state == QUIET && above_q8 > (int32_t)settings->onset_q8) {
        gate->state = OPEN;
        gate->start = gate->now - 1u - preroll(gate);
    }
    if (gate->state != QUIET && loud != 0) {
        gate->end = gate->now;
    }
    if (gate->state == OPEN && gate->end - gate->start > settings->max_frames) {
        gate->state = TOO_LONG;
        segment->start = gate->start;
        segment->frames = (uint16_t)(gate->end - gate->start);
        segment->verdict = BK_GATE_LONG;
        reported = 1;
    }
    if (gate->state != QUIET && gate->now - gate->end >= settings->pause_frames) {
        if (gate->state == OPEN) {
            segment->start = gate->start;
            segment->frames = (uint16_t)(gate->end - gate->start);
            segment->verdict =
                segment->frames < settings->min_frames ? BK_GATE_SHORT : BK_GATE_FITS;
            reported = 1;
        }
        gate->state = QUIET;
    }
    return reported;
}

uint16_t bk_gate_reach(const bk_gate_settings *settings)
{
    return (uint16_t)(settings->max_frames + settings->pause_frames + 1u);
}
