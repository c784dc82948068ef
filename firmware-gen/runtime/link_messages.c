/* Messages of the link, written field by field. The contract is in link_parts.h. */
#include <string.h>

#include "link_parts.h"

uint16_t bk_link_get_u16(const uint8_t *from)
{
    return (uint16_t)(from[0] | (uint16_t)((uint16_t)from[1] << 8));
}

uint32_t bk_link_get_u32(const uint8_t *from)
{
    return (uint32_t)bk_link_get_u16(from) | ((uint32_t)bk_link_get_u16(from + 2) << 16);
}

void bk_link_put_bytes(bk_link_message *message, const uint8_t *bytes, size_t size)
{
    if (size <= sizeof message->bytes - message->size) {
        memcpy(message->bytes + message->size, bytes, size);
        message->size = (uint8_t)(message->size + size);
    }
}

void bk_link_put_u8(bk_link_message *message, uint8_t value)
{
    bk_link_put_bytes(message, &value, 1);
}

void bk_link_put_u16(bk_link_message *message, uint16_t value)
{
    bk_link_put_u8(message, (uint8_t)value);
    bk_link_put_u8(message, (uint8_t)(value >> 8));
}

void bk_link_put_u32(bk_link_message *message, uint32_t value)
{
    bk_link_put_u16(message, (uint16_t)value);
    bk_link_put_u16(message, (uint16_t)(value >> 16));
}

void bk_link_message_start(bk_link_message *message, uint8_t type, uint8_t sequence)
{
    message->size = 0;
    bk_link_put_u8(message, type);
    bk_link_put_u8(message, sequence);
}

int bk_link_send(bk_link_device *device, const bk_link_message *message)
{
    uint8_t frame[BK_LINK_FRAME_MAX];
    size_t frame_size = 0;
    return bk_link_encode(message->bytes, message->size, frame, sizeof frame, &frame_size) ==
               BK_LINK_OK &&
           device->board->transmit(device->board->context, frame, frame_size);
}
