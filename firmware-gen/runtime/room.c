#include "room.h"

#include <string.h>

#define SLOWNESS 5

void bk_room_init(bk_room *room, int16_t *levels_q6, uint8_t values)
{
    room->levels_q6 = levels_q6;
    room->values = values;
    room->started = 0;
    memset(levels_q6, 0, values * sizeof *levels_q6);
}

void bk_room_add(bk_room *room, const int8_t *frame)
{
    for (uint8_t i = 0; i < room->values; i++) {
        const int16_t heard_q6 = (int16_t)(frame[i] * 64);
        const int16_t moved = (int16_t)((heard_q6 - room->levels_q6[i]) >> SLOWNESS);
        room->levels_q6[i] = room->started ? (int16_t)(room->levels_q6[i] + moved) : heard_q6;
    }
    room->started = 1;
}
