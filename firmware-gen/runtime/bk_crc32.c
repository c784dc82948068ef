/* CRC-32, four bits at a time. The contract is in bk_crc32.h. */
#include "bk_crc32.h"

#include "bk_read.h"

/* 64 bytes of table; a byte-wise one would take a kilobyte of a small board's flash. */
static const uint32_t NIBBLES[16] BK_TABLE = {
    0x00000000u, 0x1DB71064u, 0x3B6E20C8u, 0x26D930ACu,
    0x76DC4190u, 0x6B6B51F4u, 0x4DB26158u, 0x5005713Cu,
    0xEDB88320u, 0xF00F9344u, 0xD6D6A3E8u, 0xCB61B38Cu,
    0x9B64C2B0u, 0x86D3D2D4u, 0xA00AE278u, 0xBDBDF21Cu,
};

static uint32_t add_byte(uint32_t inverted, uint8_t byte)
{
    inverted = bk_u32(&NIBBLES[(inverted ^ byte) & 15u]) ^ (inverted >> 4);
    return bk_u32(&NIBBLES[(inverted ^ (uint32_t)(byte >> 4)) & 15u]) ^ (inverted >> 4);
}

uint32_t bk_crc32(uint32_t crc, const void *data, uint32_t size)
{
    const uint8_t *bytes = (const uint8_t *)data;
    uint32_t inverted = ~crc;
    for (uint32_t i = 0; i < size; i++) {
        inverted = add_byte(inverted, bytes[i]);
    }
    return ~inverted;
}

uint32_t bk_crc32_image(uint32_t crc, const uint8_t *data, uint32_t size)
{
    uint32_t inverted = ~crc;
    for (uint32_t i = 0; i < size; i++) {
        inverted = add_byte(inverted, bk_u8(data + i));
    }
    return ~inverted;
}
