/*
 * The device's side of the link: everything a wearable does between its
 * samples and its cable. A board gives it a few functions, received bytes and
 * samples; it owns the runtime, in an arena it is given, and the image slots.
 *
 *   forever: bk_link_device_receive(bytes that came)
 *            bk_link_device_sound / _motion(samples that came)
 *            bk_link_device_poll()
 *
 * What it promises (PROTOCOL.md part 2):
 *   - EVENT is sent only while armed, and at most EVENT_STALE_MS after its decision;
 *   - it disarms itself when no host heartbeat came for HOST_SILENCE_MS;
 *   - samples of a replay never make an EVENT, and live samples none during it;
 *   - samples are streamed only while disarmed, idle and asked for by a host that lives;
 *   - a refused, cut or failed push leaves the old image active;
 *   - no received byte makes it leave its memory or wait for ever.
 *
 * No allocation, no clock of its own, no waiting except for the flash. All
 * calls from one thread, none from an interrupt. Trusted: the board and its
 * samples. Untrusted: every received byte and every byte found in flash.
 */
#ifndef BK_LINK_DEVICE_H
#define BK_LINK_DEVICE_H

#include "beckon.h"
#include "bk_trace.h"
#include "image.h"
#include "link_frame.h"
#include "slots.h"

#ifdef __cplusplus
extern "C" {
#endif

#define BK_LINK_HEARTBEAT_MS 100u
#define BK_LINK_HOST_SILENCE_MS 1000u
#define BK_LINK_EVENT_RESEND_MS 50u
#define BK_LINK_EVENT_STALE_MS 150u
#define BK_LINK_TRANSFER_IDLE_MS 5000u /* a push or replay without DATA for so long is dropped */

#define BK_LINK_STREAM_SAMPLES 4u /* motion samples in one STREAM_DATA */
#define BK_LINK_EVENTS_MAX 4u /* events under way at once; one more is dropped and counted */
#define BK_LINK_HELD_MAX 8u   /* commands held at once */

enum { BK_LINK_SENSES_SOUND = 1, BK_LINK_SENSES_MOTION = 2 };

/* What a board is. Must stay in place. */
typedef struct {
    const char *id;            /* as in board.json, at most 32 bytes */
    void *context;             /* handed to every function */
    uint32_t (*now_ms)(void *context);      /* since its start; wraps around */
    int (*transmit)(void *context, const uint8_t *frame, size_t size); /* queues all (1) or nothing (0) */
    uint8_t (*battery)(void *context);       /* percent, or 255 if unknown; may be NULL */
    bk_flash flash;
    bk_backbone backbone;      /* where the shared network lies, outside the slots; at NULL: no place */
    void *arena;               /* aligned to 8 bytes */
    uint32_t arena_size;       /* bytes */
    uint32_t window;           /* DATA bytes the board can take in while its processor is busy */
    uint16_t motion_rate_chz;  /* of its accelerometer, 1/100 Hz */
    uint8_t senses;            /* signals it has sensors for */
} bk_link_board;

/* One event on its way to the host. */
typedef struct {
    uint32_t start_ms, decided_ms, sent_ms; /* the device's clock */
    int16_t score;
    uint8_t number, phase, command;
    uint8_t waiting, sent;     /* in use; sent at least once */
} bk_link_pending_event;

/* All state; about 600 bytes. The fields may change. */
typedef struct {
    const bk_link_board *board;
    bk_runtime *runtime;       /* NULL while no image is open */
    bk_slot_image newest;      /* what lies in the slots */
    bk_image image;            /* of it; valid while runtime is not NULL */
    uint8_t backbone_id[BK_IMAGE_ID]; /* zeros where none lies there */
    uint32_t link;
    uint32_t heartbeat_ms;     /* when the device's last one was due */
    uint32_t host_ms;          /* when the host was last heard, while armed or streaming */
    uint32_t transfer_ms;      /* when the push or replay last went on */
    uint32_t frame_errors, dropped_events;
    bk_slots_update push;
    bk_trace_sums sums;        /* of a replay */
    int16_t sample[3];         /* the motion sample of a replay that is coming in */
    uint8_t axes;              /* how many of its values are here */
    uint8_t replay_results;    /* sequence of the next REPLAY_RESULT */
    uint16_t replay_rate_chz;
    uint32_t received;         /* DATA bytes of the transfer received in order */
    uint32_t expected;         /* DATA bytes it will have in all */
    uint32_t streamed;         /* samples of the stream that have left or were lost */
    int16_t stream[BK_LINK_STREAM_SAMPLES][3]; /* those that wait for a full message */
    int16_t wear_q14[9];       /* of WEAR; counts while worn */
    uint8_t worn;              /* the host told how the wearable sits */
    uint8_t streaming, stream_count;
    uint8_t activity;          /* bk_link_activity */
    uint8_t committed;         /* 1: the last push was committed, and nothing was begun since */
    uint8_t begin_sequence;    /* of the PUSH_BEGIN that waits for erasing */
    uint8_t armed, sequence, event_number, held_count;
    uint8_t held[BK_LINK_HELD_MAX];
    bk_link_pending_event events[BK_LINK_EVENTS_MAX];
    bk_link_decoder decoder;
} bk_link_device;

/* Starts with the newest image in the slots, if it fits. link: a number, not 0,
 * that differs from the one of the start before (random or counted). */
void bk_link_device_init(bk_link_device *device, const bk_link_board *board, uint32_t link);

/* Bytes that came from the host; answers leave by transmit. */
void bk_link_device_receive(bk_link_device *device, const uint8_t *bytes, size_t size);

/* Live samples: 16 kHz mono PCM; or one accelerometer sample in milli-g. Those
 * of a signal the image does not use, and all during a replay, are not decided over. */
void bk_link_device_sound(bk_link_device *device, const int16_t *pcm, uint32_t count);
void bk_link_device_motion(bk_link_device *device, const int16_t milli_g[3]);

/* The signal whose samples are wanted now: for a board that can bring one of two. */
bk_signal bk_link_device_wants(const bk_link_device *device);

/* What is due: heartbeat, events, disarming, erasing. Call at least every 10 ms. */
void bk_link_device_poll(bk_link_device *device);

/* 1 while there is work that waits for the next poll alone, so that the board
 * should not sleep until something comes. */
int bk_link_device_has_work(const bk_link_device *device);

#ifdef __cplusplus
}
#endif

#endif /* BK_LINK_DEVICE_H */
