/// Numbers and names as text, whatever the locale.
#include "base/text.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// printf and strtod with '.' in any locale of the caller. One per process, never freed.
static locale_t c_locale(void)
{
    static locale_t c;
    locale_t now = __atomic_load_n(&c, __ATOMIC_ACQUIRE);
    if (now) return now;
    locale_t fresh = newlocale(LC_ALL_MASK, "C", (locale_t)0), expected = (locale_t)0;
    if (__atomic_compare_exchange_n(&c, &expected, fresh, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return fresh;
    freelocale(fresh);
    return expected;
}

int32_t ct_format_double(double value, char *out)
{
    const locale_t old = uselocale(c_locale());
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        length = snprintf(out, 32, "%.*g", digits, value);
        if (strtod(out, NULL) == value) break;
    }
    if (isnan(value)) length = snprintf(out, 32, "nan");
    uselocale(old);
    return length;
}

int32_t ct_format_fixed(int64_t value, int32_t decimals, char *out)
{
    char digits[24];
    uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int32_t n = 0, at = 0;
    do {
        digits[n++] = (char)('0' + v % 10);
        v /= 10;
    } while (v || n <= decimals);
    if (value < 0) out[at++] = '-';
    while (n) {
        if (n == decimals) out[at++] = '.';
        out[at++] = digits[--n];
    }
    out[at] = 0;
    return at;
}

int32_t ct_format_decimals(double value, int32_t decimals, char *out)
{
    const locale_t old = uselocale(c_locale());
    const int length = snprintf(out, 352, "%.*f", decimals, value);
    uselocale(old);
    return length;
}

int32_t ct_format_count(int64_t value, char *out)
{
    char plain[32];
    const int32_t n = ct_format_fixed(value, 0, plain);
    int32_t at = 0;
    for (int32_t i = 0; i < n; i++) {
        out[at++] = plain[i];
        const int32_t left = n - 1 - i;
        if (left && left % 3 == 0 && plain[i] != '-') out[at++] = ',';
    }
    out[at] = 0;
    return at;
}

const char *ct_format_exact(int64_t value, int32_t decimals, char *out)
{
    char plain[32];
    ct_format_fixed(value, decimals, plain);
    const size_t sign = plain[0] == '-', whole = strcspn(plain + sign, ".");
    size_t at = sign;
    out[0] = '-';
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0) out[at++] = ',';
        out[at++] = plain[sign + i];
    }
    strcpy(out + at, plain + sign + whole);
    return out;
}

const char *ct_format_weight(int64_t value, int32_t decimals, char *out)
{
    if (decimals == 0)
        ct_format_count(value, out);
    else
        ct_format_fixed(value, decimals, out);
    return out;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Copy without surrounding blanks; false when empty, too long, or with characters no number has.
static bool number_text(const char *text, int64_t length, const char *allowed, char out[128])
{
    while (length && is_blank(*text)) text++, length--;
    while (length && is_blank(text[length - 1])) length--;
    if (length < 1 || length > 127) return false;
    for (int64_t i = 0; i < length; i++)
        if (!text[i] || !strchr(allowed, text[i])) return false;
    memcpy(out, text, (size_t)length);
    out[length] = 0;
    return true;
}

bool ct_parse_double(const char *text, int64_t length, double *out)
{
    char copy[128], *end;
    if (!number_text(text, length, "0123456789+-.eE", copy)) return false;
    const double value = strtod_l(copy, &end, c_locale());
    if (*end || end == copy || !isfinite(value)) return false;
    *out = value;
    return true;
}

bool ct_parse_int64(const char *text, int64_t length, int64_t *out)
{
    char copy[128];
    if (!number_text(text, length, "0123456789+-", copy)) return false;
    const char *p = copy + (*copy == '-' || *copy == '+');
    if (!*p) return false;
    int64_t value = 0;
    for (; *p; p++) {
        if (*p < '0' || *p > '9') return false;
        if (__builtin_mul_overflow(value, 10, &value)) return false;
        if (__builtin_sub_overflow(value, *p - '0', &value)) return false;
    }
    if (*copy != '-' && __builtin_sub_overflow(0, value, &value)) return false;
    *out = value;
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool ct_name_equal(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) a++, b++;
    return lower(*a) == lower(*b);
}

int32_t ct_name_distance(const char *a, const char *b)
{
    enum { LONGEST = 255 };
    const int32_t n = (int32_t)strnlen(a, LONGEST), m = (int32_t)strnlen(b, LONGEST);
    int32_t row[LONGEST + 1];
    for (int32_t j = 0; j <= m; j++) row[j] = j;
    for (int32_t i = 1; i <= n; i++) {
        int32_t diagonal = row[0];
        row[0] = i;
        for (int32_t j = 1; j <= m; j++) {
            const int32_t substitute = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
            const int32_t shift = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = substitute < shift ? substitute : shift;
        }
    }
    return row[m];
}

int32_t ct_nearest_name(const char *name, const char *const *candidates, int32_t n)
{
    int32_t best = -1, best_distance = (int32_t)strlen(name) / 3 + 1;
    for (int32_t i = 0; i < n; i++) {
        const int32_t distance = ct_name_distance(name, candidates[i]);
        if (distance > best_distance || (best >= 0 && distance == best_distance)) continue;
        best = i;
        best_distance = distance;
    }
    return best;
}

const char *ct_path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
