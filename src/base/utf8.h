/// Characters of text that should be UTF-8.
#ifndef CT_BASE_UTF8_H
#define CT_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

/// A byte that is part of no character stands for itself, beyond all characters.
enum { CT_UTF8_NONE = 0x110000 };

/// The character at *p < end, which moves behind it.
static inline uint32_t ct_utf8_take(const char **p, const char *end)
{
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000}; // by length: shorter forms exist
    const unsigned char *b = (const unsigned char *)(*p)++;
    if (*b < 0x80) return *b;
    const int length = *b < 0xc2 ? 0 : *b < 0xe0 ? 2 : *b < 0xf0 ? 3 : *b < 0xf5 ? 4 : 0;
    uint32_t c = *b & (0x7fu >> length);
    bool is_whole = length > 0 && end - *p >= length - 1;
    for (int i = 1; i < length && is_whole; i++) {
        is_whole = (b[i] & 0xc0) == 0x80;
        c = c << 6 | (b[i] & 0x3fu);
    }
    const bool is_one = is_whole && c >= LEAST[length] && c < CT_UTF8_NONE;
    if (!is_one || (c >= 0xd800 && c < 0xe000)) return CT_UTF8_NONE + *b; // UTF-16's halves
    *p += length - 1;
    return c;
}

/// What ct_utf8_take() took, written again; returns the place behind it.
static inline char *ct_utf8_put(char *to, uint32_t c)
{
    if (c >= CT_UTF8_NONE)
        c -= CT_UTF8_NONE, *to++ = (char)c;
    else if (c < 0x80)
        *to++ = (char)c;
    else {
        const int n = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3; // bytes that follow the first
        *to++ = (char)((0xff00u >> (n + 1) & 0xff) | c >> 6 * n);
        for (int i = n - 1; i >= 0; i--) *to++ = (char)(0x80 | (c >> 6 * i & 0x3f));
    }
    return to;
}

#endif
