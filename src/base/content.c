/// What has been read, and giving it back.
#include "base/content.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "base/mapped.h"

void ct_file_close(ct_file *f)
{
    if (!f || !f->bytes) return;
    if (f->is_mapped) {
        ct_mapped_remove(f->bytes);
        munmap((void *)f->bytes, (size_t)f->size);
    } else if (f->size) {
        free((void *)f->bytes);
    }
    *f = (ct_file){0};
}

void ct_file_release(const ct_file *f, int64_t begin, int64_t end)
{
    const int64_t page = 1 << 16, first = begin & -page, last = end & -page;
    if (f->is_mapped && last > first)
        madvise((void *)(f->bytes + first), (size_t)(last - first), MADV_DONTNEED);
}
