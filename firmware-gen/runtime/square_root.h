/* Square roots of whole numbers, rounded down. */
#ifndef BK_SQUARE_ROOT_H
#define BK_SQUARE_ROOT_H

#include <stdint.h>

/* The largest number whose square is at most value. Exact for every value; some
 * 50 instructions on a Cortex-M0, where bit by bit it would be 150. */
uint16_t bk_square_root(uint32_t value);

#endif /* BK_SQUARE_ROOT_H */
