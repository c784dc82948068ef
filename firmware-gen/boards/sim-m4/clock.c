/* CMSDK timer 0 counts down at 25 MHz in 32 bits, which wrap around after 171 s. */
#include "hardware.h"

#define WAKE_MS 5u

static uint32_t last_ticks, remainder_ticks, total_ms;

void bk_systick(void)
{
    /* Waking is all that it is for. */
}

void clock_start(void)
{
    TIMER_RELOAD = 0xFFFFFFFFu;
    TIMER_VALUE = 0xFFFFFFFFu;
    TIMER_CTRL = 1;
    SYSTICK_LOAD = WAKE_MS * TICKS_PER_MS - 1u;
    SYSTICK_VALUE = 0;
    SYSTICK_CTRL = 7; /* processor clock, interrupt, on */
}

uint32_t clock_ms(void)
{
    const uint32_t ticks = ~TIMER_VALUE;
    remainder_ticks += ticks - last_ticks;
    last_ticks = ticks;
    total_ms += remainder_ticks / TICKS_PER_MS;
    remainder_ticks %= TICKS_PER_MS;
    return total_ms;
}
