/*
 * What runtime_plan.c and runtime.c share: a checked image with the place of
 * every part of its state in the arena. Not for anybody else.
 */
#ifndef BK_RUNTIME_PLAN_H
#define BK_RUNTIME_PLAN_H

#include "beckon.h"
#include "bk_trace.h"
#include "decision.h"
#include "frame_mean.h"
#include "gate.h"
#include "image.h"
#include "motion.h"
#include "network.h"
#include "template.h"

#ifndef __AVR__ /* 2 KB of RAM cannot hold the sound front end, nor a network as large as a shared one */
#define BK_WITH_SOUND
#define BK_WITH_BACKBONE
#include "sound.h"
#endif

#define BK_HEAD_DENSE 1u
#define BK_HEAD_TEMPLATE 2u
#define BK_ARENA_ALIGN 8u

struct bk_runtime {
    bk_decision decision;
    bk_gate gate;
    bk_network network;         /* in use if has_network */
    bk_template_head templates; /* in use if head is BK_HEAD_TEMPLATE */
    bk_frame_mean mean;         /* in use if with_frames */
    bk_room room;               /* in use if hears_room */
    const bk_trace *trace;
    bk_breath breath;
    void *front_end;            /* bk_front_sound or bk_motion */
    void *scratch;
    int16_t *scores;
    int8_t *ring;
    uint32_t frames;
    uint32_t judged;     /* start of the segment last judged as a held command */
    uint32_t held_since; /* frames when it was */
    uint16_t ring_length, ring_next; /* vectors */
    uint16_t vector_size, frame_ms;
    uint8_t vector_period, signal, classes, head, has_network;
    uint8_t with_frames; /* each vector ends in the mean of the frames it was made from */
    uint8_t hears_room;  /* the head covers what lies under the room */
};

#ifdef BK_WITH_SOUND
typedef struct {
    bk_sound sound;
    int16_t hop[BK_SOUND_HOP];
    uint16_t filled;
} bk_front_sound;
#endif

/* A checked image, and where its state goes in the arena. */
typedef struct {
    bk_image image;
    bk_section network, weights; /* its own or the backbone's; at is NULL without a network */
    bk_gate_settings gate;
    bk_template_head templates;
    uint32_t front_end_at, network_at, ring_at, mean_at, room_at, scratch_at, scores_at, size;
    uint16_t frame_size, frame_ms, vector_size, ring_length;
    uint8_t vector_period, head, with_frames, hears_room;
} bk_plan;

/* Checks a whole image and lays its state out. On any result but BK_OK *p is undefined. */
bk_status bk_plan_image(const uint8_t *image, uint32_t image_size, const bk_backbone *backbone,
                        bk_plan *p);

#endif /* BK_RUNTIME_PLAN_H */
