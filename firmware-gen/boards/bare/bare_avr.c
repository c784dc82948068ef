/* Input and output by the ATmega328P's USART; simavr_stdio.c is the other end. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

#include "bare.h"

/* Receiving tells whether it has started: simavr sends from the first instruction on. */
static uint8_t started(void)
{
    return (UCSR0B & (1u << RXEN0)) != 0;
}

static void start(void)
{
    if (started()) {
        return;
    }
    UCSR0A = (uint8_t)(1u << U2X0);
    UBRR0 = 0; /* as fast as it goes: simavr keeps the pace of the USART */
    UCSR0B = (uint8_t)((1u << RXEN0) | (1u << TXEN0));
    UCSR0C = (uint8_t)((1u << UCSZ01) | (1u << UCSZ00));
}

int bk_bare_read(void *bytes, uint16_t size)
{
    uint8_t *to = (uint8_t *)bytes;
    start();
    for (uint16_t i = 0; i < size; i++) {
        while ((UCSR0A & (1u << RXC0)) == 0) {
        }
        to[i] = UDR0;
    }
    return 1; /* the other end stops the processor where the input ends */
}

void bk_bare_write(const void *bytes, uint16_t size)
{
    const uint8_t *from = (const uint8_t *)bytes;
    start();
    for (uint16_t i = 0; i < size; i++) {
        while ((UCSR0A & (1u << UDRE0)) == 0) {
        }
        UDR0 = from[i];
        UCSR0A |= (uint8_t)(1u << TXC0);
    }
}

void bk_bare_exit(void)
{
    if (started()) {
        while ((UCSR0A & (1u << TXC0)) == 0) {
        }
    }
    cli();
    sleep_enable();
    for (;;) {
        sleep_cpu(); /* without interrupts nothing wakes it, which simavr takes as the end */
    }
}
