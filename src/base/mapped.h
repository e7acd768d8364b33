/// Which input file an address belongs to: a file that is cut off while it is mapped has no bytes
/// any more where it had some, and whoever looks there gets SIGBUS.
#ifndef CT_BASE_MAPPED_H
#define CT_BASE_MAPPED_H

#include <stdbool.h>
#include <stdint.h>

enum { CT_MAPPED_PATH = 512 };

/// bytes[0 .. size) are those of `path`, until they are no more. From any thread.
void ct_mapped_add(const void *bytes, int64_t size, const char *path);
void ct_mapped_remove(const void *bytes);

/// The path, perhaps without its beginning; NULL = no file is mapped there. A signal handler may
/// ask.
const char *ct_mapped_find(const void *at);

#endif
