/* Wear: the host tells how the wearable sits today. Contract in link_parts.h,
 * rules in PROTOCOL.md part 2. */
#include <string.h>

#include "link_parts.h"

#define ONE_Q14 16384
#define SLACK_Q28 ((int32_t)1 << 21) /* of a row's squared length, 1 % */

/* A row of another length would make movements smaller or larger, or none at all. */
static int is_unit(const int16_t row_q14[3])
{
    int32_t squares_q28 = 0;
    for (uint8_t i = 0; i < 3u; i++) {
        if (row_q14[i] < -ONE_Q14 - 1 || row_q14[i] > ONE_Q14 + 1) { /* rounding may pass 1 */
            return 0;
        }
        squares_q28 += (int32_t)row_q14[i] * row_q14[i];
    }
    const int32_t off = squares_q28 - (int32_t)ONE_Q14 * ONE_Q14;
    return off >= -SLACK_Q28 && off <= SLACK_Q28;
}

static int is_nothing(const int16_t rotation_q14[9])
{
    static const int16_t nothing[9] = {0};
    return memcmp(rotation_q14, nothing, sizeof nothing) == 0;
}

void bk_link_wear(bk_link_device *device, const bk_link_request *request)
{
    int16_t rotation_q14[9];
    if (!bk_link_check_link(device, request)) {
        return;
    }
    if ((device->board->senses & BK_LINK_SENSES_MOTION) == 0) {
        bk_link_send_error(device, request, BK_LINK_FAULT_SIGNAL, BK_SIGNAL_MOTION);
        return;
    }
    if (device->armed || device->activity != BK_LINK_IDLE) {
        bk_link_send_error(device, request,
                           device->armed ? BK_LINK_FAULT_ARMED : BK_LINK_FAULT_BUSY, 0);
        return;
    }
    for (uint8_t i = 0; i < 9u; i++) {
        rotation_q14[i] = (int16_t)bk_link_get_u16(request->body + 4u + 2u * i);
    }
    if (is_nothing(rotation_q14)) { /* whoever was told of before is not the one who is here now */
        if (device->worn) {
            device->worn = 0;
            bk_link_open_live(device);
        }
        bk_link_send_status(device, request->sequence);
        return;
    }
    for (uint8_t row = 0; row < 3u; row++) {
        if (!is_unit(rotation_q14 + 3u * row)) {
            bk_link_send_error(device, request, BK_LINK_FAULT_FORM, row);
            return;
        }
    }
    memcpy(device->wear_q14, rotation_q14, sizeof device->wear_q14);
    device->worn = 1;
    bk_link_wear_apply(device);
    bk_link_send_status(device, request->sequence);
}

void bk_link_wear_apply(bk_link_device *device)
{
    if (device->worn && device->runtime != NULL) {
        bk_turn(device->runtime, device->wear_q14);
    }
}
