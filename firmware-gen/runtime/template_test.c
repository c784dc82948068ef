/* Tests of the template head: distances against a plain reference, scores, and hostile sections. */
#include "template.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

#define LONGEST BK_TEMPLATE_FRAMES_MAX

/* Park and Miller's generator, so that a failure repeats. */
static const bk_breath no_breath = {NULL, NULL};

static uint32_t random_state = 1;
static uint32_t random_below(uint32_t limit)
{
    random_state = (uint32_t)((uint64_t)random_state * 48271u % 2147483647u);
    return random_state % limit;
}

static void fill(int8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (int8_t)((int32_t)random_below(256) - 128);
    }
}

/* The same distance as a textbook writes it: a whole table of doubles. */
static double reference(const bk_template_settings *settings, const int8_t *a, unsigned n,
                        const int8_t *b, unsigned m)
{
    static double table[LONGEST][LONGEST];
    const double far = 1e30;
    const unsigned longer = n > m ? n : m;
    unsigned half = longer * settings->band_q8 / 256u;
    half = half < 2 ? 2 : half;
    for (unsigned i = 0; i < n; i++) {
        const unsigned middle = i * m / n;
        for (unsigned j = 0; j < m; j++) {
            table[i][j] = far;
            if (j + half < middle || j > middle + half) {
                continue;
            }
            double squares = 0.0, absolute = 0.0;
            for (unsigned c = 0; c < settings->channels; c++) {
                const double d = a[i * settings->channels + c] - b[j * settings->channels + c];
                squares += d * d;
                absolute += fabs(d);
            }
            const double cost = (settings->options & BK_TEMPLATE_EUCLID) != 0
                                    ? 16.0 * sqrt(squares)
                                    : 256.0 * absolute / settings->channels;
            double best = i == 0 && j == 0 ? 2.0 * cost : far;
            if (i > 0) {
                best = fmin(best, table[i - 1][j] + cost);
            }
            if (j > 0) {
                best = fmin(best, table[i][j - 1] + cost);
            }
            if (i > 0 && j > 0) {
                best = fmin(best, table[i - 1][j - 1] + 2.0 * cost);
            }
            table[i][j] = best;
        }
    }
    return fmin(table[n - 1][m - 1] / (n + m), BK_TEMPLATE_FAR);
}

static void distances_agree_with_the_textbook(void)
{
    static int8_t a[LONGEST * BK_TEMPLATE_CHANNELS_MAX], b[LONGEST * BK_TEMPLATE_CHANNELS_MAX];
    static const uint8_t channels[] = {1, 6, 40, BK_TEMPLATE_CHANNELS_MAX};
    for (unsigned round = 0; round < 200; round++) {
        const bk_template_settings settings = {
            .channels = channels[round % 4u],
            .options = (round / 4u) % 2u == 0 ? BK_TEMPLATE_EUCLID : 0u,
            .nearest = 1,
            .band_q8 = (uint8_t)random_below(256),
        };
        const uint16_t n = (uint16_t)(1u + random_below(LONGEST));
        const uint16_t shortest = (uint16_t)((n + 1u) / 2u);
        const uint16_t most = (uint16_t)(2u * n < LONGEST ? 2u * n : LONGEST);
        const uint16_t m = (uint16_t)(shortest + random_below(most - shortest + 1u));
        fill(a, sizeof a);
        fill(b, sizeof b);
        uint32_t row[LONGEST + 1u];
        const double expected = reference(&settings, a, n, b, m);
        const uint16_t found = bk_template_distance(&settings, a, n, b, m, row);
        CHECK(found <= expected && found > expected - 2.0); /* roots and their mean are rounded down */
        CHECK(bk_template_distance(&settings, a, n, a, n, row) == 0);
    }
}

static void lengths_beyond_a_factor_of_two_are_far(void)
{
    static const int8_t zero[LONGEST] = {0};
    const bk_template_settings settings = {.channels = 1, .nearest = 1, .band_q8 = 64};
    uint32_t row[LONGEST + 1u];
    for (uint16_t n = 1; n <= 40; n++) {
        for (uint16_t m = 1; m <= LONGEST; m++) {
            const uint16_t found = bk_template_distance(&settings, zero, n, zero, m, row);
            CHECK(found == (m > 2u * n || n > 2u * m ? BK_TEMPLATE_FAR : 0u));
        }
    }
}

/* A ring of 5 vectors of 2 values, whose segment runs over its end. */
static void preparation_takes_out_what_the_option_says(void)
{
    static const int8_t ring[] = {30, 50, 0, 0, 0, 0, -10, 10, 10, 30};
    const bk_vectors segment = {ring, 5, 3, 3}; /* (-10, 10) (10, 30) (30, 50): mean 20; 10 and 30 */
    static const struct {
        uint8_t options;
        int8_t expected[6];
    } cases[] = {
        {0, {-10, 10, 10, 30, 30, 50}},
        {BK_TEMPLATE_LEVEL, {-30, -10, -10, 10, 10, 30}},
        {BK_TEMPLATE_CHANNEL, {-20, -20, 0, 0, 20, 20}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bk_template_settings settings = {.channels = 2, .options = cases[i].options, .nearest = 1};
        int8_t out[6];
        bk_template_prepare(&settings, &segment, out);
        CHECK(memcmp(out, cases[i].expected, sizeof out) == 0);
    }
}

/* Section of 2 channels: class 0 has two templates of 2 frames, class 2 one of 3. */
#define SECTION_SIZE (8u + 3u * 8u + 14u)
static const uint8_t good[SECTION_SIZE] = {
    2, 2, 0, 2, 64, 0, 3, 0,                                                  /* header */
    0, 2, 0, 1, 32, 0, 0, 0, 2, 3, 0, 2, 36, 0, 0, 0, 0, 2, 0, 1, 42, 0, 0, 0, /* entries */
    6, 6, 6, 6, 8, 8, 8, 8, 8, 8, 4, 4, 4, 4,                                  /* data */
};

static void scores_are_means_of_the_nearest_in_units_of_their_spread(void)
{
    static const int8_t heard[] = {2, 2, 2, 2};
    const bk_vectors segment = {heard, 2, 0, 2};
    uint32_t scratch[32];
    uint8_t section[SECTION_SIZE];
    memcpy(section, good, sizeof good);
    static const struct {
        uint8_t options, nearest;
        int16_t score[3]; /* distances: 4 and 2 from class 0, 6 from class 2, in Q8 */
    } cases[] = {
        {0, 1, {32767 - 512, 0, 32767 - 1536}},
        {0, 2, {32767 - 768, 0, 32767 - 1536}},
        {BK_TEMPLATE_SPREAD, 2, {32767 - 768, 0, 32767 - 768}},
        {BK_TEMPLATE_EUCLID, 1, {32767 - 45, 0, 32767 - 135}}, /* 16 * sqrt(8), 16 * sqrt(72) */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        section[2] = cases[i].options;
        section[3] = cases[i].nearest;
        bk_template_head head;
        CHECK(bk_template_open(&head, section, sizeof section, 2, 3) == BK_OK);
        CHECK(bk_template_scratch(&head, 2) <= sizeof scratch);
        int16_t scores[3];
        bk_template_scores(&head, &segment, NULL, scratch, &no_breath, scores);
        CHECK(memcmp(scores, cases[i].score, sizeof scores) == 0);
    }
}

/* Two takes of class 0, each twice as it may come to lie, 4 bits a value; two values of a vector, of which the first is direction. */
static const uint8_t twice[8u + 4u * 8u + 4u] = {
    2, 2, BK_TEMPLATE_EUCLID | BK_TEMPLATE_COARSE, 2, 64, 1, 4, 0,
    0, 1, 0, 1, 40, 0, 0, 0, 128, 1, 0, 1, 41, 0, 0, 0, 0, 1, 0, 1, 42, 0, 0, 0, 128, 1, 0, 1, 43, 0, 0, 0,
    0x17, 0x97, 0x27, 0x87, /* (70, 17) and (70, -119), (70, 34) and (70, -127) */
};

static void of_one_take_the_nearest_counts(void)
{
    static const int8_t heard[] = {100, 0}; /* brought to one length: (127, 0) */
    const bk_vectors segment = {heard, 1, 0, 1};
    bk_template_head head;
    CHECK(bk_template_open(&head, twice, sizeof twice, 2, 1) == BK_OK);
    uint32_t scratch[8];
    CHECK(bk_template_scratch(&head, 1) <= sizeof scratch);
    int16_t score;
    bk_template_scores(&head, &segment, NULL, scratch, &no_breath, &score);
    /* 16 * sqrt(57^2 + 17^2) = 951 and 16 * sqrt(57^2 + 34^2) = 1061: of each take one, and not both of the first */
    CHECK(score == 32767 - (951 + 1061) / 2);

    uint8_t section[sizeof twice];
    memcpy(section, twice, sizeof twice);
    section[16] = 129; /* again what is of another class */
    CHECK(bk_template_open(&head, section, sizeof section, 2, 2) == BK_ERR_HEAD);
    section[16] = 1; /* a take of its own */
    CHECK(bk_template_open(&head, section, sizeof section, 2, 2) == BK_OK);
    section[8] = 128; /* again what never was */
    CHECK(bk_template_open(&head, section, sizeof section, 2, 2) == BK_ERR_HEAD);
    section[8] = 0;
    CHECK(bk_template_open(&head, section, sizeof section - 1u, 2, 2) == BK_ERR_HEAD);
}

static void each_fault_of_a_section_is_refused(void)
{
    static const struct {
        uint8_t at, value;
    } faults[] = {
        {0, 1}, {0, 3}, {1, 3}, {1, 0}, {2, 64}, {2, 128}, {2, 16}, {2, 17}, {2, 20}, {2, 23}, {3, 0}, {3, 3}, {5, 3}, {6, 0}, {6, 6}, {7, 1},
        {8, 3}, {8, 128}, {16, 130}, {9, 0}, {9, 129}, {11, 0}, {12, 45}, {13, 1}, {15, 128}, {17, 6}, {28, 43},
    };
    bk_template_head head;
    CHECK(bk_template_open(&head, good, sizeof good, 2, 3) == BK_OK);
    CHECK(bk_template_open(&head, good, sizeof good, 3, 3) == BK_ERR_HEAD);
    CHECK(bk_template_open(&head, good, sizeof good, 2, 2) == BK_ERR_HEAD);
    for (uint32_t size = 0; size < sizeof good; size++) {
        uint8_t *cut = malloc(size + 1u); /* its own block, so that the sanitizer sees its end */
        memcpy(cut, good, size);
        uint8_t *exact = realloc(cut, size > 0 ? size : 1u);
        CHECK(bk_template_open(&head, exact, size, 2, 3) == BK_ERR_HEAD);
        free(exact);
    }
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        uint8_t section[SECTION_SIZE];
        memcpy(section, good, sizeof good);
        section[faults[i].at] = faults[i].value;
        CHECK(bk_template_open(&head, section, sizeof section, 2, 3) == BK_ERR_HEAD);
    }
}

/* What passes the check can be scored without leaving its memory, whatever it holds. */
static void no_section_that_passes_leaves_its_memory(void)
{
    static int8_t heard[2 * 20];
    unsigned passed = 0;
    for (unsigned round = 0; round < 40000; round++) {
        const uint8_t *from = round % 2u == 0 ? good : twice;
        const uint32_t size = round % 2u == 0 ? sizeof good : sizeof twice;
        uint8_t *section = malloc(size);
        memcpy(section, from, size);
        for (uint32_t changes = random_below(4) + 1u; changes > 0; changes--) {
            section[random_below(size)] = (uint8_t)random_below(random_below(2) == 0 ? 8 : 256);
        }
        bk_template_head head;
        if (bk_template_open(&head, section, size, 2, 3) != BK_OK) {
            free(section);
            continue;
        }
        passed++;
        fill(heard, sizeof heard);
        int16_t levels[2] = {(int16_t)random_below(65536), (int16_t)random_below(65536)};
        const bk_room room = {levels, 2, 1};
        const uint16_t frames = (uint16_t)(1u + random_below(20));
        const bk_vectors segment = {heard, 20, (uint16_t)random_below(20), frames};
        void *scratch = malloc(bk_template_scratch(&head, frames));
        int16_t scores[3];
        bk_template_scores(&head, &segment, &room, scratch, &no_breath, scores);
        free(scratch);
        free(section);
    }
    CHECK(passed > 200);
}

/* In noise a take from a quiet room is near again, and one that is louder than the noise stays where it was. */
static void what_lies_under_the_room_counts_as_the_room(void)
{
    /* One template of class 0, one vector: direction (3, 4), then -40 and 40; one of class 1: -10 and 10. */
    static const uint8_t section[8u + 2u * 8u + 8u] = {
        2, 4, BK_TEMPLATE_LEVEL | BK_TEMPLATE_EUCLID | BK_TEMPLATE_ROOM, 1, 64, 2, 2, 0,
        0, 1, 0, 1, 24, 0, 0, 0, 1, 1, 0, 1, 28, 0, 0, 0,
        127, 127, (uint8_t)-40, 40, 127, 127, (uint8_t)-10, 10,
    };
    bk_template_head head;
    CHECK(bk_template_open(&head, section, sizeof section, 4, 2) == BK_OK);
    CHECK(bk_template_scratch(&head, 1) <= 64u);
    static const int8_t heard[4] = {1, 1, 10, 70}; /* its mean is 40: -30 and 30 */
    const bk_vectors segment = {heard, 1, 0, 1};
    uint32_t scratch[16];
    int16_t scores[2], levels_q6[2] = {-50 * 64, -50 * 64};
    const bk_room room = {levels_q6, 2, 1};
    bk_template_scores(&head, &segment, &room, scratch, &no_breath, scores);
    CHECK(scores[0] == 32767 - 226 && scores[1] == 32767 - 452); /* 16 * sqrt(2) * 10, and * 20 */

    levels_q6[0] = (10 + BK_TEMPLATE_UNDER_ROOM) * 64; /* the segment's own -30 is the noise */
    bk_template_scores(&head, &segment, &room, scratch, &no_breath, scores);
    CHECK(scores[0] == 32767 - 160 && scores[1] == 32767 - 452); /* 10 is left, and nothing covers -10 */

    levels_q6[0] = (30 + BK_TEMPLATE_UNDER_ROOM) * 64; /* louder: it covers -30 and -10, too */
    bk_template_scores(&head, &segment, &room, scratch, &no_breath, scores);
    CHECK(scores[0] == 32767 - 160 && scores[1] == 32767 - 320);
}

/* The leading values come out at one length, whatever theirs was; the rest loses its level alone. */
static void only_the_direction_of_the_leading_values_counts(void)
{
    const bk_template_settings settings = {7, BK_TEMPLATE_LEVEL, 1, 0, 4};
    const int8_t heard[2 * 7] = {3, -4, 0, 12, 10, 20, 30, 30, -40, 0, 120, -10, -20, -30};
    const bk_vectors segment = {heard, 2, 0, 2};
    int8_t out[2 * 7];
    bk_template_prepare(&settings, &segment, out);
    const int8_t first[7] = {58, -77, 0, 127, 10, 20, 30}; /* 13 long; 12 / 13 of 250 is clipped */
    CHECK(memcmp(out, first, sizeof first) == 0);
    CHECK(memcmp(out + 7, first, 4) == 0); /* ten times as long */
    CHECK(out[11] == -10 && out[12] == -20 && out[13] == -30);

    const int8_t silent[7] = {0, 0, 0, 0, 5, 5, 5};
    const bk_vectors nothing = {silent, 1, 0, 1};
    bk_template_prepare(&settings, &nothing, out);
    for (int i = 0; i < 7; i++) {
        CHECK(out[i] == 0);
    }
}

int main(void)
{
    only_the_direction_of_the_leading_values_counts();
    what_lies_under_the_room_counts_as_the_room();
    distances_agree_with_the_textbook();
    lengths_beyond_a_factor_of_two_are_far();
    preparation_takes_out_what_the_option_says();
    scores_are_means_of_the_nearest_in_units_of_their_spread();
    of_one_take_the_nearest_counts();
    each_fault_of_a_section_is_refused();
    no_section_that_passes_leaves_its_memory();
    printf(failures == 0 ? "template: all passed\n" : "template: FAILED\n");
    return failures == 0 ? 0 : 1;
}
