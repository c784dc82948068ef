/* The drivers of the micro:bit V1, one file each. Call all from the main loop. */
#ifndef BK_HARDWARE_H
#define BK_HARDWARE_H

#include <stddef.h>
#include <stdint.h>

/* clock.c: milliseconds since the start, and a wake-up every 5 ms. */
void clock_start(void);
uint32_t clock_ms(void);

/* uart.c: 115,200 baud through the interface chip. */
void uart_start(void);
/* Takes up to capacity received bytes; returns how many. */
size_t uart_receive(uint8_t *bytes, size_t capacity);
/* Queues all bytes (1) or, where there is no room, none (0). */
int uart_transmit(const uint8_t *bytes, size_t size);
/* 1 while received bytes wait. */
int uart_has_bytes(void);

/* flash.c: erases the page of 1,024 bytes at address; writes one word. */
void flash_erase(uint32_t address);
void flash_word(uint32_t address, uint32_t word);

/* random.c: a number that is never 0. */
uint32_t random_number(void);

/* sensor.c: an MMA8653 or LSM303AGR; the mailbox where neither answers. */
#define SENSOR_RATE_CHZ 5000u
void sensor_start(void);
/* 1 and ax, ay, az in milli-g, if there is a new sample. */
int sensor_read(int16_t milli_g[3]);

/* twi.c: two-wire bus. 1, or 0 if nobody answers. */
void twi_start(void);
int twi_write(uint8_t address, uint8_t reg, uint8_t value);
int twi_read(uint8_t address, uint8_t reg, uint8_t *bytes, uint8_t size);

#endif /* BK_HARDWARE_H */
