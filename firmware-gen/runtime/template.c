#include "template.h"

#include <string.h>

#include "bk_read.h"
#include "simd.h"
#include "square_root.h"

#define HEADER_SIZE 8u
#define ENTRY_SIZE 8u
#define UNREACHED 0xFFFFFFFFu
#define OPTIONS_KNOWN \
    (BK_TEMPLATE_LEVEL | BK_TEMPLATE_CHANNEL | BK_TEMPLATE_EUCLID | BK_TEMPLATE_SPREAD |   \
     (SOUND_KNOWN ? BK_TEMPLATE_ROOM : 0u))

#ifdef __AVR__ /* without sound there are no vectors whose direction counts, and no flash to spare */
#define SOUND_KNOWN 0
#else
#define SOUND_KNOWN 1
#endif

typedef struct {
    uint8_t class_index, frames;
    uint16_t spread_q8;
    uint32_t offset; /* of its data, from the section's start */
} entry;

static entry entry_at(const uint8_t *section, uint16_t index)
{
    const uint8_t *at = section + HEADER_SIZE + (uint32_t)index * ENTRY_SIZE;
    const entry result = {bk_u8(at), bk_u8(at + 1), bk_u16(at + 2), bk_u32(at + 4)};
    return result;
}

bk_status bk_template_open(bk_template_head *head, const uint8_t *section, uint32_t size,
                           uint8_t channels, uint8_t classes)
{
    if (size < HEADER_SIZE || bk_u8(section) != 2u) {
        return BK_ERR_HEAD;
    }
    bk_template_head found;
    found.section = section;
    found.classes = classes;
    found.settings.channels = bk_u8(section + 1);
    found.settings.options = bk_u8(section + 2);
    found.settings.nearest = bk_u8(section + 3);
    found.settings.band_q8 = bk_u8(section + 4);
    found.settings.direction = bk_u8(section + 5);
    found.templates = bk_u16(section + 6);
    if (found.settings.channels != channels || channels == 0 || channels > BK_TEMPLATE_CHANNELS_MAX ||
        (found.settings.options & ~OPTIONS_KNOWN) != 0 ||
        found.settings.direction > (SOUND_KNOWN ? channels : 0u) ||
        ((found.settings.options & BK_TEMPLATE_ROOM) != 0 &&
         (found.settings.options & (BK_TEMPLATE_LEVEL | BK_TEMPLATE_CHANNEL | BK_TEMPLATE_EUCLID)) !=
             (BK_TEMPLATE_LEVEL | BK_TEMPLATE_EUCLID)) ||
        found.settings.nearest < 1u || found.settings.nearest > 2u ||
        found.templates == 0 || (size - HEADER_SIZE) / ENTRY_SIZE < found.templates) {
        return BK_ERR_HEAD;
    }
    for (uint16_t i = 0; i < found.templates; i++) {
        const entry one = entry_at(section, i);
        if (one.class_index >= classes || one.frames == 0 || one.frames > BK_TEMPLATE_FRAMES_MAX ||
            one.spread_q8 == 0 || one.offset > size ||
            size - one.offset < (uint32_t)one.frames * channels) {
            return BK_ERR_HEAD;
        }
    }
    *head = found;
    return BK_OK;
}

static uint16_t longest_template(const bk_template_head *head)
{
    uint16_t longest = 0;
    for (uint16_t i = 0; i < head->templates; i++) {
        const uint8_t frames = entry_at(head->section, i).frames;
        longest = frames > longest ? frames : longest;
    }
    return longest;
}

/* Whether a segment must be copied before it is compared. */
static uint8_t needs_preparation(const bk_template_settings *settings)
{
    return settings->direction != 0 ||
           (settings->options & (BK_TEMPLATE_LEVEL | BK_TEMPLATE_CHANNEL)) != 0;
}

uint32_t bk_template_scratch(const bk_template_head *head, uint16_t max_frames)
{
    const uint32_t row = ((uint32_t)longest_template(head) + 1u) * sizeof(uint32_t);
    const uint32_t copy = (uint32_t)max_frames * head->settings.channels;
    return needs_preparation(&head->settings) != 0 ? row + copy : row;
}

static const int8_t *vector_at(const bk_vectors *vectors, uint8_t channels, uint16_t index)
{
    uint32_t at = (uint32_t)vectors->first + index;
    at = at >= vectors->capacity ? at - vectors->capacity : at;
    return vectors->data + at * channels;
}

static int8_t clip8(int32_t value)
{
    return (int8_t)(value < -127 ? -127 : value > 127 ? 127 : value);
}

/* Mean of the channels first to end - 1 together, at least one. */
static int16_t mean_of(const bk_vectors *segment, uint8_t channels, uint8_t first, uint8_t end)
{
    int32_t sum = 0;
    const int32_t count = (int32_t)segment->count * (end - first);
    for (uint16_t t = 0; t < segment->count; t++) {
        const int8_t *vector = vector_at(segment, channels, t);
        for (uint8_t c = first; c < end; c++) {
            sum += vector[c];
        }
    }
    return (int16_t)((sum + (sum < 0 ? -count / 2 : count / 2)) / count);
}

#if SOUND_KNOWN
/* Writes values brought to the length BK_TEMPLATE_LENGTH, each rounded half away from zero; all
 * zeros stay. */
static void to_length(const int8_t *values, uint8_t count, int8_t *out)
{
    uint32_t square = 0;
    for (uint8_t i = 0; i < count; i++) {
        square += (uint32_t)((int32_t)values[i] * values[i]);
    }
    const int32_t length_q4 = (int32_t)bk_square_root(square << 8); /* at most 16 * 128 * sqrt(136) */
    for (uint8_t i = 0; i < count; i++) {
        const int32_t scaled = (int32_t)values[i] * (int32_t)(16u * BK_TEMPLATE_LENGTH);
        const int32_t half = scaled < 0 ? -length_q4 / 2 : length_q4 / 2;
        out[i] = length_q4 == 0 ? 0 : clip8((scaled + half) / length_q4);
    }
}
#endif

/* What LEVEL takes out. */
static int16_t level_of(const bk_template_settings *settings, const bk_vectors *segment)
{
    const uint8_t first = SOUND_KNOWN ? settings->direction : 0u;
    return (settings->options & BK_TEMPLATE_LEVEL) != 0 && first < settings->channels
               ? mean_of(segment, settings->channels, first, settings->channels)
               : 0;
}

void bk_template_prepare(const bk_template_settings *settings, const bk_vectors *segment, int8_t *out)
{
    const uint8_t channels = settings->channels;
    int16_t mean[BK_TEMPLATE_CHANNELS_MAX];
    const uint8_t first = SOUND_KNOWN ? settings->direction : 0u;
    const int16_t level = level_of(settings, segment);
    for (uint8_t c = first; c < channels; c++) {
        mean[c] = (settings->options & BK_TEMPLATE_CHANNEL) != 0
                      ? mean_of(segment, channels, c, (uint8_t)(c + 1u))
                      : level;
    }
    for (uint16_t t = 0; t < segment->count; t++) {
        const int8_t *vector = vector_at(segment, channels, t);
#if SOUND_KNOWN
        to_length(vector, first, out);
#endif
        for (uint8_t c = first; c < channels; c++) {
            out[c] = clip8((int32_t)vector[c] - mean[c]);
        }
        out += channels;
    }
}

/* Sum of absolute differences; at most 136 * 255. */
static uint32_t absolute_cost(const int8_t *a, const int8_t *b, uint8_t channels)
{
    uint16_t sum = 0;
    for (uint8_t c = 0; c < channels; c++) {
        const int16_t difference = (int16_t)(a[c] - bk_i8(b + c));
        sum = (uint16_t)(sum + (uint16_t)(difference < 0 ? -difference : difference));
    }
    return sum;
}

/* Length of the difference, Q4; at most 16 * 255 * sqrt(136), about 47600. */
static uint32_t euclid_cost(const int8_t *a, const int8_t *b, uint8_t channels)
{
#ifdef __AVR__
    uint32_t sum = 0;
    for (const int8_t *end = a + channels; a != end; a++, b++) { /* the innermost loop of all */
        const int32_t difference = (int32_t)*a - bk_i8(b);
        sum += (uint32_t)(difference * difference);
    }
    return bk_square_root(sum << 8);
#else
    return bk_square_root(bk_square_distance(a, b, channels) << 8);
#endif
}

#if SOUND_KNOWN
/* euclid_cost() with the values of b after `direction` raised to the floor. */
static uint32_t covered_cost(const int8_t *a, const int8_t *b, uint8_t channels, uint8_t direction,
                             const int8_t *floor)
{
    const uint32_t sum = bk_square_distance(a, b, direction) +
                         bk_square_distance_above(a + direction, b + direction, floor,
                                                  (uint8_t)(channels - direction));
    return bk_square_root(sum << 8);
}

/* Where the room lies beside a prepared segment, and the segment raised to it. */
static void cover(const bk_template_settings *settings, const bk_room *room, int16_t level,
                  uint16_t frames, int8_t *segment, int8_t *floor)
{
    const uint8_t values = (uint8_t)(settings->channels - settings->direction);
    for (uint8_t c = 0; c < values; c++) {
        floor[c] = clip8((room->levels_q6[c] >> 6) - BK_TEMPLATE_UNDER_ROOM - level);
    }
    for (uint16_t t = 0; t < frames; t++) {
        int8_t *at = segment + (uint32_t)t * settings->channels + settings->direction;
        for (uint8_t c = 0; c < values; c++) {
            at[c] = at[c] < floor[c] ? floor[c] : at[c];
        }
    }
}
#endif

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* bk_template_distance(), with a in a ring, and b raised to a floor where there is one. What is
 * going to lie beyond `most` may come out as BK_TEMPLATE_FAR: every path crosses every row, and
 * costs add up, so the cheapest cell of a row is a lower bound. */
static uint16_t distance_of(const bk_template_settings *settings, const bk_vectors *segment,
                            const int8_t *b, uint16_t frames_b, const int8_t *floor, uint32_t most,
                            uint32_t *row)
{
    (void)floor;
    const uint16_t frames_a = segment->count;
    const uint8_t channels = settings->channels;
    const uint8_t euclid = (settings->options & BK_TEMPLATE_EUCLID) != 0;
    const uint16_t longer = frames_a > frames_b ? frames_a : frames_b;
    if (longer > 2u * (frames_a < frames_b ? frames_a : frames_b)) {
        return BK_TEMPLATE_FAR;
    }
    /* At least 2: the band's middle moves by up to 2 frames from row to row. */
    const uint32_t weight = (uint32_t)frames_a + frames_b;
    const uint32_t most_sum = euclid != 0 && most < BK_TEMPLATE_FAR ? (most + 1u) * weight : UNREACHED;
    const uint16_t wide = (uint16_t)(((uint32_t)longer * settings->band_q8) >> 8);
    const uint16_t half = wide < 2u ? 2u : wide;

    for (uint16_t j = 0; j <= frames_b; j++) {
        row[j] = UNREACHED;
    }
    for (uint16_t i = 0; i < frames_a; i++) {
        const uint16_t middle = (uint16_t)((uint32_t)i * frames_b / frames_a);
        const uint16_t low = middle > half ? (uint16_t)(middle - half) : 0;
        const uint16_t high = middle + half < frames_b ? (uint16_t)(middle + half + 1u) : frames_b;
        const int8_t *a = vector_at(segment, channels, i);
        uint32_t cheapest = UNREACHED;
        uint32_t diagonal = row[low]; /* row[j + 1] holds column j; row[0] is outside */
        row[low] = UNREACHED;
        for (uint16_t j = low; j < high; j++) {
            const int8_t *vector = b + (uint32_t)j * channels;
            const uint32_t here =
#if SOUND_KNOWN /* elsewhere there is no floor */
                floor != NULL ? covered_cost(a, vector, channels, settings->direction, floor) :
#endif
                euclid != 0   ? euclid_cost(a, vector, channels)
                              : absolute_cost(a, vector, channels);
            const uint32_t above = row[j + 1u];
            uint32_t best = least(above, row[j]);
            best = best == UNREACHED ? best : best + here;
            if (i == 0 && j == 0) {
                best = 2u * here;
            } else if (diagonal != UNREACHED) {
                best = least(best, diagonal + 2u * here);
            }
            row[j + 1u] = best;
            cheapest = least(cheapest, best);
            diagonal = above;
        }
        if (cheapest >= most_sum && most_sum != UNREACHED) {
            return BK_TEMPLATE_FAR;
        }
    }
    if (euclid != 0) {
        return (uint16_t)least(row[frames_b] / weight, BK_TEMPLATE_FAR);
    }
    /* The sum times 256 would not fit 32 bits: divide first, then its rest. */
    const uint32_t per_channel = weight * channels;
    const uint32_t whole = row[frames_b] / per_channel;
    const uint32_t rest = row[frames_b] % per_channel;
    return (uint16_t)least(whole * 256u + rest * 256u / per_channel, BK_TEMPLATE_FAR);
}

uint16_t bk_template_distance(const bk_template_settings *settings, const int8_t *a, uint16_t frames_a,
                              const int8_t *b, uint16_t frames_b, uint32_t *row)
{
    const bk_vectors segment = {a, frames_a, 0, frames_a};
    return distance_of(settings, &segment, b, frames_b, NULL, BK_TEMPLATE_FAR, row);
}

void bk_template_scores(const bk_template_head *head, const bk_vectors *segment, const bk_room *room,
                        void *scratch, const bk_breath *breath, int16_t *scores)
{
    const bk_template_settings *settings = &head->settings;
    uint32_t *row = (uint32_t *)scratch;
    bk_vectors prepared = *segment;
    const int8_t *floor = NULL;
#if SOUND_KNOWN
    int8_t heard[BK_TEMPLATE_CHANNELS_MAX];
#else
    (void)room;
#endif
    if (needs_preparation(settings) != 0) {
        int8_t *copy = (int8_t *)(row + longest_template(head) + 1u);
        bk_template_prepare(settings, segment, copy);
#if SOUND_KNOWN
        if ((settings->options & BK_TEMPLATE_ROOM) != 0) {
            cover(settings, room, level_of(settings, segment), segment->count, copy, heard);
            floor = heard;
        }
#endif
        prepared.data = copy;
        prepared.capacity = segment->count;
        prepared.first = 0;
    }

    for (uint8_t c = 0; c < head->classes; c++) {
        uint32_t nearest = BK_TEMPLATE_FAR, second = BK_TEMPLATE_FAR;
        uint16_t found = 0;
        for (uint16_t i = 0; i < head->templates; i++) {
            const entry one = entry_at(head->section, i);
            if (one.class_index != c) {
                continue;
            }
            const int8_t *data = (const int8_t *)(head->section + one.offset);
            const uint8_t spread = (settings->options & BK_TEMPLATE_SPREAD) != 0;
            const uint32_t known = settings->nearest == 2u ? second : nearest;
            uint32_t distance = distance_of(settings, &prepared, data, one.frames, floor,
                                            spread ? BK_TEMPLATE_FAR : known, row);
            if (spread && distance != BK_TEMPLATE_FAR) {
                distance = least(distance * 256u / one.spread_q8, BK_TEMPLATE_FAR);
            }
            second = distance < nearest ? nearest : least(second, distance);
            nearest = least(nearest, distance);
            found++;
            if (breath->breathe != NULL) {
                breath->breathe(breath->context);
            }
        }
        if (settings->nearest == 2u && found > 1u && second != BK_TEMPLATE_FAR) {
            nearest = (nearest + second) / 2u;
        }
        scores[c] = (int16_t)(BK_TEMPLATE_FAR - nearest);
    }
}
