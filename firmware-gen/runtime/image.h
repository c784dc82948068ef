/*
 * Image reader: finds the sections of an image, or of a backbone beside it, after
 * checking everything that does not belong to one section alone. The format is in
 * PROTOCOL.md, part 1.
 *
 * Trusted: the pointer and the size. Untrusted: every byte of the image; none
 * makes a function here read outside it.
 */
#ifndef BK_IMAGE_H
#define BK_IMAGE_H

#include "beckon.h"

#ifdef __cplusplus
extern "C" {
#endif

#define BK_IMAGE_HEADER 40u
#define BK_IMAGE_SECTION_ENTRY 16u
#define BK_IMAGE_SECTIONS_MAX 16u
#define BK_IMAGE_ID 8u

/* Kernel families: the order in which weights lie. Generic runs everywhere. */
#define BK_FAMILY_GENERIC 0u
#define BK_FAMILY_M0 1u
#define BK_FAMILY_M4 2u
#define BK_FAMILY_AVR 3u
#define BK_FAMILY_WASM 4u

/* Which family besides generic this build takes; the board's build may set it. */
#ifndef BK_FAMILY_OWN
#define BK_FAMILY_OWN BK_FAMILY_GENERIC
#endif

/* One section's bytes, read through bk_read.h. at is NULL where it is absent. */
typedef struct {
    const uint8_t *at;
    uint32_t size;
} bk_section;

typedef struct {
    const uint8_t *at;
    uint32_t size;              /* as the header says; at most what was given */
    uint32_t arena_stated;      /* bytes on a 32-bit processor, for the board list; not trusted */
    uint8_t signal;             /* bk_signal */
    uint8_t classes;            /* 1 to BK_CLASSES_MAX */
    bk_section front_end, network, weights, head, decision, labels, meta;
    bk_section backbone;        /* BACK: the id of the network that it runs over */
} bk_image;

/* Checks header, CRC, section table and labels. On any result but BK_OK *image is undefined. */
bk_status bk_image_read(const uint8_t *bytes, uint32_t size, bk_image *image);

/* Reads a backbone's container: *read has its front_end, network and weights, and
 * bk_image_ids its id as the model id. On any result but BK_OK *read is undefined. */
bk_status bk_backbone_read(const bk_backbone *backbone, bk_image *read);

/* 1 and its id, the same for every kernel family, if a backbone that bk_backbone_read
 * takes lies there; else 0 and zeros. */
int bk_backbone_id(const bk_backbone *backbone, uint8_t id[8]);

/* Copies the ids, BK_IMAGE_ID bytes each, of an image that bk_image_read took. */
void bk_image_ids(const bk_image *image, uint8_t image_id[8], uint8_t model_id[8]);

#define BK_LABEL_BYTES_MAX 200u
#define BK_LABEL_NO_COMMAND 1u  /* flag: this class never makes an event */

/* A class's flags and its label, UTF-8 of *size bytes, read through bk_read.h.
 * 1, or 0 if there is no such class; then nothing was stored. */
int bk_image_label(const bk_image *image, uint8_t class_index, uint8_t *flags,
                   const uint8_t **label, uint8_t *size);

#ifdef __cplusplus
}
#endif

#endif /* BK_IMAGE_H */
