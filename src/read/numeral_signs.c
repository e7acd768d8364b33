/// Signs of numbers in all scripts to ASCII.
#include <stddef.h>
#include <string.h>

#include "base/utf8.h"
#include "read/numeral.h"

enum { DROPPED = 0, AS_IS = 0x80, DECIMAL = 0x81 };

/// The zeros of the decimal digits that CLDR's locales use; nine more digits follow each.
static const uint32_t ZERO[] = {0x0660, 0x06f0, 0x07c0, 0x0966,  0x09e6,  0x0a66,  0x0ae6,
                                0x0b66, 0x0be6, 0x0c66, 0x0ce6,  0x0d66,  0x0e50,  0x0ed0,
                                0x0f20, 0x1040, 0x17e0, 0x1810,  0x1946,  0x1b50,  0x1c50,
                                0xa8d0, 0xa9d0, 0xff10, 0x10d30, 0x11136, 0x1e950, 0};

/// Ranges of characters that all stand for `as`.
static const struct {
    uint32_t first, last;
    unsigned char as;
} SIGN[] = {
    {0x00a0, 0x00a0, ' '},     {0x00a2, 0x00a5, '$'},     {0x00ad, 0x00ad, DROPPED},
    {0x00b4, 0x00b4, '\''},    {0x02bc, 0x02bc, '\''},    {0x058f, 0x058f, '$'},
    {0x060b, 0x060b, '$'},     {0x060c, 0x060c, ','},     {0x061c, 0x061c, DROPPED},
    {0x066b, 0x066b, DECIMAL}, {0x066c, 0x066c, '\''},    {0x09f2, 0x09f3, '$'},
    {0x09fb, 0x09fb, '$'},     {0x0af1, 0x0af1, '$'},     {0x0bf9, 0x0bf9, '$'},
    {0x0e3f, 0x0e3f, '$'},     {0x1680, 0x1680, ' '},     {0x17db, 0x17db, '$'},
    {0x2000, 0x200a, ' '},     {0x200b, 0x200f, DROPPED}, {0x2010, 0x2014, '-'},
    {0x2018, 0x2019, '\''},    {0x201b, 0x201b, '\''},    {0x202a, 0x202e, DROPPED},
    {0x202f, 0x202f, ' '},     {0x2032, 0x2032, '\''},    {0x205f, 0x205f, ' '},
    {0x2060, 0x2060, DROPPED}, {0x2066, 0x2069, DROPPED}, {0x20a0, 0x20cf, '$'},
    {0x2212, 0x2212, '-'},     {0x3000, 0x3000, ' '},     {0xa838, 0xa838, '$'},
    {0xfdfc, 0xfdfc, '$'},     {0xfe50, 0xfe50, ','},     {0xfe52, 0xfe52, '.'},
    {0xfe63, 0xfe63, '-'},     {0xfe69, 0xfe69, '$'},     {0xfeff, 0xfeff, DROPPED},
    {0xff04, 0xff04, '$'},     {0xff07, 0xff07, '\''},    {0xff08, 0xff08, '('},
    {0xff09, 0xff09, ')'},     {0xff0b, 0xff0b, '+'},     {0xff0c, 0xff0c, ','},
    {0xff0d, 0xff0d, '-'},     {0xff0e, 0xff0e, '.'},     {0xffe0, 0xffe1, '$'},
    {0xffe5, 0xffe6, '$'},
};

/// The character that stands at *p. A byte of CP1252 where it is not UTF-8: its apostrophes, dashes
/// and euro have places of their own, the rest is that of Unicode.
static uint32_t take(const char **p, const char *end)
{
    const uint32_t c = ct_utf8_take(p, end);
    if (c < CT_UTF8_NONE) return c;
    switch (c - CT_UTF8_NONE) {
    case 0x80: return 0x20ac;
    case 0x91:
    case 0x92: return 0x2019;
    case 0x96:
    case 0x97: return 0x2013;
    default: return c - CT_UTF8_NONE;
    }
}

static unsigned char sign_of(uint32_t c)
{
    size_t low = 0, high = sizeof SIGN / sizeof *SIGN;
    for (const uint32_t *zero = ZERO; *zero; zero++)
        if (c - *zero < 10) return (unsigned char)('0' + (c - *zero));
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (SIGN[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    const bool is_found = low < sizeof SIGN / sizeof *SIGN && SIGN[low].first <= c;
    return is_found ? SIGN[low].as : AS_IS;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_control(char c)
{
    return (unsigned char)c < ' ' || c == 0x7f;
}

static void keep_currency(const char *p, int32_t bytes, char *currency)
{
    memcpy(currency, p, (size_t)bytes);
    currency[bytes] = 0;
}

int32_t ct_numeral_ascii(const char *text, int64_t length, char mark, char *out, char *currency)
{
    int32_t n = 0, bytes = 1;
    for (const char *p = text, *end = text + length; p < end; p += bytes) {
        char c = *p;
        bytes = 1;
        if ((unsigned char)c < 0x80) {
            if (is_blank(c))
                c = ' ';
            else if (is_control(c))
                return -1;
        } else {
            const char *next = p;
            const unsigned char sign = sign_of(take(&next, end));
            bytes = (int32_t)(next - p);
            if (sign == DROPPED) continue;
            c = sign == DECIMAL ? mark : (char)sign;
            if (sign == AS_IS) {
                if (n + bytes > CT_NUMERAL_LONGEST) return -1;
                memcpy(out + n, p, (size_t)bytes);
                n += bytes;
                continue;
            }
        }
        if (c == '$') keep_currency(p, bytes, currency);
        if (c == ' ' && n == 0) continue;
        if (n == CT_NUMERAL_LONGEST) return -1;
        out[n++] = c;
    }
    while (n && out[n - 1] == ' ') n--;
    out[n] = 0;
    return n;
}
