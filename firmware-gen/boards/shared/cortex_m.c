/*
 * Start of a Cortex-M: vector table, and from reset to main. The linker script
 * of the board names where data and stack lie; the board defines the interrupt
 * handlers it wants as bk_irq_0 to bk_irq_31.
 */
#include "cortex_m.h"

extern uint32_t bk_stack_top[], bk_data_start[], bk_data_end[], bk_data_load[], bk_bss_start[],
    bk_bss_end[];
int main(void);

#ifdef __ARM_FP
#define COPROCESSOR_ACCESS (*(volatile uint32_t *)0xE000ED88u)
#endif

void bk_reset(void)
{
#ifdef __ARM_FP
    /* Before any function that saves floating-point registers. */
    COPROCESSOR_ACCESS |= 0xFu << 20;
    __asm volatile("dsb\n isb");
#endif
    const uint32_t *from = bk_data_load;
    for (uint32_t *to = bk_data_start; to < bk_data_end;) {
        *to++ = *from++;
    }
    for (uint32_t *to = bk_bss_start; to < bk_bss_end;) {
        *to++ = 0;
    }
    main();
    bk_restart();
}

/* A fault means that the state cannot be trusted: start anew, with a new link
 * number, which the host sees within one heartbeat. */
void bk_fault(void)
{
    bk_restart();
}

#define IRQ(n) void __attribute__((weak, alias("bk_fault"))) bk_irq_##n(void);
#define IRQS_8(a, b, c, d, e, f, g, h) IRQ(a) IRQ(b) IRQ(c) IRQ(d) IRQ(e) IRQ(f) IRQ(g) IRQ(h)
IRQS_8(0, 1, 2, 3, 4, 5, 6, 7)
IRQS_8(8, 9, 10, 11, 12, 13, 14, 15)
IRQS_8(16, 17, 18, 19, 20, 21, 22, 23)
IRQS_8(24, 25, 26, 27, 28, 29, 30, 31)
void __attribute__((weak, alias("bk_fault"))) bk_systick(void);

typedef void (*vector)(void);

__attribute__((section(".vectors"), used)) static const struct {
    uint32_t *stack_top;
    vector system[15], irq[32];
} vectors = {
    bk_stack_top,
    {bk_reset, bk_fault, bk_fault, bk_fault, bk_fault, bk_fault, 0, 0, 0, 0, bk_fault, bk_fault, 0,
     bk_fault, bk_systick},
    {bk_irq_0,  bk_irq_1,  bk_irq_2,  bk_irq_3,  bk_irq_4,  bk_irq_5,  bk_irq_6,  bk_irq_7,
     bk_irq_8,  bk_irq_9,  bk_irq_10, bk_irq_11, bk_irq_12, bk_irq_13, bk_irq_14, bk_irq_15,
     bk_irq_16, bk_irq_17, bk_irq_18, bk_irq_19, bk_irq_20, bk_irq_21, bk_irq_22, bk_irq_23,
     bk_irq_24, bk_irq_25, bk_irq_26, bk_irq_27, bk_irq_28, bk_irq_29, bk_irq_30, bk_irq_31},
};
