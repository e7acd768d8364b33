/// 64 bits that tell texts apart (XXH3).
#ifndef CT_BASE_HASH_H
#define CT_BASE_HASH_H

#include <stdint.h>
#include <xxhash.h>

static inline uint64_t ct_hash(const char *text, int64_t length)
{
    return XXH3_64bits(text, (size_t)length);
}

#endif
