/* UART0: received bytes by interrupt into a ring; sending from a ring by the main loop. */
#include "byte_ring.h"
#include "hardware.h"

static bk_byte_ring received, to_send;

void bk_irq_0(void);

void bk_irq_0(void)
{
    UART_INTCLEAR = 2;
    while (UART_STATE & 2u) {
        bk_byte_ring_put(&received, (uint8_t)UART_DATA);
    }
}

void uart_start(void)
{
    UART_BAUDDIV = 217; /* 25 MHz / 115,200 */
    UART_CTRL = 1u | 2u | 8u; /* send, receive, interrupt on receipt */
    bk_irq_enable(UART_RX_IRQ);
}

size_t uart_receive(uint8_t *bytes, size_t capacity)
{
    size_t size = 0;
    while (size < capacity && bk_byte_ring_take(&received, &bytes[size])) {
        size++;
    }
    return size;
}

int uart_transmit(const uint8_t *bytes, size_t size)
{
    const int queued = bk_byte_ring_put_all(&to_send, bytes, size);
    uart_poll();
    return queued;
}

int uart_poll(void)
{
    uint8_t byte = 0;
    /* The ring first: each look at the UART costs QEMU a change of threads. */
    while (bk_byte_ring_used(&to_send) != 0 && (UART_STATE & 1u) == 0) {
        bk_byte_ring_take(&to_send, &byte);
        UART_DATA = byte;
    }
    return bk_byte_ring_used(&received) != 0 || bk_byte_ring_used(&to_send) != 0;
}
