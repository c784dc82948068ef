/* Stream: the sensor's own samples to the host, which records from them.
 * Contract in link_parts.h, rules in PROTOCOL.md part 2. */
#include "link_parts.h"

void bk_link_stream(bk_link_device *device, const bk_link_request *request)
{
    const uint8_t signal = request->body[4];
    if (!bk_link_check_link(device, request)) {
        return;
    }
    if (signal == BK_LINK_STREAM_END) {
        device->streaming = 0;
        bk_link_send_status(device, request->sequence);
        return;
    }
    if (signal != BK_SIGNAL_MOTION ||
        (device->board->senses & BK_LINK_SENSES_MOTION) == 0) {
        bk_link_send_error(device, request, BK_LINK_FAULT_SIGNAL, signal);
        return;
    }
    if (device->armed || device->activity != BK_LINK_IDLE) {
        bk_link_send_error(device, request,
                           device->armed ? BK_LINK_FAULT_ARMED : BK_LINK_FAULT_BUSY, 0);
        return;
    }
    if (!device->streaming) {
        device->streaming = 1;
        device->stream_count = 0;
        device->streamed = 0;
    }
    device->host_ms = device->board->now_ms(device->board->context);
    bk_link_send_status(device, request->sequence);
}

void bk_link_stream_sample(bk_link_device *device, const int16_t milli_g[3])
{
    if (!device->streaming) {
        return;
    }
    for (uint8_t axis = 0; axis < 3u; axis++) {
        device->stream[device->stream_count][axis] = milli_g[axis];
    }
    if (++device->stream_count < BK_LINK_STREAM_SAMPLES) {
        return;
    }
    bk_link_message data;
    bk_link_message_start(&data, BK_LINK_STREAM_DATA, device->sequence++);
    bk_link_put_u32(&data, device->link);
    bk_link_put_u16(&data, device->board->motion_rate_chz);
    bk_link_put_u32(&data, device->streamed);
    for (uint8_t i = 0; i < BK_LINK_STREAM_SAMPLES; i++) {
        for (uint8_t axis = 0; axis < 3u; axis++) {
            bk_link_put_u16(&data, (uint16_t)device->stream[i][axis]);
        }
    }
    /* What finds no room on the cable is lost; the next number tells it. */
    bk_link_send(device, &data);
    device->streamed += BK_LINK_STREAM_SAMPLES;
    device->stream_count = 0;
}

void bk_link_stream_poll(bk_link_device *device, uint32_t now_ms)
{
    if (now_ms - device->host_ms >= BK_LINK_HOST_SILENCE_MS) {
        device->streaming = 0;
    }
}
