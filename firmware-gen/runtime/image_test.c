/*
 * Tests of opening images. Arguments: as image_test_files.h says.
 */
#include "image.h"
#include "image_test_files.h"

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

/* Of the image at hand. */
static bk_backbone beside;

/* The status of the first size bytes, in memory that ends there. */
static bk_status status_of(const uint8_t *bytes, uint32_t size)
{
    uint8_t *exact = test_exact_copy(bytes, size);
    uint32_t arena = 0;
    const bk_status status = bk_arena_size(exact, size, &beside, &arena);
    CHECK((status == BK_OK) == (arena > 0));
    free(exact);
    return status;
}

static void every_cut_and_every_flipped_bit_is_refused(const test_file *image)
{
    for (uint32_t size = 0; size < image->size; size++) {
        CHECK(status_of(image->bytes, size) == BK_ERR_TRUNCATED);
    }
    for (uint32_t i = 0; i < image->size; i++) {
        const uint8_t bit = (uint8_t)(1u << (i % 8u));
        image->bytes[i] ^= bit;
        CHECK(status_of(image->bytes, image->size) != BK_OK);
        image->bytes[i] ^= bit;
    }
    CHECK(status_of(image->bytes, image->size) == BK_OK);
}

/* One byte of the header changed, with a right CRC: what the reader says then. */
static void each_fault_has_its_name(const test_file *image)
{
    static const struct {
        uint32_t at;
        uint8_t value;
        bk_status status;
    } faults[] = {
        {0, 'X', BK_ERR_MAGIC},    {4, 2, BK_ERR_VERSION},   {6, 3, BK_ERR_FAMILY},
        {7, 0, BK_ERR_SECTION},    {7, 255, BK_ERR_SECTION}, {36, 9, BK_ERR_FRONT_END},
        {37, 0, BK_ERR_HEAD},      {37, 49, BK_ERR_HEAD},    {40, 'Q', BK_ERR_SECTION},
        {48, 1, BK_ERR_SECTION},   {50, 255, BK_ERR_SECTION}, {55, 255, BK_ERR_SECTION},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const uint8_t before = image->bytes[faults[i].at];
        image->bytes[faults[i].at] = faults[i].value;
        test_put_crc(image->bytes, image->size);
        CHECK(status_of(image->bytes, image->size) == faults[i].status);
        image->bytes[faults[i].at] = before;
    }
    test_put_crc(image->bytes, image->size);
}

static void an_unknown_optional_section_is_skipped(const test_file *image)
{
    const uint8_t count = image->bytes[7];
    uint8_t *last = image->bytes + BK_IMAGE_HEADER + BK_IMAGE_SECTION_ENTRY * (count - 1u); /* META */
    CHECK(memcmp(last, "META", 4) == 0 && last[4] == 1);
    memcpy(last, "WHAT", 4);
    test_put_crc(image->bytes, image->size);
    CHECK(status_of(image->bytes, image->size) == BK_OK);
    last[4] = 0;
    test_put_crc(image->bytes, image->size);
    CHECK(status_of(image->bytes, image->size) == BK_ERR_SECTION);
    last[4] = 1;
    memcpy(last, "META", 4);
    test_put_crc(image->bytes, image->size);
}

static void bytes_after_the_end_change_nothing(const test_file *image)
{
    uint8_t *longer = malloc(image->size + 100u);
    if (longer == NULL) {
        exit(2);
    }
    memset(longer, 0xFF, image->size + 100u);
    memcpy(longer, image->bytes, image->size);
    CHECK(status_of(longer, image->size + 100u) == BK_OK);
    free(longer);
}

static void a_refused_image_leaves_everything_as_it_was(const test_file *image)
{
    uint32_t size = 0;
    CHECK(bk_arena_size(image->bytes, image->size, &beside, &size) == BK_OK);
    uint64_t *arena = malloc(size + 8u);
    uint8_t *untouched = malloc(size + 8u);
    if (arena == NULL || untouched == NULL) {
        exit(2);
    }
    memset(arena, 0xA5, size + 8u);
    memset(untouched, 0xA5, size + 8u);
    bk_runtime *const before = (bk_runtime *)(void *)untouched;
    bk_runtime *runtime = before;
    const bk_inputs inputs = {5000, 0, NULL, NULL};
    CHECK(bk_open(image->bytes, image->size, &beside, arena, size - 1u, &inputs, &runtime) ==
          BK_ERR_ARENA);
    CHECK(bk_open(image->bytes, image->size, &beside, (uint8_t *)arena + 4, size, &inputs,
                  &runtime) == BK_ERR_ARENA);
    image->bytes[20] ^= 1u;
    CHECK(bk_open(image->bytes, image->size, &beside, arena, size, &inputs, &runtime) == BK_ERR_CRC);
    image->bytes[20] ^= 1u;
    CHECK(runtime == before && memcmp(arena, untouched, size + 8u) == 0);
    CHECK(bk_open(image->bytes, image->size, &beside, arena, size, &inputs, &runtime) == BK_OK);
    CHECK(runtime == (bk_runtime *)(void *)arena && memcmp((uint8_t *)arena + size, untouched, 8) == 0);
    free(arena);
    free(untouched);
}

static void labels_come_back_byte_for_byte(const test_file *image)
{
    bk_image read;
    const uint8_t *label = NULL;
    uint8_t flags = 9, size = 0;
    CHECK(bk_image_read(image->bytes, image->size, &read) == BK_OK);
    CHECK(bk_image_label(&read, 0, &flags, &label, &size) && size == 4 && flags == 0);
    CHECK(memcmp(label, "left", 4) == 0);
    CHECK(bk_image_label(&read, 4, &flags, &label, &size) && flags == BK_LABEL_NO_COMMAND);
    CHECK(size == 6 && memcmp(label, "_other", 6) == 0);
    CHECK(!bk_image_label(&read, 5, &flags, &label, &size));
}

int main(int count, char **paths)
{
    for (int i = 1; i < count; i++) {
        test_file image = test_read_file(paths[i]);
        test_file backbone = test_read_backbone(paths[i]);
        beside.at = backbone.bytes;
        beside.size = backbone.size;
        every_cut_and_every_flipped_bit_is_refused(&image);
        each_fault_has_its_name(&image);
        an_unknown_optional_section_is_skipped(&image);
        bytes_after_the_end_change_nothing(&image);
        a_refused_image_leaves_everything_as_it_was(&image);
        labels_come_back_byte_for_byte(&image);
        free(image.bytes);
        free(backbone.bytes);
    }
    CHECK(count > 1); /* without images nothing was tested */
    return failures != 0;
}
