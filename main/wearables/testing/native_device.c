/*
 * A wearable as a native process on a pseudo-terminal, for tests: the real device side of
 * the link over the real runtime, with flash in memory. Prints the terminal's path, then
 * serves it until its standard input ends.
 *
 *   native_device [IMAGE]
 *   standard input, one command a line:  play FILE   raw i16 samples, in real time
 *                                        reset       starts anew with the next link number
 *
 * "Stops answering without closing" is SIGSTOP, "dies" is SIGKILL.
 */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "bk_crc32.h"
#include "link_device.h"

#define SLOT_SIZE 65536u
#define PAGE_SIZE 1024u
#define MOTION_RATE_HZ 50u
#define SAMPLES_MAX (16000u * 120u)

static uint8_t flash_memory[2u * SLOT_SIZE];
static uint64_t arena[32768];
static int16_t samples[SAMPLES_MAX];
static size_t samples_count, samples_played;
static uint32_t play_start_ms;
static int terminal = -1;
static bk_link_device device;
static uint32_t link_number = 0x1000u;

static uint32_t now_ms(void *context)
{
    struct timespec now;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

static int transmit(void *context, const uint8_t *frame, size_t size)
{
    (void)context;
    return write(terminal, frame, size) == (ssize_t)size; /* non-blocking; a torn frame is dropped by its CRC */
}

static int erase(void *context, uint32_t page_offset)
{
    (void)context;
    memset(flash_memory + page_offset, 0xFF, PAGE_SIZE);
    return 1;
}

static int write_word(void *context, uint32_t offset, uint32_t word)
{
    (void)context;
    for (unsigned i = 0; i < 4u; i++) {
        flash_memory[offset + i] &= (uint8_t)(word >> (8u * i));
    }
    return 1;
}

static const bk_link_board board = {
    .id = "native",
    .now_ms = now_ms,
    .transmit = transmit,
    .flash = {NULL, flash_memory, SLOT_SIZE, PAGE_SIZE, erase, write_word},
    .arena = arena,
    .arena_size = sizeof arena,
    .window = 512u,
    .motion_rate_chz = 100u * MOTION_RATE_HZ,
    .senses = BK_LINK_SENSES_SOUND | BK_LINK_SENSES_MOTION,
};

static void fail(const char *what)
{
    perror(what);
    exit(3);
}

static size_t read_file(const char *path, void *to, size_t capacity)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail(path);
    }
    const size_t size = fread(to, 1, capacity, file);
    fclose(file);
    return size;
}

static void install(const char *path)
{
    static uint8_t image[SLOT_SIZE];
    const uint32_t size = (uint32_t)read_file(path, image, sizeof image);
    const bk_slot_image none = {NULL, 0, 0, BK_SLOT_NONE};
    bk_slots_update update;
    if (size < 24u || !bk_slots_begin(&board.flash, &none, &update, size, bk_crc32(0, image, size), image + 16)) {
        fail("image");
    }
    while (bk_slots_erase_next(&board.flash, &update) > 0) {
    }
    if (!bk_slots_write(&board.flash, &update, image, size) || !bk_slots_commit(&board.flash, &update)) {
        fail("slot");
    }
}

static void open_terminal(void)
{
    struct termios raw;
    terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
        fail("pseudo-terminal");
    }
    /* Held open, so that the terminal outlives a host that closes it. */
    const int other_end = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    if (other_end < 0 || tcgetattr(other_end, &raw) != 0) {
        fail("pseudo-terminal");
    }
    cfmakeraw(&raw);
    tcsetattr(other_end, TCSANOW, &raw);
    fcntl(terminal, F_SETFL, O_NONBLOCK);
    printf("%s\n", ptsname(terminal));
    fflush(stdout);
}

static void obey(char *line)
{
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "play ", 5) == 0) {
        samples_count = read_file(line + 5, samples, sizeof samples) / 2u;
        samples_played = 0;
        play_start_ms = now_ms(NULL);
    } else if (strcmp(line, "reset") == 0) {
        samples_count = 0;
        bk_link_device_init(&device, &board, ++link_number);
    }
}

/* Samples that are due by the clock, as a sensor would bring them. */
static void play(void)
{
    const int motion = bk_link_device_wants(&device) == BK_SIGNAL_MOTION;
    const size_t per_second = motion ? 3u * MOTION_RATE_HZ : 16000u;
    size_t due = (size_t)((uint64_t)(now_ms(NULL) - play_start_ms) * per_second / 1000u);
    due = due < samples_count ? due : samples_count;
    while (motion && samples_played + 3u <= due) {
        bk_link_device_motion(&device, samples + samples_played);
        samples_played += 3u;
    }
    if (!motion && samples_played < due) {
        bk_link_device_sound(&device, samples + samples_played, (uint32_t)(due - samples_played));
        samples_played = due;
    }
}

int main(int argc, char **argv)
{
    memset(flash_memory, 0xFF, sizeof flash_memory);
    if (argc > 1) {
        install(argv[1]);
    }
    open_terminal();
    bk_link_device_init(&device, &board, link_number);
    for (;;) {
        struct pollfd ready[2] = {{terminal, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
        uint8_t bytes[512];
        char line[1024];
        poll(ready, 2, 5);
        if (ready[0].revents & POLLIN) {
            const ssize_t size = read(terminal, bytes, sizeof bytes);
            if (size > 0) {
                bk_link_device_receive(&device, bytes, (size_t)size);
            }
        }
        if (ready[1].revents != 0) {
            const ssize_t size = read(STDIN_FILENO, line, sizeof line - 1u);
            if (size <= 0) {
                return 0;
            }
            line[size] = '\0';
            obey(line);
        }
        play();
        bk_link_device_poll(&device);
    }
}
