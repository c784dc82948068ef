/* Tests of square_root: the definition itself, at every place where it could break. */
#include "square_root.h"

#include <stdio.h>

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

static void every_perfect_square_and_its_neighbours_have_the_right_root(void)
{
    for (uint32_t root = 1; root <= 0xFFFFu; root++) {
        const uint32_t square = root * root;
        CHECK(bk_square_root(square) == root);
        CHECK(bk_square_root(square - 1u) == root - 1u);
    }
    CHECK(bk_square_root(0) == 0);
    CHECK(bk_square_root(0xFFFFFFFFu) == 0xFFFFu);
}

/* Squares and their neighbours being right, all between follow if it never falls. */
static void it_never_falls(void)
{
    uint16_t before = 0;
    for (uint32_t value = 0; value < 0xFFFF0000u; value += 1u + value / 65536u) {
        const uint16_t root = bk_square_root(value);
        CHECK(root >= before);
        before = root;
    }
}

int main(void)
{
    every_perfect_square_and_its_neighbours_have_the_right_root();
    it_never_falls();
    printf(failures == 0 ? "square_root: all passed\n" : "square_root: FAILED\n");
    return failures == 0 ? 0 : 1;
}
