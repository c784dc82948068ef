/* Image slots. Format, promises and contract are in slots.h. */
#include "slots.h"

#include <string.h>

#include "bk_crc32.h"
#include "bk_read.h"

#define MAGIC 0x31534B42u /* "BKS1" */
#define RECORD_CHECKED 24u /* bytes that the record's own CRC covers */
#define RECORD_BEFORE_COMMIT 28u

enum { AT_GENERATION = 4, AT_SIZE = 8, AT_CRC = 12, AT_ID = 16, AT_RECORD_CRC = 24, AT_COMMIT = 28 };

static void put_u32(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
    to[2] = (uint8_t)(value >> 16);
    to[3] = (uint8_t)(value >> 24);
}

static uint32_t get_u32(const uint8_t *from)
{
    return (uint32_t)from[0] | ((uint32_t)from[1] << 8) | ((uint32_t)from[2] << 16) |
           ((uint32_t)from[3] << 24);
}

static const uint8_t *image_at(const bk_flash *flash, uint8_t slot)
{
    return flash->memory + slot * flash->slot_size + BK_SLOT_RECORD;
}

uint32_t bk_slots_capacity(const bk_flash *flash)
{
    return flash->slot_size - BK_SLOT_RECORD;
}

/* 1 and *found if the slot holds a whole, committed image. */
static int read_slot(const bk_flash *flash, uint8_t slot, bk_slot_image *found)
{
    const uint8_t *record = flash->memory + slot * flash->slot_size;
    if (bk_u32(record) != MAGIC || bk_u32(record + AT_COMMIT) != BK_SLOT_COMMIT ||
        bk_u32(record + AT_RECORD_CRC) != bk_crc32_image(BK_CRC32_EMPTY, record, RECORD_CHECKED)) {
        return 0;
    }
    const uint32_t size = bk_u32(record + AT_SIZE);
    if (size == 0 || size > bk_slots_capacity(flash) ||
        bk_crc32_image(BK_CRC32_EMPTY, image_at(flash, slot), size) != bk_u32(record + AT_CRC)) {
        return 0;
    }
    found->image = image_at(flash, slot);
    found->size = size;
    found->generation = bk_u32(record + AT_GENERATION);
    found->slot = slot;
    return 1;
}

bk_slot_image bk_slots_newest(const bk_flash *flash)
{
    bk_slot_image newest = {NULL, 0, 0, BK_SLOT_NONE};
    for (uint8_t slot = 0; slot < BK_SLOTS; slot++) {
        bk_slot_image found;
        /* The difference, not the numbers: generations may wrap around. */
        if (read_slot(flash, slot, &found) &&
            (newest.slot == BK_SLOT_NONE || found.generation - newest.generation < 0x80000000u)) {
            newest = found;
        }
    }
    return newest;
}

int bk_slots_begin(const bk_flash *flash, const bk_slot_image *newest, bk_slots_update *update,
                   uint32_t size, uint32_t crc, const uint8_t id[8])
{
    if (size == 0 || size > bk_slots_capacity(flash)) {
        return 0;
    }
    memset(update, 0, sizeof *update);
    update->slot = newest->slot == 0 ? 1 : 0;
    update->generation = newest->generation + 1u;
    update->size = size;
    update->crc = crc;
    memcpy(update->id, id, sizeof update->id);
    return 1;
}

int bk_slots_erase_next(const bk_flash *flash, bk_slots_update *update)
{
    if (update->erased < flash->slot_size) {
        if (!flash->erase(flash->context, update->slot * flash->slot_size + update->erased)) {
            return -1;
        }
        update->erased += flash->page_size;
    }
    return update->erased < flash->slot_size;
}

int bk_slots_write(const bk_flash *flash, bk_slots_update *update, const uint8_t *bytes,
                   uint32_t size)
{
    if (size > update->size - update->written) {
        return 0;
    }
    const uint32_t start = update->slot * flash->slot_size + BK_SLOT_RECORD;
    for (uint32_t i = 0; i < size; i++) {
        update->held[update->written % 4u] = bytes[i];
        update->written++;
        if (update->written % 4u == 0 || update->written == update->size) {
            const uint32_t at = (update->written - 1u) & ~3u;
            if (update->written % 4u != 0) { /* the image's tail: leave the rest of its word erased */
                memset(update->held + update->written % 4u, 0xFF, 4u - update->written % 4u);
            }
            if (!flash->write(flash->context, start + at, get_u32(update->held))) {
                return 0;
            }
        }
    }
    return 1;
}

int bk_slots_verify(const bk_flash *flash, const bk_slots_update *update, bk_slot_image *image)
{
    const uint8_t *bytes = image_at(flash, update->slot);
    if (update->written != update->size ||
        bk_crc32_image(BK_CRC32_EMPTY, bytes, update->size) != update->crc) {
        return 0;
    }
    image->image = bytes;
    image->size = update->size;
    image->generation = update->generation;
    image->slot = update->slot;
    return 1;
}

int bk_slots_commit(const bk_flash *flash, const bk_slots_update *update)
{
    uint8_t record[RECORD_BEFORE_COMMIT];
    put_u32(record, MAGIC);
    put_u32(record + AT_GENERATION, update->generation);
    put_u32(record + AT_SIZE, update->size);
    put_u32(record + AT_CRC, update->crc);
    memcpy(record + AT_ID, update->id, sizeof update->id);
    put_u32(record + AT_RECORD_CRC, bk_crc32(BK_CRC32_EMPTY, record, RECORD_CHECKED));

    const uint32_t start = update->slot * flash->slot_size;
    for (uint32_t at = 0; at < RECORD_BEFORE_COMMIT; at += 4u) {
        if (!flash->write(flash->context, start + at, get_u32(record + at))) {
            return 0;
        }
    }
    for (uint32_t at = 0; at < RECORD_BEFORE_COMMIT; at++) {
        if (bk_u8(flash->memory + start + at) != record[at]) {
            return 0; /* flash that does not keep what it was told must not be committed to */
        }
    }
    bk_slot_image committed;
    return flash->write(flash->context, start + AT_COMMIT, BK_SLOT_COMMIT) &&
           read_slot(flash, update->slot, &committed);
}
