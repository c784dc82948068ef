/*
 * Firmware of the emulated Cortex-M4: sound or motion in by the mailbox, the
 * link out by UART0. It stands for boards that have flash; here the slots lie
 * in the machine's PSRAM and follow the rules of NOR flash.
 */
#include <string.h>

#include "hardware.h"
#include "link_device.h"
#include "mailbox.h"

/* Like the sizes BK_..._BYTES they come from board.json. */
extern uint8_t bk_slots_start[];
extern const uint8_t bk_backbone_start[];

bk_mailbox bk_sensor_mailbox;

/* Set from outside before the start, to differ from one process to the next;
 * counted on at each restart, which it survives. */
__attribute__((section(".kept"))) volatile uint32_t bk_link_seed;
__attribute__((section(".kept"))) static volatile uint32_t starts;

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

__attribute__((noinline)) static int erase(void *context, uint32_t page_offset)
{
    (void)context;
    memset(bk_slots_start + page_offset, 0xFF, BK_PAGE_BYTES);
    return 1;
}

__attribute__((noinline)) static int write(void *context, uint32_t offset, uint32_t word)
{
    (void)context;
    *(volatile uint32_t *)(void *)(bk_slots_start + offset) &= word;
    return 1;
}

static const bk_link_board board = {
    .id = "sim-m4",
    .now_ms = now_ms,
    .transmit = transmit,
    .flash = {.memory = bk_slots_start,
              .slot_size = BK_SLOT_BYTES,
              .page_size = BK_PAGE_BYTES,
              .erase = erase,
              .write = write},
    .backbone = {.at = bk_backbone_start, .size = BK_BACKBONE_BYTES},
    .arena = arena,
    .arena_size = sizeof arena,
    .window = BK_WINDOW_BYTES,
    .motion_rate_chz = 5000,
    .senses = BK_LINK_SENSES_SOUND | BK_LINK_SENSES_MOTION,
};

static void listen(void)
{
    int16_t values[320];
    if (bk_link_device_wants(&device) == BK_SIGNAL_SOUND) {
        while (bk_mailbox_take(&bk_sensor_mailbox, values, 320)) {
            bk_link_device_sound(&device, values, 320);
        }
    } else {
        while (bk_mailbox_take(&bk_sensor_mailbox, values, 3)) {
            bk_link_device_motion(&device, values);
        }
    }
}

int main(void)
{
    bk_sensor_mailbox.capacity = BK_MAILBOX_VALUES;
    starts++;
    uint32_t link = bk_link_seed + starts * 2654435761u; /* odd, so that no two starts agree */
    link = link == 0 ? 1u : link;
    clock_start();
    uart_start();
    bk_link_device_init(&device, &board, link);
    for (;;) {
        uint8_t bytes[64];
        bk_link_device_receive(&device, bytes, uart_receive(bytes, sizeof bytes));
        listen();
        bk_link_device_poll(&device);
        bk_irqs_off();
        if (!uart_poll() && !bk_link_device_has_work(&device)) {
            bk_sleep();
        }
        bk_irqs_on();
    }
}
