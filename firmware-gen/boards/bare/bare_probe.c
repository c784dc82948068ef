/* For bare.test.ts: sends back the CRC-32 of the input, of an embedded array, and the input's end. */
#include "bare.h"
#include "bk_crc32.h"
#include "bk_read.h"

extern const uint8_t embedded[];
extern const uint32_t embedded_size;

int main(void)
{
    uint8_t count = 0, bytes[64];
    uint32_t sums[2] = {BK_CRC32_EMPTY, BK_CRC32_EMPTY};
    while (bk_bare_read(&count, 1) && count > 0 && bk_bare_read(bytes, count)) {
        sums[0] = bk_crc32(sums[0], bytes, count);
    }
    sums[1] = bk_crc32_image(sums[1], embedded, embedded_size);
    bk_bare_write(sums, sizeof sums);
    bk_bare_write(bytes, 4);
    bk_bare_exit();
}
