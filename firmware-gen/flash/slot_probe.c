/*
 * Says what slots.c makes of a file with two slots, for firmware.test.ts:
 *   slot_probe FILE SLOT_BYTES  ->  "slot generation size offset"
 */
#include <stdio.h>
#include <stdlib.h>

#include "slots.h"

int main(int argc, char **argv)
{
    static uint8_t memory[1 << 20];
    bk_flash flash = {0};
    bk_slot_image newest;
    FILE *file;

    if (argc != 3 || (file = fopen(argv[1], "rb")) == NULL) {
        return 2;
    }
    if (fread(memory, 1, sizeof memory, file) == 0) {
        return 2;
    }
    (void)fclose(file);
    flash.memory = memory;
    flash.slot_size = (uint32_t)strtoul(argv[2], NULL, 10);
    flash.page_size = 1024;
    newest = bk_slots_newest(&flash);
    printf("%u %lu %lu %ld\n", newest.slot, (unsigned long)newest.generation, (unsigned long)newest.size,
           newest.image == NULL ? -1L : (long)(newest.image - memory));
    return 0;
}
