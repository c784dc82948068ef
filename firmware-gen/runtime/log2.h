/*
 * Logarithms to base 2 in Q8, from whole numbers, without floating point.
 * Shared by both front ends.
 */
#ifndef BK_LOG2_H
#define BK_LOG2_H

#include <stdint.h>

/* 256 * log2(value), to within 1; 0 for a value of 0. Range 0 to 8192. */
int16_t bk_log2_q8(uint32_t value);

#endif /* BK_LOG2_H */
