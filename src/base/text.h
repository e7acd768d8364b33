/// Numbers to text and back without the locale, and names compared as people mistype them.
#ifndef CT_BASE_TEXT_H
#define CT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Shortest text that reads back as the same double ("0.1", "1e+300", "nan"). out[32]. Returns
/// length.
int32_t ct_format_double(double value, char *out);
/// value / 10^decimals, all decimals kept ("1234.50"). out[32]. Returns length.
int32_t ct_format_fixed(int64_t value, int32_t decimals, char *out);
/// `value` with `decimals` digits after the point, rounded half away from zero. out[352].
int32_t ct_format_decimals(double value, int32_t decimals, char *out);
/// 1234567 -> "1,234,567". out[32].
int32_t ct_format_count(int64_t value, char *out);
/// 123456750, 2 -> "1,234,567.50": every digit there is. out[40].
const char *ct_format_exact(int64_t value, int32_t decimals, char *out);
/// value / 10^decimals for people: with separators when it is whole by nature. out[32].
const char *ct_format_weight(int64_t value, int32_t decimals, char *out);

/// The word for n things.
static inline const char *ct_plural(int64_t n, const char *one, const char *many)
{
    return n == 1 ? one : many;
}

/// The whole of text[0..length) as a number (blanks around it allowed), '.' decimal, exponent
/// allowed, no hex, inf or nan. Correctly rounded. false = not a number.
bool ct_parse_double(const char *text, int64_t length, double *out);
bool ct_parse_int64(const char *text, int64_t length, int64_t *out);

/// Index of the candidate nearest to `name` by edit distance (case ignored), -1 when none is near
/// enough to be a typing error.
int32_t ct_nearest_name(const char *name, const char *const *candidates, int32_t n);

/// `path` without its directories.
const char *ct_path_base(const char *path);

/// Edit distance of two names, ASCII case ignored.
int32_t ct_name_distance(const char *a, const char *b);
bool ct_name_equal(const char *a, const char *b); ///< ASCII case ignored

#endif
