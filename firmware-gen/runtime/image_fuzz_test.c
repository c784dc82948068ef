/*
 * Ten seconds of damaged images with right CRCs, under the sanitizers: each is
 * refused, or opens and takes samples without leaving its memory.
 * BECKON_FUZZ_SECONDS makes it longer; the seed is printed, and BECKON_FUZZ_SEED
 * repeats a run. Arguments: files with whole images.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "beckon.h"
#include "bk_crc32.h"
#include "bk_trace.h"

#define IMAGES_MAX 32

static uint64_t random_state;
static uint32_t random_below(uint32_t below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX */
    return (uint32_t)(random_state >> 33) % below;
}

typedef struct {
    uint8_t *bytes;
    uint32_t size;
} file;

static file read_file(const char *path)
{
    file read = {NULL, 0};
    FILE *from = fopen(path, "rb");
    if (from == NULL || fseek(from, 0, SEEK_END) != 0) {
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

static uint32_t get_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Somewhere a change may tell: mostly in the header, the table, or the first
 * bytes of a section, where the fields are. */
static uint32_t place(const uint8_t *bytes, uint32_t size)
{
    const uint32_t sections = size > 120u ? bytes[7] : 0u;
    switch (random_below(4)) {
    case 0: return random_below(size);
    case 1: return random_below(size < 152u ? size : 152u);
    default:
        if (sections > 0) {
            const uint32_t entry = 40u + 16u * random_below(sections);
            const uint32_t at = entry + 16u <= size ? get_u32(bytes + entry + 8) : 0u;
            const uint32_t length = entry + 16u <= size ? get_u32(bytes + entry + 12) : 0u;
            if (at < size && length > 0) {
                const uint32_t near = length < 400u ? length : 400u;
                const uint32_t found = at + random_below(near);
                return found < size ? found : size - 1u;
            }
        }
        return random_below(size);
    }
}

static void damage(uint8_t *bytes, uint32_t size)
{
    static const uint8_t edges[] = {0, 1, 2, 127, 128, 129, 254, 255};
    const uint32_t changes = 1u + random_below(4);
    for (uint32_t i = 0; i < changes; i++) {
        const uint32_t at = place(bytes, size);
        switch (random_below(3)) {
        case 0: bytes[at] = (uint8_t)random_below(256); break;
        case 1: bytes[at] = edges[random_below(sizeof edges)]; break;
        default: bytes[at] = (uint8_t)(bytes[at] ^ (1u << random_below(8))); break;
        }
    }
}

static void put_crc(uint8_t *bytes, uint32_t size)
{
    const uint32_t crc = bk_crc32(bk_crc32(BK_CRC32_EMPTY, bytes, 12), bytes + 16, size - 16u);
    for (int i = 0; i < 4; i++) {
        bytes[12 + i] = (uint8_t)(crc >> (8 * i));
    }
}

/* Bursts between quiet, so that segments open and close; now and then anything. */
static void push_samples(bk_runtime *runtime)
{
    int16_t pcm[320];
    for (uint32_t burst = 0; burst < 3; burst++) {
        const uint32_t loud = 2u + random_below(24);
        for (uint32_t frame = 0; frame < loud + 10u; frame++) {
            const uint32_t size = frame < loud ? 1u + random_below(65535) : 4u;
            for (uint32_t i = 0; i < 320; i++) {
                pcm[i] = (int16_t)((int32_t)random_below(size) - (int32_t)(size / 2u));
            }
            if (bk_signal_of(runtime) == BK_SIGNAL_SOUND) {
                bk_push_sound(runtime, pcm, 1u + random_below(320));
            } else {
                for (uint32_t i = 0; i < 9; i += 3) {
                    bk_push_motion(runtime, pcm + i);
                }
            }
        }
        bk_event event;
        while (bk_next_event(runtime, &event)) {
        }
    }
}

static uint32_t refused, opened, scored;

static void try_image(const uint8_t *bytes, uint32_t size)
{
    uint8_t *exact = malloc(size);
    if (exact == NULL) {
        exit(2);
    }
    memcpy(exact, bytes, size);
    uint32_t arena_size = 0;
    if (bk_arena_size(exact, size, &arena_size) != BK_OK) {
        refused++;
    } else {
        opened++;
        void *arena = malloc(arena_size);
        const bk_inputs inputs = {(uint16_t)random_below(65536), (uint8_t)random_below(2), NULL, NULL};
        bk_runtime *runtime = NULL;
        if (arena == NULL || bk_open(exact, size, arena, arena_size, &inputs, &runtime) != BK_OK) {
            fprintf(stderr, "an image with a right size did not open\n");
            exit(1);
        }
        bk_trace_sums sums;
        bk_trace_sum(runtime, &sums);
        push_samples(runtime);
        scored += sums.segments > 0;
        free(arena);
    }
    free(exact);
}

int main(int count, char **paths)
{
    file images[IMAGES_MAX];
    const int found = count - 1 < IMAGES_MAX ? count - 1 : IMAGES_MAX;
    for (int i = 0; i < found; i++) {
        images[i] = read_file(paths[i + 1]);
    }
    if (found == 0) {
        return 2;
    }
    const char *seconds = getenv("BECKON_FUZZ_SECONDS");
    const char *seed = getenv("BECKON_FUZZ_SEED");
    const time_t end = time(NULL) + (seconds != NULL ? atoi(seconds) : 10);
    random_state = seed != NULL ? (uint64_t)strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    printf("seed %llu\n", (unsigned long long)random_state);
    fflush(stdout);
    do {
        const file *image = &images[random_below((uint32_t)found)];
        uint8_t *damaged = malloc(image->size);
        if (damaged == NULL) {
            return 2;
        }
        memcpy(damaged, image->bytes, image->size);
        damage(damaged, image->size);
        const uint32_t size = random_below(20) == 0 ? random_below(image->size) + 1u : image->size;
        if (size >= 16u && random_below(50) != 0) {
            put_crc(damaged, size);
        }
        try_image(damaged, size);
        free(damaged);
    } while (time(NULL) < end);
    for (int i = 0; i < found; i++) {
        free(images[i].bytes);
    }
    printf("%u refused, %u opened, %u of them scored a segment\n", refused, opened, scored);
    return refused == 0 || opened == 0 || scored == 0; /* else the damage was of one kind only */
}
