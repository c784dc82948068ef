/*
 * Sound front end: 16 kHz samples to log-mel frames.
 *
 *   480 samples, Hann window -> 512-point transform -> power -> 40 mel bands,
 *   80 to 7600 Hz (HTK mel, each triangle's weights sum to one) -> log2 -> int8
 *
 * A frame value v stands for 2^(22 + v * 256 / 2304) raw power units: one unit
 * is 0.33 dB, and -128..127 covers 2^7.8 to 2^36.1. A raw power unit is |X|^2 of
 * int16 samples through the window, without any normalisation.
 *
 * Integer arithmetic throughout: the same samples give the same bytes on every
 * processor. Right shifts of negative numbers must be arithmetic, as with every
 * compiler this is built with. Left out on AVR, which has no room for it.
 */
#ifndef BK_SOUND_H
#define BK_SOUND_H

#include <stdint.h>

#define BK_SOUND_HOP 320u     /* samples a frame advances by: 20 ms */
#define BK_SOUND_WINDOW 480u  /* samples a frame looks at: 30 ms, ending with the hop */
#define BK_SOUND_BANDS 40u
#define BK_SOUND_FRAME_MS 20u
#define BK_SOUND_TRANSFORM 512u

/* The caller owns it; fields are the front end's own. 2,368 bytes. */
typedef struct {
    int16_t last[BK_SOUND_WINDOW - BK_SOUND_HOP]; /* end of the hop before */
    int32_t work[BK_SOUND_TRANSFORM];             /* 256 complex numbers, re and im in turn */
} bk_sound;

/* Before the first hop: the past is silence. */
void bk_sound_init(bk_sound *sound);

/*
 * Takes the next BK_SOUND_HOP samples and stores one frame of BK_SOUND_BANDS
 * values, and its level for the gate: log2 of the bands' summed power, Q8, 0 to
 * about 11900. The same work for every hop.
 */
void bk_sound_hop(bk_sound *sound, const int16_t pcm[BK_SOUND_HOP], int8_t frame[BK_SOUND_BANDS],
                  int16_t *level_q8);

#endif /* BK_SOUND_H */
