/*
 * The virtual wearable inside runtime.wasm: link_device with this computer as
 * its board. Flash, clock and cable are memory that the caller reads and writes,
 * so that the module needs nothing from outside. One per instance.
 * main/wearables/virtual-board.ts mirrors every signature here.
 *
 * Trusted: all arguments. Untrusted: received bytes and the flash's content.
 */
#include <string.h>

#include "../runtime/link_device.h"

#define PAGE_SIZE 65536u
#define WINDOW 4096u
#define SENT_MAX 16384u

static bk_link_device device;
static bk_link_board board;
static uint32_t clock_ms;
static uint8_t sent[SENT_MAX];
static uint32_t sent_size;

static uint32_t now_ms(void *context)
{
    (void)context;
    return clock_ms;
}

static int transmit(void *context, const uint8_t *frame, size_t size)
{
    (void)context;
    if (size > SENT_MAX - sent_size) {
        return 0;
    }
    memcpy(sent + sent_size, frame, size);
    sent_size += (uint32_t)size;
    return 1;
}

static int erase(void *context, uint32_t page_offset)
{
    memset((uint8_t *)context + page_offset, 0xFF, PAGE_SIZE);
    return 1;
}

static int write_word(void *context, uint32_t offset, uint32_t word)
{
    uint8_t *at = (uint8_t *)context + offset;
    for (uint32_t i = 0; i < 4u; i++) {
        at[i] = (uint8_t)(at[i] & (word >> (8u * i)));
    }
    return 1;
}

/* Before all else. flash: two slots of slot_size bytes, a multiple of 65,536, whose content
 * counts; backbone: as it would lie beside them; arena: aligned to 8 bytes. All stay in place. */
void bx_virtual_memory(uint8_t *flash, uint32_t slot_size, const uint8_t *backbone,
                       uint32_t backbone_size, void *arena, uint32_t arena_size)
{
    board.id = "virtual";
    board.now_ms = now_ms;
    board.transmit = transmit;
    board.flash.context = flash;
    board.flash.memory = flash;
    board.flash.slot_size = slot_size;
    board.flash.page_size = PAGE_SIZE;
    board.flash.erase = erase;
    board.flash.write = write_word;
    board.backbone.at = backbone;
    board.backbone.size = backbone_size;
    board.arena = arena;
    board.arena_size = arena_size;
    board.window = WINDOW;
    board.senses = BK_LINK_SENSES_SOUND | BK_LINK_SENSES_MOTION;
}

/* Starts, as after a reset. link: not 0, another one than at the start before;
 * motion_rate_chz: of the live samples to come, 1/100 Hz. */
void bx_virtual_start(uint32_t link, uint32_t now, uint32_t motion_rate_chz)
{
    clock_ms = now;
    sent_size = 0;
    board.motion_rate_chz = (uint16_t)motion_rate_chz;
    bk_link_device_init(&device, &board, link);
}

/* 0 sound, 1 motion, 255 while no image is open. */
uint32_t bx_virtual_signal(void)
{
    return device.runtime != NULL ? (uint32_t)bk_signal_of(device.runtime) : 255u;
}

void bx_virtual_receive(const uint8_t *bytes, uint32_t size)
{
    bk_link_device_receive(&device, bytes, size);
}

/* count samples of 16 kHz PCM. */
void bx_virtual_sound(const int16_t *pcm, uint32_t count)
{
    bk_link_device_sound(&device, pcm, count);
}

/* count samples of three values. */
void bx_virtual_motion(const int16_t *milli_g, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        bk_link_device_motion(&device, milli_g + 3u * i);
    }
}

/* Sets the device's clock and does what is due; at least every 10 ms. */
void bx_virtual_poll(uint32_t now)
{
    clock_ms = now;
    bk_link_device_poll(&device);
}

/* What the device sent: bx_virtual_take_sent() bytes from here, until the next call. */
const uint8_t *bx_virtual_sent(void)
{
    return sent;
}

uint32_t bx_virtual_take_sent(void)
{
    const uint32_t size = sent_size;
    sent_size = 0;
    return size;
}
