/* Base firmware of the micro:bit V1: motion in, the link out. */
#include "cortex_m.h"
#include "hardware.h"
#include "link_device.h"

/* Like the sizes BK_..._BYTES it comes from board.json. */
extern const uint8_t bk_slots_start[];

static uint64_t arena[BK_ARENA_BYTES / 8u];
static bk_link_device device;

static uint32_t now_ms(void *context)
{
    (void)context;
    return clock_ms();
}

static int transmit(void *context, const uint8_t *frame, size_t size)
{
    (void)context;
    return uart_transmit(frame, size);
}

static int erase(void *context, uint32_t page_offset)
{
    (void)context;
    flash_erase((uint32_t)(uintptr_t)bk_slots_start + page_offset);
    return 1;
}

static int write(void *context, uint32_t offset, uint32_t word)
{
    (void)context;
    flash_word((uint32_t)(uintptr_t)bk_slots_start + offset, word);
    return 1;
}

static const bk_link_board board = {
    .id = "microbit-v1",
    .now_ms = now_ms,
    .transmit = transmit,
    .flash = {.memory = bk_slots_start,
              .slot_size = BK_SLOT_BYTES,
              .page_size = BK_PAGE_BYTES,
              .erase = erase,
              .write = write},
    .arena = arena,
    .arena_size = sizeof arena,
    .window = 384, /* with framing it stays below the receive ring's 511 bytes */
    .motion_rate_chz = SENSOR_RATE_CHZ,
    .senses = BK_LINK_SENSES_MOTION,
};

int main(void)
{
    clock_start();
    uart_start();
    sensor_start();
    bk_link_device_init(&device, &board, random_number());
    for (;;) {
        uint8_t bytes[64];
        int16_t milli_g[3];
        bk_link_device_receive(&device, bytes, uart_receive(bytes, sizeof bytes));
        while (sensor_read(milli_g)) {
            bk_link_device_motion(&device, milli_g);
        }
        bk_link_device_poll(&device);
        bk_irqs_off();
        if (!uart_has_bytes() && !bk_link_device_has_work(&device)) {
            bk_sleep();
        }
        bk_irqs_on();
    }
}
