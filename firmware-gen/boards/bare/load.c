/*
 * How many instructions a model costs a Cortex-M4. Input: 16 kHz int16 sound. Output, little-endian:
 * u32 hops, u32 SysTick counts of all hops, u32 of the dearest one, u32 events.
 *
 * Needs image and backbone, BK_TABLE, and an emulator whose clock moves by instructions (load.ts).
 */
#include <stddef.h>

#include "bare.h"
#include "beckon.h"
#include "bk_read.h"
#include "sound.h"

extern const uint8_t image[], backbone[];
extern const uint32_t image_size, backbone_size;

#define SYSTICK_CONTROL (*(volatile uint32_t *)0xE000E010u) /* Armv7-M, B3.3 */
#define SYSTICK_RELOAD (*(volatile uint32_t *)0xE000E014u)
#define SYSTICK_VALUE (*(volatile uint32_t *)0xE000E018u)
#define SYSTICK_MASK 0xFFFFFFu

static uint64_t arena[8192];

int main(void)
{
    const bk_backbone shared = {backbone, backbone_size};
    const bk_inputs inputs = {0};
    bk_runtime *runtime;
    if (bk_open(image, image_size, &shared, arena, sizeof arena, &inputs, &runtime) != BK_OK) {
        bk_bare_exit(); /* without a word of output */
    }
    SYSTICK_RELOAD = SYSTICK_MASK;
    SYSTICK_VALUE = 0;
    SYSTICK_CONTROL = 5u; /* on, at the processor's clock */

    uint32_t result[4] = {0, 0, 0, 0};
    int16_t hop[BK_SOUND_HOP];
    while (bk_bare_read(hop, sizeof hop)) {
        const uint32_t before = SYSTICK_VALUE;
        bk_push_sound(runtime, hop, BK_SOUND_HOP);
        const uint32_t spent = (before - SYSTICK_VALUE) & SYSTICK_MASK; /* it counts down */
        result[0]++;
        result[1] += spent;
        result[2] = spent > result[2] ? spent : result[2];
        bk_event event;
        while (bk_next_event(runtime, &event)) {
            result[3]++;
        }
    }
    bk_bare_write(result, sizeof result);
    bk_bare_exit();
}
