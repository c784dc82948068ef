/*
 * Pause gate: finds the stretches of a stream that stand between two quiets.
 *
 * A noise floor follows the level, slowly up and fast down. A segment opens
 * when the level rises `onset` above the floor, reaches back over the frames
 * that were already above `release`, and closes once the level has stayed below
 * `release` for `pause` frames. Its end is the last frame above `release`.
 *
 * A segment too long for a command is reported once, when it passes the limit;
 * then nothing opens until that pause has come. Meanwhile the floor rises four
 * times as fast, so that a noise that stays becomes the new quiet.
 *
 * The floor lies at the lower edge of a noise, and a kettle or a cafe reaches 6 dB
 * and more above it: there a fixed release would find no pause. With `release_most`
 * set, the gate also learns how restless the room is, by how much the level changes
 * from frame to frame between segments, and keeps the release above what such noise
 * reaches (levels themselves would learn from soft ends of words and from breath, too);
 * the onset moves along. Soft ends of a word then lie under the release, so `pad`
 * frames on both sides are added. And a noise that has begun is the new quiet as soon
 * as a second of it was too long.
 *
 * An open segment can be *held*: then it lasts as long as it sounds, its floor stays
 * where it is, and it ends a few frames after the level has fallen below the release or
 * far below its own, so that a room's echo does not lengthen it. After that, too,
 * nothing opens until there was a pause.
 *
 * Frame numbers count from 0 at bk_gate_init().
 */
#ifndef BK_GATE_H
#define BK_GATE_H

#include <stdint.h>

/* Longest reach-back, frames: the gate remembers that many. */
#define BK_GATE_PREROLL_MAX 15u

/* Only sound is restless and can be held, and where there is no sound there is no flash to spare either. */
#ifdef __AVR__
#define BK_GATE_KNOWS_NOISE 0
#define BK_GATE_KNOWS_HELD 0
#else
#define BK_GATE_KNOWS_NOISE 1
#define BK_GATE_KNOWS_HELD 1
#endif

/* From section DECI; see PROTOCOL.md. Levels are log2 power in Q8. */
typedef struct {
    uint16_t onset_q8;      /* above the floor: opens a segment */
    uint16_t release_q8;    /* above the floor: below it is quiet; at most onset_q8 */
    int16_t floor_min_q8;   /* the floor never falls below this: digital silence is no room */
    int16_t floor_start_q8; /* the floor at the start, unless the first frame is quieter */
    uint8_t rise_q12;       /* the floor rises at most this much a frame, 1/4096 octave */
    uint8_t fall_q8;        /* and falls at most this much, 1/256 octave */
    uint8_t pause_frames;   /* quiet that ends a segment, 1 or more */
    uint8_t preroll_frames; /* frames before the onset that may belong to it */
    uint16_t min_frames;    /* shortest and longest segment that may be a command */
    uint16_t max_frames;
    uint16_t release_most_q8; /* where noise raises the release to, at least release_q8; 0: never (AVR) */
    uint8_t pad_frames;       /* added on both sides of a segment in such noise; twice it at most pause_frames */
} bk_gate_settings;

typedef enum {
    BK_GATE_FITS = 0, /* may be a command */
    BK_GATE_SHORT,
    BK_GATE_LONG,     /* not over yet: the limit has just been passed */
    BK_GATE_HELD      /* was held, and is over */
} bk_gate_verdict;

typedef struct {
    uint32_t start;   /* number of the first frame */
    uint16_t frames;
    uint8_t verdict;  /* bk_gate_verdict */
} bk_gate_segment;

/* The caller owns it; fields are the gate's own. */
typedef struct {
    bk_gate_settings settings;
    uint32_t now;      /* frames taken */
    uint32_t start;    /* of the open segment */
    uint32_t end;      /* one past its last frame above release */
    int32_t floor_q12;  /* noise floor, 4096 to an octave */
    int32_t unrest_q12; /* median change of the level from frame to frame, between segments */
    uint16_t loud;      /* bit i: the frame i before the newest was above release */
    int16_t last_q8;    /* level */
    int16_t lowest_q8;  /* of the last `listened` frames of what is too long */
    int16_t held_q8;    /* the held segment's own level */
    uint8_t listened, pad, state, held_quiet;
} bk_gate;

/* Makes the gate ready for frame 0. settings must have passed bk_decision_open(). */
void bk_gate_init(bk_gate *gate, const bk_gate_settings *settings);

/* Takes the next frame's level. 1 and *segment when one has ended or grown too
 * long, otherwise 0. Constant work. */
int bk_gate_frame(bk_gate *gate, int16_t level_q8, bk_gate_segment *segment);

/* 1 while no segment is open and none was too long: what is heard now is the room. */
uint8_t bk_gate_is_quiet(const bk_gate *gate);

/* Frames from the start of the open segment, without its padding, to now; 0 where none is open, or it is held. */
uint32_t bk_gate_open_frames(const bk_gate *gate);

/* Holds the open segment until the level was low for `quiet` frames, 1 or more. */
void bk_gate_hold(bk_gate *gate, uint8_t quiet);

/* Lets a held segment go before it ends. */
void bk_gate_let_go(bk_gate *gate);

/* Frames back from the newest one that a segment reported by bk_gate_frame() may
 * reach: how many vectors must be kept. */
uint16_t bk_gate_reach(const bk_gate_settings *settings);

#endif /* BK_GATE_H */
