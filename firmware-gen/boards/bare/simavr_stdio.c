/*
 * Runs an ATmega328P program in simavr, its USART tied to this program's
 * standard input and output:   simavr_stdio PROGRAM.elf <INPUT >OUTPUT
 * Exit 0 when the program ended, 1 when it crashed, 2 when it could not start.
 */
#define _POSIX_C_SOURCE 200112L
#include <stdio.h>
#include <unistd.h>

#include "avr_uart.h"
#include "sim_avr.h"
#include "sim_elf.h"

enum { UCSR0B = 0xC1, RXEN0 = 0x10 }; /* data memory address and bit, ATmega328P data sheet */

static avr_irq_t *to_avr;
static int ready;
static FILE *output;

static void take_output(struct avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    (void)param;
    putc((int)(value & 0xFFu), output);
}

static void set_ready(struct avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    (void)value;
    ready = *(const int *)param;
}

int main(int argc, char *argv[])
{
    static const int on = 1, off = 0;
    elf_firmware_t firmware = {{0}};
    output = fdopen(dup(1), "wb");
    dup2(2, 1); /* simavr chats on standard output */
    if (argc != 2 || output == NULL || elf_read_firmware(argv[1], &firmware) != 0) {
        return 2;
    }
    avr_t *avr = avr_make_mcu_by_name("atmega328p");
    if (avr == NULL || avr_init(avr) != 0) {
        return 2;
    }
    firmware.frequency = 16000000;
    avr_load_firmware(avr, &firmware);
    uint32_t flags = 0;
    avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
    flags &= ~(uint32_t)(AVR_UART_FLAG_POLL_SLEEP | AVR_UART_FLAG_STDIO); /* neither idle nor echo */
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    to_avr = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT),
                            take_output, NULL);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON),
                            set_ready, (void *)&on);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF),
                            set_ready, (void *)&off);
    int state = cpu_Running;
    int receiving = 0;
    while (state != cpu_Done && state != cpu_Crashed) {
        state = avr_run(avr);
        if (!receiving && (avr->data[UCSR0B] & RXEN0) != 0) {
            receiving = ready = 1; /* what comes before is lost, and no XON tells the moment */
        }
        while (ready) {
            const int byte = getchar();
            if (byte == EOF) {
                ready = 0;
                break;
            }
            avr_raise_irq(to_avr, (uint32_t)byte);
        }
    }
    fflush(output);
    return state == cpu_Done ? 0 : 1;
}
