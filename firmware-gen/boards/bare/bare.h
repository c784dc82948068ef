/*
 * A program without a board: bytes in, bytes out, and an end. For comparing the
 * runtime on emulated processors with the runtime elsewhere. bare.ts builds and
 * runs such programs; one exists for Cortex-M in QEMU and one for AVR in simavr.
 */
#ifndef BK_BARE_H
#define BK_BARE_H

#include <stdint.h>

/* Fills size bytes from the input; 1, or 0 if it ended before. */
int bk_bare_read(void *bytes, uint16_t size);

/* Appends size bytes to the output. */
void bk_bare_write(const void *bytes, uint16_t size);

/* Ends the program well; main may also return. */
void bk_bare_exit(void) __attribute__((noreturn));

#endif /* BK_BARE_H */
