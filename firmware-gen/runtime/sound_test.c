/*
 * Tests of the sound front end against a plain double-precision reference that
 * shares nothing with it: direct Fourier sums, mel triangles from their formula
 * (HTK Book 3.4, section 5.4), no tables.
 */
#include "sound.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "log2.h"

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

#define HOPS 12u
#define SAMPLES (HOPS * BK_SOUND_HOP)
#define BINS 257u
static const double pi = 3.14159265358979323846;

static double mel(double hz)
{
    return 2595.0 * log10(1.0 + hz / 700.0);
}

static double hertz(double m)
{
    return 700.0 * (pow(10.0, m / 2595.0) - 1.0);
}

/* Powers of the 40 bands of 480 samples that end at `end`; what lies before 0 is silence.
 * Returns the power of the loudest frequency, heard by a band or not. */
static double reference(const int16_t *pcm, unsigned end, double band_power[BK_SOUND_BANDS])
{
    double power[BINS], loudest = 0.0;
    for (unsigned k = 0; k < BINS; k++) {
        double re = 0.0, im = 0.0;
        for (unsigned i = 0; i < BK_SOUND_WINDOW; i++) {
            const long at = (long)end - (long)BK_SOUND_WINDOW + (long)i;
            const double window = 0.5 - 0.5 * cos(2.0 * pi * i / (BK_SOUND_WINDOW - 1u));
            const double sample = at < 0 ? 0.0 : pcm[at] * window;
            re += sample * cos(2.0 * pi * k * i / 512.0);
            im -= sample * sin(2.0 * pi * k * i / 512.0);
        }
        power[k] = re * re + im * im;
        loudest = fmax(loudest, power[k]);
    }
    const double step = (mel(7600.0) - mel(80.0)) / 41.0;
    for (unsigned b = 0; b < BK_SOUND_BANDS; b++) {
        const double low = hertz(mel(80.0) + b * step);
        const double peak = hertz(mel(80.0) + (b + 1) * step);
        const double high = hertz(mel(80.0) + (b + 2) * step);
        double sum = 0.0, weights = 0.0;
        for (unsigned k = 0; k < BINS; k++) {
            const double hz = k * 31.25;
            const double rising = (hz - low) / (peak - low), falling = (high - hz) / (high - peak);
            const double weight = fmax(0.0, fmin(rising, falling));
            sum += weight * power[k];
            weights += weight;
        }
        band_power[b] = sum / weights;
    }
    return loudest;
}

/* Q15 sines leave rounding noise in the bands, 25 octaves of power (75 dB) below the
 * loudest frequency. Speech and noise hold no such contrast within 30 ms. */
#define CONTRAST 25.0

/* Within 1 unit of the reference in every band that is not below the rounding noise. */
static void compare(const int16_t *pcm, const char *name)
{
    bk_sound sound;
    bk_sound_init(&sound);
    for (unsigned hop = 0; hop < HOPS; hop++) {
        int8_t frame[BK_SOUND_BANDS];
        int16_t level_q8;
        bk_sound_hop(&sound, pcm + hop * BK_SOUND_HOP, frame, &level_q8);
        double power[BK_SOUND_BANDS], total = 0.0;
        const double rounding = reference(pcm, (hop + 1u) * BK_SOUND_HOP, power) * pow(2.0, -CONTRAST);
        for (unsigned b = 0; b < BK_SOUND_BANDS; b++) {
            total += power[b];
            if (power[b] < rounding) {
                continue;
            }
            double value = power[b] > 0.0 ? 9.0 * (log2(power[b]) - 22.0) : -128.0;
            value = fmin(127.0, fmax(-128.0, value));
            if (fabs(value - frame[b]) > 1.0) {
                failures++;
                fprintf(stderr, "%s, hop %u, band %u: %d, reference %f\n", name, hop, b, frame[b], value);
            }
        }
        if (total > fmax(256.0, 40.0 * rounding)) {
            CHECK(fabs(256.0 * log2(total) - level_q8) < 4.0);
        }
    }
}

/* Park and Miller's generator, so that a failure repeats. */
static uint32_t random_state = 1;
static double random_one(void)
{
    random_state = (uint32_t)((uint64_t)random_state * 48271u % 2147483647u);
    return random_state / 1073741823.5 - 1.0;
}

static void frames_agree_with_double_precision(void)
{
    static int16_t pcm[SAMPLES];
    static const double loudness[] = {3.0, 40.0, 1000.0, 32767.0};
    for (unsigned l = 0; l < 4; l++) {
        for (unsigned i = 0; i < SAMPLES; i++) {
            pcm[i] = (int16_t)(loudness[l] * random_one());
        }
        compare(pcm, "noise");
        for (unsigned i = 0; i < SAMPLES; i++) {
            const double t = i / 16000.0;
            pcm[i] = (int16_t)(loudness[l] * sin(2.0 * pi * (100.0 + 14000.0 * t) * t));
        }
        compare(pcm, "sweep");
    }
}

static void loudest_signals_do_not_overflow(void)
{
    static int16_t pcm[SAMPLES];
    for (unsigned period = 1; period <= 256; period *= 4) {
        for (unsigned i = 0; i < SAMPLES; i++) {
            pcm[i] = (i / period) % 2u == 0 ? INT16_MAX : INT16_MIN;
        }
        compare(pcm, "square");
    }
    for (unsigned i = 0; i < SAMPLES; i++) {
        pcm[i] = INT16_MIN;
    }
    compare(pcm, "constant");
}

static void silence_is_the_lowest_frame_and_level_zero(void)
{
    static const int16_t pcm[BK_SOUND_HOP] = {0};
    bk_sound sound;
    bk_sound_init(&sound);
    int8_t frame[BK_SOUND_BANDS];
    int16_t level_q8 = 1;
    bk_sound_hop(&sound, pcm, frame, &level_q8);
    CHECK(level_q8 == 0);
    for (unsigned b = 0; b < BK_SOUND_BANDS; b++) {
        CHECK(frame[b] == -128);
    }
}

static void a_tone_is_loudest_in_its_own_band(void)
{
    static int16_t pcm[SAMPLES];
    const double step = (mel(7600.0) - mel(80.0)) / 41.0;
    for (unsigned band = 0; band < BK_SOUND_BANDS; band++) {
        const double hz = hertz(mel(80.0) + (band + 1) * step);
        for (unsigned i = 0; i < 3u * BK_SOUND_HOP; i++) {
            pcm[i] = (int16_t)(8000.0 * sin(2.0 * pi * hz * i / 16000.0));
        }
        bk_sound sound;
        bk_sound_init(&sound);
        int8_t frame[BK_SOUND_BANDS];
        int16_t level_q8;
        for (unsigned hop = 0; hop < 3; hop++) {
            bk_sound_hop(&sound, pcm + hop * BK_SOUND_HOP, frame, &level_q8);
        }
        unsigned loudest = 0;
        for (unsigned b = 1; b < BK_SOUND_BANDS; b++) {
            loudest = frame[b] > frame[loudest] ? b : loudest;
        }
        /* Below 1 kHz a band is hardly wider than a bin. */
        CHECK(loudest == band || loudest + 1u == band || loudest == band + 1u);
        CHECK(band < 12u || loudest == band);
    }
}

static void logarithms_are_right_to_one_unit(void)
{
    CHECK(bk_log2_q8(0) == 0 && bk_log2_q8(1) == 0 && bk_log2_q8(UINT32_MAX) == 8192);
    for (uint32_t value = 1; value < 4000000000u; value += value / 700u + 1u) {
        CHECK(fabs(256.0 * log2(value) - bk_log2_q8(value)) <= 1.0);
    }
}

int main(void)
{
    frames_agree_with_double_precision();
    loudest_signals_do_not_overflow();
    silence_is_the_lowest_frame_and_level_zero();
    a_tone_is_loudest_in_its_own_band();
    logarithms_are_right_to_one_unit();
    printf(failures == 0 ? "sound: all passed\n" : "sound: FAILED\n");
    return failures == 0 ? 0 : 1;
}
