/*
 * Mailbox: where a sensor driver finds samples when no sensor answers. On an
 * emulated board the app writes them there from outside (QEMU's qtest), so that
 * the firmware that is tried is the firmware that ships. On hardware the sensor
 * answers and nobody writes.
 *
 * A ring of int16 values (PCM; or ax, ay, az in milli-g in turn). Both counters
 * count values since the start and wrap around; the writer stores values first
 * and `written` last, and keeps written - taken at or below the capacity.
 */
#ifndef BK_MAILBOX_H
#define BK_MAILBOX_H

#include <stdint.h>

#ifndef BK_MAILBOX_VALUES
#define BK_MAILBOX_VALUES 256u /* capacity; a power of two, so that wrapped counters index right */
#endif

typedef struct {
    uint32_t capacity;         /* values */
    volatile uint32_t written; /* by the outside */
    volatile uint32_t taken;   /* by the firmware */
    volatile int16_t values[BK_MAILBOX_VALUES];
} bk_mailbox;

/* Takes count values; 1, or 0 and nothing taken if fewer are there. */
static inline int bk_mailbox_take(bk_mailbox *mailbox, int16_t *values, uint32_t count)
{
    const uint32_t taken = mailbox->taken;
    if (mailbox->written - taken < count) {
        return 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        values[i] = mailbox->values[(taken + i) % BK_MAILBOX_VALUES];
    }
    mailbox->taken = taken + count;
    return 1;
}

#endif /* BK_MAILBOX_H */
