/// Text of attribute tables to UTF-8.
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "read/dbf.h"

/// What people write into a .cpg: "UTF-8", "65001", "1252", "ANSI 1252", "ISO 88591", "8859_15".
void ct_dbf_encoding_of_cpg(const char *text, int64_t length, char out[32])
{
    char digits[8] = "";
    int n_digits = 0;
    bool is_utf8 = false;
    for (int64_t i = 0; i < length && text[i] != '\n'; i++) {
        if (i + 2 < length && (text[i] | 32) == 'u' && (text[i + 1] | 32) == 't' &&
            (text[i + 2] | 32) == 'f')
            is_utf8 = true;
        if (text[i] >= '0' && text[i] <= '9' && n_digits < 7) digits[n_digits++] = text[i];
    }
    out[0] = 0;
    if ((is_utf8 && n_digits < 2) || !strcmp(digits, "65001"))
        snprintf(out, 32, "UTF-8");
    else if (!strncmp(digits, "8859", 4) && digits[4])
        snprintf(out, 32, "ISO-8859-%s", digits + 4);
    else if (n_digits >= 3 && n_digits <= 5)
        snprintf(out, 32, "CP%s", digits);
}

/// Language ids of the format that Windows and DOS programs write.
void ct_dbf_encoding_of_language(uint8_t id, char out[32])
{
    static const struct {
        uint8_t id;
        int page;
    } known[] = {{0x01, 437},  {0x02, 850},  {0x03, 1252}, {0x08, 865},  {0x09, 437},  {0x0a, 850},
                 {0x0b, 437},  {0x0d, 437},  {0x0e, 850},  {0x0f, 437},  {0x10, 850},  {0x11, 437},
                 {0x12, 850},  {0x13, 932},  {0x14, 850},  {0x15, 437},  {0x16, 850},  {0x17, 865},
                 {0x18, 437},  {0x19, 437},  {0x1a, 850},  {0x1b, 437},  {0x1c, 863},  {0x1d, 850},
                 {0x1f, 852},  {0x22, 852},  {0x23, 852},  {0x24, 860},  {0x25, 850},  {0x26, 866},
                 {0x37, 850},  {0x40, 852},  {0x4d, 936},  {0x4e, 949},  {0x4f, 950},  {0x50, 874},
                 {0x57, 1252}, {0x58, 1252}, {0x59, 1252}, {0x64, 852},  {0x65, 866},  {0x66, 865},
                 {0x67, 861},  {0x6a, 737},  {0x6b, 857},  {0x6c, 863},  {0x78, 950},  {0x79, 949},
                 {0x7a, 936},  {0x7b, 932},  {0x7c, 874},  {0x7d, 1255}, {0x7e, 1256}, {0x86, 737},
                 {0x87, 852},  {0x88, 857},  {0xc8, 1250}, {0xc9, 1251}, {0xca, 1254}, {0xcb, 1253},
                 {0xcc, 1257}};
    out[0] = 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].id == id) snprintf(out, 32, "CP%d", known[i].page);
}

static bool is_ascii(const char *text, int32_t length)
{
    unsigned any = 0;
    for (int32_t i = 0; i < length; i++) any |= (uint8_t)text[i];
    return any < 128;
}

static bool is_utf8(const char *text, int32_t length)
{
    for (const char *p = text, *end = text + length; p < end;)
        if (ct_utf8_take(&p, end) >= CT_UTF8_NONE) return false;
    return true;
}

/// CP1252, whose five unused bytes are taken as Latin-1.
static int32_t from_cp1252(const char *text, int32_t length, char *out)
{
    static const uint16_t high[32] = {
        0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};
    char *o = out;
    for (int32_t i = 0; i < length; i++) {
        const uint8_t byte = (uint8_t)text[i];
        const uint32_t c = byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
        o = ct_utf8_put(o, c);
    }
    return (int32_t)(o - out);
}

/// -1 when the encoding is unknown here or the text is not in it.
static int32_t by_iconv(const char *encoding, const char *text, int32_t length, char *out)
{
    iconv_t cd = iconv_open("UTF-8", encoding);
    if (cd == (iconv_t)-1) return -1;
    char *in = (char *)text, *to = out;
    size_t in_left = (size_t)length, to_left = 4 * (size_t)length;
    const bool failed = iconv(cd, &in, &in_left, &to, &to_left) == (size_t)-1;
    iconv_close(cd);
    return failed ? -1 : (int32_t)(to - out);
}

int32_t ct_dbf_recode(const char *encoding, const char *text, int32_t length, char *out)
{
    int32_t n = -1;
    const bool utf8_stated = !encoding[0] || !strcmp(encoding, "UTF-8");
    if (is_ascii(text, length) || (utf8_stated && is_utf8(text, length))) {
        memcpy(out, text, (size_t)length);
        n = length;
    } else if (!utf8_stated && strcmp(encoding, "CP1252") && strcmp(encoding, "ISO-8859-1")) {
        n = by_iconv(encoding, text, length, out);
    }
    // glibc's own ISO-8859-1 needs a module on disk; CP1252 holds all of its letters
    if (n < 0) n = from_cp1252(text, length, out);
    out[n] = 0;
    return n;
}
