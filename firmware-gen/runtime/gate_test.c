/* Tests of the pause gate: what it finds in streams of levels. */
#include "gate.h"

#include <stdio.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

static const bk_gate_settings usual = {
    .onset_q8 = 768,
    .release_q8 = 384,
    .floor_min_q8 = 2000,
    .floor_start_q8 = 3000,
    .rise_q12 = 24,
    .fall_q8 = 24,
    .pause_frames = 8,
    .preroll_frames = 8,
    .min_frames = 5,
    .max_frames = 60,
};

#define SEEN_MAX 64u

/* A gate with the segments it reported. */
typedef struct {
    bk_gate gate;
    unsigned count;
    bk_gate_segment segments[SEEN_MAX];
} listener;

static void start(listener *heard, const bk_gate_settings *settings)
{
    memset(heard, 0, sizeof *heard);
    bk_gate_init(&heard->gate, settings);
}

static void hear(listener *heard, int16_t level_q8, unsigned frames)
{
    for (unsigned i = 0; i < frames; i++) {
        bk_gate_segment segment;
        if (bk_gate_frame(&heard->gate, level_q8, &segment) && heard->count < SEEN_MAX) {
            heard->segments[heard->count++] = segment;
        }
    }
}

static int is(const bk_gate_segment *segment, uint32_t first, uint16_t frames, bk_gate_verdict verdict)
{
    return segment->start == first && segment->frames == frames && segment->verdict == verdict;
}

static void a_word_between_quiets_is_one_segment_of_just_its_frames(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 3000, 50);
    hear(&heard, 5000, 20);
    hear(&heard, 3000, 7);
    CHECK(heard.count == 0); /* the pause is not over */
    hear(&heard, 3000, 1);
    CHECK(heard.count == 1 && is(&heard.segments[0], 50, 20, BK_GATE_FITS));
}

static void a_gap_shorter_than_the_pause_does_not_part_a_word(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 3000, 50);
    hear(&heard, 5000, 10);
    hear(&heard, 3000, 7);
    hear(&heard, 5000, 10);
    hear(&heard, 3000, 20);
    CHECK(heard.count == 1 && is(&heard.segments[0], 50, 27, BK_GATE_FITS));
}

static void a_soft_onset_belongs_to_the_word_as_far_as_the_preroll(void)
{
    for (unsigned soft = 0; soft <= 20; soft++) {
        listener heard;
        start(&heard, &usual);
        hear(&heard, 3000, 50);
        hear(&heard, 3500, soft); /* above release, below onset */
        hear(&heard, 5000, 20);
        hear(&heard, 3000, 20);
        const uint16_t reached = (uint16_t)(soft < 8 ? soft : 8);
        CHECK(heard.count == 1);
        CHECK(is(&heard.segments[0], 50u + soft - reached, (uint16_t)(20u + reached), BK_GATE_FITS));
    }
}

static void a_click_is_short(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 3000, 50);
    hear(&heard, 7000, 4);
    hear(&heard, 3000, 20);
    CHECK(heard.count == 1 && is(&heard.segments[0], 50, 4, BK_GATE_SHORT));
    hear(&heard, 7000, 5);
    hear(&heard, 3000, 20);
    CHECK(heard.count == 2 && is(&heard.segments[1], 74, 5, BK_GATE_FITS));
}

static void what_is_too_long_is_dropped_until_quiet_returns(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 3000, 50);
    hear(&heard, 6000, 61);
    CHECK(heard.count == 1 && is(&heard.segments[0], 50, 61, BK_GATE_LONG));
    hear(&heard, 6000, 100);
    hear(&heard, 3000, 7);
    hear(&heard, 6000, 10); /* no pause yet: still the same noise */
    CHECK(heard.count == 1);
    hear(&heard, 3000, 100);
    hear(&heard, 6000, 10);
    hear(&heard, 3000, 20);
    CHECK(heard.count == 2 && heard.segments[1].frames == 10 && heard.segments[1].verdict == BK_GATE_FITS);
}

static void a_noise_that_stays_becomes_the_new_quiet(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 3000, 50);
    hear(&heard, 5000, 600);
    heard.count = 0;
    hear(&heard, 7000, 20);
    hear(&heard, 5000, 20);
    CHECK(heard.count == 1 && is(&heard.segments[0], 650, 20, BK_GATE_FITS));
}

static void a_stream_may_start_with_a_word(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 5000, 20);
    hear(&heard, 3000, 20);
    CHECK(heard.count == 1 && is(&heard.segments[0], 0, 20, BK_GATE_FITS));
}

static void a_first_frame_quieter_than_expected_counts_at_once(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 2100, 10);
    hear(&heard, 3000, 20); /* 900 above: a word in this room */
    hear(&heard, 2100, 20);
    CHECK(heard.count == 1 && is(&heard.segments[0], 10, 20, BK_GATE_FITS));
}

static void noise_after_digital_silence_is_no_word(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 0, 500);
    hear(&heard, 2300, 200); /* within release of the lowest floor */
    CHECK(heard.count == 0);
}

static void a_short_dip_does_not_pull_the_floor_down(void)
{
    listener heard;
    start(&heard, &usual);
    hear(&heard, 3000, 50);
    hear(&heard, 0, 10);
    hear(&heard, 3000, 200);
    CHECK(heard.count == 0);
}

/* Levels that jump between 3000 and 3580, as those of a kettle: 7 dB, more than the release. */
static int16_t restless(uint32_t *random)
{
    *random = (uint32_t)((uint64_t)*random * 48271u % 2147483647u);
    return (int16_t)(3000 + (int32_t)(*random % 580u));
}

static void hear_restless(listener *heard, int16_t louder_by, unsigned frames)
{
    static uint32_t random = 1;
    for (unsigned i = 0; i < frames; i++) {
        hear(heard, (int16_t)(restless(&random) + louder_by), 1);
    }
}

static bk_gate_settings knowing_noise(void)
{
    bk_gate_settings settings = usual;
    settings.release_most_q8 = 640;
    settings.pad_frames = 3;
    return settings;
}

/* Without pads where nothing is restless: the same segments as ever. */
static void in_a_steady_room_nothing_is_raised(void)
{
    const bk_gate_settings settings = knowing_noise();
    listener heard;
    start(&heard, &settings);
    for (unsigned word = 0; word < 10; word++) {
        hear(&heard, 3000, 50);
        hear(&heard, 3420, 3); /* soft, and yet above the release */
        hear(&heard, 5000, 20);
    }
    hear(&heard, 3000, 20);
    CHECK(heard.count == 10);
    for (unsigned word = 0; word < heard.count; word++) {
        CHECK(is(&heard.segments[word], 73u * word + 50u, 23, BK_GATE_FITS));
    }
}

/* 10 words of 20 frames in restless noise: how many were cut where they are, give or take the noise. */
static unsigned words_found_in_restless_noise(const bk_gate_settings *settings)
{
    listener heard;
    start(&heard, settings);
    hear_restless(&heard, 0, 300);
    unsigned found = 0;
    for (unsigned word = 0; word < 10; word++) {
        heard.count = 0;
        const uint32_t first = heard.gate.now;
        hear_restless(&heard, 1500, 20);
        hear_restless(&heard, 0, 30);
        for (unsigned i = 0; i < heard.count; i++) {
            const bk_gate_segment *one = &heard.segments[i];
            found += one->verdict == BK_GATE_FITS && one->start + settings->pad_frames >= first - 1u &&
                     one->start <= first && one->frames >= 20 &&
                     one->frames <= 21u + 2u * settings->pad_frames;
        }
    }
    return found;
}

static void words_are_found_in_restless_noise(void)
{
    const bk_gate_settings settings = knowing_noise();
    CHECK(words_found_in_restless_noise(&settings) == 10);
    CHECK(words_found_in_restless_noise(&usual) < 5); /* or the test shows nothing */
}

/* Two octaves up and there to stay: a second later a word is heard again, not ten. */
static void a_noise_that_begins_is_quiet_after_a_second_of_too_long(void)
{
    const bk_gate_settings settings = knowing_noise();
    const bk_gate_settings *both[2] = {&settings, &usual};
    for (unsigned i = 0; i < 2; i++) {
        listener heard;
        start(&heard, both[i]);
        hear(&heard, 3000, 50);
        hear(&heard, 6000, 60 + 50 + 20); /* a segment, a second of too long, a pause */
        heard.count = 0;
        hear(&heard, 8000, 20);
        hear(&heard, 6000, 20);
        const unsigned expected = i == 0 ? 1u : 0u;
        CHECK(heard.count == expected);
    }
}

/* Whatever the levels: segments are in order, apart, within their lengths, and
 * within what bk_gate_reach() says must be kept. */
static void any_levels_give_segments_in_order_within_reach(void)
{
    uint32_t random = 1;
    for (unsigned round = 0; round < 200; round++) {
        bk_gate_settings settings = usual;
        settings.pause_frames = (uint8_t)(1u + round % 20u);
        settings.preroll_frames = (uint8_t)(round % 16u);
        settings.max_frames = (uint16_t)(5u + round % 90u);
        settings.release_most_q8 = (uint16_t)(round % 2u == 0 ? 0u : 384u + round * 3u);
        settings.pad_frames = (uint8_t)(round % 2u == 0 ? 0u : settings.pause_frames / 2u);
        bk_gate gate;
        bk_gate_init(&gate, &settings);
        uint32_t free_from = 0;
        int16_t level_q8 = 3000;
        for (uint32_t now = 0; now < 3000; now++) {
            random = (uint32_t)((uint64_t)random * 48271u % 2147483647u);
            if (random % 7u == 0) {
                level_q8 = (int16_t)((int32_t)(random / 7u % 65536u) - 32768);
            }
            bk_gate_segment segment;
            if (bk_gate_frame(&gate, level_q8, &segment) == 0) {
                continue;
            }
            const uint32_t end = segment.start + segment.frames;
            CHECK(segment.start >= free_from && segment.frames > 0 && end <= now + 1u);
            CHECK(now + 1u - segment.start <= bk_gate_reach(&settings));
            CHECK((segment.verdict == BK_GATE_LONG) == (segment.frames > settings.max_frames));
            CHECK(segment.verdict == BK_GATE_LONG ||
                  (now + 1u - end <= settings.pause_frames &&
                   now + 1u - end >= (uint32_t)settings.pause_frames - settings.pad_frames));
            free_from = end;
        }
    }
}

/* Pushes `frames` frames of one level; the segment of the last report, if there was one. */
static uint32_t steady(bk_gate *gate, int16_t level_q8, uint32_t frames, bk_gate_segment *segment)
{
    uint32_t reports = 0;
    for (uint32_t i = 0; i < frames; i++) {
        reports += (uint32_t)bk_gate_frame(gate, level_q8, segment);
    }
    return reports;
}

/* A hum of 4 frames in a quiet room, held from then on. */
static bk_gate humming(void)
{
    bk_gate gate;
    bk_gate_segment segment;
    bk_gate_init(&gate, &usual);
    CHECK(steady(&gate, 3000, 100, &segment) == 0);
    CHECK(bk_gate_open_frames(&gate) == 0);
    CHECK(steady(&gate, 6000, 4, &segment) == 0);
    CHECK(bk_gate_open_frames(&gate) == 4);
    bk_gate_hold(&gate, 3);
    CHECK(bk_gate_open_frames(&gate) == 0);
    return gate;
}

static void what_is_held_lasts_as_long_as_it_sounds(void)
{
    bk_gate gate = humming();
    bk_gate_segment segment;
    CHECK(steady(&gate, 6000, 3000, &segment) == 0); /* a minute is no noise that stays */
    CHECK(bk_gate_is_quiet(&gate) == 0);
    CHECK(steady(&gate, 3000, 2, &segment) == 0);    /* a gap is no end */
    CHECK(steady(&gate, 6000, 10, &segment) == 0);
    CHECK(steady(&gate, 3000, 3, &segment) == 1);
    CHECK(segment.verdict == BK_GATE_HELD && segment.start == 100 && segment.frames == 3016);
}

static void an_echo_does_not_lengthen_what_is_held(void)
{
    bk_gate gate = humming();
    bk_gate_segment segment;
    CHECK(steady(&gate, 6000, 50, &segment) == 0);
    CHECK(steady(&gate, 4900, 3, &segment) == 1); /* far above the room, and 13 dB under the hum */
    CHECK(segment.verdict == BK_GATE_HELD && segment.frames == 54);
    CHECK(steady(&gate, 4900, 20, &segment) == 0); /* and nothing opens in it */
    CHECK(steady(&gate, 3000, usual.pause_frames, &segment) == 0);
    CHECK(bk_gate_is_quiet(&gate) == 1);
}

static void a_hum_may_fade(void)
{
    bk_gate gate = humming();
    bk_gate_segment segment;
    for (int16_t level_q8 = 6000; level_q8 > 4000; level_q8 = (int16_t)(level_q8 - 10)) {
        CHECK(bk_gate_frame(&gate, level_q8, &segment) == 0);
    }
    CHECK(steady(&gate, 3000, 3, &segment) == 1 && segment.verdict == BK_GATE_HELD);
}

static void what_is_let_go_opens_nothing_until_a_pause(void)
{
    bk_gate gate = humming();
    bk_gate_segment segment;
    bk_gate_let_go(&gate);
    CHECK(steady(&gate, 6000, 10, &segment) == 0 && bk_gate_open_frames(&gate) == 0);
    CHECK(steady(&gate, 3000, usual.pause_frames, &segment) == 0);
    CHECK(bk_gate_is_quiet(&gate) == 1);
    CHECK(steady(&gate, 6000, 4, &segment) == 0 && bk_gate_open_frames(&gate) == 4);
}

int main(void)
{
    what_is_held_lasts_as_long_as_it_sounds();
    an_echo_does_not_lengthen_what_is_held();
    a_hum_may_fade();
    what_is_let_go_opens_nothing_until_a_pause();
    a_word_between_quiets_is_one_segment_of_just_its_frames();
    a_gap_shorter_than_the_pause_does_not_part_a_word();
    a_soft_onset_belongs_to_the_word_as_far_as_the_preroll();
    a_click_is_short();
    what_is_too_long_is_dropped_until_quiet_returns();
    a_noise_that_stays_becomes_the_new_quiet();
    a_stream_may_start_with_a_word();
    a_first_frame_quieter_than_expected_counts_at_once();
    noise_after_digital_silence_is_no_word();
    a_short_dip_does_not_pull_the_floor_down();
    in_a_steady_room_nothing_is_raised();
    words_are_found_in_restless_noise();
    a_noise_that_begins_is_quiet_after_a_second_of_too_long();
    any_levels_give_segments_in_order_within_reach();
    printf(failures == 0 ? "gate: all passed\n" : "gate: FAILED\n");
    return failures == 0 ? 0 : 1;
}
