#include "log2.h"

#include "log2_table.h"

int16_t bk_log2_q8(uint32_t value)
{
    if (value == 0) {
        return 0;
    }
    uint8_t exponent = 31;
    for (uint8_t step = 16; step != 0; step = (uint8_t)(step >> 1)) { /* highest bit to bit 31 */
        if ((value >> (32 - step)) == 0) {
            value <<= step;
            exponent = (uint8_t)(exponent - step);
        }
    }
    const uint8_t index = (uint8_t)((value >> 26) & 31u);
    const uint32_t rest = (value >> 10) & 0xFFFFu; /* Q16 way to the next entry */
    const uint32_t low = bk_u32(&bk_log2_fraction[index]);
    const uint32_t high = bk_u32(&bk_log2_fraction[index + 1u]);
    const uint32_t fraction = low + (((high - low) * rest) >> 16);
    return (int16_t)(((uint16_t)exponent << 8) + (uint16_t)((fraction + 128u) >> 8));
}
