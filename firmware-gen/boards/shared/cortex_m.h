/* What every Cortex-M board needs of its processor. */
#ifndef BK_CORTEX_M_H
#define BK_CORTEX_M_H

#include <stdint.h>

/* A register of a peripheral. */
#define BK_REGISTER(base, offset) (*(volatile uint32_t *)((uintptr_t)(base) + (uintptr_t)(offset)))

void bk_reset(void);
void bk_fault(void);
void bk_systick(void);

/* Lets interrupt n (0 to 31) through. */
static inline void bk_irq_enable(uint32_t n)
{
    BK_REGISTER(0xE000E100u, 0) = 1u << n;
}

static inline void bk_irqs_off(void)
{
    __asm volatile("cpsid i" ::: "memory");
}

static inline void bk_irqs_on(void)
{
    __asm volatile("cpsie i" ::: "memory");
}

/* Until an interrupt is pending, which also ends it while they are off: so
 * nothing that comes between a last look and the sleep is overslept. */
static inline void bk_sleep(void)
{
    __asm volatile("dsb\n wfi" ::: "memory");
}

/* System reset request (ARMv6-M and ARMv7-M: AIRCR). */
static inline void __attribute__((noreturn)) bk_restart(void)
{
    BK_REGISTER(0xE000ED0Cu, 0) = 0x05FA0004u;
    for (;;) {
    }
}

#endif /* BK_CORTEX_M_H */
