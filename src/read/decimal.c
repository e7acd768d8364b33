/// Decimal numbers to exact fixed point and to double.
///
/// Double: a mantissa of at most 2^53 and a power of ten of at most 10^22 are both exact doubles,
/// so one multiplication or division rounds once and correctly (Clinger 1990,
/// doi:10.1145/93542.93557). Everything else goes through strtod in the C locale.
#include "read/decimal.h"

#include <string.h>

#include "base/text.h"

enum { MOST_DIGITS = 19 };

static const uint64_t ONES = 0x0101010101010101u, MOST_EXACT = (uint64_t)1 << 53;

static const uint64_t POWER[20] = {1u,
                                   10u,
                                   100u,
                                   1000u,
                                   10000u,
                                   100000u,
                                   1000000u,
                                   10000000u,
                                   100000000u,
                                   1000000000u,
                                   10000000000u,
                                   100000000000u,
                                   1000000000000u,
                                   10000000000000u,
                                   100000000000000u,
                                   1000000000000000u,
                                   10000000000000000u,
                                   100000000000000000u,
                                   1000000000000000000u,
                                   10000000000000000000u};

static const double EXACT_POWER[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char c)
{
    return (unsigned)(c - '0') < 10;
}

/// Bit 7 of each byte of `w` that is no digit.
static inline uint64_t non_digits(uint64_t w)
{
    const uint64_t t = w ^ ONES * '0'; // a digit is 0..9 now
    return (((t & ONES * 0x7f) + ONES * (0x80 - 10)) | t) & ONES * 0x80;
}

/// Eight digits, the first in the lowest byte, each 0..9: pairs, then fours, then all.
static inline uint64_t join_digits(uint64_t w)
{
    w = w * 10 + (w >> 8);
    w = ((w & 0x000000ff000000ffu) * (100 + (UINT64_C(1000000) << 32)) +
         ((w >> 16) & 0x000000ff000000ffu) * (1 + (UINT64_C(10000) << 32))) >>
        32;
    return (uint32_t)w;
}

static inline uint64_t load8(const char *p)
{
    uint64_t w;
    memcpy(&w, p, 8);
    return w;
}

static inline uint64_t load4(const char *p)
{
    uint32_t w;
    memcpy(&w, p, 4);
    return w;
}

/// Digits with a point among them in 4..8 bytes: one word, the point squeezed out.
static inline bool read_word(const char *p, int64_t length, uint64_t *mantissa, int32_t *after)
{
    const uint64_t w =
        length == 8 ? load8(p) : load4(p) | load4(p + length - 4) << 8 * (length - 4);
    const uint64_t other = non_digits(w); // bytes behind the end are 0, no digits
    const int64_t whole = other ? __builtin_ctzll(other) / 8 : 8;
    uint64_t digits = w ^ ONES * '0';
    *after = 0;
    if (whole < length) {
        if (p[whole] != '.') return false;
        const uint64_t before = (UINT64_C(1) << 8 * whole) - 1, rest = other & (other - 1);
        if ((rest ? __builtin_ctzll(rest) / 8 : 8) < length) return false;
        digits = (digits & before) | (digits >> 8 & ~before);
        *after = (int32_t)(length - whole - 1);
        length--;
    }
    *mantissa = join_digits(digits << 8 * (8 - length));
    return true;
}

/// 1 to 7 digits, a point, 1 to 8 digits, in more than 8 bytes: a word from either end.
static inline bool read_two_words(const char *p, int64_t length, uint64_t *mantissa, int32_t *after)
{
    const uint64_t first = load8(p), other = non_digits(first);
    const int64_t whole = other ? __builtin_ctzll(other) / 8 : 8, n = length - whole - 1;
    if (whole == 0 || whole == 8 || p[whole] != '.' || n > 8 || n < 1) return false;
    const uint64_t last = load8(p + length - 8), kept = ~UINT64_C(0) << 8 * (8 - n);
    if (non_digits(last) & kept) return false;
    const uint64_t high = join_digits((first ^ ONES * '0') << 8 * (8 - whole));
    *mantissa = high * POWER[n] + join_digits((last ^ ONES * '0') & kept);
    *after = (int32_t)n;
    return true;
}

/// As below, digit by digit.
static bool read_digits(const char *p, const char *end, uint64_t *mantissa, int32_t *after)
{
    const char *first = p;
    uint64_t m = 0;
    for (; p < end && is_digit(*p); p++) m = m * 10 + (uint64_t)(*p - '0');
    int64_t n = p - first;
    *after = 0;
    if (p < end && *p == '.') {
        const char *point = ++p;
        for (; p < end && is_digit(*p); p++) m = m * 10 + (uint64_t)(*p - '0');
        *after = (int32_t)(p - point);
        n += *after;
    }
    *mantissa = m;
    return p == end && n > 0 && n <= MOST_DIGITS;
}

/// A number without more than sign, digits and mark: (-) mantissa / 10^after.
typedef struct plain {
    uint64_t mantissa;
    int32_t after;
    bool is_negative;
} plain;

/// [+-] digits [. digits], at most 19 digits in all: nearly every number there is. Up to 16 bytes
/// are read in words of eight digits (SWAR; Lemire 2021, doi:10.1002/spe.2984).
static inline bool read_plain(const char *p, const char *end, plain *out)
{
    out->is_negative = p < end && *p == '-';
    p += out->is_negative || (p < end && *p == '+');
    const int64_t length = end - p;
    const bool is_read =
        length >= 4 && length <= 8   ? read_word(p, length, &out->mantissa, &out->after)
        : length > 8 && length <= 16 ? read_two_words(p, length, &out->mantissa, &out->after)
                                     : false;
    return is_read || read_digits(p, end, &out->mantissa, &out->after);
}

static int32_t read_exponent(const char *p)
{
    if (*p != 'e' && *p != 'E') return 0;
    const bool negative = *++p == '-';
    p += *p == '-' || *p == '+';
    int32_t e = 0;
    for (; *p; p++)
        if (e < 100000) e = e * 10 + (*p - '0');
    return negative ? -e : e;
}

/// A number as ct_numeral has it, of any length, to its first 19 significant digits.
static void read_numeral(const char *p, ct_decimal *out)
{
    *out = (ct_decimal){.is_negative = *p == '-', .is_exact = true};
    p += *p == '-' || *p == '+';
    int32_t n = 0, after = 0, cut = 0;
    bool is_after = false;
    for (; is_digit(*p) || *p == '.'; p++) {
        if (*p == '.') {
            is_after = true;
            continue;
        }
        after += is_after;
        if (n == MOST_DIGITS) {
            if (cut++ == 0) out->cut_is_up = *p >= '5';
            if (*p != '0') out->is_exact = false;
            continue;
        }
        out->mantissa = out->mantissa * 10 + (uint64_t)(*p - '0');
        n += out->mantissa > 0;
    }
    const int32_t e = read_exponent(p);
    out->exponent = cut - after + e;
    out->decimals = after - e > 0 ? after - e : 0;
}

/// The same with a decimal comma.
static bool read_plain_comma(const char *text, int64_t length, plain *out)
{
    char copy[MOST_DIGITS + 2];
    if (length > (int64_t)sizeof copy) return false;
    for (int64_t i = 0; i < length; i++) {
        if (text[i] == '.') return false;
        copy[i] = text[i] == ',' ? '.' : text[i];
    }
    return read_plain(copy, copy + length, out);
}

static inline bool read_simple(const char *text, int64_t length, char mark, plain *out)
{
    return mark == '.' ? read_plain(text, text + length, out) : read_plain_comma(text, length, out);
}

ct_number_class ct_decimal_read(const char *text, int64_t length, char mark, ct_decimal *out)
{
    plain simple;
    if (read_simple(text, length, mark, &simple)) {
        *out = (ct_decimal){.mantissa = simple.mantissa,
                            .exponent = -simple.after,
                            .decimals = simple.after,
                            .is_negative = simple.is_negative,
                            .is_exact = true};
        return CT_NUMBER_PLAIN;
    }
    ct_numeral numeral;
    const ct_number_class c = ct_numeral_read(text, length, mark, &numeral);
    if (c < CT_NUMBER_PLAIN) return c;
    read_numeral(numeral.text, out);
    memcpy(out->currency, numeral.currency, sizeof out->currency);
    return c;
}

static bool exact_double(const ct_decimal *d, double *out)
{
    if (!d->is_exact || d->mantissa > MOST_EXACT) return false;
    if (d->exponent < -22 || d->exponent > 22) return false;
    const double m = (double)d->mantissa;
    const double v = d->exponent < 0 ? m / EXACT_POWER[-d->exponent] : m * EXACT_POWER[d->exponent];
    *out = d->is_negative ? -v : v;
    return true;
}

ct_number_class ct_decimal_read_double(const char *text, int64_t length, char mark, double *out)
{
    plain simple;
    if (read_simple(text, length, mark, &simple) && simple.mantissa <= MOST_EXACT) {
        const double v = (double)(int64_t)simple.mantissa / EXACT_POWER[simple.after];
        *out = simple.is_negative ? -v : v;
        return CT_NUMBER_PLAIN;
    }
    ct_decimal d;
    ct_numeral numeral;
    const ct_number_class c = ct_numeral_read(text, length, mark, &numeral);
    if (c < CT_NUMBER_PLAIN) return c;
    read_numeral(numeral.text, &d);
    if (exact_double(&d, out)) return c;
    const int64_t n = (int64_t)strlen(numeral.text);
    return ct_parse_double(numeral.text, n, out) ? c : CT_NUMBER_TEXT;
}

bool ct_decimal_scale(int64_t value, int32_t power, int64_t *out)
{
    return !__builtin_mul_overflow(value, (int64_t)POWER[power], out);
}

static bool with_sign(uint64_t magnitude, bool is_negative, int64_t *out)
{
    if (magnitude > INT64_MAX) return false;
    *out = is_negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}

bool ct_decimal_fixed(const ct_decimal *d, int32_t decimals, int64_t *out, bool *is_rounded)
{
    const int32_t shift = d->exponent + decimals;
    uint64_t v = d->mantissa;
    *is_rounded = false;
    if (v && shift >= 0) {
        if (shift > 18 || __builtin_mul_overflow(v, POWER[shift], &v)) return false;
        *is_rounded = !d->is_exact;
        if (!d->is_exact && d->cut_is_up) v++;
    } else if (v && shift < -MOST_DIGITS) {
        *is_rounded = true;
        v = 0;
    } else if (v) {
        const uint64_t unit = POWER[-shift], rest = v % unit;
        *is_rounded = rest || !d->is_exact;
        v = v / unit + (rest && rest >= unit - rest);
    }
    return with_sign(v, d->is_negative, out);
}

static bool is_same(const ct_decimal *a, const ct_decimal *b)
{
    return a->mantissa == b->mantissa && a->exponent == b->exponent;
}

bool ct_decimal_looks_grouped(const ct_decimal *d)
{
    return d->decimals == 3 && d->exponent == -3 && d->mantissa >= 1000 && d->mantissa < 1000000;
}

ct_mark_evidence ct_decimal_evidence(const char *text, int64_t length)
{
    ct_decimal by_point, by_comma;
    const bool point = ct_decimal_read(text, length, '.', &by_point) >= CT_NUMBER_PLAIN;
    if (point && !memchr(text, ',', (size_t)length) && !ct_decimal_looks_grouped(&by_point) &&
        by_point.decimals)
        return CT_MARK_POINT;
    const bool comma = ct_decimal_read(text, length, ',', &by_comma) >= CT_NUMBER_PLAIN;
    if (point && comma) return is_same(&by_point, &by_comma) ? CT_MARK_NONE : CT_MARK_EITHER;
    return point ? CT_MARK_POINT : comma ? CT_MARK_COMMA : CT_MARK_NONE;
}
