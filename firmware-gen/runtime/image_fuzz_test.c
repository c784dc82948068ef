/*
 * Ten seconds of damaged images and backbones with right CRCs, under the sanitizers:
 * each is refused, or opens and takes samples without leaving its memory.
 * BECKON_FUZZ_SECONDS makes it longer; the seed is printed, and BECKON_FUZZ_SEED
 * repeats a run. Arguments: as image_test_files.h says.
 */
#include <time.h>

#include "bk_trace.h"
#include "image_test_files.h"

#define IMAGES_MAX 32

static uint64_t random_state;
static uint32_t random_below(uint32_t below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX */
    return (uint32_t)(random_state >> 33) % below;
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

static uint32_t refused, opened, opened_over, scored;

static void try_image(const test_file *image, const test_file *backbone)
{
    const uint8_t *exact = image->bytes;
    const uint32_t size = image->size;
    const bk_backbone beside = {backbone->bytes, backbone->size};
    uint32_t arena_size = 0;
    if (bk_arena_size(exact, size, &beside, &arena_size) != BK_OK) {
        refused++;
    } else {
        opened++;
        opened_over += backbone->bytes != NULL;
        void *arena = malloc(arena_size);
        const bk_inputs inputs = {(uint16_t)random_below(65536), (uint8_t)random_below(2), NULL, NULL};
        bk_runtime *runtime = NULL;
        if (arena == NULL || bk_open(exact, size, &beside, arena, arena_size, &inputs, &runtime) != BK_OK) {
            fprintf(stderr, "an image with a right size did not open\n");
            exit(1);
        }
        bk_trace_sums sums;
        bk_trace_sum(runtime, &sums);
        push_samples(runtime);
        scored += sums.segments > 0;
        free(arena);
    }
}

/* A copy, damaged and perhaps cut, that ends where its memory ends. */
static test_file damaged_copy(const test_file *whole)
{
    const uint32_t size = random_below(20) == 0 ? random_below(whole->size) + 1u : whole->size;
    test_file copy = {test_exact_copy(whole->bytes, whole->size), whole->size};
    damage(copy.bytes, copy.size);
    uint8_t *exact = test_exact_copy(copy.bytes, size);
    free(copy.bytes);
    if (size >= 16u && random_below(50) != 0) {
        test_put_crc(exact, size);
    }
    const test_file damaged = {exact, size};
    return damaged;
}

int main(int count, char **paths)
{
    test_file images[IMAGES_MAX], backbones[IMAGES_MAX];
    const int found = count - 1 < IMAGES_MAX ? count - 1 : IMAGES_MAX;
    for (int i = 0; i < found; i++) {
        images[i] = test_read_file(paths[i + 1]);
        backbones[i] = test_read_backbone(paths[i + 1]);
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
        const uint32_t index = random_below((uint32_t)found);
        const test_file *image = &images[index], *backbone = &backbones[index];
        const int in_backbone = backbone->bytes != NULL && random_below(2) == 0;
        const test_file damaged = damaged_copy(in_backbone ? backbone : image);
        try_image(in_backbone ? image : &damaged, in_backbone ? &damaged : backbone);
        free(damaged.bytes);
    } while (time(NULL) < end);
    for (int i = 0; i < found; i++) {
        free(images[i].bytes);
        free(backbones[i].bytes);
    }
    printf("%u refused, %u opened, %u of them over a backbone, %u scored a segment\n", refused, opened,
           opened_over, scored);
    return refused == 0 || opened == 0 || opened_over == 0 || scored == 0; /* else the damage was of one kind only */
}
