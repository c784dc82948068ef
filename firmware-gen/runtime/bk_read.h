/*
 * Little-endian reads from an image or a constant table, wherever it lies.
 *
 * On AVR both lie in program memory, which a plain pointer cannot read; every
 * other processor reads them in place. Bytes are read one by one, so any
 * address will do: a Cortex-M0 faults on an unaligned word.
 *
 * Trusted: the pointer. The caller has checked that the bytes are there.
 */
#ifndef BK_READ_H
#define BK_READ_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#define BK_TABLE PROGMEM /* after the name: static const uint8_t table[] BK_TABLE = {...}; */
#else
#define BK_TABLE
#endif

static inline uint8_t bk_u8(const void *from)
{
#ifdef __AVR__
    return pgm_read_byte(from);
#else
    return *(const uint8_t *)from;
#endif
}

static inline uint16_t bk_u16(const void *from)
{
    const uint8_t *bytes = (const uint8_t *)from;
    return (uint16_t)(bk_u8(bytes) | (uint16_t)((uint16_t)bk_u8(bytes + 1) << 8));
}

static inline uint32_t bk_u32(const void *from)
{
    const uint8_t *bytes = (const uint8_t *)from;
    return (uint32_t)bk_u16(bytes) | ((uint32_t)bk_u16(bytes + 2) << 16);
}

/* Two's complement, without the implementation-defined cast of a large value. */
static inline int8_t bk_i8(const void *from)
{
    const uint8_t value = bk_u8(from);
    return (int8_t)(value < 0x80u ? (int16_t)value : (int16_t)((int16_t)value - 0x100));
}

static inline int16_t bk_i16(const void *from)
{
    const uint16_t value = bk_u16(from);
    return (int16_t)(value < 0x8000u ? (int32_t)value : (int32_t)value - 0x10000);
}

static inline int32_t bk_i32(const void *from)
{
    const uint32_t value = bk_u32(from);
    return value < 0x80000000u ? (int32_t)value : -(int32_t)(0xFFFFFFFFu - value) - 1;
}

/* Copies count bytes of an image or a table into ordinary memory. */
static inline void bk_copy(void *to, const void *from, size_t count)
{
#ifdef __AVR__
    memcpy_P(to, from, count);
#else
    memcpy(to, from, count);
#endif
}

#endif /* BK_READ_H */
