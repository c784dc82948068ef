/*
 * Beckon runtime: the one implementation of front ends, int8 inference and
 * decision. The boards, the app (as WebAssembly) and the tests all run this.
 *
 *   image + samples in, events out:
 *   bk_open -> bk_push_sound / bk_push_motion -> bk_next_event
 *
 * C99, no malloc, no float, no libc beyond memcpy and memset. All state lies in
 * one arena given by the caller, whose size bk_arena_size() tells beforehand.
 * One hop's work per hop: pushing n samples costs n samples' work, and one
 * segment's decision where a command ends.
 *
 * Trusted: pointers, sizes, samples. Untrusted: every byte of an image. All
 * bounds are checked when it is opened; a refused image changes nothing.
 * On AVR the image lies in program memory and is read through bk_read.h.
 */
#ifndef BK_BECKON_H
#define BK_BECKON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BK_RUNTIME_VERSION 1u

/* Most classes a model may tell apart, the two that are no command included. */
#define BK_CLASSES_MAX 48u

typedef enum {
    BK_OK = 0,
    BK_ERR_TRUNCATED,   /* shorter than its header says, or than a header */
    BK_ERR_MAGIC,       /* not an image at all */
    BK_ERR_VERSION,     /* made for a newer runtime */
    BK_ERR_FAMILY,      /* weights in another board's order */
    BK_ERR_CRC,         /* bytes changed since it was made */
    BK_ERR_SECTION,     /* a section is missing, unknown, twice, or out of bounds */
    BK_ERR_FRONT_END,   /* asks for a front end that this build does not have */
    BK_ERR_NETWORK,     /* an operator is unknown or its operands leave their memory */
    BK_ERR_HEAD,        /* templates or classes out of bounds */
    BK_ERR_DECISION,    /* settings out of range */
    BK_ERR_ARENA,       /* the arena is too small or not aligned to 8 bytes */
    BK_ERR_BACKBONE     /* refers to a shared network that is not given: none, another, or a damaged one */
} bk_status;

typedef enum { BK_SIGNAL_SOUND = 0, BK_SIGNAL_MOTION = 1 } bk_signal;

typedef enum {
    BK_EVENT_TAP = 0,
    BK_EVENT_START,
    BK_EVENT_END,
    BK_EVENT_REFUSED    /* a segment that no command's threshold let through; only if asked for */
} bk_phase;

/* What is told beside the events of commands. */
typedef enum {
    BK_REPORT_EVENTS = 0,  /* nothing */
    BK_REPORT_REFUSED,     /* segments that were refused */
    BK_REPORT_ALL_REFUSED  /* and beginnings of segments that were refused as a held command */
} bk_report;

typedef struct {
    uint8_t phase;      /* bk_phase */
    uint8_t command;    /* class index; for a refusal the best one */
    uint8_t runner_up;  /* second best command, or 255 if there is none */
    int16_t score;      /* of command; higher is surer; unit of the head */
    int16_t second;     /* score of runner_up, or INT16_MIN */
    uint32_t start_ms;  /* where the segment began and ended, or for a start as far as it */
    uint32_t end_ms;    /* was heard, and when it was decided: milliseconds of samples pushed since bk_open */
    uint32_t decided_ms;
} bk_event;

typedef struct {
    uint16_t motion_rate_chz; /* accelerometer samples a second, in hundredths; ignored for sound */
    uint8_t report;           /* bk_report */
    /* Called between two templates of a decision, which takes a slow processor
     * tenths of a second: what is due meanwhile can be done. NULL for nothing; must
     * not call the runtime. */
    void (*breathe)(void *context);
    void *context;            /* for breathe */
} bk_inputs;

typedef struct bk_runtime bk_runtime; /* lies at the start of the arena */

/* The shared network that lies beside the images, in a container of its own
 * (PROTOCOL.md 1.10). An image with a section BACK runs over it. As untrusted as
 * an image; on AVR there is none. */
typedef struct {
    const uint8_t *at;
    uint32_t size;      /* of what is readable there; the container may be shorter */
} bk_backbone;

/* Checks the whole image, and the backbone if it refers to one, and stores the
 * arena it needs in *arena_size, bytes. backbone: NULL where there is none. */
bk_status bk_arena_size(const uint8_t *image, uint32_t image_size, const bk_backbone *backbone,
                        uint32_t *arena_size);

/* Opens an image, which must stay in place while it is in use, as must the bytes
 * of the backbone. arena is aligned to 8 bytes. On any result but BK_OK nothing is
 * stored in *runtime and the arena is untouched. */
bk_status bk_open(const uint8_t *image, uint32_t image_size, const bk_backbone *backbone,
                  void *arena, uint32_t arena_size, const bk_inputs *inputs, bk_runtime **runtime);

bk_signal bk_signal_of(const bk_runtime *runtime);

/* 16 kHz mono. Any count; events queue up to a small number, oldest kept. */
void bk_push_sound(bk_runtime *runtime, const int16_t *pcm, uint32_t count);

/* One accelerometer sample, gravity included, milli-g on the sensor's axes. */
void bk_push_motion(bk_runtime *runtime, const int16_t milli_g[3]);

/* Wear rotation from now on, instead of the image's: sensor axes to body axes, row by
 * row, 16384 = 1. Gravity is followed anew from the next sample. Nothing for sound. */
void bk_turn(bk_runtime *runtime, const int16_t rotation_q14[9]);

/* 1 and *event, oldest first; 0 when there is none. */
int bk_next_event(bk_runtime *runtime, bk_event *event);

#ifdef __cplusplus
}
#endif

#endif /* BK_BECKON_H */
