/*
 * Ten seconds of hostile bytes for the device's side of the link, under the
 * sanitizers; BECKON_FUZZ_SECONDS makes it longer. The seed is printed, and
 * BECKON_FUZZ_SEED repeats a run.
 */
#define _POSIX_C_SOURCE 200112L
#include <time.h>

#include "link_test_rig.h"

enum { MARK = 0x51 };

static uint64_t random_state;
static uint32_t random_below(uint32_t below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX */
    return (uint32_t)(random_state >> 33) % below;
}

static uint8_t random_byte(void)
{
    return (uint8_t)random_below(256);
}

static const uint8_t TYPES[] = {
    BK_LINK_HELLO, BK_LINK_ARM, BK_LINK_DISARM, BK_LINK_HEARTBEAT, BK_LINK_EVENT_ACK,
    BK_LINK_STREAM, BK_LINK_REPLAY_BEGIN, BK_LINK_REPLAY_DATA, BK_LINK_PUSH_BEGIN, BK_LINK_PUSH_DATA,
    BK_LINK_PUSH_COMMIT, BK_LINK_ABORT, BK_LINK_LABEL_GET};

/* A message of a known type whose body often makes sense. */
static void send_message(rig *r)
{
    uint8_t body[BK_LINK_MESSAGE_MAX - 2u];
    const uint8_t type = random_below(50) == 0 ? random_byte() : TYPES[random_below(sizeof TYPES)];
    const uint32_t size = random_below(3) == 0 ? random_below(sizeof body + 1u) : 20;
    for (uint32_t i = 0; i < sizeof body; i++) {
        body[i] = random_below(2) == 0 ? 0 : random_byte();
    }
    if (random_below(20) != 0) {
        const int is_data = type == BK_LINK_PUSH_DATA || type == BK_LINK_REPLAY_DATA;
        const uint32_t received = r->device.received / (type == BK_LINK_REPLAY_DATA ? 2u : 1u);
        rig_put_u32(body, is_data ? received - random_below(2) * random_below(99) : r->device.link);
    }
    if (type == BK_LINK_ARM && random_below(4) != 0) {
        memset(body + 4, MARK + 1, 8);
    }
    if (type == BK_LINK_PUSH_BEGIN) {
        rig_put_u32(body + 4, random_below(RIG_SLOT + 100));
    }
    if (type == BK_LINK_REPLAY_BEGIN) {
        rig_put_u32(body + 6, random_below(10) == 0 ? 0xFFFFFFFFu / (1u + random_below(8)) : 3u * random_below(200));
    }
    rig_send(r, type, body, size);
}

/* A real push of an image with one byte changed, its CRCs made right again. */
static void push_damaged_image(rig *r)
{
    uint8_t image[RIG_IMAGE], body[20 + 240];
    rig_image(image, MARK);
    image[random_below(RIG_IMAGE)] = random_byte();
    rig_seal_image(image, sizeof image);
    rig_send_link(r, BK_LINK_DISARM);
    rig_send_link(r, BK_LINK_ABORT);
    rig_put_u32(body, r->device.link);
    rig_put_u32(body + 4, sizeof image);
    rig_put_u32(body + 8, bk_crc32(BK_CRC32_EMPTY, image, sizeof image));
    memcpy(body + 12, image + 16, 8);
    rig_send(r, BK_LINK_PUSH_BEGIN, body, 20);
    rig_wait(r, 12);
    for (uint32_t at = 0; at < sizeof image; at += 240) {
        const uint32_t size = sizeof image - at < 240 ? (uint32_t)sizeof image - at : 240;
        rig_put_u32(body, at);
        memcpy(body + 4, image + at, size);
        rig_send(r, BK_LINK_PUSH_DATA, body, 4u + size);
    }
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
}

static void send_noise(rig *r)
{
    for (uint32_t i = random_below(600); i > 0; i--) {
        const uint8_t byte = random_below(8) == 0 ? 0 : random_byte();
        bk_link_device_receive(&r->device, &byte, 1);
    }
}

static void move(rig *r)
{
    for (uint32_t i = random_below(150); i > 0; i--) {
        int16_t milli_g[3];
        rig_movement(i, milli_g);
        bk_link_device_motion(&r->device, milli_g);
    }
}

/* What holds whatever came. */
static void check_promises(const rig *r, int was_armed)
{
    CHECK(was_armed || r->device.armed || rig_count(r, BK_LINK_EVENT) == 0);
    CHECK(r->device.held_count <= BK_LINK_HELD_MAX);
    CHECK(!r->device.armed || (r->device.runtime != NULL && r->device.activity == BK_LINK_IDLE));
    CHECK(r->device.newest.slot < BK_SLOTS && r->device.runtime != NULL);
    CHECK(r->device.received <= r->device.expected);
}

static void random_flash(rig *r)
{
    for (uint32_t i = 0; i < sizeof r->flash; i++) {
        r->flash[i] = random_below(2) == 0 ? 0xFF : random_byte();
    }
    rig_restart(r, RIG_LINK);
}

int main(void)
{
    const char *seconds = getenv("BECKON_FUZZ_SECONDS");
    const char *seed = getenv("BECKON_FUZZ_SEED");
    const time_t end = time(NULL) + (seconds != NULL ? atol(seconds) : 10);
    random_state = seed != NULL ? strtoull(seed, NULL, 10) : 20251125u;
    printf("link_fuzz: seed %llu\n", (unsigned long long)random_state);

    rig *r = rig_new();
    uint8_t image[RIG_IMAGE];
    unsigned long rounds = 0, armed_rounds = 0, events = 0, results = 0, pushes = 0;
    while (time(NULL) < end && failures == 0) {
        if (rounds % 200u == 0) {
            random_flash(r);
            memset(r->flash, 0, sizeof r->flash);
            rig_image(image, MARK);
            rig_install(r, image, sizeof image);
        }
        const int was_armed = r->device.armed;
        rig_forget(r);
        switch (random_below(8)) {
        case 0: send_noise(r); break;
        case 1: move(r); break;
        case 2: rig_wait(r, random_below(30) == 0 ? 6000 : random_below(60)); break;
        case 3: rig_send_link(r, BK_LINK_HEARTBEAT); break;
        case 4:
            if (random_below(20) == 0) {
                push_damaged_image(r);
            }
            break;
        default: send_message(r); break;
        }
        check_promises(r, was_armed);
        armed_rounds += r->device.armed != 0;
        events += rig_count(r, BK_LINK_EVENT);
        results += rig_count(r, BK_LINK_REPLAY_RESULT);
        pushes += r->device.committed != 0;
        rounds++;
    }
    /* A fuzzer that reaches nothing proves nothing. */
    CHECK(armed_rounds > 0 && events > 0 && results > 0 && pushes > 0);
    printf("link_fuzz: %lu rounds, %lu armed, %lu events, %lu results, %lu after a commit\n", rounds,
           armed_rounds, events, results, pushes);
    return rig_report("link_fuzz", r);
}
