/// Mapped input files, in a table that a signal handler can read.
#include "base/mapped.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 64 }; ///< open at a time; one beyond that has no name when it is cut off

static struct {
    const char *begin; ///< NULL = free
    int64_t size;      ///< 0 = not filled in yet
    char path[CT_MAPPED_PATH];
} mapped[MOST];

void ct_mapped_add(const void *bytes, int64_t size, const char *path)
{
    const size_t length = strlen(path), room = CT_MAPPED_PATH - 1;
    for (int i = 0; i < MOST; i++) {
        const char *none = NULL;
        if (!__atomic_compare_exchange_n(&mapped[i].begin, &none, bytes, false, __ATOMIC_SEQ_CST,
                                         __ATOMIC_SEQ_CST))
            continue;
        snprintf(mapped[i].path, CT_MAPPED_PATH, "%s", length > room ? path + length - room : path);
        __atomic_store_n(&mapped[i].size, size, __ATOMIC_SEQ_CST);
        return;
    }
}

void ct_mapped_remove(const void *bytes)
{
    for (int i = 0; i < MOST; i++) {
        if (__atomic_load_n(&mapped[i].begin, __ATOMIC_SEQ_CST) != bytes) continue;
        __atomic_store_n(&mapped[i].size, 0, __ATOMIC_SEQ_CST);
        __atomic_store_n(&mapped[i].begin, NULL, __ATOMIC_SEQ_CST);
        return;
    }
}

const char *ct_mapped_find(const void *at)
{
    for (int i = 0; i < MOST; i++) {
        const char *begin = __atomic_load_n(&mapped[i].begin, __ATOMIC_SEQ_CST);
        const int64_t size = __atomic_load_n(&mapped[i].size, __ATOMIC_SEQ_CST);
        const uintptr_t from = (uintptr_t)begin, it = (uintptr_t)at;
        if (begin && it >= from && it - from < (uintptr_t)size) return mapped[i].path;
    }
    return NULL;
}
