/* UART0 over two rings, filled and emptied by its interrupt. */
#include "byte_ring.h"
#include "hardware.h"
#include "nrf51.h"

static bk_byte_ring received, to_send;
static volatile uint8_t sending;

static void send_next(void)
{
    uint8_t byte = 0;
    sending = (uint8_t)bk_byte_ring_take(&to_send, &byte);
    if (sending) {
        UART_TXD = byte;
    }
}

void bk_irq_2(void);

void bk_irq_2(void)
{
    if (UART_ERROR) {
        UART_ERROR = 0;
        UART_ERRORSRC = UART_ERRORSRC; /* overrun or framing: the frame's CRC will tell */
    }
    while (UART_RXDRDY) {
        UART_RXDRDY = 0; /* before the read, which may raise it again */
        bk_byte_ring_put(&received, (uint8_t)UART_RXD);
    }
    if (UART_TXDRDY) {
        UART_TXDRDY = 0;
        send_next();
    }
}

void uart_start(void)
{
    UART_PSELTXD = PIN_UART_TX;
    UART_PSELRXD = PIN_UART_RX;
    UART_BAUDRATE = 0x01D7E000u; /* 115,200 */
    UART_ENABLE = 4;
    UART_INTENSET = (1u << 2) | (1u << 7) | (1u << 9); /* RXDRDY, TXDRDY, ERROR */
    bk_irq_enable(UART_IRQ);
    UART_STARTRX = 1;
    UART_STARTTX = 1;
}

size_t uart_receive(uint8_t *bytes, size_t capacity)
{
    size_t size = 0;
    while (size < capacity && bk_byte_ring_take(&received, &bytes[size])) {
        size++;
    }
    return size;
}

int uart_has_bytes(void)
{
    return bk_byte_ring_used(&received) != 0;
}

int uart_transmit(const uint8_t *bytes, size_t size)
{
    const int queued = bk_byte_ring_put_all(&to_send, bytes, size);
    bk_irqs_off();
    if (!sending) {
        send_next();
    }
    bk_irqs_on();
    return queued;
}
