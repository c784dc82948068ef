/*
 * Tests of the fixed-point arithmetic. Expected values: Python 3.11 integers,
 *   high(a, b) = (a * b + 2**30) // 2**31
 *   right(x, n) = (abs(x) * 2 + 2**n) // 2**(n + 1) * (1 if x >= 0 else -1)
 */
#include "fixed.h"

#include <stdio.h>

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

static void products_round_to_nearest_with_halves_upwards(void)
{
    static const int32_t cases[][3] = {
        {0, 0, 0},
        {1, 1073741824, 1},
        {-1, 1073741824, 0},
        {3, 1073741824, 2},
        {-3, 1073741824, -1},
        {123456789, 1987654321, 114268353},
        {-123456789, 1987654321, -114268353},
        {INT32_MAX, INT32_MAX, 2147483646},
        {INT32_MIN, INT32_MAX, -2147483647},
        {INT32_MIN, INT32_MIN, INT32_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK(bk_multiply_high(cases[i][0], cases[i][1]) == cases[i][2]);
        CHECK(bk_multiply_high(cases[i][1], cases[i][0]) == cases[i][2]);
    }
}

static void shifts_round_to_nearest_with_halves_away_from_zero(void)
{
    static const int32_t cases[][3] = {
        {5, 0, 5},  {5, 1, 3},   {-5, 1, -3},        {6, 2, 2},
        {-6, 2, -2}, {-5, 2, -1}, {INT32_MAX, 31, 1}, {INT32_MIN, 31, -1},
        {1073741823, 31, 0}, {-1073741824, 31, -1}, {INT32_MIN, 1, -1073741824},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK(bk_shift_right_rounding(cases[i][0], (uint8_t)cases[i][1]) == cases[i][2]);
    }
}

static void scaling_rounds_twice(void)
{
    CHECK(bk_scale(1000, 1073741824, 0) == 500);
    CHECK(bk_scale(1000, 1073741824, 3) == 4000);
    CHECK(bk_scale(11, 1073741824, -1) == 3);  /* 5.5 to 6, 3; once: 2.75 to 3 */
    CHECK(bk_scale(9, 1073741824, -2) == 1);   /* 4.5 to 5, 1.25 to 1 */
    CHECK(bk_scale(-9, 1073741824, -3) == -1); /* -4.5 to -4, -0.5 to -1; rounded once it would be -0.56 to -1 */
    CHECK(bk_scale(3, 1610612736, -1) == 1);   /* 2.25 to 2, 1 */
}

int main(void)
{
    products_round_to_nearest_with_halves_upwards();
    shifts_round_to_nearest_with_halves_away_from_zero();
    scaling_rounds_twice();
    return failures != 0;
}
