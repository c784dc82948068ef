/*
 * A ring of bytes between one interrupt and the main loop. One side only puts,
 * the other only takes, so no lock is needed: each index has one writer.
 */
#ifndef BK_BYTE_RING_H
#define BK_BYTE_RING_H

#include <stddef.h>
#include <stdint.h>

#ifndef BK_BYTE_RING_SIZE
#define BK_BYTE_RING_SIZE 512u /* a power of two; one byte stays free */
#endif

typedef struct {
    volatile uint16_t put, taken;
    uint8_t bytes[BK_BYTE_RING_SIZE];
} bk_byte_ring;

static inline uint16_t bk_byte_ring_used(const bk_byte_ring *ring)
{
    return (uint16_t)((ring->put - ring->taken) & (BK_BYTE_RING_SIZE - 1u));
}

/* 1, or 0 and the byte is lost. */
static inline int bk_byte_ring_put(bk_byte_ring *ring, uint8_t byte)
{
    const uint16_t next = (uint16_t)((ring->put + 1u) & (BK_BYTE_RING_SIZE - 1u));
    if (next == ring->taken) {
        return 0;
    }
    ring->bytes[ring->put] = byte;
    ring->put = next; /* after the byte, which the other side may now read */
    return 1;
}

/* All of them or, where they do not fit, none. */
static inline int bk_byte_ring_put_all(bk_byte_ring *ring, const uint8_t *bytes, size_t size)
{
    if (size > BK_BYTE_RING_SIZE - 1u - bk_byte_ring_used(ring)) {
        return 0;
    }
    for (size_t i = 0; i < size; i++) {
        bk_byte_ring_put(ring, bytes[i]);
    }
    return 1;
}

/* 1 and the oldest byte, or 0. */
static inline int bk_byte_ring_take(bk_byte_ring *ring, uint8_t *byte)
{
    if (ring->put == ring->taken) {
        return 0;
    }
    *byte = ring->bytes[ring->taken];
    ring->taken = (uint16_t)((ring->taken + 1u) & (BK_BYTE_RING_SIZE - 1u));
    return 1;
}

#endif /* BK_BYTE_RING_H */
