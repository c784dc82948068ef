/*
 * link_frame.c for frame.test.ts: `encode` reads (u8 size, message) pairs and writes frames;
 * `decode` reads bytes and writes a line for every frame: its status, and the message if it is whole.
 */
#include <stdio.h>
#include <string.h>

#include "link_frame.h"

int main(int argc, char **argv)
{
    bk_link_decoder decoder;
    int byte;
    if (argc == 2 && strcmp(argv[1], "encode") == 0) {
        while ((byte = getchar()) != EOF) {
            uint8_t message[255], frame[BK_LINK_FRAME_MAX];
            size_t size = 0;
            if (fread(message, 1, (size_t)byte, stdin) != (size_t)byte ||
                bk_link_encode(message, (size_t)byte, frame, sizeof frame, &size) != BK_LINK_OK) {
                return 1;
            }
            fwrite(frame, 1, size, stdout);
        }
        return 0;
    }
    bk_link_decoder_init(&decoder);
    while ((byte = getchar()) != EOF) {
        const uint8_t *message = NULL;
        size_t size = 0;
        const bk_link_status status = bk_link_decoder_push(&decoder, (uint8_t)byte, &message, &size);
        if (status == BK_LINK_PENDING) {
            continue;
        }
        printf("%d ", (int)status);
        for (size_t i = 0; status == BK_LINK_OK && i < size; i++) {
            printf("%02x", message[i]);
        }
        printf("\n");
    }
    return 0;
}
