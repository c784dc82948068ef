/* Tests of the decision: which scores become an event, and which sections are refused. */
#include "decision.h"

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

#define CLASSES 4u
#define SECTION_SIZE (24u + 4u * CLASSES)

/* Refractory 500 ms, margin 10; commands 0, 1, 3 with thresholds 100, 200, -300; class 2 is none. */
static const uint8_t good[SECTION_SIZE] = {
    0, 0, 0xF4, 0x01, 10, 0,                                 /* gate, refractory, margin */
    0, 3, 0x80, 1, 0xD0, 7, 0xB8, 0x0B, 24, 24, 8, 8, 5, 0, 60, 0, /* onset 768 ... longest 60 */
    0, 0,
    100, 0, 0, 0, 200, 0, 0, 0, 0xFF, 0x7F, 1, 0, 0xD4, 0xFE, 0, 0,
};

static bk_decision ready(uint8_t report)
{
    bk_decision decision;
    bk_decision_init(&decision, good, CLASSES, report);
    return decision;
}

static void judge(bk_decision *decision, uint32_t at_ms, int16_t a, int16_t b, int16_t none, int16_t d)
{
    const int16_t scores[CLASSES] = {a, b, none, d};
    const bk_decision_times times = {at_ms, at_ms + 300u, at_ms + 460u};
    bk_decision_judge(decision, scores, &times);
}

static void the_gate_gets_its_settings(void)
{
    bk_gate_settings gate;
    CHECK(bk_decision_check(good, sizeof good, CLASSES, &gate) == BK_OK);
    CHECK(gate.onset_q8 == 768 && gate.release_q8 == 384);
    CHECK(gate.floor_min_q8 == 2000 && gate.floor_start_q8 == 3000);
    CHECK(gate.rise_q12 == 24 && gate.fall_q8 == 24);
    CHECK(gate.pause_frames == 8 && gate.preroll_frames == 8);
    CHECK(gate.min_frames == 5 && gate.max_frames == 60);
}

static void the_best_command_over_its_own_threshold_is_a_tap(void)
{
    static const struct {
        int16_t scores[CLASSES];
        uint8_t command; /* 255: none */
    } cases[] = {
        {{100, 0, 0, -400}, 0},      /* at the threshold */
        {{99, 0, 0, -400}, 255},     /* below it */
        {{150, 199, 0, -400}, 255},  /* the best fails its own; the second does not step in */
        {{150, 200, 0, -400}, 1},
        {{0, 0, -500, -300}, 255},   /* best is class 0, below its threshold */
        {{-500, -500, -500, -300}, 3},
        {{300, 0, 301, 0}, 255},     /* the class that is no command wins */
        {{300, 0, 291, 0}, 255},     /* and within the margin nobody does */
        {{300, 0, 290, 0}, 0},
        {{300, 291, 0, 0}, 255},
        {{300, 300, 0, 0}, 255},
        {{INT16_MAX, INT16_MIN, INT16_MIN, INT16_MIN}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bk_decision decision = ready(0);
        const int16_t *s = cases[i].scores;
        judge(&decision, 1000, s[0], s[1], s[2], s[3]);
        bk_event event;
        const int found = bk_decision_next(&decision, &event);
        CHECK(found == (cases[i].command != 255));
        if (found) {
            CHECK(event.phase == BK_EVENT_TAP && event.command == cases[i].command);
            CHECK(event.score == s[event.command]);
            CHECK(event.start_ms == 1000 && event.end_ms == 1300 && event.decided_ms == 1460);
        }
        CHECK(bk_decision_next(&decision, &event) == 0);
    }
}

static void a_refused_segment_is_told_only_if_asked_for_and_names_its_best_commands(void)
{
    bk_decision decision = ready(1);
    judge(&decision, 0, 50, 20, 90, -400);
    judge(&decision, 0, -400, 50, 0, 50); /* of equal ones the first */
    bk_event event;
    CHECK(bk_decision_next(&decision, &event) == 1);
    CHECK(event.phase == BK_EVENT_REFUSED && event.command == 0 && event.score == 50);
    CHECK(event.runner_up == 1 && event.second == 20);
    CHECK(bk_decision_next(&decision, &event) == 1 && event.command == 1 && event.runner_up == 3);
}

static void nothing_follows_within_the_refractory_time(void)
{
    bk_decision decision = ready(1);
    static const struct {
        uint32_t at_ms;
        uint8_t phase;
    } story[] = {{0, BK_EVENT_TAP}, {499, BK_EVENT_REFUSED}, {500, BK_EVENT_TAP}, {1000, BK_EVENT_TAP}};
    for (size_t i = 0; i < sizeof story / sizeof *story; i++) {
        judge(&decision, story[i].at_ms, 300, 0, 0, 0);
        bk_event event;
        CHECK(bk_decision_next(&decision, &event) == 1 && event.phase == story[i].phase);
    }
}

static void a_full_queue_keeps_the_oldest_and_counts_the_rest(void)
{
    bk_decision decision = ready(0);
    for (uint32_t i = 0; i < BK_DECISION_QUEUE + 3u; i++) {
        judge(&decision, i * 1000u, 300, 0, 0, 0);
    }
    CHECK(decision.dropped == 3);
    bk_event event;
    for (uint32_t i = 0; i < BK_DECISION_QUEUE; i++) {
        CHECK(bk_decision_next(&decision, &event) == 1 && event.start_ms == i * 1000u);
    }
    CHECK(bk_decision_next(&decision, &event) == 0);
    judge(&decision, 90000, 300, 0, 0, 0);
    CHECK(bk_decision_next(&decision, &event) == 1 && event.start_ms == 90000);
}

static void an_image_without_commands_decides_nothing(void)
{
    uint8_t section[28];
    memcpy(section, good, 28);
    section[26] = 1;
    bk_decision decision;
    bk_decision_init(&decision, section, 1, 1);
    const int16_t scores[1] = {INT16_MAX};
    const bk_decision_times times = {0, 1, 2};
    bk_decision_judge(&decision, scores, &times);
    bk_event event;
    CHECK(bk_decision_next(&decision, &event) == 0);
}

static void what_noise_may_raise_must_fit_the_rest(void)
{
    static const struct {
        uint16_t most, pad;
        bk_status expected;
    } cases[] = {
        {0, 0, BK_OK},
        {384, 4, BK_OK},
        {65535, 0, BK_OK},
        {383, 0, BK_ERR_DECISION}, /* below the release */
        {640, 5, BK_ERR_DECISION}, /* twice that is more than the pause: segments could overlap */
        {0, 1, BK_ERR_DECISION},   /* nothing would ever be padded */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t section[SECTION_SIZE];
        memcpy(section, good, sizeof good);
        section[1] = (uint8_t)cases[i].pad;
        section[8] = 384u & 0xFFu;
        section[9] = 384u >> 8;
        section[6] = section[8];
        section[7] = section[9];
        section[16] = 8;
        section[22] = (uint8_t)(cases[i].most & 0xFFu);
        section[23] = (uint8_t)(cases[i].most >> 8);
        bk_gate_settings gate;
        CHECK(bk_decision_check(section, sizeof section, CLASSES, &gate) == cases[i].expected);
        CHECK(cases[i].expected != BK_OK ||
              (gate.release_most_q8 == cases[i].most && gate.pad_frames == cases[i].pad));
    }
}

static void each_fault_of_a_section_is_refused(void)
{
    static const struct {
        uint8_t at, value;
    } faults[] = {
        {0, 1},  {1, 1},   {7, 1},  {15, 0}, {16, 0}, {17, 16},
        {18, 0}, {18, 61}, {21, 4}, {22, 1}, {26, 2}, {39, 1},
    };
    bk_gate_settings gate;
    for (uint32_t size = 0; size < SECTION_SIZE + 4u; size++) {
        CHECK(size == SECTION_SIZE || bk_decision_check(good, size, CLASSES, &gate) == BK_ERR_DECISION);
    }
    CHECK(bk_decision_check(good, sizeof good, 0, &gate) == BK_ERR_DECISION);
    CHECK(bk_decision_check(good, 24u + 4u * 49u, 49, &gate) == BK_ERR_DECISION);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        uint8_t section[SECTION_SIZE];
        memcpy(section, good, sizeof good);
        section[faults[i].at] = faults[i].value;
        gate.pause_frames = 77;
        CHECK(bk_decision_check(section, sizeof section, CLASSES, &gate) == BK_ERR_DECISION);
        CHECK(gate.pause_frames == 77);
    }
}

#define HELD_SIZE (SECTION_SIZE + 4u)

/* `good` with class 1 held: judged by 4 frames, over after 3, slack 50. */
static void held_section(uint8_t section[HELD_SIZE])
{
    static const uint8_t tail[4] = {4, 3, 50, 0};
    memcpy(section, good, sizeof good);
    section[24u + 4u + 3u] = 1;
    memcpy(section + SECTION_SIZE, tail, sizeof tail);
}

static void a_held_command_starts_and_ends(void)
{
    uint8_t section[HELD_SIZE];
    held_section(section);
    bk_gate_settings gate;
    CHECK(bk_decision_check(section, sizeof section, CLASSES, &gate) == BK_OK);
    bk_decision decision;
    bk_decision_init(&decision, section, CLASSES, BK_REPORT_ALL_REFUSED);
    CHECK(decision.hold.frames == 4 && decision.hold.quiet == 3 && decision.hold.slack == 50);

    const bk_decision_times beginning = {1000, 1080, 1080}, end = {1000, 3000, 3060};
    bk_event event;
    const int16_t far[CLASSES] = {0, 199, 0, -400}, led[CLASSES] = {240, 245, 0, 0}, near[CLASSES] = {0, 200, 0, 0};
    CHECK(bk_decision_hold(&decision, far, &beginning) == 0);
    CHECK(bk_decision_next(&decision, &event) && event.phase == BK_EVENT_REFUSED && event.command == 1);
    CHECK(bk_decision_hold(&decision, led, &beginning) == 0); /* within the margin of a tap */
    CHECK(bk_decision_next(&decision, &event));
    CHECK(bk_decision_hold(&decision, near, &beginning) == 1);
    CHECK(bk_decision_next(&decision, &event) && event.phase == BK_EVENT_START && event.command == 1);
    CHECK(event.score == 200 && event.start_ms == 1000 && event.decided_ms == 1080);

    const int16_t still[CLASSES] = {300, 150, 0, 0}, other[CLASSES] = {0, 149, 0, 0};
    CHECK(bk_decision_keeps(&decision, still) == 1);
    CHECK(bk_decision_keeps(&decision, other) == 0);
    bk_decision_let_go(&decision, &end);
    bk_decision_let_go(&decision, &end); /* once */
    CHECK(bk_decision_next(&decision, &event) && event.phase == BK_EVENT_END && event.command == 1);
    CHECK(event.end_ms == 3000 && event.decided_ms == 3060 && !bk_decision_next(&decision, &event));

    const bk_decision_times soon = {3100, 3180, 3559}, later = {3100, 3180, 3560};
    CHECK(bk_decision_hold(&decision, near, &soon) == 0); /* the refractory time counts from the end */
    CHECK(bk_decision_hold(&decision, near, &later) == 1);
}

static void a_held_command_is_never_a_tap_nor_the_other_way_round(void)
{
    uint8_t section[HELD_SIZE];
    held_section(section);
    bk_decision decision;
    bk_decision_init(&decision, section, CLASSES, BK_REPORT_EVENTS);
    bk_event event;
    judge(&decision, 1000, 0, 300, 0, 0);
    CHECK(!bk_decision_next(&decision, &event));
    const int16_t tap[CLASSES] = {300, 0, 0, 0};
    const bk_decision_times times = {2000, 2080, 2080};
    CHECK(bk_decision_hold(&decision, tap, &times) == 0 && !bk_decision_next(&decision, &event));
    judge(&decision, 3000, 300, 301, 0, 0); /* but it stands against one */
    CHECK(!bk_decision_next(&decision, &event));
}

static void nothing_is_held_that_could_not_be_let_go(void)
{
    uint8_t section[HELD_SIZE];
    held_section(section);
    section[2] = section[3] = 0; /* no refractory time */
    bk_decision decision;
    bk_decision_init(&decision, section, CLASSES, BK_REPORT_EVENTS);
    const int16_t near[CLASSES] = {0, 200, 0, 0};
    const bk_decision_times times = {4000, 4080, 4080};
    for (uint32_t i = 0; i < 3u; i++) {
        judge(&decision, 1000 * i, 300, 0, 0, 0);
    }
    CHECK(bk_decision_hold(&decision, near, &times) == 0 && decision.dropped == 1);
    bk_event event;
    CHECK(bk_decision_next(&decision, &event));
    CHECK(bk_decision_hold(&decision, near, &times) == 1);
    bk_decision_let_go(&decision, &times);
    CHECK(decision.dropped == 1 && decision.waiting == BK_DECISION_QUEUE);
}

static void each_fault_of_hold_settings_is_refused(void)
{
    static const struct {
        uint8_t at, value;
    } faults[] = {
        {SECTION_SIZE, 0}, {SECTION_SIZE, 61}, {SECTION_SIZE + 1u, 0}, {31, 2}, {31, 0}, {35, 1},
    };
    bk_gate_settings gate;
    uint8_t section[HELD_SIZE];
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        held_section(section);
        section[faults[i].at] = faults[i].value;
        CHECK(bk_decision_check(section, sizeof section, CLASSES, &gate) == BK_ERR_DECISION);
    }
    held_section(section);
    CHECK(bk_decision_check(section, SECTION_SIZE, CLASSES, &gate) == BK_ERR_DECISION);
}

int main(void)
{
    a_held_command_starts_and_ends();
    a_held_command_is_never_a_tap_nor_the_other_way_round();
    nothing_is_held_that_could_not_be_let_go();
    each_fault_of_hold_settings_is_refused();
    the_gate_gets_its_settings();
    what_noise_may_raise_must_fit_the_rest();
    the_best_command_over_its_own_threshold_is_a_tap();
    a_refused_segment_is_told_only_if_asked_for_and_names_its_best_commands();
    nothing_follows_within_the_refractory_time();
    a_full_queue_keeps_the_oldest_and_counts_the_rest();
    an_image_without_commands_decides_nothing();
    each_fault_of_a_section_is_refused();
    printf(failures == 0 ? "decision: all passed\n" : "decision: FAILED\n");
    return failures == 0 ? 0 : 1;
}
