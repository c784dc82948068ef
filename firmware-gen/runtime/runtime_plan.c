/* Check of a whole image and layout of its arena. The contract is in runtime_plan.h. */
#include "runtime_plan.h"

#include <string.h>

#include "bk_read.h"

#define FRONT_END_SOUND 1u
#define FRONT_END_MOTION 2u
#define FRONT_END_MOTION_SIZE 22u

static bk_status check_front_end(bk_plan *p)
{
    const bk_section *section = &p->image.front_end;
    if (section->size < 4u) {
        return BK_ERR_FRONT_END;
    }
    const uint8_t id = bk_u8(section->at);
    uint32_t size = 4;
#ifdef BK_WITH_SOUND
    if (id == FRONT_END_SOUND && p->image.signal == BK_SIGNAL_SOUND) {
        p->frame_size = BK_SOUND_BANDS;
        p->frame_ms = BK_SOUND_FRAME_MS;
    } else
#endif
    if (id == FRONT_END_MOTION && p->image.signal == BK_SIGNAL_MOTION) {
        p->frame_size = BK_MOTION_CHANNELS;
        p->frame_ms = BK_MOTION_FRAME_MS;
        size = FRONT_END_MOTION_SIZE;
    } else {
        return BK_ERR_FRONT_END;
    }
    const int fits = section->size >= size && bk_u8(section->at + 1) == p->frame_size &&
                     bk_u16(section->at + 2) == p->frame_ms;
    return fits ? BK_OK : BK_ERR_FRONT_END;
}

#ifdef BK_WITH_BACKBONE
/* 1 if both make the same frames. What follows in FRNT is personal: how a sensor is worn. */
static int same_front_end(const bk_image *image, const bk_image *shared)
{
    return shared->signal == image->signal && shared->front_end.size >= 4u &&
           memcmp(shared->front_end.at, image->front_end.at, 4) == 0;
}
#endif

/* The network that the image carries, or that of the backbone it refers to. */
static bk_status find_network(bk_plan *p, const bk_backbone *backbone)
{
    if (p->image.backbone.at == NULL) {
        p->network = p->image.network;
        p->weights = p->image.weights;
        return BK_OK;
    }
#ifdef BK_WITH_BACKBONE
    uint8_t own_id[BK_IMAGE_ID], id[BK_IMAGE_ID];
    bk_image shared;
    if (backbone == NULL || backbone->at == NULL || bk_backbone_read(backbone, &shared) != BK_OK) {
        return BK_ERR_BACKBONE;
    }
    bk_image_ids(&shared, own_id, id);
    if (memcmp(id, p->image.backbone.at, sizeof id) != 0 || !same_front_end(&p->image, &shared)) {
        return BK_ERR_BACKBONE;
    }
    p->network = shared.network;
    p->weights = shared.weights;
    return BK_OK;
#else
    (void)backbone;
    return BK_ERR_BACKBONE;
#endif
}

static bk_status check_network(bk_plan *p)
{
    p->vector_size = p->frame_size;
    p->vector_period = 1;
    p->with_frames = 0;
    if (p->network.at == NULL) {
        return p->head == BK_HEAD_DENSE ? BK_ERR_NETWORK : BK_OK;
    }
    const uint8_t classes = p->head == BK_HEAD_DENSE ? p->image.classes : 0u;
    const bk_status status =
        bk_network_check(&p->network, &p->weights, p->frame_size, classes);
    if (status == BK_OK) {
        bk_network_vectors(p->network.at, &p->vector_size, &p->vector_period);
    }
    return status;
}

/* Vectors that a stretch of frames can hold, wherever it starts. */
static uint16_t vectors_in(const bk_plan *p, uint16_t frames)
{
    return (uint16_t)((frames + p->vector_period - 1u) / p->vector_period);
}

static bk_status check_head(bk_plan *p)
{
    p->hears_room = 0;
    if (p->head == BK_HEAD_DENSE) {
        return BK_OK; /* its weights are the network's */
    }
#ifdef BK_WITH_BACKBONE
    p->with_frames = p->network.at != NULL && p->image.head.size > 1u &&
                     bk_u8(p->image.head.at + 1) == p->vector_size + p->frame_size;
    if (p->with_frames) {
        p->vector_size = (uint16_t)(p->vector_size + p->frame_size);
    }
#endif
    if (p->vector_size > BK_TEMPLATE_CHANNELS_MAX ||
        vectors_in(p, p->gate.max_frames) > BK_TEMPLATE_FRAMES_MAX) {
        return BK_ERR_HEAD;
    }
    const bk_status status = bk_template_open(&p->templates, p->image.head.at, p->image.head.size,
                                              (uint8_t)p->vector_size, p->image.classes);
#ifdef BK_WITH_SOUND
    if (status == BK_OK && (p->templates.settings.options & BK_TEMPLATE_ROOM) != 0) {
        const uint8_t ends_in_frames = p->network.at == NULL || p->with_frames;
        if (!ends_in_frames || p->vector_size - p->templates.settings.direction != p->frame_size) {
            return BK_ERR_HEAD;
        }
        p->hears_room = 1;
    }
#endif
    return status;
}

/* Takes the next `size` bytes of the arena, and tells where they start. */
static uint32_t take(bk_plan *p, uint32_t size)
{
    const uint32_t at = p->size;
    p->size = (at + size + (BK_ARENA_ALIGN - 1u)) & ~(uint32_t)(BK_ARENA_ALIGN - 1u);
    return at;
}

static void lay_out(bk_plan *p)
{
    p->ring_length = (uint16_t)(vectors_in(p, bk_gate_reach(&p->gate)) + 1u);
    p->size = 0;
    (void)take(p, sizeof(bk_runtime));
#ifdef BK_WITH_SOUND
    const uint32_t front_end =
        p->image.signal == BK_SIGNAL_SOUND ? sizeof(bk_front_sound) : sizeof(bk_motion);
#else
    const uint32_t front_end = sizeof(bk_motion);
#endif
    p->front_end_at = take(p, front_end);
    p->network_at = take(p, p->network.at == NULL ? 0u : bk_network_memory(p->network.at));
    p->ring_at = take(p, (uint32_t)p->ring_length * p->vector_size);
#ifdef BK_WITH_BACKBONE
    p->mean_at = take(p, p->with_frames ? p->frame_size * sizeof(int16_t) : 0u);
#endif
#ifdef BK_WITH_SOUND
    p->room_at = take(p, p->hears_room ? p->frame_size * sizeof(int16_t) : 0u);
#endif
    p->scratch_at = take(p, p->head == BK_HEAD_TEMPLATE
                                ? bk_template_scratch(&p->templates, vectors_in(p, p->gate.max_frames))
                                : 0u);
    p->scores_at = take(p, (uint32_t)p->image.classes * sizeof(int16_t));
}

bk_status bk_plan_image(const uint8_t *image, uint32_t image_size, const bk_backbone *backbone,
                        bk_plan *p)
{
    bk_status status = bk_image_read(image, image_size, &p->image);
    if (status != BK_OK) {
        return status;
    }
    if (p->image.head.size < 1u) {
        return BK_ERR_HEAD;
    }
    p->head = bk_u8(p->image.head.at);
    if (p->head != BK_HEAD_DENSE && p->head != BK_HEAD_TEMPLATE) {
        return BK_ERR_HEAD;
    }
    status = check_front_end(p);
    if (status == BK_OK) {
        status = find_network(p, backbone);
    }
    if (status == BK_OK) {
        status = check_network(p);
    }
    if (status == BK_OK) {
        status = bk_decision_check(p->image.decision.at, p->image.decision.size, p->image.classes,
                                   &p->gate);
    }
    if (status == BK_OK) {
        status = check_head(p);
    }
    if (status == BK_OK) {
        lay_out(p);
    }
    return status;
}
