/*
 * Tests of images that run over a backbone. Arguments: as image_test_files.h
 * says; images without a backbone beside them are passed over.
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

static bk_status status_over(const test_file *image, const uint8_t *backbone, uint32_t size)
{
    uint8_t *exact = test_exact_copy(backbone, size);
    const bk_backbone beside = {exact, size};
    uint32_t arena = 0;
    const bk_status status = bk_arena_size(image->bytes, image->size, &beside, &arena);
    CHECK((status == BK_OK) == (arena > 0));
    free(exact);
    return status;
}

static void without_its_backbone_it_is_refused(const test_file *image)
{
    const bk_backbone no_place = {NULL, 0};
    uint8_t erased[256];
    uint32_t arena = 0;
    CHECK(bk_arena_size(image->bytes, image->size, NULL, &arena) == BK_ERR_BACKBONE);
    CHECK(bk_arena_size(image->bytes, image->size, &no_place, &arena) == BK_ERR_BACKBONE);
    memset(erased, 0xFF, sizeof erased);
    CHECK(status_over(image, erased, sizeof erased) == BK_ERR_BACKBONE);
    memset(erased, 0, sizeof erased);
    CHECK(status_over(image, erased, sizeof erased) == BK_ERR_BACKBONE);
}

static void a_refusal_leaves_everything_as_it_was(const test_file *image, const test_file *backbone)
{
    const bk_backbone beside = {backbone->bytes, backbone->size};
    const bk_inputs inputs = {5000, 0, NULL, NULL};
    uint32_t size = 0;
    CHECK(bk_arena_size(image->bytes, image->size, &beside, &size) == BK_OK);
    uint64_t *arena = malloc(size);
    uint8_t *untouched = malloc(size);
    if (arena == NULL || untouched == NULL) {
        exit(2);
    }
    memset(arena, 0xA5, size);
    memset(untouched, 0xA5, size);
    bk_runtime *runtime = NULL;
    CHECK(bk_open(image->bytes, image->size, NULL, arena, size, &inputs, &runtime) ==
          BK_ERR_BACKBONE);
    CHECK(runtime == NULL && memcmp(arena, untouched, size) == 0);
    CHECK(bk_open(image->bytes, image->size, &beside, arena, size, &inputs, &runtime) == BK_OK);
    CHECK(runtime != NULL);
    free(arena);
    free(untouched);
}

/* Every byte of header and table, and some of the rest. */
static void every_cut_and_every_flipped_bit_is_refused(const test_file *image, test_file *backbone)
{
    for (uint32_t i = 0; i < backbone->size; i += i < 200u ? 1u : 97u) {
        const uint8_t bit = (uint8_t)(1u << (i % 8u));
        CHECK(status_over(image, backbone->bytes, i) == BK_ERR_BACKBONE);
        backbone->bytes[i] ^= bit;
        CHECK(status_over(image, backbone->bytes, backbone->size) == BK_ERR_BACKBONE);
        backbone->bytes[i] ^= bit;
    }
    CHECK(status_over(image, backbone->bytes, backbone->size) == BK_OK);
}

static uint8_t *section_of(const test_file *container, const char *type)
{
    for (uint8_t i = 0; i < container->bytes[7]; i++) {
        uint8_t *entry = container->bytes + BK_IMAGE_HEADER + BK_IMAGE_SECTION_ENTRY * (uint32_t)i;
        if (memcmp(entry, type, 4) == 0) {
            return container->bytes + (entry[8] | (uint32_t)entry[9] << 8);
        }
    }
    exit(2);
}

/* One byte changed, with a right CRC. */
static void each_fault_is_found(const test_file *image, test_file *backbone)
{
    const struct {
        uint8_t *at;
        bk_status status;
    } faults[] = {
        {backbone->bytes + 0, BK_ERR_BACKBONE},  /* magic */
        {backbone->bytes + 4, BK_ERR_BACKBONE},  /* version */
        {backbone->bytes + 6, BK_ERR_BACKBONE},  /* another board's order of weights */
        {backbone->bytes + 7, BK_ERR_BACKBONE},  /* number of sections */
        {backbone->bytes + 24, BK_ERR_BACKBONE}, /* its id */
        {backbone->bytes + 36, BK_ERR_BACKBONE}, /* signal */
        {backbone->bytes + 40, BK_ERR_BACKBONE}, /* name of a section */
        {section_of(backbone, "FRNT") + 1, BK_ERR_BACKBONE},
        {section_of(backbone, "NETW") + 0, BK_ERR_NETWORK},
        {section_of(backbone, "NETW") + 3, BK_ERR_NETWORK},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        *faults[i].at ^= 0x82u;
        test_put_crc(backbone->bytes, backbone->size);
        CHECK(status_over(image, backbone->bytes, backbone->size) == faults[i].status);
        *faults[i].at ^= 0x82u;
    }
    test_put_crc(backbone->bytes, backbone->size);
    CHECK(status_over(image, backbone->bytes, backbone->size) == BK_OK);
}

static void an_image_that_names_another_is_refused(test_file *image, const test_file *backbone)
{
    uint8_t *id = section_of(image, "BACK");
    for (uint32_t i = 0; i < BK_IMAGE_ID; i++) {
        id[i] ^= 1u;
        test_put_crc(image->bytes, image->size);
        CHECK(status_over(image, backbone->bytes, backbone->size) == BK_ERR_BACKBONE);
        id[i] ^= 1u;
    }
    test_put_crc(image->bytes, image->size);
}

static void bytes_after_its_end_change_nothing(const test_file *image, const test_file *backbone)
{
    const uint32_t size = backbone->size + 1000u; /* the rest of its place in flash */
    uint8_t *longer = malloc(size);
    if (longer == NULL) {
        exit(2);
    }
    memset(longer, 0xFF, size);
    memcpy(longer, backbone->bytes, backbone->size);
    CHECK(status_over(image, longer, size) == BK_OK);
    free(longer);
}

static void its_id_is_told_or_zeros(const test_file *image, test_file *backbone)
{
    static const uint8_t zeros[BK_IMAGE_ID];
    const bk_backbone beside = {backbone->bytes, backbone->size};
    const bk_backbone no_place = {NULL, 0};
    uint8_t id[BK_IMAGE_ID];
    CHECK(bk_backbone_id(&beside, id) && memcmp(id, section_of(image, "BACK"), sizeof id) == 0);
    backbone->bytes[backbone->size - 1u] ^= 1u;
    CHECK(!bk_backbone_id(&beside, id) && memcmp(id, zeros, sizeof id) == 0);
    backbone->bytes[backbone->size - 1u] ^= 1u;
    CHECK(!bk_backbone_id(&no_place, id) && memcmp(id, zeros, sizeof id) == 0);
}

int main(int count, char **paths)
{
    int found = 0;
    for (int i = 1; i < count; i++) {
        test_file image = test_read_file(paths[i]);
        test_file backbone = test_read_backbone(paths[i]);
        if (backbone.bytes != NULL) {
            found++;
            without_its_backbone_it_is_refused(&image);
            a_refusal_leaves_everything_as_it_was(&image, &backbone);
            every_cut_and_every_flipped_bit_is_refused(&image, &backbone);
            each_fault_is_found(&image, &backbone);
            an_image_that_names_another_is_refused(&image, &backbone);
            bytes_after_its_end_change_nothing(&image, &backbone);
            its_id_is_told_or_zeros(&image, &backbone);
        }
        free(image.bytes);
        free(backbone.bytes);
    }
    CHECK(found >= 2); /* one for each signal */
    return failures != 0;
}
