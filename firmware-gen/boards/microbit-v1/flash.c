/*
 * The non-volatile memory controller. The processor stands still while it
 * works: 22 ms for a page, 46 us for a word (nRF51822 Product Specification).
 * Neither function is inlined: tests stop at them to cut the power.
 */
#include "hardware.h"
#include "nrf51.h"

enum { READ_ONLY = 0, WRITE = 1, ERASE = 2 };

static void wait(void)
{
    while ((NVMC_READY & 1u) == 0) {
    }
}

__attribute__((noinline)) void flash_erase(uint32_t address)
{
    NVMC_CONFIG = ERASE;
    wait();
    NVMC_ERASEPAGE = address;
    wait();
    NVMC_CONFIG = READ_ONLY;
    wait();
}

__attribute__((noinline)) void flash_word(uint32_t address, uint32_t word)
{
    NVMC_CONFIG = WRITE;
    wait();
    *(volatile uint32_t *)(uintptr_t)address = word;
    wait();
    NVMC_CONFIG = READ_ONLY;
    wait();
}
