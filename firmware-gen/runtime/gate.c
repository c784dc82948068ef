#include "gate.h"

#include <string.h>

enum { QUIET, OPEN, TOO_LONG, HELD };

#if BK_GATE_KNOWS_NOISE
/* The upper edge of a noise, of which one frame in 17 lies above, as many medians of the
 * change from frame to frame above its lower edge: 3.3 were levels independent and
 * normal; kettles, dryers, cafes, supermarkets and rain take 3.2 to 5.8. */
#define EDGE_MEDIANS 5
#define UNREST_STEP 32 /* Q12 */
#define LISTEN_FRAMES 50u
#endif

void bk_gate_init(bk_gate *gate, const bk_gate_settings *settings)
{
    memset(gate, 0, sizeof *gate);
    gate->settings = *settings;
    gate->floor_q12 = (int32_t)settings->floor_start_q8 * 16;
}

#if BK_GATE_KNOWS_HELD
#define HELD_FALL_Q8 1024 /* 12 dB under its own level a held sound is over */
#define HELD_SLOWNESS 16  /* its own level follows within a third of a second */
#endif

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

#if BK_GATE_KNOWS_NOISE
/* The release for this frame, and what this frame says of the noise. */
static int32_t release_in_noise(bk_gate *gate, int16_t level_q8)
{
    const bk_gate_settings *settings = &gate->settings;
    int32_t release_q8 = EDGE_MEDIANS * (gate->unrest_q12 / 16);
    if (release_q8 > (int32_t)settings->release_most_q8) {
        release_q8 = settings->release_most_q8;
    }
    const int32_t change_q8 = gate->now == 0 ? 0 : (int32_t)level_q8 - gate->last_q8;
    if (gate->state != OPEN && gate->state != HELD) {
        const int32_t change_q12 = 16 * (change_q8 < 0 ? -change_q8 : change_q8);
        gate->unrest_q12 += change_q12 > gate->unrest_q12 ? UNREST_STEP : -UNREST_STEP;
        if (gate->unrest_q12 < 0) {
            gate->unrest_q12 = 0;
        }
    }
    return release_q8 > (int32_t)settings->release_q8 ? release_q8 : (int32_t)settings->release_q8;
}

/* What never fell below some level for a second is noise, from that level on. */
static void listen_to_noise(bk_gate *gate, int16_t level_q8)
{
    if (gate->state != TOO_LONG || gate->listened == 0 || level_q8 < gate->lowest_q8) {
        gate->lowest_q8 = level_q8;
    }
    gate->listened = (uint8_t)(gate->state == TOO_LONG ? gate->listened + 1u : 0u);
    if (gate->listened == LISTEN_FRAMES) {
        const int32_t lowest_q12 = (int32_t)gate->lowest_q8 * 16;
        gate->floor_q12 = lowest_q12 > gate->floor_q12 ? lowest_q12 : gate->floor_q12;
        gate->listened = 0;
    }
}
#endif

/* Frames just before the newest that were above release, at most the pre-roll. */
static uint8_t preroll(const bk_gate *gate)
{
    uint8_t frames = 0;
    while (frames < gate->settings.preroll_frames && ((gate->loud >> (frames + 1u)) & 1u) != 0) {
        frames++;
    }
    return frames;
}

#if BK_GATE_KNOWS_HELD
static int held_frame(bk_gate *gate, int16_t level_q8, uint8_t above_release, bk_gate_segment *segment)
{
    const int32_t change_q8 = (int32_t)level_q8 - gate->held_q8;
    gate->now++;
    if (above_release != 0 && change_q8 > -HELD_FALL_Q8) {
        gate->end = gate->now;
        gate->held_q8 = (int16_t)(gate->held_q8 + change_q8 / HELD_SLOWNESS);
    }
    if (gate->now - gate->end < gate->held_quiet) {
        return 0;
    }
    segment->start = gate->start;
    const uint32_t frames = gate->end - gate->start;
    segment->frames = (uint16_t)(frames < UINT16_MAX ? frames : UINT16_MAX);
    segment->verdict = BK_GATE_HELD;
    bk_gate_let_go(gate);
    return 1;
}

uint32_t bk_gate_open_frames(const bk_gate *gate)
{
    const uint32_t open = gate->state == OPEN ? gate->now - gate->start : 0u;
    return open > gate->pad ? open - gate->pad : 0u;
}

void bk_gate_hold(bk_gate *gate, uint8_t quiet)
{
    gate->state = HELD;
    gate->held_quiet = quiet;
    gate->held_q8 = gate->last_q8;
}

void bk_gate_let_go(bk_gate *gate)
{
    gate->state = TOO_LONG;
}
#endif

int bk_gate_frame(bk_gate *gate, int16_t level_q8, bk_gate_segment *segment)
{
    const bk_gate_settings *settings = &gate->settings;
    const int32_t above_q8 = (int32_t)level_q8 - gate->floor_q12 / 16;
    int32_t raised_q8 = 0;
#if BK_GATE_KNOWS_NOISE
    if (settings->release_most_q8 != 0) {
        raised_q8 = release_in_noise(gate, level_q8) - settings->release_q8;
    }
#endif
    const uint8_t loud = above_q8 > (int32_t)settings->release_q8 + raised_q8;
    gate->last_q8 = level_q8;
#if BK_GATE_KNOWS_HELD
    if (gate->state == HELD) {
        return held_frame(gate, level_q8, loud, segment);
    }
#endif
    gate->loud = (uint16_t)((gate->loud << 1) | loud);
    follow(gate, level_q8);
#if BK_GATE_KNOWS_NOISE
    if (settings->release_most_q8 != 0) {
        listen_to_noise(gate, level_q8);
    }
#endif
    gate->now++;

    int reported = 0;
    if (gate->state == QUIET && above_q8 > (int32_t)settings->onset_q8 + raised_q8) {
        gate->state = OPEN;
        gate->pad = raised_q8 > 0 ? settings->pad_frames : 0u;
        gate->start = gate->now - 1u - preroll(gate);
        gate->start -= gate->start < gate->pad ? gate->start : gate->pad;
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
            const uint16_t frames = (uint16_t)(gate->end - gate->start + gate->pad);
            segment->start = gate->start;
            segment->frames = frames < settings->max_frames ? frames : settings->max_frames;
            segment->verdict =
                segment->frames < settings->min_frames ? BK_GATE_SHORT : BK_GATE_FITS;
            reported = 1;
        }
        gate->state = QUIET;
    }
    return reported;
}

uint8_t bk_gate_is_quiet(const bk_gate *gate)
{
    return gate->state == QUIET;
}

uint16_t bk_gate_reach(const bk_gate_settings *settings)
{
    return (uint16_t)(settings->max_frames + settings->pause_frames + 1u);
}
