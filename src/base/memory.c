/// Checked allocation, arena, string pools.
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int64_t ct_memory_fail_after = -1;

/// Tests make the n-th allocation fail, whichever thread asks for it.
static bool must_fail(void)
{
    int64_t left = __atomic_load_n(&ct_memory_fail_after, __ATOMIC_RELAXED);
    while (left > 0 && !__atomic_compare_exchange_n(&ct_memory_fail_after, &left, left - 1, true,
                                                    __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    return left == 0;
}

static bool byte_count(int64_t n, size_t size, size_t *bytes)
{
    return n >= 0 && !__builtin_mul_overflow((size_t)n, size, bytes) && *bytes <= PTRDIFF_MAX;
}

void *ct_array(int64_t n, size_t size, const char *what, ct_error *err)
{
    size_t bytes = SIZE_MAX;
    void *p = NULL;
    if (byte_count(n, size, &bytes) && !must_fail()) p = calloc(bytes ? bytes : 1, 1);
    if (!p) ct_fail_memory(err, bytes > INT64_MAX ? INT64_MAX : (int64_t)bytes, what);
    return p;
}

void *ct_array_whole(int64_t n, size_t size, const char *what, ct_error *err)
{
    enum { MANY = 1 << 22 }; // below, the page at either end is a large part of it
    void *p = ct_array(n, size, what, err);
#ifdef MADV_HUGEPAGE
    const uintptr_t page = 4096, first = ((uintptr_t)p + page - 1) & ~(page - 1);
    const uintptr_t end = (uintptr_t)p + (size_t)n * size;
    if (p && end - (uintptr_t)p >= MANY) madvise((void *)first, end - first, MADV_HUGEPAGE);
#endif
    return p;
}

ct_status ct_grow(void **array, int64_t *capacity, int64_t need, size_t size, const char *what,
                  ct_error *err)
{
    if (need <= *capacity) return CT_OK;
    int64_t wish = *capacity > INT64_MAX / 2 ? need : 2 * *capacity;
    if (wish < need) wish = need;
    if (wish < 16) wish = 16;
    size_t bytes = SIZE_MAX;
    void *p = NULL;
    if (byte_count(wish, size, &bytes) && !must_fail()) p = realloc(*array, bytes);
    if (!p) return ct_fail_memory(err, bytes > INT64_MAX ? INT64_MAX : (int64_t)bytes, what);
    *array = p;
    *capacity = wish;
    return CT_OK;
}

void ct_memory_take(void *bytes, int64_t n)
{
#ifdef MADV_POPULATE_WRITE
    enum { FEW = 1 << 14 }; // the call costs as much as it saves
    const uintptr_t page = 4096, first = (uintptr_t)bytes & ~(page - 1);
    if (n > FEW) madvise((void *)first, (uintptr_t)bytes + (size_t)n - first, MADV_POPULATE_WRITE);
#else
    (void)bytes, (void)n;
#endif
}

typedef struct ct_arena_block {
    struct ct_arena_block *next;
    char pad[56]; ///< keeps what follows on a 64-byte line
} ct_arena_block;

void *ct_arena_array(ct_arena *arena, int64_t n, size_t size, const char *what, ct_error *err)
{
    size_t bytes = SIZE_MAX;
    if (!byte_count(n, size, &bytes) || bytes > PTRDIFF_MAX - 256 || must_fail()) {
        ct_fail_memory(err, bytes > INT64_MAX ? INT64_MAX : (int64_t)bytes, what);
        return NULL;
    }
    // calloc, so that large blocks are zero pages until touched; aligned by hand.
    char *raw = calloc(bytes + sizeof(ct_arena_block) + 64, 1);
    if (!raw) {
        ct_fail_memory(err, (int64_t)bytes, what);
        return NULL;
    }
    ct_arena_block *block = (ct_arena_block *)raw;
    block->next = arena->head;
    arena->head = block;
    uintptr_t at = (uintptr_t)(raw + sizeof(ct_arena_block));
    return (void *)((at + 63) & ~(uintptr_t)63);
}

void ct_arena_free(ct_arena *arena)
{
    if (!arena) return;
    for (ct_arena_block *b = arena->head; b;) {
        ct_arena_block *next = b->next;
        free(b);
        b = next;
    }
    arena->head = NULL;
}

ct_status ct_strings_add(ct_strings_builder *b, const char *text, int64_t length, ct_error *err)
{
    const int64_t used = b->s.offset ? b->s.offset[b->s.n] : 0;
    ct_status s =
        ct_grow((void **)&b->s.offset, &b->capacity, b->s.n + 2, sizeof *b->s.offset, "text", err);
    if (s) return s;
    s = ct_grow((void **)&b->s.bytes, &b->bytes_capacity, used + length + 1, 1, "text", err);
    if (s) return s;
    b->s.offset[b->s.n] = used;
    if (length) memcpy(b->s.bytes + used, text, (size_t)length);
    b->s.n++;
    b->s.offset[b->s.n] = used + length;
    return CT_OK;
}

void ct_strings_free(ct_strings *s)
{
    if (!s) return;
    free(s->offset);
    free(s->bytes);
    memset(s, 0, sizeof *s);
}

int ct_strings_compare(const char *a, int64_t a_length, const char *b, int64_t b_length)
{
    const int64_t n = a_length < b_length ? a_length : b_length;
    const int c = n ? memcmp(a, b, (size_t)n) : 0;
    if (c) return c;
    return (a_length > b_length) - (a_length < b_length);
}

int64_t ct_strings_find(const ct_strings *s, const char *text, int64_t length)
{
    int64_t lo = 0, hi = s->n;
    while (lo < hi) {
        const int64_t mid = lo + (hi - lo) / 2;
        const int c = ct_strings_compare(ct_string(s, mid), ct_string_length(s, mid), text, length);
        if (c == 0) return mid;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return -1;
}
