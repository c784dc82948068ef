#include "sound.h"

#include <string.h>

#include "log2.h"
#include "sound_tables.h"

#define HALF (BK_SOUND_TRANSFORM / 2u) /* points of the complex transform */
#define OVERLAP (BK_SOUND_WINDOW - BK_SOUND_HOP)

/* Window values come out with this many extra bits, so that rounding inside the
 * transform stays below the noise of 16-bit samples. The largest spectrum value
 * is 2^15 * 240 (the window's sum) * 2^6 < 2^29, so no stage can overflow. */
#define EXTRA_BITS 6

#define FRAME_MIDDLE_Q8 (22 * 256)
#define FRAME_SCALE 9 /* frame units per octave */

/* sin(2 pi k / 512) in Q15, 0 <= k <= 256. */
static int32_t sine(unsigned k)
{
    return (int32_t)bk_u16(&bk_quarter_sine[k <= 128u ? k : 256u - k]);
}

/* cos(2 pi k / 512) in Q15, 0 <= k <= 256. */
static int32_t cosine(unsigned k)
{
    return k <= 128u ? sine(128u - k) : -sine(k - 128u);
}

/* a * b for a in Q15, rounded. */
static int32_t times_q15(int32_t a, int32_t b)
{
    return (int32_t)(((int64_t)a * b + 16384) >> 15);
}

static unsigned reverse8(unsigned index)
{
    index = ((index & 0x0Fu) << 4) | (index >> 4);
    index = ((index & 0x33u) << 2) | ((index >> 2) & 0x33u);
    return ((index & 0x55u) << 1) | ((index >> 1) & 0x55u);
}

/* Sample i of the windowed frame; zero after the window's end. */
static int32_t windowed(const bk_sound *sound, const int16_t *pcm, unsigned i)
{
    if (i >= BK_SOUND_WINDOW) {
        return 0;
    }
    const int32_t sample = i < OVERLAP ? sound->last[i] : pcm[i - OVERLAP];
    const unsigned mirrored = i < BK_SOUND_WINDOW / 2u ? i : BK_SOUND_WINDOW - 1u - i;
    const int32_t weight = (int32_t)bk_u16(&bk_hann_half[mirrored]);
    return (sample * weight + (1 << (14 - EXTRA_BITS))) >> (15 - EXTRA_BITS);
}

/* Even samples as real and odd ones as imaginary parts, in bit-reversed order. */
static void load(bk_sound *sound, const int16_t *pcm)
{
    for (unsigned i = 0; i < HALF; i++) {
        const unsigned to = 2u * reverse8(i);
        sound->work[to] = windowed(sound, pcm, 2u * i);
        sound->work[to + 1u] = windowed(sound, pcm, 2u * i + 1u);
    }
}

/* Radix-2 decimation in time, in place, 256 complex points. */
static void transform(int32_t *work)
{
    for (unsigned half = 1; half < HALF; half *= 2u) {
        const unsigned stride = HALF / half; /* twiddle step in units of 2 pi / 512 */
        for (unsigned j = 0; j < half; j++) {
            const int32_t c = cosine(j * stride);
            const int32_t s = sine(j * stride);
            for (unsigned first = j; first < HALF; first += 2u * half) {
                int32_t *a = work + 2u * first;
                int32_t *b = a + 2u * half;
                const int32_t re = times_q15(c, b[0]) + times_q15(s, b[1]);
                const int32_t im = times_q15(c, b[1]) - times_q15(s, b[0]);
                b[0] = a[0] - re;
                b[1] = a[1] - im;
                a[0] += re;
                a[1] += im;
            }
        }
    }
}

/* |X[k]|^2 in raw power units, 0 < k < 256, from the packed transform:
 * X[k] = (Z[k] + Z*[256-k]) / 2 - i W^k (Z[k] - Z*[256-k]) / 2. */
static uint64_t power(const int32_t *work, unsigned k)
{
    const int32_t *z = work + 2u * k;
    const int32_t *y = work + 2u * (HALF - k);
    const int32_t even_re = (z[0] + y[0]) / 2, even_im = (z[1] - y[1]) / 2;
    const int32_t odd_re = (z[1] + y[1]) / 2, odd_im = (y[0] - z[0]) / 2;
    const int32_t c = cosine(k), s = sine(k);
    const int64_t re = (int64_t)even_re + times_q15(c, odd_re) + times_q15(s, odd_im);
    const int64_t im = (int64_t)even_im + times_q15(c, odd_im) - times_q15(s, odd_re);
    return ((uint64_t)(re * re) + (uint64_t)(im * im)) >> (2 * EXTRA_BITS);
}

/* 256 * log2 of a band's power, whose weights left it in Q15. */
static int16_t band_log2_q8(uint64_t power_q15)
{
    int16_t octaves = -15;
    while ((power_q15 >> 32) != 0) {
        power_q15 >>= 8; /* leaves 24 bits or more: enough for Q8 */
        octaves = (int16_t)(octaves + 8);
    }
    const int32_t q8 = (int32_t)bk_log2_q8((uint32_t)power_q15) + octaves * 256;
    return (int16_t)(q8 > 0 ? q8 : 0);
}

void bk_sound_init(bk_sound *sound)
{
    memset(sound, 0, sizeof *sound);
}

void bk_sound_hop(bk_sound *sound, const int16_t pcm[BK_SOUND_HOP], int8_t frame[BK_SOUND_BANDS],
                  int16_t *level_q8)
{
    load(sound, pcm);
    memcpy(sound->last, pcm + (BK_SOUND_HOP - OVERLAP), sizeof sound->last);
    transform(sound->work);

    /* All bands together stay below 2^62: by Parseval the bins' powers sum to less
     * than 2^46, and no bin gives more than all of itself. */
    uint64_t total = 0;
    uint64_t falling = 0, rising = 0; /* power of the band below, and of the one now rising */
    unsigned band = 0;
    for (unsigned i = 0; i <= BK_MEL_BINS; i++) {
        const unsigned now = i < BK_MEL_BINS ? bk_u8(&bk_mel_band[i]) : BK_SOUND_BANDS + 1u;
        for (; band < now; band++) { /* band - 1 gets no more power */
            if (band > 0) {
                const int32_t q8 = band_log2_q8(falling);
                const int32_t scaled = ((q8 - FRAME_MIDDLE_Q8) * FRAME_SCALE + 128) >> 8;
                frame[band - 1u] = (int8_t)(scaled < -128 ? -128 : scaled > 127 ? 127 : scaled);
                total += falling;
            }
            falling = rising;
            rising = 0;
        }
        if (i < BK_MEL_BINS) {
            const uint64_t bin = power(sound->work, i + BK_MEL_FIRST_BIN);
            rising += bin * bk_u16(&bk_mel_rise[i]);
            falling += bin * bk_u16(&bk_mel_fall[i]);
        }
    }
    *level_q8 = band_log2_q8(total);
}
