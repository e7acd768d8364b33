/// Loaded before the program (LD_PRELOAD): allocation number FAIL_AT fails, and with FAIL_ON=1
/// every further one, whoever asks for it. Their number goes to the file FAIL_COUNT.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *(*real_malloc)(size_t), *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t), *(*real_aligned)(size_t, size_t);
static int (*real_memalign)(void **, size_t, size_t);
static long count, fail_at;
static bool fail_on, is_ready;

static void resolve(void)
{
    static bool is_busy;
    if (real_malloc || is_busy) return;
    is_busy = true;
    *(void **)&real_calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&real_realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&real_aligned = dlsym(RTLD_NEXT, "aligned_alloc");
    *(void **)&real_memalign = dlsym(RTLD_NEXT, "posix_memalign");
    *(void **)&real_malloc = dlsym(RTLD_NEXT, "malloc");
    is_busy = false;
}

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAIL_AT"), *on = getenv("FAIL_ON");
    resolve();
    fail_at = at ? atol(at) : 0;
    fail_on = on && *on == '1';
    is_ready = true;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("FAIL_COUNT");
    char text[24];
    int n = sizeof text;
    text[--n] = '\n';
    for (long left = count; left || n == sizeof text - 1; left /= 10)
        text[--n] = (char)('0' + left % 10);
    const int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (fd >= 0 && write(fd, text + n, sizeof text - (size_t)n) > 0) close(fd);
}

static bool fails(void)
{
    if (!is_ready) return false;
    const long n = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    const bool is_hit = fail_at && (fail_on ? n >= fail_at : n == fail_at);
    if (is_hit) errno = ENOMEM;
    return is_hit;
}

void *malloc(size_t n)
{
    resolve();
    return fails() ? NULL : real_malloc(n);
}
void *calloc(size_t n, size_t size)
{
    resolve();
    return fails() ? NULL : real_calloc(n, size);
}
void *realloc(void *p, size_t n)
{
    resolve();
    return fails() ? NULL : real_realloc(p, n);
}
void *aligned_alloc(size_t a, size_t n)
{
    resolve();
    return fails() ? NULL : real_aligned(a, n);
}
int posix_memalign(void **p, size_t a, size_t n)
{
    resolve();
    return fails() ? ENOMEM : real_memalign(p, a, n);
}
void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
    return fails() ? MAP_FAILED : (void *)syscall(SYS_mmap, at, n, protection, flags, fd, offset);
}
