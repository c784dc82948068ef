#include "template.h"

#include <string.h>

#include "bk_read.h"
#include "square_root.h"
#include "warp.h"

#define HEADER_SIZE 8u
#define ENTRY_SIZE 8u
#define OPTIONS_KNOWN \
    (BK_TEMPLATE_LEVEL | BK_TEMPLATE_CHANNEL | BK_TEMPLATE_EUCLID | BK_TEMPLATE_SPREAD |   \
     (BK_TEMPLATE_SOUND ? BK_TEMPLATE_ROOM | BK_TEMPLATE_COARSE : 0u))

typedef struct {
    uint8_t class_index, frames;
    uint16_t spread_q8;
    uint32_t offset; /* of its data, from the section's start */
} entry;

static const uint8_t *address_of(const uint8_t *section, uint16_t index)
{
    return section + HEADER_SIZE + (uint32_t)index * ENTRY_SIZE;
}

static entry entry_at(const uint8_t *section, uint16_t index)
{
    const uint8_t *at = address_of(section, index);
    const uint8_t class_index = (uint8_t)(bk_u8(at) & (BK_TEMPLATE_SOUND ? BK_TEMPLATE_AGAIN - 1u : 255u));
    const entry result = {class_index, bk_u8(at + 1), bk_u16(at + 2), bk_u32(at + 4)};
    return result;
}

/* Whether it is the same take as the template before it. */
static uint8_t is_again(const uint8_t *section, uint16_t index)
{
    return BK_TEMPLATE_SOUND && (bk_u8(address_of(section, index)) & BK_TEMPLATE_AGAIN) != 0;
}

/* Whether one of these options is set. */
static uint8_t has(const bk_template_settings *settings, uint8_t options)
{
    return (settings->options & options) != 0;
}

/* Bytes of a template's data. */
static uint32_t stored(const bk_template_settings *settings, uint8_t frames)
{
    const uint32_t values = (uint32_t)frames * settings->channels;
    return has(settings, BK_TEMPLATE_COARSE) ? (values + 1u) / 2u : values;
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
        found.settings.direction > (BK_TEMPLATE_SOUND ? channels : 0u) ||
        ((found.settings.options & BK_TEMPLATE_ROOM) != 0 &&
         (found.settings.options & (BK_TEMPLATE_LEVEL | BK_TEMPLATE_CHANNEL | BK_TEMPLATE_EUCLID)) !=
             (BK_TEMPLATE_LEVEL | BK_TEMPLATE_EUCLID)) ||
        found.settings.nearest < 1u || found.settings.nearest > 2u ||
        found.templates == 0 || (size - HEADER_SIZE) / ENTRY_SIZE < found.templates) {
        return BK_ERR_HEAD;
    }
    for (uint16_t i = 0; i < found.templates; i++) {
        const entry one = entry_at(section, i);
        if (is_again(section, i) &&
            (i == 0 || entry_at(section, (uint16_t)(i - 1u)).class_index != one.class_index)) {
            return BK_ERR_HEAD;
        }
        if (one.class_index >= classes || one.frames == 0 || one.frames > BK_TEMPLATE_FRAMES_MAX ||
            one.spread_q8 == 0 || one.offset > size ||
            size - one.offset < stored(&found.settings, one.frames)) {
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
    return settings->direction != 0 || has(settings, BK_TEMPLATE_LEVEL | BK_TEMPLATE_CHANNEL);
}

uint32_t bk_template_scratch(const bk_template_head *head, uint16_t max_frames)
{
    const bk_template_settings *settings = &head->settings;
    const uint32_t longest = longest_template(head);
    const uint32_t row = (longest + 1u) * sizeof(uint32_t);
    const uint32_t copy = needs_preparation(settings) ? (uint32_t)max_frames * settings->channels : 0u;
    const uint32_t values = has(settings, BK_TEMPLATE_COARSE) ? longest * settings->channels : 0u;
    return row + copy + values;
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
        const int8_t *vector = bk_vector_at(segment, channels, t);
        for (uint8_t c = first; c < end; c++) {
            sum += vector[c];
        }
    }
    return (int16_t)((sum + (sum < 0 ? -count / 2 : count / 2)) / count);
}

#if BK_TEMPLATE_SOUND
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
    const uint8_t first = BK_TEMPLATE_SOUND ? settings->direction : 0u;
    return has(settings, BK_TEMPLATE_LEVEL) && first < settings->channels
               ? mean_of(segment, settings->channels, first, settings->channels)
               : 0;
}

void bk_template_prepare(const bk_template_settings *settings, const bk_vectors *segment, int8_t *out)
{
    const uint8_t channels = settings->channels;
    int16_t mean[BK_TEMPLATE_CHANNELS_MAX];
    const uint8_t first = BK_TEMPLATE_SOUND ? settings->direction : 0u;
    const int16_t level = level_of(settings, segment);
    for (uint8_t c = first; c < channels; c++) {
        mean[c] = has(settings, BK_TEMPLATE_CHANNEL) ? mean_of(segment, channels, c, (uint8_t)(c + 1u)) : level;
    }
    for (uint16_t t = 0; t < segment->count; t++) {
        const int8_t *vector = bk_vector_at(segment, channels, t);
#if BK_TEMPLATE_SOUND
        to_length(vector, first, out);
#endif
        for (uint8_t c = first; c < channels; c++) {
            out[c] = clip8((int32_t)vector[c] - mean[c]);
        }
        out += channels;
    }
}

#if BK_TEMPLATE_SOUND
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

uint16_t bk_template_distance(const bk_template_settings *settings, const int8_t *a, uint16_t frames_a,
                              const int8_t *b, uint16_t frames_b, uint32_t *row)
{
    const bk_vectors segment = {a, frames_a, 0, frames_a};
    return bk_warp(settings, &segment, b, frames_b, NULL, BK_TEMPLATE_FAR, row);
}

#if BK_TEMPLATE_SOUND
/* The values of a template that are stored four bits each, the lower half of a byte first. */
static void widen(const bk_template_settings *settings, const uint8_t *data, uint8_t frames, int8_t *out)
{
    uint32_t at = 0;
    for (uint8_t t = 0; t < frames; t++) {
        for (uint8_t c = 0; c < settings->channels; c++, at++) {
            const uint8_t both = bk_u8(data + at / 2u);
            const uint8_t half = at % 2u == 0 ? both & 15u : both >> 4;
            const int16_t step = c < settings->direction ? BK_TEMPLATE_STEP_DIRECTION : BK_TEMPLATE_STEP;
            out[at] = clip8((half < 8 ? half : half - 16) * step);
        }
    }
}
#endif

void bk_template_scores(const bk_template_head *head, const bk_vectors *segment, const bk_room *room,
                        void *scratch, const bk_breath *breath, int16_t *scores)
{
    const bk_template_settings *settings = &head->settings;
    uint32_t *row = (uint32_t *)scratch;
    int8_t *copy = (int8_t *)(row + longest_template(head) + 1u);
    bk_vectors prepared = *segment;
    const int8_t *floor = NULL;
#if BK_TEMPLATE_SOUND
    int8_t heard[BK_TEMPLATE_CHANNELS_MAX];
    int8_t *values = copy + (needs_preparation(settings) ? (uint32_t)segment->count * settings->channels : 0u);
#else
    (void)room;
#endif
    if (needs_preparation(settings)) {
        bk_template_prepare(settings, segment, copy);
#if BK_TEMPLATE_SOUND
        if (has(settings, BK_TEMPLATE_ROOM)) {
            cover(settings, room, level_of(settings, segment), segment->count, copy, heard);
            floor = heard;
        }
#endif
        prepared.data = copy;
        prepared.capacity = segment->count;
        prepared.first = 0;
    }

    for (uint8_t c = 0; c < head->classes; c++) {
        uint32_t nearest = BK_TEMPLATE_FAR, second = BK_TEMPLATE_FAR, of_take = BK_TEMPLATE_FAR;
        uint16_t found = 0;
        for (uint16_t i = 0; i < head->templates; i++) {
            const entry one = entry_at(head->section, i);
            if (one.class_index != c) {
                continue;
            }
            const int8_t *data = (const int8_t *)(head->section + one.offset);
#if BK_TEMPLATE_SOUND
            if (has(settings, BK_TEMPLATE_COARSE)) {
                widen(settings, head->section + one.offset, one.frames, values);
                data = values;
            }
#endif
            const uint8_t spread = has(settings, BK_TEMPLATE_SPREAD);
            const uint32_t known = settings->nearest == 2u ? second : nearest;
            uint32_t distance = bk_warp(settings, &prepared, data, one.frames, floor,
                                        spread ? BK_TEMPLATE_FAR : known, row);
            if (spread && distance != BK_TEMPLATE_FAR) {
                distance = bk_least(distance * 256u / one.spread_q8, BK_TEMPLATE_FAR);
            }
            if (breath->breathe != NULL) {
                breath->breathe(breath->context);
            }
            of_take = is_again(head->section, i) ? bk_least(of_take, distance) : distance;
            if (BK_TEMPLATE_SOUND && i + 1u < head->templates && is_again(head->section, (uint16_t)(i + 1u))) {
                continue;
            }
            second = of_take < nearest ? nearest : bk_least(second, of_take);
            nearest = bk_least(nearest, of_take);
            found++;
        }
        if (settings->nearest == 2u && found > 1u && second != BK_TEMPLATE_FAR) {
            nearest = (nearest + second) / 2u;
        }
        scores[c] = (int16_t)(BK_TEMPLATE_FAR - nearest);
    }
}
