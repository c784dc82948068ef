/* Replay: the device decides over recorded samples, to be compared with the app.
 * Contract in link_parts.h, rules in PROTOCOL.md part 2. */
#include "link_parts.h"

static void send_results(bk_link_device *device)
{
    bk_event event;
    while (bk_next_event(device->runtime, &event)) {
        bk_link_message result;
        bk_link_message_start(&result, BK_LINK_REPLAY_RESULT, device->replay_results++);
        bk_link_put_u8(&result, BK_LINK_RESULT_EVENT);
        bk_link_put_u8(&result, event.phase);
        bk_link_put_u8(&result, event.command);
        bk_link_put_u16(&result, (uint16_t)event.score);
        bk_link_put_u32(&result, event.start_ms);
        bk_link_put_u32(&result, event.end_ms);
        bk_link_put_u32(&result, event.decided_ms);
        bk_link_send(device, &result);
    }
}

static void finish_replay(bk_link_device *device)
{
    bk_link_message done;
    bk_link_message_start(&done, BK_LINK_REPLAY_RESULT, device->replay_results++);
    bk_link_put_u8(&done, BK_LINK_RESULT_DONE);
    bk_link_put_u32(&done, device->sums.frames);
    bk_link_put_u32(&done, device->sums.frames_crc);
    bk_link_put_u32(&done, device->sums.vectors_crc);
    bk_link_put_u32(&done, device->sums.scores_crc);
    bk_link_send(device, &done);
    bk_link_transfer_end(device);
}

void bk_link_replay_begin(bk_link_device *device, const bk_link_request *request)
{
    const bk_link_board *board = device->board;
    const uint32_t values = bk_link_get_u32(request->body + 6);
    const bk_inputs inputs = {bk_link_get_u16(request->body + 4), 1, bk_link_beat, device};
    if (!bk_link_check_link(device, request)) {
        return;
    }
    if (device->armed) {
        bk_link_send_error(device, request, BK_LINK_FAULT_ARMED, 0);
        return;
    }
    if (device->activity == BK_LINK_REPLAYING && device->received == 0 &&
        device->expected == 2u * values && device->replay_rate_chz == inputs.motion_rate_chz) {
        bk_link_send_credit(device, request->sequence); /* asked again: the answer was lost */
        return;
    }
    if (device->activity != BK_LINK_IDLE) {
        bk_link_send_error(device, request, BK_LINK_FAULT_BUSY, 0);
        return;
    }
    if (device->runtime == NULL) {
        bk_link_send_error(device, request, BK_LINK_FAULT_NO_IMAGE, 0);
        return;
    }
    if (values > 0x7FFFFFFFu / 2u ||
        (device->image.signal == BK_SIGNAL_MOTION &&
         (values % 3u != 0 || inputs.motion_rate_chz == 0))) {
        bk_link_send_error(device, request, BK_LINK_FAULT_FORM, 0);
        return;
    }
    const bk_status status =
        bk_open(device->newest.image, device->newest.size, &board->backbone, board->arena,
                board->arena_size, &inputs, &device->runtime);
    if (status != BK_OK) {
        bk_link_open_live(device);
        bk_link_send_error(device, request, BK_LINK_FAULT_IMAGE, (uint32_t)status);
        return;
    }
    device->axes = 0;
    device->replay_results = 0;
    device->replay_rate_chz = inputs.motion_rate_chz;
    bk_link_transfer_begin(device, BK_LINK_REPLAYING, 2u * values);
    bk_trace_sum(device->runtime, &device->sums);
    bk_link_send_credit(device, request->sequence);
    if (values == 0) {
        finish_replay(device);
    }
}

/* fresh: bytes, an even number. One message never completes two frames of
 * sound, so the runtime's short queue of events cannot overflow. */
static void push_values(bk_link_device *device, const uint8_t *bytes, uint32_t fresh)
{
    int16_t values[BK_LINK_MESSAGE_MAX / 2u];
    for (uint32_t i = 0; i < fresh / 2u; i++) {
        const uint16_t value = bk_link_get_u16(bytes + 2u * i);
        values[i] = (int16_t)(value < 0x8000u ? (int32_t)value : (int32_t)value - 0x10000);
    }
    if (device->image.signal == BK_SIGNAL_SOUND) {
        bk_push_sound(device->runtime, values, fresh / 2u);
        send_results(device);
        return;
    }
    for (uint32_t i = 0; i < fresh / 2u; i++) {
        device->sample[device->axes++] = values[i];
        if (device->axes == 3u) {
            device->axes = 0;
            bk_push_motion(device->runtime, device->sample);
            send_results(device);
        }
    }
}

void bk_link_replay_data(bk_link_device *device, const bk_link_request *request)
{
    const uint8_t *bytes = request->body + 4;
    const uint32_t offset = bk_link_get_u32(request->body);
    if (device->activity != BK_LINK_REPLAYING) {
        bk_link_send_error(device, request, BK_LINK_FAULT_NOT_BEGUN, 0);
        return;
    }
    if ((request->size & 1u) != 0 || offset > 0x7FFFFFFFu) {
        bk_link_send_error(device, request, BK_LINK_FAULT_FORM, 0);
        return;
    }
    const uint32_t fresh = bk_link_new_part(device, 2u * offset, &bytes, request->size - 4u);
    device->transfer_ms = device->board->now_ms(device->board->context);
    push_values(device, bytes, fresh);
    device->received += fresh;
    bk_link_send_credit(device, request->sequence);
    if (device->received == device->expected) {
        finish_replay(device);
    }
}
