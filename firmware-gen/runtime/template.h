/*
 * Template head: compares a closed segment with the person's own takes.
 *
 *   segment's vectors -> preparation -> dynamic time warping against each
 *   template -> per class: mean of its nearest ones -> score
 *
 * Warping is the symmetric form of Sakoe and Chiba (doi:10.1109/TASSP.1978.
 * 1163055) without slope limit: a diagonal step counts twice, so that every path
 * weighs frames(a) + frames(b) and dividing by that sum normalises exactly. Two
 * sequences whose lengths differ by more than a factor of two are never compared:
 * BK_TEMPLATE_FAR.
 *
 * A distance is the path's mean cost of a pair of vectors: with
 * BK_TEMPLATE_EUCLID the length of their difference, Q4; without, which is quicker
 * on small processors, the mean absolute difference per channel, Q8. Scores are
 * 32767 - distance.
 *
 * Untrusted: the bytes of the section, until bk_template_open() has passed them.
 */
#ifndef BK_TEMPLATE_H
#define BK_TEMPLATE_H

#include <stdint.h>

#include "beckon.h"
#include "room.h"

#define BK_TEMPLATE_FRAMES_MAX 128u  /* of a template or segment */
#ifdef __AVR__
#define BK_TEMPLATE_CHANNELS_MAX 96u /* its stack holds no more */
#define BK_TEMPLATE_SOUND 0          /* no vectors of a backbone, and no flash to spare */
#else
#define BK_TEMPLATE_CHANNELS_MAX 136u
#define BK_TEMPLATE_SOUND 1
#endif
#define BK_TEMPLATE_FAR 32767u       /* a distance that is as good as infinite */

/* Preparation of a segment; templates are stored prepared. The first `direction`
 * channels of each vector are brought to one length, so that only where they point
 * counts; the options are for the channels after them. */
#define BK_TEMPLATE_LENGTH 250u
#define BK_TEMPLATE_LEVEL 1u    /* minus the mean over all its frames and channels */
#define BK_TEMPLATE_CHANNEL 2u  /* minus each channel's mean over its frames */
/* Comparison. */
#define BK_TEMPLATE_EUCLID 4u   /* see above */
#define BK_TEMPLATE_SPREAD 8u   /* distances in units of the template's own spread */
/* The channels after `direction` are a frame's values: what lies under the room is
 * raised to it, in the segment and in each template, for there noise is all that can
 * be heard. With LEVEL and EUCLID, without CHANNEL. */
#define BK_TEMPLATE_ROOM 16u
#define BK_TEMPLATE_UNDER_ROOM 27 /* that far under the room's mean: 9 dB of a sound frame */
/* In a template's class byte: it is the same take as the template before it, as that may also come to
 * lie in the stream where a vector is made of several frames. Of such templates the nearest counts. */
#define BK_TEMPLATE_AGAIN 128u
/* Of a template's values only the step is stored, four bits each, -8 to 7; the value is
 * that times the first of these for what counts by direction, else times the second, at least -127. */
#define BK_TEMPLATE_COARSE 32u
#define BK_TEMPLATE_STEP_DIRECTION 10
#define BK_TEMPLATE_STEP 17

typedef struct {
    uint8_t channels;  /* values of a vector */
    uint8_t options;   /* BK_TEMPLATE_* */
    uint8_t nearest;   /* 1 or 2: how many takes of a class are averaged */
    uint8_t band_q8;   /* half width of the warping band, of the longer sequence, at least 2 frames */
    uint8_t direction; /* leading values of which only the direction counts, 0 to channels */
} bk_template_settings;

/* A checked HEAD section of kind 2. */
typedef struct {
    bk_template_settings settings;
    uint8_t classes;
    uint16_t templates;
    const uint8_t *section;
} bk_template_head;

/* See bk_inputs. */
typedef struct {
    void (*breathe)(void *context); /* may be NULL */
    void *context;
} bk_breath;

/* A run of vectors in a ring: vector i lies at ((first + i) % capacity) * channels. */
typedef struct {
    const int8_t *data;
    uint16_t capacity, first, count;
} bk_vectors;

/* Checks section HEAD, kind 2, size bytes, against the vectors it will be given
 * and the image's classes. BK_OK, or BK_ERR_HEAD and *head is left as it was. */
bk_status bk_template_open(bk_template_head *head, const uint8_t *section, uint32_t size,
                           uint8_t channels, uint8_t classes);

/* Scratch that bk_template_scores() needs for segments of up to max_frames,
 * bytes, aligned to 4. */
uint32_t bk_template_scratch(const bk_template_head *head, uint16_t max_frames);

/* Writes the segment prepared, one vector after the other, count x channels bytes. */
void bk_template_prepare(const bk_template_settings *settings, const bk_vectors *segment, int8_t *out);

/*
 * Distance of two prepared sequences a, b of 1 to BK_TEMPLATE_FRAMES_MAX frames.
 * b is read through bk_read.h and may lie in an image. row holds frames_b + 1
 * values. 0 to BK_TEMPLATE_FAR; not yet divided by a template's spread.
 */
uint16_t bk_template_distance(const bk_template_settings *settings, const int8_t *a, uint16_t frames_a,
                              const int8_t *b, uint16_t frames_b, uint32_t *row);

/*
 * Scores of a segment of 1 to max_frames vectors, one per class; a class without
 * templates gets 0. room: in which it was heard; read with BK_TEMPLATE_ROOM alone, and
 * then of as many values as there are channels after `direction`. scratch:
 * bk_template_scratch(head, max_frames) bytes. Takes a breath after each template.
 */
void bk_template_scores(const bk_template_head *head, const bk_vectors *segment, const bk_room *room,
                        void *scratch, const bk_breath *breath, int16_t *scores);

#endif /* BK_TEMPLATE_H */
