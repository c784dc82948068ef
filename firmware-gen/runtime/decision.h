/*
 * Decision: from a segment's scores to an event, and the few events that wait
 * to be fetched.
 *
 * The command with the highest score (of equal ones the first) becomes a tap if
 * the score reaches the command's own threshold, leads every other class by at
 * least the margin, and the refractory time since the last tap is over; otherwise
 * the segment is refused.
 *
 * A *held* command is no tap but lasts as long as its sound. It is judged in the same
 * way by the first frames of a segment alone, starts there, and ends with the segment,
 * or when what is heard later is more than `slack` under its threshold.
 *
 * Untrusted: the bytes of section DECI, until bk_decision_open() has passed them.
 */
#ifndef BK_DECISION_H
#define BK_DECISION_H

#include <stdint.h>

#include "beckon.h"
#include "gate.h"

#define BK_DECISION_QUEUE 4u
#define BK_DECISION_NOTHING 255u

typedef struct {
    uint8_t frames; /* by which a segment is judged; 0: the image has no held command */
    uint8_t quiet;  /* frames below which it must fall to end */
    uint16_t slack;
} bk_hold_settings;

/* The caller owns it; fields are the decision's own. */
typedef struct {
    const uint8_t *section;
    bk_hold_settings hold;
    uint32_t blocked_until_ms;    /* refractory time of the last tap */
    uint32_t dropped;             /* events that found the queue full */
    uint16_t refractory_ms, margin;
    uint8_t classes, report;      /* bk_report */
    uint8_t held;                 /* class that lasts now, or BK_DECISION_NOTHING */
    uint8_t first, waiting;       /* of the queue */
    bk_event queue[BK_DECISION_QUEUE];
} bk_decision;

/* What the gate reported, in milliseconds of samples pushed. */
typedef struct {
    uint32_t start_ms, end_ms, decided_ms;
} bk_decision_times;

/* Checks section DECI, size bytes, of an image with this many classes: BK_OK and
 * the gate's settings, or BK_ERR_DECISION and nothing stored. */
bk_status bk_decision_check(const uint8_t *section, uint32_t size, uint8_t classes,
                            bk_gate_settings *gate);

/* Makes the decision ready with a section that has passed bk_decision_check(). */
void bk_decision_init(bk_decision *decision, const uint8_t *section, uint8_t classes,
                      uint8_t report);

/* Judges a segment by its scores, one per class. The event, if there is one,
 * joins the queue; when that is full, it is dropped and counted. */
void bk_decision_judge(bk_decision *decision, const int16_t *scores, const bk_decision_times *times);

/* Judges the beginning of a segment. 1 if a command is held from now on; its end then
 * has a place in the queue. */
int bk_decision_hold(bk_decision *decision, const int16_t *scores, const bk_decision_times *times);

/* 1 if what is heard now still is the held command. */
int bk_decision_keeps(const bk_decision *decision, const int16_t *scores);

/* Ends the held command, if there is one. */
void bk_decision_let_go(bk_decision *decision, const bk_decision_times *times);

/* 1 and the oldest event, or 0. */
int bk_decision_next(bk_decision *decision, bk_event *event);

#endif /* BK_DECISION_H */
