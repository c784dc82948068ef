/* The random number generator, for the link number. */
#include "hardware.h"
#include "nrf51.h"

uint32_t random_number(void)
{
    uint32_t number = 0;
    RNG_START = 1;
    while (number == 0) {
        for (int i = 0; i < 4; i++) {
            RNG_VALRDY = 0;
            while (RNG_VALRDY == 0) {
            }
            number = (number << 8) | (RNG_VALUE & 0xFFu);
        }
    }
    RNG_STOP = 1;
    return number;
}
