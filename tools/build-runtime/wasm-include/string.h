/* The little of libc that the runtime and the link use. */
#ifndef BK_WASM_STRING_H
#define BK_WASM_STRING_H

#include <stddef.h>

/* WebAssembly has these as instructions. */
#define memcpy __builtin_memcpy
#define memset __builtin_memset
#define memmove __builtin_memmove

static inline int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *x = a;
    const unsigned char *y = b;
    for (size_t i = 0; i < size; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}

static inline size_t strlen(const char *text)
{
    size_t size = 0;
    while (text[size] != 0) {
        size++;
    }
    return size;
}

#endif
