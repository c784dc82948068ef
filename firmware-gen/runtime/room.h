/*
 * The room: what each value of a frame is while no command is being given, as a slow
 * mean. The template head covers with it what noise would have drowned in a take that
 * was recorded in quiet.
 */
#ifndef BK_ROOM_H
#define BK_ROOM_H

#include <stdint.h>

typedef struct {
    int16_t *levels_q6; /* one per value of a frame */
    uint8_t values, started;
} bk_room;

/* levels_q6: values numbers that stay the room's own. */
void bk_room_init(bk_room *room, int16_t *levels_q6, uint8_t values);

/* Takes a frame in which no command is being given; the first counts whole, each
 * other moves the mean by 1/32 of the difference, rounded down. */
void bk_room_add(bk_room *room, const int8_t *frame);

#endif /* BK_ROOM_H */
