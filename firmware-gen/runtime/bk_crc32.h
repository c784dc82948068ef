/*
 * CRC-32 as in IEEE 802.3, zlib and PNG (RevEng catalogue: CRC-32/ISO-HDLC):
 * reflected polynomial 0xEDB88320, initial value and final XOR 0xFFFFFFFF.
 * The nine bytes "123456789" give 0xCBF43926.
 */
#ifndef BK_CRC32_H
#define BK_CRC32_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The CRC of nothing; start here and go on piece by piece. */
#define BK_CRC32_EMPTY 0u

/* The CRC of what gave `crc`, followed by size bytes at data, in RAM. */
uint32_t bk_crc32(uint32_t crc, const void *data, uint32_t size);

/* The same over bytes that lie where images lie (bk_read.h). */
uint32_t bk_crc32_image(uint32_t crc, const uint8_t *data, uint32_t size);

#ifdef __cplusplus
}
#endif

#endif /* BK_CRC32_H */
