/// Numbers as the bytes of a file, whatever the machine.
#ifndef CT_WRITE_BYTES_H
#define CT_WRITE_BYTES_H

#include <stdint.h>
#include <string.h>

static inline void ct_put_le16(char *to, uint32_t v)
{
    to[0] = (char)(v & 255);
    to[1] = (char)(v >> 8 & 255);
}

static inline void ct_put_le32(char *to, uint32_t v)
{
    ct_put_le16(to, v & 0xffff);
    ct_put_le16(to + 2, v >> 16);
}

static inline void ct_put_be32(char *to, uint32_t v)
{
    ct_put_le32(to, __builtin_bswap32(v));
}

/// n doubles, little-endian.
static inline void ct_put_f64(char *to, const double *v, int64_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(to, v, (size_t)n * sizeof *v);
#else
    for (int64_t i = 0; i < n; i++) {
        uint64_t bits;
        memcpy(&bits, v + i, sizeof bits);
        ct_put_le32(to + 8 * i, (uint32_t)bits);
        ct_put_le32(to + 8 * i + 4, (uint32_t)(bits >> 32));
    }
#endif
}

static inline uint32_t ct_get_le32(const char *from)
{
    const unsigned char *b = (const unsigned char *)from;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static inline uint32_t ct_get_be32(const char *from)
{
    return __builtin_bswap32(ct_get_le32(from));
}

/// n doubles, little-endian.
static inline void ct_get_f64(const char *from, double *v, int64_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(v, from, (size_t)n * sizeof *v);
#else
    for (int64_t i = 0; i < n; i++) {
        const uint64_t bits =
            (uint64_t)ct_get_le32(from + 8 * i) | (uint64_t)ct_get_le32(from + 8 * i + 4) << 32;
        memcpy(v + i, &bits, sizeof bits);
    }
#endif
}

#endif
