/* Input and output by Arm semihosting (ARM IHI 0100), which QEMU answers from files. */
#include "bare.h"
#include "cortex_m.h"

enum { SYS_OPEN = 0x01, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT = 0x18 };
enum { MODE_READ_BINARY = 1, MODE_WRITE_BINARY = 5 };
#define EXIT_WELL 0x20026u /* ADP_Stopped_ApplicationExit */

static uint32_t call(uint32_t operation, uintptr_t argument)
{
    register uint32_t r0 __asm("r0") = operation;
    register uintptr_t r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static uint32_t open_file(const char *name, uint32_t mode)
{
    uint32_t size = 0;
    while (name[size] != 0) {
        size++;
    }
    const uintptr_t arguments[3] = {(uintptr_t)name, mode, size};
    return call(SYS_OPEN, (uintptr_t)arguments);
}

int bk_bare_read(void *bytes, uint16_t size)
{
    static uint32_t input;
    if (input == 0) {
        input = open_file("input", MODE_READ_BINARY);
    }
    const uintptr_t arguments[3] = {input, (uintptr_t)bytes, size};
    return call(SYS_READ, (uintptr_t)arguments) == 0; /* how many bytes are missing */
}

void bk_bare_write(const void *bytes, uint16_t size)
{
    static uint32_t output;
    if (output == 0) {
        output = open_file("output", MODE_WRITE_BINARY);
    }
    const uintptr_t arguments[3] = {output, (uintptr_t)bytes, size};
    call(SYS_WRITE, (uintptr_t)arguments);
}

void bk_bare_exit(void)
{
    call(SYS_EXIT, EXIT_WELL);
    for (;;) {
    }
}

