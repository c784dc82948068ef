/*
 * Dynamic time warping of a segment against a template, as template.h says.
 *
 * Trusted: everything; template.c has checked the section.
 */
#ifndef BK_WARP_H
#define BK_WARP_H

#include <stdint.h>

#include "template.h"

static inline uint32_t bk_least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static inline const int8_t *bk_vector_at(const bk_vectors *vectors, uint8_t channels, uint16_t index)
{
    uint32_t at = (uint32_t)vectors->first + index;
    at = at >= vectors->capacity ? at - vectors->capacity : at;
    return vectors->data + at * channels;
}

/* bk_template_distance(), with the segment in a ring, and b raised to a floor where there is one, else
 * NULL. What is going to lie beyond `most` may come out as BK_TEMPLATE_FAR: every path crosses every
 * row, and costs add up, so the cheapest cell of a row is a lower bound. */
uint16_t bk_warp(const bk_template_settings *settings, const bk_vectors *segment, const int8_t *b,
                 uint16_t frames_b, const int8_t *floor, uint32_t most, uint32_t *row);

#endif /* BK_WARP_H */
