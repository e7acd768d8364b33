/// Memory for GDAL and the libraries behind it. Some of them take its lack for a fault of the file,
/// others abort: so the process ends where there is none. Very large pieces are only refused: a
/// file may claim any size, and GDAL says so.
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "canton/status.h"

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define IS_SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

#if defined __GLIBC__ && !defined IS_SANITIZED // those bring allocators of their own

#define API __attribute__((visibility("default")))

enum { LARGE = 64 << 20 };

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);

static void *checked(void *p, size_t bytes)
{
    if (!p && bytes && bytes < LARGE) _exit(CT_ERR_MEMORY);
    return p;
}

API void *malloc(size_t n)
{
    return checked(__libc_malloc(n), n);
}

API void *calloc(size_t n, size_t size)
{
    const size_t bytes = size && n > SIZE_MAX / size ? SIZE_MAX : n * size;
    return checked(__libc_calloc(n, size), bytes);
}

API void *realloc(void *p, size_t n)
{
    return checked(__libc_realloc(p, n), n);
}

#else
typedef int nothing_here;
#endif
