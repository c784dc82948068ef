/*
 * For the tests of the link: a board in memory whose time stands still until a
 * test moves it, the host's end of its cable, and a small real image.
 */
#ifndef BK_LINK_TEST_RIG_H
#define BK_LINK_TEST_RIG_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bk_crc32.h"
#include "link_parts.h"

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

enum { RIG_PAGE = 256, RIG_SLOT = 2048, RIG_HEARD = 512, RIG_LINK = 0x1234ABCD };

typedef struct {
    uint8_t type, sequence, size; /* size: of body */
    uint8_t body[BK_LINK_MESSAGE_MAX];
} rig_message;

typedef struct {
    bk_link_device device;
    bk_link_board board;
    uint8_t flash[BK_SLOTS * RIG_SLOT];
    uint64_t arena[1024];
    uint32_t now;
    uint32_t tick;                /* ms that pass at each look at the clock */
    bk_link_decoder decoder;
    rig_message heard[RIG_HEARD]; /* what the device sent */
    unsigned heard_count;
    int deaf;                     /* 1: the board's transmit has no room */
    int dead_flash;               /* 1: erase and write report a fault */
    uint8_t sequence;             /* of the last message the host sent */
} rig;

static inline uint32_t rig_now(void *context)
{
    rig *r = (rig *)context;
    r->now += r->tick;
    return r->now;
}

static inline int rig_transmit(void *context, const uint8_t *frame, size_t size)
{
    rig *r = (rig *)context;
    if (r->deaf) {
        return 0;
    }
    for (size_t i = 0; i < size; i++) {
        const uint8_t *message = NULL;
        size_t message_size = 0;
        const bk_link_status status =
            bk_link_decoder_push(&r->decoder, frame[i], &message, &message_size);
        if (status == BK_LINK_OK && r->heard_count < RIG_HEARD) {
            rig_message *heard = &r->heard[r->heard_count++];
            heard->type = message[0];
            heard->sequence = message[1];
            heard->size = (uint8_t)(message_size - 2u);
            memcpy(heard->body, message + 2, heard->size);
        } else {
            CHECK(status == BK_LINK_PENDING);
        }
    }
    return 1;
}

static inline int rig_erase(void *context, uint32_t page_offset)
{
    rig *r = (rig *)context;
    CHECK(page_offset % RIG_PAGE == 0 && page_offset < sizeof r->flash);
    memset(r->flash + page_offset, 0xFF, RIG_PAGE);
    return !r->dead_flash;
}

static inline int rig_write(void *context, uint32_t offset, uint32_t word)
{
    rig *r = (rig *)context;
    CHECK(offset % 4u == 0 && offset < sizeof r->flash);
    for (uint32_t i = 0; i < 4u; i++) {
        r->flash[offset + i] = (uint8_t)(r->flash[offset + i] & (word >> (8u * i)));
    }
    return !r->dead_flash;
}

/* Starts the device; flash stays as it is. */
static inline void rig_restart(rig *r, uint32_t link)
{
    bk_link_decoder_init(&r->decoder);
    r->heard_count = 0;
    bk_link_device_init(&r->device, &r->board, link);
}

static inline rig *rig_new(void)
{
    rig *r = (rig *)calloc(1, sizeof *r);
    if (r == NULL) {
        abort();
    }
    const bk_link_board board = {
        "test-board", r, rig_now, rig_transmit, NULL,
        {r, r->flash, RIG_SLOT, RIG_PAGE, rig_erase, rig_write}, {NULL, 0},
        r->arena, sizeof r->arena, 384, 5000, BK_LINK_SENSES_MOTION};
    r->board = board;
    r->now = 0xFFFFF000u; /* the clock wraps around four seconds into each test */
    rig_restart(r, RIG_LINK);
    return r;
}

/* Sends one message to the device. */
static inline void rig_send(rig *r, uint8_t type, const uint8_t *body, size_t size)
{
    uint8_t message[BK_LINK_MESSAGE_MAX], frame[BK_LINK_FRAME_MAX];
    size_t frame_size = 0;
    message[0] = type;
    message[1] = ++r->sequence;
    memcpy(message + 2, body, size);
    CHECK(bk_link_encode(message, size + 2u, frame, sizeof frame, &frame_size) == BK_LINK_OK);
    bk_link_device_receive(&r->device, frame, frame_size);
}

static inline void rig_put_u32(uint8_t *to, uint32_t value)
{
    for (unsigned i = 0; i < 4u; i++) {
        to[i] = (uint8_t)(value >> (8u * i));
    }
}

/* A message whose body is the link number alone. */
static inline void rig_send_link(rig *r, uint8_t type)
{
    uint8_t body[4];
    rig_put_u32(body, r->device.link);
    rig_send(r, type, body, sizeof body);
}

/* The newest message, if it is of this type and answers the last request. */
static inline const rig_message *rig_answer(rig *r, uint8_t type)
{
    static const rig_message none;
    const rig_message *last = r->heard_count > 0 ? &r->heard[r->heard_count - 1u] : &none;
    CHECK(last->type == type && last->sequence == r->sequence);
    return last->type == type ? last : &none;
}

static inline int rig_is_error(rig *r, uint8_t code, uint8_t type)
{
    const rig_message *error = rig_answer(r, BK_LINK_ERROR);
    return error->body[0] == code && error->body[1] == type;
}

/* How many messages of a type came since the last rig_forget(). */
static inline unsigned rig_count(const rig *r, uint8_t type)
{
    unsigned count = 0;
    for (unsigned i = 0; i < r->heard_count; i++) {
        count += r->heard[i].type == type;
    }
    return count;
}

static inline void rig_forget(rig *r)
{
    r->heard_count = 0;
}

/* Lets time pass in steps of a board's main loop. */
static inline void rig_wait(rig *r, uint32_t ms)
{
    for (uint32_t i = 0; i < ms; i++) {
        r->now++;
        bk_link_device_poll(&r->device);
    }
}

static inline void rig_put_section(uint8_t *image, unsigned index, const char *type, uint32_t offset,
                                   uint32_t size)
{
    uint8_t *entry = image + 40u + 16u * index;
    memcpy(entry, type, 4);
    rig_put_u32(entry + 8, offset);
    rig_put_u32(entry + 12, size);
}

static inline void rig_seal_image(uint8_t *image, uint32_t size)
{
    rig_put_u32(image + 8, size);
    uint32_t crc = bk_crc32(BK_CRC32_EMPTY, image, 12);
    crc = bk_crc32(crc, image + 16, size - 16u);
    rig_put_u32(image + 12, crc);
}

enum { RIG_DECI = 40 + 4 * 16 + 24 + 76, RIG_IMAGE = RIG_DECI + 32 + 16 };

/*
 * A motion image (PROTOCOL.md part 1) with one template: class 0, "shake", is
 * the answer to every movement between two rests. mark goes into the ids, so
 * that images can be told apart.
 */
static inline void rig_image(uint8_t image[RIG_IMAGE], uint8_t mark)
{
    enum { FRNT = 40 + 4 * 16, HEAD = FRNT + 24, DECI = RIG_DECI, LABL = DECI + 32 };
    static const uint8_t decision[32] = {
        0, 0, 0, 0, 0, 0,          /* pause gate, no refractory time, no margin */
        0x28, 0x0A, 0xD0, 0x07,    /* onset 2,600, release 2,000 above the floor */
        0xDC, 0x05, 0xDC, 0x05,    /* floor at least and at first 1,500 */
        2, 64, 5, 2,               /* rise, fall, pause and pre-roll frames */
        3, 0, 40, 0, 0, 0,         /* 3 to 40 frames */
        0x00, 0x80, 0, 0, 0, 0, 1, 0};
    memset(image, 0, RIG_IMAGE);
    memcpy(image, "BKN1", 4);
    image[4] = 1;
    image[7] = 4;
    memset(image + 16, mark, 8);
    memset(image + 24, mark + 1, 8);
    image[36] = BK_SIGNAL_MOTION;
    image[37] = 2;
    rig_put_section(image, 0, "FRNT", FRNT, 24);
    rig_put_section(image, 1, "HEAD", HEAD, 76);
    rig_put_section(image, 2, "DECI", DECI, 32);
    rig_put_section(image, 3, "LABL", LABL, 15);
    image[FRNT] = 2;
    image[FRNT + 1] = 6;
    image[FRNT + 2] = 40;
    image[FRNT + 5] = image[FRNT + 13] = image[FRNT + 21] = 0x40; /* identity */
    memcpy(image + HEAD, "\x02\x06\x00\x01\x40\x00\x01\x00", 8);
    memcpy(image + HEAD + 8, "\x00\x0A\x00\x01\x10\x00\x00\x00", 8); /* class 0, 10 frames */
    memcpy(image + DECI, decision, sizeof decision);
    memcpy(image + LABL, "\x00\x05shake\x01\x06_other", 15);
    rig_seal_image(image, RIG_IMAGE);
}

/* Puts an image into the slots as a finished push would, and starts with it. */
static inline void rig_install(rig *r, const uint8_t *image, uint32_t size)
{
    bk_slots_update update;
    const bk_slot_image newest = bk_slots_newest(&r->board.flash);
    CHECK(bk_slots_begin(&r->board.flash, &newest, &update, size,
                         bk_crc32(BK_CRC32_EMPTY, image, size), image + 16));
    while (bk_slots_erase_next(&r->board.flash, &update) == 1) {
    }
    CHECK(bk_slots_write(&r->board.flash, &update, image, size));
    CHECK(bk_slots_commit(&r->board.flash, &update));
    rig_restart(r, RIG_LINK);
    CHECK(r->device.runtime != NULL);
}

/* A device that runs rig_image(mark). */
static inline rig *rig_with_image(uint8_t mark)
{
    uint8_t image[RIG_IMAGE];
    rig *r = rig_new();
    rig_image(image, mark);
    rig_install(r, image, sizeof image);
    rig_forget(r);
    return r;
}

/* One accelerometer sample, at 50 Hz, of a person who shakes for 400 ms every two seconds. */
static inline void rig_movement(unsigned sample, int16_t milli_g[3])
{
    const unsigned phase = sample % 100u;
    milli_g[0] = (int16_t)(phase < 20u ? ((phase / 3u) % 2u != 0 ? 900 : -900) : 0);
    milli_g[1] = 0;
    milli_g[2] = 1000;
}

/* Moves the device by a movement and the rest after it: two seconds. */
static inline void rig_shake(rig *r)
{
    for (unsigned i = 0; i < 100u; i++) {
        int16_t milli_g[3];
        rig_movement(i, milli_g);
        bk_link_device_motion(&r->device, milli_g);
    }
}

static inline void rig_rest(rig *r)
{
    const int16_t still[3] = {0, 0, 1000};
    for (unsigned i = 0; i < 100u; i++) {
        bk_link_device_motion(&r->device, still);
    }
}

/* Arms for the installed image made by rig_image(mark). */
static inline void rig_arm(rig *r, uint8_t mark)
{
    uint8_t body[12];
    rig_put_u32(body, r->device.link);
    memset(body + 4, mark + 1, 8);
    rig_send(r, BK_LINK_ARM, body, sizeof body);
}

/* Begins a replay of so many values, at hundredths of a hertz. */
static inline void rig_replay_begin(rig *r, uint16_t rate_chz, uint32_t values)
{
    uint8_t body[10];
    rig_put_u32(body, r->device.link);
    body[4] = (uint8_t)rate_chz;
    body[5] = (uint8_t)(rate_chz >> 8);
    rig_put_u32(body + 6, values);
    rig_send(r, BK_LINK_REPLAY_BEGIN, body, sizeof body);
}

static inline int rig_report(const char *name, rig *r)
{
    free(r);
    printf("%s: %s\n", name, failures == 0 ? "all passed" : "FAILED");
    return failures == 0 ? 0 : 1;
}

#endif /* BK_LINK_TEST_RIG_H */
