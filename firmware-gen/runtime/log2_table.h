/* log2(1 + i / 32), Q16.
 * Made by tools/build-runtime/tables.ts; do not edit. */
#ifndef BK_LOG2_TABLE_H
#define BK_LOG2_TABLE_H

#include "bk_read.h"

static const uint32_t bk_log2_fraction[33] BK_TABLE = {
    0, 2909, 5732, 8473, 11136, 13727, 16248, 18704, 21098, 23433, 25711, 27936,
    30109, 32234, 34312, 36346, 38336, 40286, 42196, 44068, 45904, 47705, 49472, 51207,
    52911, 54584, 56229, 57845, 59434, 60997, 62534, 64047, 65536,
};

#endif /* BK_LOG2_TABLE_H */
