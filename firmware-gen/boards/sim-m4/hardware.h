/*
 * The parts of QEMU's mps2-an386 that this firmware uses (Arm AN386, and the
 * Cortex-M System Design Kit for UART and timer). Call all from the main loop.
 */
#ifndef BK_HARDWARE_H
#define BK_HARDWARE_H

#include <stddef.h>
#include <stdint.h>

#include "cortex_m.h"

#define UART_DATA BK_REGISTER(0x40004000u, 0x00)
#define UART_STATE BK_REGISTER(0x40004000u, 0x04) /* bit 0 sending is full, bit 1 received is full */
#define UART_CTRL BK_REGISTER(0x40004000u, 0x08)
#define UART_INTCLEAR BK_REGISTER(0x40004000u, 0x0C)
#define UART_BAUDDIV BK_REGISTER(0x40004000u, 0x10)
#define UART_RX_IRQ 0u

#define TIMER_CTRL BK_REGISTER(0x40000000u, 0x0)
#define TIMER_VALUE BK_REGISTER(0x40000000u, 0x4)
#define TIMER_RELOAD BK_REGISTER(0x40000000u, 0x8)

#define SYSTICK_CTRL BK_REGISTER(0xE000E010u, 0x0)
#define SYSTICK_LOAD BK_REGISTER(0xE000E010u, 0x4)
#define SYSTICK_VALUE BK_REGISTER(0xE000E010u, 0x8)

#define TICKS_PER_MS 25000u

/* clock.c: milliseconds since the start, and a wake-up every 5 ms. */
void clock_start(void);
uint32_t clock_ms(void);

/* uart.c: UART0. */
void uart_start(void);
/* Takes up to capacity received bytes; returns how many. */
size_t uart_receive(uint8_t *bytes, size_t capacity);
/* Queues all bytes (1) or, where there is no room, none (0). */
int uart_transmit(const uint8_t *bytes, size_t size);
/* Hands on queued bytes; 1 while there is something to receive or to send. */
int uart_poll(void);

#endif /* BK_HARDWARE_H */
