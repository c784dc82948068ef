/* Tests of slots: one update, cut at every flash operation, in every torn way. */
#include "slots.h"

#include <stdio.h>
#include <string.h>

#include "bk_crc32.h"

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

enum { PAGE = 256, SLOT = 1024, WORDS = 2 * SLOT / 4 };

/* How the operation on which the power fails leaves its word or page. */
typedef enum { CUT_BEFORE, CUT_AFTER, CUT_TORN, CUT_KINDS } cut_kind;

/* NOR flash in RAM whose power fails at one operation; then every later one does nothing. */
typedef struct {
    uint32_t words[WORDS];
    unsigned operations, cut_at;
    cut_kind kind;
    int broken_bits; /* 1: writes report success but lose bits */
} ram_flash;

static uint32_t random_state = 1;
static uint32_t random_word(void)
{
    uint32_t word = 0;
    for (int i = 0; i < 4; i++) { /* Park and Miller, so that a failure repeats */
        random_state = (uint32_t)((uint64_t)random_state * 48271u % 2147483647u);
        word = (word << 8) | ((random_state >> 8) & 0xFFu);
    }
    return word;
}

/* Which bits of an operation take effect: all, none, or any. */
static uint32_t effective_bits(ram_flash *ram)
{
    ram->operations++;
    if (ram->operations < ram->cut_at) {
        return 0xFFFFFFFFu;
    }
    if (ram->operations > ram->cut_at) {
        return 0;
    }
    return ram->kind == CUT_TORN ? 1u : ram->kind == CUT_AFTER ? 0xFFFFFFFFu : 0u;
}

static int ram_erase(void *context, uint32_t page_offset)
{
    ram_flash *ram = (ram_flash *)context;
    CHECK(page_offset % PAGE == 0 && page_offset < sizeof ram->words);
    const uint32_t bits = effective_bits(ram);
    for (uint32_t i = page_offset / 4; i < (page_offset + PAGE) / 4; i++) {
        ram->words[i] |= bits == 1u ? random_word() & random_word() : bits;
    }
    return ram->operations <= ram->cut_at;
}

static int ram_write(void *context, uint32_t offset, uint32_t word)
{
    ram_flash *ram = (ram_flash *)context;
    CHECK(offset % 4 == 0 && offset < sizeof ram->words);
    const uint32_t bits = effective_bits(ram);
    uint32_t cleared = ~word & (bits == 1u ? random_word() : bits);
    if (ram->broken_bits) {
        cleared &= ~0x00000100u;
    }
    ram->words[offset / 4] &= ~cleared;
    return ram->operations <= ram->cut_at;
}

static bk_flash flash_of(ram_flash *ram)
{
    const bk_flash flash = {ram, (const uint8_t *)ram->words, SLOT, PAGE, ram_erase, ram_write};
    return flash;
}

static void fill(uint8_t *image, uint32_t size, uint8_t seed)
{
    for (uint32_t i = 0; i < size; i++) {
        image[i] = (uint8_t)(seed + i * 7u);
    }
}

/* The whole of an update, in pieces as odd as a link may bring them. */
static int update(ram_flash *ram, const uint8_t *image, uint32_t size)
{
    const bk_flash flash = flash_of(ram);
    const bk_slot_image newest = bk_slots_newest(&flash);
    bk_slots_update up;
    bk_slot_image written;
    if (!bk_slots_begin(&flash, &newest, &up, size, bk_crc32(BK_CRC32_EMPTY, image, size), image)) {
        return 0;
    }
    int more;
    do {
        more = bk_slots_erase_next(&flash, &up);
    } while (more == 1);
    if (more < 0) {
        return 0;
    }
    for (uint32_t at = 0, piece = 1; at < size; at += piece, piece = piece % 60u + 3u) {
        const uint32_t left = size - at;
        if (!bk_slots_write(&flash, &up, image + at, piece < left ? piece : left)) {
            return 0;
        }
    }
    return bk_slots_verify(&flash, &up, &written) && bk_slots_commit(&flash, &up);
}

static int newest_is(ram_flash *ram, const uint8_t *image, uint32_t size)
{
    const bk_flash flash = flash_of(ram);
    const bk_slot_image newest = bk_slots_newest(&flash);
    return newest.image != NULL && newest.size == size && memcmp(newest.image, image, size) == 0;
}

static ram_flash blank(uint32_t filling)
{
    ram_flash ram = {{0}, 0, 0xFFFFFFFFu, CUT_BEFORE, 0};
    for (unsigned i = 0; i < WORDS; i++) {
        ram.words[i] = filling;
    }
    return ram;
}

static void the_crc_matches_the_catalogue_check_value(void)
{
    CHECK(bk_crc32(BK_CRC32_EMPTY, "123456789", 9) == 0xCBF43926u);
    CHECK(bk_crc32(bk_crc32(BK_CRC32_EMPTY, "1234", 4), "56789", 5) == 0xCBF43926u);
    CHECK(bk_crc32_image(BK_CRC32_EMPTY, (const uint8_t *)"123456789", 9) == 0xCBF43926u);
}

static void blank_flash_holds_no_image(void)
{
    const uint32_t fillings[] = {0xFFFFFFFFu, 0u}; /* QEMU's unprogrammed flash reads 0 */
    for (unsigned i = 0; i < 2; i++) {
        ram_flash ram = blank(fillings[i]);
        const bk_flash flash = flash_of(&ram);
        const bk_slot_image newest = bk_slots_newest(&flash);
        CHECK(newest.slot == BK_SLOT_NONE && newest.image == NULL && newest.size == 0);
    }
}

static void every_size_comes_back_and_the_slots_take_turns(void)
{
    ram_flash ram = blank(0);
    uint8_t image[SLOT];
    for (uint32_t size = 8; size <= SLOT - BK_SLOT_RECORD; size++) {
        fill(image, size, (uint8_t)size);
        CHECK(update(&ram, image, size));
        CHECK(newest_is(&ram, image, size));
        const bk_flash flash = flash_of(&ram);
        CHECK(bk_slots_newest(&flash).slot == (size % 2u == 0 ? 0 : 1));
    }
}

static void an_image_that_does_not_fit_is_refused_before_the_flash_is_touched(void)
{
    ram_flash ram = blank(0xFFFFFFFFu);
    uint8_t image[SLOT] = {1};
    CHECK(!update(&ram, image, SLOT - BK_SLOT_RECORD + 1u));
    CHECK(!update(&ram, image, 0));
    CHECK(ram.operations == 0);
}

/* The promise of this module. After each cut the next update must also work,
 * and a cut in the middle of that one too. */
static void a_cut_at_any_operation_leaves_the_old_image_or_the_new_one(void)
{
    uint8_t first[700], second[801], third[600];
    fill(first, sizeof first, 3);
    fill(second, sizeof second, 90);
    fill(third, sizeof third, 200);

    ram_flash start = blank(0xFFFFFFFFu);
    CHECK(update(&start, third, sizeof third)); /* so that the slot written to is not blank */
    CHECK(update(&start, first, sizeof first));
    ram_flash whole = start;
    whole.operations = 0;
    CHECK(update(&whole, second, sizeof second));
    const unsigned operations = whole.operations;
    CHECK(operations > 200);

    unsigned old_ones = 0, new_ones = 0;
    for (int kind = CUT_BEFORE; kind < CUT_KINDS; kind++) {
        for (unsigned cut = 1; cut <= operations; cut++) {
            for (int again = 0; again < (kind == CUT_TORN ? 8 : 1); again++) {
                ram_flash ram = start;
                ram.operations = 0;
                ram.cut_at = cut;
                ram.kind = (cut_kind)kind;
                update(&ram, second, sizeof second);
                const int is_old = newest_is(&ram, first, sizeof first);
                const int is_new = newest_is(&ram, second, sizeof second);
                CHECK(is_old + is_new == 1);
                CHECK(is_old || cut == operations); /* only the last word makes it new */
                old_ones += (unsigned)is_old;
                new_ones += (unsigned)is_new;

                ram.cut_at = 0xFFFFFFFFu;
                CHECK(update(&ram, second, sizeof second));
                CHECK(newest_is(&ram, second, sizeof second));
            }
        }
    }
    CHECK(old_ones > 2000 && new_ones >= 1);
    printf("slots: %u operations, %u cuts: %u old, %u new\n", operations, old_ones + new_ones,
           old_ones, new_ones);
}

static void any_changed_bit_of_the_newest_falls_back_to_the_one_before(void)
{
    uint8_t first[300], second[301];
    fill(first, sizeof first, 1);
    fill(second, sizeof second, 2);
    ram_flash ram = blank(0);
    CHECK(update(&ram, first, sizeof first));
    CHECK(update(&ram, second, sizeof second));
    for (uint32_t bit = 0; bit < (BK_SLOT_RECORD + sizeof second) * 8u; bit++) {
        ram.words[SLOT / 4 + bit / 32] ^= 1u << (bit % 32);
        CHECK(newest_is(&ram, first, sizeof first));
        ram.words[SLOT / 4 + bit / 32] ^= 1u << (bit % 32);
    }
}

static void flash_that_loses_bits_is_never_committed_to(void)
{
    uint8_t first[300], second[300];
    fill(first, sizeof first, 1);
    fill(second, sizeof second, 2);
    ram_flash ram = blank(0);
    CHECK(update(&ram, first, sizeof first));
    ram.broken_bits = 1;
    CHECK(!update(&ram, second, sizeof second));
    CHECK(newest_is(&ram, first, sizeof first));

    /* It begins to lose them after the image was read back. */
    const bk_flash flash = flash_of(&ram);
    const bk_slot_image newest = bk_slots_newest(&flash);
    bk_slots_update up;
    bk_slot_image written;
    ram.broken_bits = 0;
    CHECK(bk_slots_begin(&flash, &newest, &up, sizeof second,
                         bk_crc32(BK_CRC32_EMPTY, second, sizeof second), second));
    while (bk_slots_erase_next(&flash, &up) == 1) {
    }
    CHECK(bk_slots_write(&flash, &up, second, sizeof second));
    CHECK(bk_slots_verify(&flash, &up, &written));
    ram.broken_bits = 1;
    CHECK(!bk_slots_commit(&flash, &up));
    CHECK(ram.words[SLOT / 4 + 7] == 0xFFFFFFFFu); /* not even tried */
}

static void what_follows_the_image_stays_erased(void)
{
    uint8_t image[61];
    fill(image, sizeof image, 5);
    ram_flash ram = blank(0);
    CHECK(update(&ram, image, sizeof image));
    const uint8_t *after = (const uint8_t *)ram.words + BK_SLOT_RECORD + sizeof image;
    CHECK(after[0] == 0xFF && after[1] == 0xFF && after[2] == 0xFF && after[3] == 0xFF);
}

static void generations_may_wrap_around(void)
{
    uint8_t image[64];
    ram_flash ram = blank(0);
    const bk_flash flash = flash_of(&ram);
    bk_slot_image newest = {NULL, 0, 0xFFFFFFFEu, BK_SLOT_NONE};
    for (uint8_t turn = 0; turn < 4; turn++) {
        fill(image, sizeof image, turn);
        bk_slots_update up;
        const uint32_t crc = bk_crc32(BK_CRC32_EMPTY, image, sizeof image);
        CHECK(bk_slots_begin(&flash, &newest, &up, sizeof image, crc, image));
        while (bk_slots_erase_next(&flash, &up) == 1) {
        }
        CHECK(bk_slots_write(&flash, &up, image, sizeof image));
        CHECK(!bk_slots_write(&flash, &up, image, 1)); /* past its end */
        CHECK(bk_slots_commit(&flash, &up));
        newest = bk_slots_newest(&flash);
        CHECK(newest.generation == (uint32_t)(0xFFFFFFFFu + turn));
        CHECK(newest_is(&ram, image, sizeof image));
    }
}

/* Flash may hold anything at the first start; under the sanitizers this shows
 * that no record makes the reader leave the slot. */
static void a_record_that_lies_about_its_size_is_not_believed(void)
{
    uint8_t image[64];
    fill(image, sizeof image, 9);
    ram_flash ram = blank(0xFFFFFFFFu);
    CHECK(update(&ram, image, sizeof image));
    const uint32_t sizes[] = {0, SLOT - BK_SLOT_RECORD + 1u, 0x7FFFFFFFu, 0xFFFFFFFFu};
    for (unsigned i = 0; i < 4; i++) {
        ram.words[2] = sizes[i];
        ram.words[6] = bk_crc32(BK_CRC32_EMPTY, ram.words, 24);
        const bk_flash flash = flash_of(&ram);
        CHECK(bk_slots_newest(&flash).slot == BK_SLOT_NONE);
    }
}

int main(void)
{
    the_crc_matches_the_catalogue_check_value();
    blank_flash_holds_no_image();
    every_size_comes_back_and_the_slots_take_turns();
    an_image_that_does_not_fit_is_refused_before_the_flash_is_touched();
    a_cut_at_any_operation_leaves_the_old_image_or_the_new_one();
    any_changed_bit_of_the_newest_falls_back_to_the_one_before();
    flash_that_loses_bits_is_never_committed_to();
    what_follows_the_image_stays_erased();
    generations_may_wrap_around();
    a_record_that_lies_about_its_size_is_not_believed();
    printf(failures == 0 ? "slots: all passed\n" : "slots: FAILED\n");
    return failures == 0 ? 0 : 1;
}
