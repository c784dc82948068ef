/* TIMER0 counts microseconds in 32 bits, which wrap around after 71 minutes. */
#include "hardware.h"
#include "nrf51.h"

#define WAKE_US 5000u

static uint32_t last_us, remainder_us, total_ms;

void bk_irq_8(void);

void bk_irq_8(void)
{
    TIMER_COMPARE_0 = 0;
    (void)TIMER_COMPARE_0; /* the write must arrive before the interrupt ends */
    TIMER_CAPTURE_1 = 1;
    TIMER_CC_0 = TIMER_CC_1 + WAKE_US;
}

void clock_start(void)
{
    /* The crystal: the RC oscillator is too far off for 115,200 baud. */
    CLOCK_HFCLKSTARTED = 0;
    CLOCK_HFCLKSTART = 1;
    while (CLOCK_HFCLKSTARTED == 0) {
    }
    TIMER_BITMODE = 3;   /* 32 bits */
    TIMER_PRESCALER = 4; /* 16 MHz / 2^4 */
    TIMER_CLEAR = 1;
    TIMER_CC_0 = WAKE_US;
    TIMER_INTENSET = 1u << 16;
    bk_irq_enable(TIMER_IRQ);
    TIMER_START = 1;
}

uint32_t clock_ms(void)
{
    /* Interrupts use the same capture register. */
    bk_irqs_off();
    TIMER_CAPTURE_1 = 1;
    const uint32_t now_us = TIMER_CC_1;
    bk_irqs_on();
    remainder_us += now_us - last_us;
    last_us = now_us;
    total_ms += remainder_us / 1000u;
    remainder_us %= 1000u;
    return total_ms;
}
