/* bare.h on this machine: standard input and output. */
#include <stdio.h>
#include <stdlib.h>

#include "bare.h"

int bk_bare_read(void *bytes, uint16_t size)
{
    return fread(bytes, 1, size, stdin) == size;
}

void bk_bare_write(const void *bytes, uint16_t size)
{
    fwrite(bytes, 1, size, stdout);
}

void bk_bare_exit(void)
{
    exit(fflush(stdout) != 0);
}
