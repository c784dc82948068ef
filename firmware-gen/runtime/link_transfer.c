/* What push and replay have in common. Contract in link_parts.h. */
#include "link_parts.h"

void bk_link_send_credit(bk_link_device *device, uint8_t sequence)
{
    bk_link_message credit;
    const uint32_t left = device->expected - device->received;
    const uint32_t window = device->board->window < left ? device->board->window : left;
    bk_link_message_start(&credit, BK_LINK_CREDIT, sequence);
    bk_link_put_u32(&credit, device->received + window);
    bk_link_put_u32(&credit, device->received);
    bk_link_send(device, &credit);
}

void bk_link_transfer_begin(bk_link_device *device, bk_link_activity activity, uint32_t expected)
{
    device->activity = (uint8_t)activity;
    device->expected = expected;
    device->received = 0;
    device->committed = 0;
    device->streaming = 0;
    device->transfer_ms = device->board->now_ms(device->board->context);
}

void bk_link_transfer_end(bk_link_device *device)
{
    if (device->activity == BK_LINK_REPLAYING) {
        bk_link_open_live(device); /* nothing of the replay may linger in live use */
    }
    device->activity = BK_LINK_IDLE;
}

uint32_t bk_link_new_part(const bk_link_device *device, uint32_t at, const uint8_t **bytes,
                          uint32_t size)
{
    if (at > device->received || size <= device->received - at) {
        return 0;
    }
    const uint32_t known = device->received - at;
    *bytes += known;
    const uint32_t left = device->expected - device->received;
    return size - known < left ? size - known : left;
}

void bk_link_abort(bk_link_device *device, const bk_link_request *request)
{
    if (bk_link_check_link(device, request)) {
        bk_link_transfer_end(device);
        bk_link_send_status(device, request->sequence);
    }
}

void bk_link_transfer_poll(bk_link_device *device, uint32_t now_ms)
{
    if (device->activity == BK_LINK_ERASING) {
        bk_link_push_erase_next(device);
    } else if (device->activity != BK_LINK_IDLE &&
               now_ms - device->transfer_ms >= BK_LINK_TRANSFER_IDLE_MS) {
        bk_link_transfer_end(device); /* the host is gone in the middle */
    }
}
