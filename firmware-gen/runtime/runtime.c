/*
 * The street on the device: front end -> network -> ring of vectors -> gate ->
 * head -> decision. The contract is in beckon.h.
 */
#include "beckon.h"

#include <string.h>

#include "runtime_plan.h"

bk_status bk_arena_size(const uint8_t *image, uint32_t image_size, const bk_backbone *backbone,
                        uint32_t *arena_size)
{
    bk_plan p;
    const bk_status status = bk_plan_image(image, image_size, backbone, &p);
    if (status == BK_OK) {
        *arena_size = p.size;
    }
    return status;
}

static void start_front_end(bk_runtime *runtime, const bk_plan *p, const bk_inputs *inputs)
{
#ifdef BK_WITH_SOUND
    if (runtime->signal == BK_SIGNAL_SOUND) {
        bk_front_sound *front = (bk_front_sound *)runtime->front_end;
        bk_sound_init(&front->sound);
        front->filled = 0;
        return;
    }
#endif
    bk_motion_init((bk_motion *)runtime->front_end, inputs->motion_rate_chz,
                   (const int16_t *)(const void *)(p->image.front_end.at + 4));
}

bk_status bk_open(const uint8_t *image, uint32_t image_size, const bk_backbone *backbone,
                  void *arena, uint32_t arena_size, const bk_inputs *inputs, bk_runtime **runtime)
{
    bk_plan p;
    const bk_status status = bk_plan_image(image, image_size, backbone, &p);
    if (status != BK_OK) {
        return status;
    }
    if (p.size > arena_size || ((uintptr_t)arena & (BK_ARENA_ALIGN - 1u)) != 0) {
        return BK_ERR_ARENA;
    }
    uint8_t *base = (uint8_t *)arena;
    bk_runtime *opened = (bk_runtime *)arena;
    memset(opened, 0, sizeof *opened);
    opened->signal = p.image.signal;
    opened->classes = p.image.classes;
    opened->head = p.head;
    opened->has_network = p.network.at != NULL;
    opened->front_end = base + p.front_end_at;
    opened->ring = (int8_t *)(base + p.ring_at);
    opened->scratch = base + p.scratch_at;
    opened->scores = (int16_t *)(void *)(base + p.scores_at);
    opened->ring_length = p.ring_length;
    opened->vector_size = p.vector_size;
    opened->vector_period = p.vector_period;
    opened->frame_ms = p.frame_ms;
    opened->templates = p.templates;
#ifdef BK_WITH_BACKBONE
    opened->with_frames = p.with_frames;
    if (p.with_frames) {
        bk_frame_mean_init(&opened->mean, (int16_t *)(void *)(base + p.mean_at), (uint8_t)p.frame_size,
                           p.vector_period);
    }
#endif
#ifdef BK_WITH_SOUND
    opened->hears_room = p.hears_room;
    if (p.hears_room) {
        bk_room_init(&opened->room, (int16_t *)(void *)(base + p.room_at), (uint8_t)p.frame_size);
    }
#endif
    opened->breath.breathe = inputs->breathe;
    opened->breath.context = inputs->context;
    start_front_end(opened, &p, inputs);
    if (opened->has_network) {
        bk_network_init(&opened->network, base + p.network_at, p.network.at, p.weights.at);
    }
    opened->judged = UINT32_MAX;
    bk_gate_init(&opened->gate, &p.gate);
    bk_decision_init(&opened->decision, p.image.decision.at, p.image.classes,
                     inputs->report);
    *runtime = opened;
    return BK_OK;
}

bk_signal bk_signal_of(const bk_runtime *runtime)
{
    return (bk_signal)runtime->signal;
}

void bk_trace_to(bk_runtime *runtime, const bk_trace *trace)
{
    runtime->trace = trace;
}

uint16_t bk_vector_size(const bk_runtime *runtime)
{
    return runtime->vector_size;
}

/* The vectors made by frames [start, start + frames): vector j comes with frame
 * (j + 1) * period - 1. They are the newest but those made since. */
static bk_vectors vectors_of(const bk_runtime *runtime, const bk_gate_segment *segment)
{
    const uint32_t first = segment->start / runtime->vector_period;
    const uint32_t end = (segment->start + segment->frames) / runtime->vector_period;
    const uint32_t made = runtime->frames / runtime->vector_period;
    const uint16_t back = (uint16_t)(made - first); /* at most ring_length: bk_gate_reach() */
    bk_vectors vectors;
    vectors.data = runtime->ring;
    vectors.capacity = runtime->ring_length;
    vectors.first = back <= runtime->ring_next
                        ? (uint16_t)(runtime->ring_next - back)
                        : (uint16_t)(runtime->ring_next + runtime->ring_length - back);
    vectors.count = (uint16_t)(end - first);
    return vectors;
}

/* The scores of a stretch of the last frames; 0 if it is shorter than one step of the network. */
static int score(bk_runtime *runtime, const bk_gate_segment *segment)
{
    const bk_vectors vectors = vectors_of(runtime, segment);
    if (vectors.count == 0) {
        return 0;
    }
    if (runtime->head == BK_HEAD_TEMPLATE) {
        bk_template_scores(&runtime->templates, &vectors, &runtime->room, runtime->scratch,
                           &runtime->breath, runtime->scores);
    } else {
        /* Q16 with the offset -32768, as TensorFlow Lite has it, to Q15 */
        const int16_t *raw = bk_network_score(&runtime->network, &vectors);
        for (uint8_t i = 0; i < runtime->classes; i++) {
            runtime->scores[i] = (int16_t)(((int32_t)raw[i] + 32768) >> 1);
        }
    }
    return 1;
}

/* Scores that a decision follows, for whoever wants to see them. */
static void show(const bk_runtime *runtime, const bk_gate_segment *segment)
{
    const bk_trace *trace = runtime->trace;
    if (trace != NULL && trace->segment != NULL) {
        const bk_trace_segment seen = {segment->start, segment->frames, runtime->classes,
                                       runtime->scores,
                                       runtime->hears_room ? runtime->room.levels_q6 : NULL};
        trace->segment(trace->context, &seen);
    }
}

static bk_decision_times times_of(const bk_runtime *runtime, const bk_gate_segment *segment)
{
    const bk_decision_times times = {segment->start * runtime->frame_ms,
                                     (segment->start + segment->frames) * runtime->frame_ms,
                                     runtime->frames * runtime->frame_ms};
    return times;
}

static void judge(bk_runtime *runtime, const bk_gate_segment *segment)
{
    if (score(runtime, segment)) {
        const bk_decision_times times = times_of(runtime, segment);
        show(runtime, segment);
        bk_decision_judge(&runtime->decision, runtime->scores, &times);
    }
}

#if BK_GATE_KNOWS_HELD
static void let_go(bk_runtime *runtime, const bk_gate_segment *segment)
{
    const bk_decision_times times = times_of(runtime, segment);
    bk_decision_let_go(&runtime->decision, &times);
}

/* A segment as long as the hold settings ask for may be a held command: from its beginning
 * on, once. While one is held, each such stretch must still be it. */
static void hold(bk_runtime *runtime)
{
    const bk_hold_settings *settings = &runtime->decision.hold;
    if (runtime->decision.held != BK_DECISION_NOTHING) {
        const uint32_t held = runtime->frames - runtime->held_since;
        const bk_gate_segment newest = {runtime->frames - settings->frames, settings->frames, BK_GATE_FITS};
        if (held % settings->frames == 0 && score(runtime, &newest) &&
            !bk_decision_keeps(&runtime->decision, runtime->scores)) {
            bk_gate_let_go(&runtime->gate);
            let_go(runtime, &newest);
        }
        return;
    }
    const uint32_t open = bk_gate_open_frames(&runtime->gate);
    const bk_gate_segment beginning = {runtime->frames - open, settings->frames, BK_GATE_FITS};
    if (open < settings->frames || runtime->judged == beginning.start || !score(runtime, &beginning)) {
        return;
    }
    const bk_decision_times times = times_of(runtime, &beginning);
    runtime->judged = beginning.start;
    show(runtime, &beginning);
    if (bk_decision_hold(&runtime->decision, runtime->scores, &times)) {
        bk_gate_hold(&runtime->gate, settings->quiet);
        runtime->held_since = runtime->frames;
    }
}
#endif

/* What the gate reported. */
static void finish(bk_runtime *runtime, const bk_gate_segment *segment)
{
    if (segment->verdict == BK_GATE_FITS) {
        judge(runtime, segment);
    }
#if BK_GATE_KNOWS_HELD
    if (segment->verdict == BK_GATE_HELD) {
        let_go(runtime, segment);
    }
#endif
}

/* A frame's vector for the ring, if one came with it. */
static void keep_vector(bk_runtime *runtime, const int8_t *frame)
{
    int8_t *kept = runtime->ring + (size_t)runtime->ring_next * runtime->vector_size;
    const int8_t *vector = runtime->has_network ? bk_network_step(&runtime->network, frame) : frame;
    uint16_t size = runtime->vector_size;
#ifdef BK_WITH_BACKBONE
    if (runtime->with_frames) {
        size = (uint16_t)(size - runtime->mean.values);
        bk_frame_mean_add(&runtime->mean, frame, kept + size); /* as often as the network's step */
    }
#endif
    if (vector == NULL) {
        return;
    }
    memcpy(kept, vector, size);
    runtime->ring_next = (uint16_t)(runtime->ring_next + 1u);
    if (runtime->ring_next == runtime->ring_length) {
        runtime->ring_next = 0;
    }
    const bk_trace *trace = runtime->trace;
    if (trace != NULL && trace->vector != NULL) {
        trace->vector(trace->context, kept, runtime->vector_size);
    }
}

static void take_frame(bk_runtime *runtime, const int8_t *frame, uint16_t size, int16_t level_q8)
{
    const bk_trace *trace = runtime->trace;
    if (trace != NULL && trace->frame != NULL) {
        trace->frame(trace->context, frame, size, level_q8);
    }
    keep_vector(runtime, frame);
    runtime->frames++;
    bk_gate_segment segment;
    if (bk_gate_frame(&runtime->gate, level_q8, &segment)) {
        finish(runtime, &segment);
    }
#if BK_GATE_KNOWS_HELD
    if (runtime->decision.hold.frames != 0) {
        hold(runtime);
    }
#endif
#ifdef BK_WITH_SOUND
    if (runtime->hears_room && bk_gate_is_quiet(&runtime->gate)) {
        bk_room_add(&runtime->room, frame);
    }
#endif
}

void bk_push_sound(bk_runtime *runtime, const int16_t *pcm, uint32_t count)
{
#ifdef BK_WITH_SOUND
    if (runtime->signal != BK_SIGNAL_SOUND) {
        return;
    }
    bk_front_sound *front = (bk_front_sound *)runtime->front_end;
    while (count > 0) {
        const uint16_t room = (uint16_t)(BK_SOUND_HOP - front->filled);
        const uint16_t part = count < room ? (uint16_t)count : room;
        memcpy(front->hop + front->filled, pcm, part * sizeof *pcm);
        front->filled = (uint16_t)(front->filled + part);
        pcm += part;
        count -= part;
        if (front->filled == BK_SOUND_HOP) {
            int8_t frame[BK_SOUND_BANDS];
            int16_t level_q8;
            bk_sound_hop(&front->sound, front->hop, frame, &level_q8);
            front->filled = 0;
            take_frame(runtime, frame, BK_SOUND_BANDS, level_q8);
        }
    }
#else
    (void)runtime;
    (void)pcm;
    (void)count;
#endif
}

void bk_turn(bk_runtime *runtime, const int16_t rotation_q14[9])
{
    if (runtime->signal == BK_SIGNAL_MOTION) {
        bk_motion_turn((bk_motion *)runtime->front_end, rotation_q14);
    }
}

void bk_push_motion(bk_runtime *runtime, const int16_t milli_g[3])
{
    if (runtime->signal != BK_SIGNAL_MOTION) {
        return;
    }
    bk_motion *front = (bk_motion *)runtime->front_end;
    int8_t frame[BK_MOTION_CHANNELS];
    int16_t level_q8;
    bk_motion_push(front, milli_g);
    while (bk_motion_next(front, frame, &level_q8)) {
        take_frame(runtime, frame, BK_MOTION_CHANNELS, level_q8);
    }
}

int bk_next_event(bk_runtime *runtime, bk_event *event)
{
    return bk_decision_next(&runtime->decision, event);
}
