/// Memory for the libraries behind canton.
///
/// Its own code looks at every pointer it is given, and fails with exit code 6. Of the libraries
/// HDF5 and Shapelib go on without looking, PROJ aborts (an exception leaves its C interface), and
/// the runtime of OpenMP exits with 1. So what stands between them and the allocator is the
/// program: where there is no memory for a library, the run ends here, with the same message and
/// exit code, and leaves nothing. Whose call it is the address says to which it returns.
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define IS_SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

#ifndef IS_SANITIZED // those bring allocators of their own

#define API __attribute__((visibility("default")))

extern const char __executable_start[], etext[]; ///< set by the linker: the program's own code

/// Of the C library, or of what is loaded before it.
static struct {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void *(*aligned_alloc)(size_t, size_t);
    int (*posix_memalign)(void **, size_t, size_t);
} next;

/// The first call comes from the loader, before there are threads.
static void find_next(void)
{
    static bool is_looking;
    if (is_looking) return;
    is_looking = true;
    *(void **)&next.calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&next.realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&next.aligned_alloc = dlsym(RTLD_NEXT, "aligned_alloc");
    *(void **)&next.posix_memalign = dlsym(RTLD_NEXT, "posix_memalign");
    *(void **)&next.malloc = dlsym(RTLD_NEXT, "malloc");
    is_looking = false;
}

static void give_up(size_t bytes, const void *caller)
{
    Dl_info in = {0};
    char text[512];
    const bool is_known = dladdr(caller, &in) && in.dli_fname;
    const char *slash = is_known ? strrchr(in.dli_fname, '/') : NULL;
    snprintf(text, sizeof text,
             "out of memory: %zu bytes wanted by %s; use a larger machine or a smaller input",
             bytes, slash ? slash + 1 : "a library");
    ending_now(CT_ERR_MEMORY, text);
}

/// p, unless it is NULL and a library has asked.
static void *checked(void *p, size_t bytes, const void *caller)
{
    const char *at = caller;
    const bool is_ours = at >= __executable_start && at < etext;
    if (!p && bytes && !is_ours) give_up(bytes, caller);
    return p;
}

API void *malloc(size_t n)
{
    if (!next.malloc) find_next();
    return next.malloc ? checked(next.malloc(n), n, __builtin_return_address(0)) : NULL;
}

API void *calloc(size_t n, size_t size)
{
    if (!next.calloc) find_next();
    void *p = next.calloc ? next.calloc(n, size) : NULL;
    const size_t bytes = size && n > SIZE_MAX / size ? SIZE_MAX : n * size;
    return next.calloc ? checked(p, bytes, __builtin_return_address(0)) : NULL;
}

API void *realloc(void *old, size_t n)
{
    if (!next.realloc) find_next();
    return next.realloc ? checked(next.realloc(old, n), n, __builtin_return_address(0)) : NULL;
}

API void *aligned_alloc(size_t alignment, size_t n)
{
    if (!next.aligned_alloc) find_next();
    void *p = next.aligned_alloc ? next.aligned_alloc(alignment, n) : NULL;
    return next.aligned_alloc ? checked(p, n, __builtin_return_address(0)) : NULL;
}

API int posix_memalign(void **p, size_t alignment, size_t n)
{
    if (!next.posix_memalign) find_next();
    const int failed = next.posix_memalign ? next.posix_memalign(p, alignment, n) : ENOMEM;
    checked(failed ? NULL : *p, failed == ENOMEM ? n : 0, __builtin_return_address(0));
    return failed;
}

#endif
