/// Checked allocation, and an arena for scratch that dies together.
#ifndef CT_BASE_MEMORY_H
#define CT_BASE_MEMORY_H

#include <stddef.h>

#include "canton/status.h"
#include "canton/types.h"

/// Zeroed array of n * size bytes (at least 1), overflow-checked; free() it.
/// NULL and a filled *err (CT_ERR_MEMORY) when it cannot be had. Large arrays come untouched from
/// the kernel, so zeroing costs nothing until they are used.
void *ct_array(int64_t n, size_t size, const char *what, ct_error *err);

/// The same for an array that will be written from end to end. A large one comes in pages of 2 MB,
/// where the kernel has them: hundreds of times fewer faults, and fewer look-ups of pages by those
/// who go to and fro in it. One that stays untouched in parts would grow by those parts.
void *ct_array_whole(int64_t n, size_t size, const char *what, ct_error *err);

/// Grow *array (from ct_array or NULL) to hold at least `need` items; capacity at least doubles.
/// New items are not zeroed. On failure *array is untouched.
ct_status ct_grow(void **array, int64_t *capacity, int64_t need, size_t size, const char *what,
                  ct_error *err);

/// All of bytes[0 .. n) will be written soon: take their pages from the kernel at once, which costs
/// a quarter less than one by one. Content does not change; nothing happens where it cannot be
/// done, or where n is small.
void ct_memory_take(void *bytes, int64_t n);

/// Blocks that are freed together. Zero-initialise.
typedef struct ct_arena {
    struct ct_arena_block *head;
} ct_arena;

/// As ct_array(), owned by the arena; aligned to 64 bytes.
void *ct_arena_array(ct_arena *arena, int64_t n, size_t size, const char *what, ct_error *err);
void ct_arena_free(ct_arena *arena);

/// Allocations to let through before every further one fails; < 0 (the default) = never fail.
/// For tests only.
extern int64_t ct_memory_fail_after;

/// String pools. ct_strings_add() keeps offset[0] = 0.
typedef struct ct_strings_builder {
    ct_strings s;
    int64_t capacity, bytes_capacity;
} ct_strings_builder;

ct_status ct_strings_add(ct_strings_builder *b, const char *text, int64_t length, ct_error *err);
/// Bytes of the strings begin .. end - 1, which follow each other.
static inline int64_t ct_strings_length(const ct_strings *s, int64_t begin, int64_t end)
{
    return s->offset ? s->offset[end] - s->offset[begin] : (end - begin) * s->width;
}
/// Index of `text` in pool s, whose strings are sorted by bytes; -1 = not there. O(log n).
int64_t ct_strings_find(const ct_strings *s, const char *text, int64_t length);
/// memcmp order, shorter first.
int ct_strings_compare(const char *a, int64_t a_length, const char *b, int64_t b_length);

#endif
