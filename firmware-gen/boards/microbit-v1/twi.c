/* TWI0 as a master that waits, with a limit on each wait: a bus that hangs must
 * not take the link with it. */
#include "hardware.h"
#include "nrf51.h"

#define WAIT_STEPS 20000u /* some 10 ms; a byte takes 0.1 ms at 100 kHz */

void twi_start(void)
{
    /* Inputs, standard 0, disconnect 1: open drain, as the bus needs. */
    GPIO_PIN_CNF(PIN_TWI_SCL) = 6u << 8;
    GPIO_PIN_CNF(PIN_TWI_SDA) = 6u << 8;
    TWI_PSELSCL = PIN_TWI_SCL;
    TWI_PSELSDA = PIN_TWI_SDA;
    TWI_FREQUENCY = 0x01980000u; /* 100 kHz */
    TWI_ENABLE = 5;
}

/* 1 when the event came; clears it. */
static int wait_for(volatile uint32_t *event)
{
    for (uint32_t i = 0; i < WAIT_STEPS; i++) {
        if (TWI_ERROR) {
            return 0;
        }
        if (*event) {
            *event = 0;
            return 1;
        }
    }
    return 0;
}

static int send(uint8_t byte)
{
    TWI_TXDSENT = 0;
    TWI_TXD = byte;
    return wait_for(&TWI_TXDSENT);
}

static void begin(uint8_t address)
{
    TWI_ERROR = 0;
    TWI_ERRORSRC = TWI_ERRORSRC;
    TWI_SHORTS = 0;
    TWI_ADDRESS = address;
    TWI_STARTTX = 1;
}

static void stop(void)
{
    TWI_STOPPED = 0;
    TWI_STOP = 1;
    for (uint32_t i = 0; i < WAIT_STEPS && !TWI_STOPPED; i++) {
    }
}

int twi_write(uint8_t address, uint8_t reg, uint8_t value)
{
    begin(address);
    const int sent = send(reg) && send(value);
    stop();
    return sent;
}

int twi_read(uint8_t address, uint8_t reg, uint8_t *bytes, uint8_t size)
{
    begin(address);
    int good = send(reg);
    if (good) {
        /* The peripheral suspends itself after each byte, and stops by itself
         * after the last, which is thus read without one more being fetched. */
        TWI_RXDREADY = 0;
        TWI_STOPPED = 0;
        TWI_SHORTS = size == 1u ? 2u : 1u;
        TWI_STARTRX = 1;
        for (uint8_t i = 0; i < size && good; i++) {
            good = wait_for(&TWI_RXDREADY);
            if (good && i + 2 == size) {
                TWI_SHORTS = 2u;
            }
            bytes[i] = (uint8_t)TWI_RXD;
            if (good && i + 1 < size) {
                TWI_RESUME = 1;
            }
        }
    }
    if (!good) {
        stop();
    }
    return good;
}
