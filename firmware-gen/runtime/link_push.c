/* Push: a new image over the link into the slot that is not in use. Contract in
 * link_parts.h, rules in PROTOCOL.md part 2. */
#include <string.h>

#include "link_parts.h"

void bk_link_push_begin(bk_link_device *device, const bk_link_request *request)
{
    const uint32_t size = bk_link_get_u32(request->body + 4);
    const uint32_t crc = bk_link_get_u32(request->body + 8);
    const uint8_t *id = request->body + 12;
    bk_slots_update *push = &device->push;
    if (!bk_link_check_link(device, request)) {
        return;
    }
    if (device->armed) {
        bk_link_send_error(device, request, BK_LINK_FAULT_ARMED, 0);
        return;
    }
    if (device->activity != BK_LINK_IDLE) {
        if (device->activity == BK_LINK_REPLAYING || push->size != size || push->crc != crc ||
            memcmp(push->id, id, sizeof push->id) != 0) {
            bk_link_send_error(device, request, BK_LINK_FAULT_BUSY, 0);
        } else if (device->activity == BK_LINK_PUSHING) {
            bk_link_send_credit(device, request->sequence);
        } else {
            device->begin_sequence = request->sequence; /* asked again while erasing */
        }
        return;
    }
    if (!bk_slots_begin(&device->board->flash, &device->newest, push, size, crc, id)) {
        bk_link_send_error(device, request, BK_LINK_FAULT_SLOT,
                           bk_slots_capacity(&device->board->flash));
        return;
    }
    bk_link_transfer_begin(device, BK_LINK_ERASING, size);
    device->begin_sequence = request->sequence;
}

/* One page at a time, so that heartbeats go on between pages. */
void bk_link_push_erase_next(bk_link_device *device)
{
    const int more = bk_slots_erase_next(&device->board->flash, &device->push);
    device->transfer_ms = device->board->now_ms(device->board->context);
    if (more == 0) {
        device->activity = BK_LINK_PUSHING;
        bk_link_send_credit(device, device->begin_sequence);
    } else if (more < 0) {
        const bk_link_request began = {NULL, 0, BK_LINK_PUSH_BEGIN, device->begin_sequence};
        bk_link_transfer_end(device);
        bk_link_send_error(device, &began, BK_LINK_FAULT_FLASH, 0);
    }
}

void bk_link_push_data(bk_link_device *device, const bk_link_request *request)
{
    const uint8_t *bytes = request->body + 4;
    if (device->activity != BK_LINK_PUSHING) {
        bk_link_send_error(device, request, BK_LINK_FAULT_NOT_BEGUN, 0);
        return;
    }
    const uint32_t fresh =
        bk_link_new_part(device, bk_link_get_u32(request->body), &bytes, request->size - 4u);
    device->transfer_ms = device->board->now_ms(device->board->context);
    device->received += fresh;
    if (!bk_slots_write(&device->board->flash, &device->push, bytes, fresh)) {
        bk_link_transfer_end(device);
        bk_link_send_error(device, request, BK_LINK_FAULT_FLASH, device->received);
        return;
    }
    bk_link_send_credit(device, request->sequence);
}

/* Code of the fault that keeps a whole, written image from being used, or 0. */
static uint8_t judge_image(const bk_link_device *device, const bk_slot_image *written,
                           uint32_t *number)
{
    const bk_link_board *board = device->board;
    bk_image image;
    uint8_t image_id[BK_IMAGE_ID], model_id[BK_IMAGE_ID];
    bk_status status = bk_image_read(written->image, written->size, &image);
    if (status == BK_OK) {
        bk_image_ids(&image, image_id, model_id);
        if (memcmp(image_id, device->push.id, sizeof image_id) != 0) {
            *number = device->received;
            return BK_LINK_FAULT_CRC; /* another image than was announced */
        }
        if (((board->senses >> image.signal) & 1u) == 0) {
            *number = image.signal;
            return BK_LINK_FAULT_SIGNAL;
        }
        status = bk_arena_size(written->image, written->size, &board->backbone, number);
    }
    if (status == BK_ERR_BACKBONE) {
        *number = 0;
        return BK_LINK_FAULT_BACKBONE; /* it came whole, and INFO says which one is here */
    }
    if (status != BK_OK) {
        *number = (uint32_t)status;
        return BK_LINK_FAULT_IMAGE;
    }
    return *number > board->arena_size ? BK_LINK_FAULT_ARENA : 0u;
}

void bk_link_push_commit(bk_link_device *device, const bk_link_request *request)
{
    const bk_flash *flash = &device->board->flash;
    bk_slot_image written;
    uint32_t number = 0;
    uint8_t fault = 0;
    if (!bk_link_check_link(device, request)) {
        return;
    }
    if (device->activity == BK_LINK_IDLE && device->committed) {
        bk_link_send_info(device, request->sequence); /* asked again: the answer was lost */
        return;
    }
    if (device->activity != BK_LINK_PUSHING) {
        bk_link_send_error(device, request, BK_LINK_FAULT_NOT_BEGUN, 0);
        return;
    }
    if (device->received < device->expected) {
        bk_link_send_error(device, request, BK_LINK_FAULT_CRC, device->received);
        return; /* the rest may still come */
    }
    if (!bk_slots_verify(flash, &device->push, &written)) {
        fault = BK_LINK_FAULT_CRC;
        number = device->received;
    } else {
        fault = judge_image(device, &written, &number);
    }
    if (fault == 0 && !bk_slots_commit(flash, &device->push)) {
        fault = BK_LINK_FAULT_FLASH;
    }
    bk_link_transfer_end(device);
    if (fault != 0) {
        bk_link_send_error(device, request, fault, number);
        return;
    }
    device->newest = written;
    device->committed = 1;
    bk_link_open_live(device);
    bk_link_send_info(device, request->sequence);
}
