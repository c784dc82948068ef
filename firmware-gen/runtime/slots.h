/*
 * Image slots: keeps two images in flash, so that a new one can be written
 * while the old one stays whole. Whatever the moment of a power cut, the next
 * start finds the old image or the new one, never a mixture.
 *
 *   slot   = record (32 bytes) | image | unused; a whole number of pages
 *   record = 0 magic "BKS1"        4 u32 generation     8 u32 image length
 *           12 u32 CRC-32 of the image                 16 image id[8]
 *           24 u32 CRC-32 of bytes 0 to 23             28 u32 commit word
 *
 * All little-endian. The commit word is written last, after the rest was read
 * back; a slot counts only if the commit word, both CRCs and the length are
 * right. Among two that count, the higher generation is newer.
 *
 * Flash is NOR: erasing a page sets every bit, writing a word clears bits
 * (new = old AND written). A torn write may clear any part of the bits it was
 * to clear, a torn erase may set any part of the bits of its page.
 *
 * Trusted: the flash functions, sizes. Untrusted: every byte found in flash.
 */
#ifndef BK_SLOTS_H
#define BK_SLOTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BK_SLOTS 2u
#define BK_SLOT_NONE 255u
#define BK_SLOT_RECORD 32u             /* bytes before the image */
#define BK_SLOT_COMMIT 0x54494D43u     /* "CMIT" */

/* The flash that holds the slots, one after the other. Offsets are bytes from
 * the start of the first slot. erase and write return 1, or 0 if the flash
 * reports a fault; they may take as long as the hardware needs. */
typedef struct {
    void *context;
    const uint8_t *memory;   /* where the slots are read, through bk_read.h */
    uint32_t slot_size;      /* bytes, a multiple of page_size */
    uint32_t page_size;      /* bytes erased together, a multiple of 4 */
    int (*erase)(void *context, uint32_t page_offset);
    int (*write)(void *context, uint32_t offset, uint32_t word); /* offset a multiple of 4 */
} bk_flash;

typedef struct {
    const uint8_t *image;    /* in flash; NULL if there is none */
    uint32_t size;           /* bytes */
    uint32_t generation;
    uint8_t slot;            /* 0, 1 or BK_SLOT_NONE */
} bk_slot_image;

/* Largest image a slot takes, bytes. */
uint32_t bk_slots_capacity(const bk_flash *flash);

/* The newest whole image; slot BK_SLOT_NONE, image NULL and size 0 if there is none. */
bk_slot_image bk_slots_newest(const bk_flash *flash);

/* One update. Fields are this module's; keep it from begin to commit. */
typedef struct {
    uint32_t generation, size, crc;
    uint32_t erased;         /* bytes of the slot erased so far */
    uint32_t written;        /* bytes of the image written so far */
    uint8_t id[8];
    uint8_t slot;
    uint8_t held[4];         /* tail of the image that does not fill a word yet */
} bk_slots_update;

/* Plans an update of the slot that `newest` does not lie in. Touches no flash.
 * 1, or 0 if size (bytes) is 0 or above the capacity. crc is the CRC-32 of the image. */
int bk_slots_begin(const bk_flash *flash, const bk_slot_image *newest, bk_slots_update *update,
                   uint32_t size, uint32_t crc, const uint8_t id[8]);

/* Erases the next page. 1: more are left; 0: all are erased; -1: the flash failed. */
int bk_slots_erase_next(const bk_flash *flash, bk_slots_update *update);

/* Writes the image's next size bytes. 1, or 0 if the flash failed or they
 * would pass the image's end. Call only after all pages are erased. */
int bk_slots_write(const bk_flash *flash, bk_slots_update *update, const uint8_t *bytes,
                   uint32_t size);

/* 1 if the whole image was written and reads back with its CRC. Then *image is
 * where it lies, so that it can be checked before it is committed. */
int bk_slots_verify(const bk_flash *flash, const bk_slots_update *update, bk_slot_image *image);

/* Writes the record, the commit word last. 1 if the slot now counts. Before
 * the commit word's write the old image is the newest, after it the new one. */
int bk_slots_commit(const bk_flash *flash, const bk_slots_update *update);

#ifdef __cplusplus
}
#endif

#endif /* BK_SLOTS_H */
