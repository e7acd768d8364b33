/// The content of a file as read-only memory, mapped or held.
#ifndef CT_BASE_CONTENT_H
#define CT_BASE_CONTENT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { CT_FILE_LARGE = 1 << 30 };

typedef struct ct_file {
    const char *bytes; ///< never NULL after a successful open, even when empty
    int64_t size;
    bool is_mapped;
    struct timespec written; ///< of a mapped one, when it was opened
    uint64_t identity[2];    ///< its device and inode
} ct_file;

void ct_file_close(ct_file *f);

/// bytes[begin .. end) are not needed any more, or, in a file of more than CT_FILE_LARGE bytes, not
/// soon: a mapping gives their memory back; read again, they come from the file again.
void ct_file_release(const ct_file *f, int64_t begin, int64_t end);

#endif
