/* Sums over a trace. The contract is in bk_trace.h. */
#include <string.h>

#include "bk_crc32.h"
#include "bk_trace.h"

static void sum_frame(void *context, const int8_t *values, uint16_t size, int16_t level_q8)
{
    bk_trace_sums *sums = (bk_trace_sums *)context;
    (void)level_q8; /* decides only where segments lie, and those are seen */
    sums->frames++;
    sums->frames_crc = bk_crc32(sums->frames_crc, values, size);
}

static void sum_vector(void *context, const int8_t *values, uint16_t size)
{
    bk_trace_sums *sums = (bk_trace_sums *)context;
    sums->vectors++;
    sums->vectors_crc = bk_crc32(sums->vectors_crc, values, size);
}

static void sum_segment(void *context, const bk_trace_segment *segment)
{
    bk_trace_sums *sums = (bk_trace_sums *)context;
    sums->segments++;
    for (uint8_t i = 0; i < segment->classes; i++) {
        const uint16_t score = (uint16_t)segment->scores[i];
        const uint8_t bytes[2] = {(uint8_t)(score & 0xFFu), (uint8_t)(score >> 8)};
        sums->scores_crc = bk_crc32(sums->scores_crc, bytes, sizeof bytes);
    }
}

void bk_trace_sum(bk_runtime *runtime, bk_trace_sums *sums)
{
    memset(sums, 0, sizeof *sums); /* zero is BK_CRC32_EMPTY */
    sums->trace.context = sums;
    sums->trace.frame = sum_frame;
    sums->trace.vector = sum_vector;
    sums->trace.segment = sum_segment;
    bk_trace_to(runtime, &sums->trace);
}
