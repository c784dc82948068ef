/* Tests of the room: a slow mean that starts with its first frame. */
#include "room.h"

#include <stdio.h>

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

static void the_first_frame_counts_whole_and_others_little(void)
{
    int16_t levels_q6[2];
    bk_room room;
    bk_room_init(&room, levels_q6, 2);
    bk_room_add(&room, (const int8_t[2]){-40, 60});
    CHECK(levels_q6[0] == -40 * 64 && levels_q6[1] == 60 * 64);
    bk_room_add(&room, (const int8_t[2]){-8, 28}); /* 32 up, 32 down: one step */
    CHECK(levels_q6[0] == -39 * 64 && levels_q6[1] == 59 * 64);
}

static void a_new_noise_is_the_room_within_two_seconds(void)
{
    int16_t levels_q6[1];
    bk_room room;
    bk_room_init(&room, levels_q6, 1);
    bk_room_add(&room, (const int8_t[1]){-128});
    for (int i = 0; i < 100; i++) {
        bk_room_add(&room, (const int8_t[1]){127});
    }
    CHECK(levels_q6[0] > 100 * 64 && levels_q6[0] <= 127 * 64);
    for (int i = 0; i < 1000; i++) {
        bk_room_add(&room, (const int8_t[1]){127});
    }
    CHECK(levels_q6[0] > 126 * 64); /* rounded down, it stays less than a half below */
}

int main(void)
{
    the_first_frame_counts_whole_and_others_little();
    a_new_noise_is_the_room_within_two_seconds();
    printf(failures == 0 ? "room: all passed\n" : "room: FAILED\n");
    return failures == 0 ? 0 : 1;
}
