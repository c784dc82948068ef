/*
 * For the tests of images: files with whole images, made by firmware-gen/image,
 * which is the other implementation of the format. Beside NAME.bkn lies the
 * backbone that it runs over, as NAME.bkn.bkb, if it does.
 */
#ifndef BK_IMAGE_TEST_FILES_H
#define BK_IMAGE_TEST_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "beckon.h"
#include "bk_crc32.h"

typedef struct {
    uint8_t *bytes; /* NULL: no such file */
    uint32_t size;
} test_file;

static inline test_file test_read_file(const char *path)
{
    test_file read = {NULL, 0};
    FILE *from = fopen(path, "rb");
    if (from == NULL) {
        return read;
    }
    if (fseek(from, 0, SEEK_END) != 0) {
        exit(2);
    }
    read.size = (uint32_t)ftell(from);
    rewind(from);
    read.bytes = malloc(read.size);
    if (read.bytes == NULL || fread(read.bytes, 1, read.size, from) != read.size) {
        exit(2);
    }
    fclose(from);
    return read;
}

static inline test_file test_read_backbone(const char *image_path)
{
    char path[1024];
    if (snprintf(path, sizeof path, "%s.bkb", image_path) >= (int)sizeof path) {
        exit(2);
    }
    return test_read_file(path);
}

/* A copy that ends where its memory ends. */
static inline uint8_t *test_exact_copy(const uint8_t *bytes, uint32_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1u);
    if (copy == NULL) {
        exit(2);
    }
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    return copy;
}

/* The right CRC of a container of at least 16 bytes, whatever they are. */
static inline void test_put_crc(uint8_t *bytes, uint32_t size)
{
    const uint32_t crc = bk_crc32(bk_crc32(BK_CRC32_EMPTY, bytes, 12), bytes + 16, size - 16u);
    for (int i = 0; i < 4; i++) {
        bytes[12 + i] = (uint8_t)(crc >> (8 * i));
    }
}

#endif /* BK_IMAGE_TEST_FILES_H */
