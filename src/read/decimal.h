/// Numbers as people write them in tables: "1234.50", "1,234.50", "1.234,50", "1 234,5", "1.5E+06".
#ifndef CT_READ_DECIMAL_H
#define CT_READ_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ct_number_class {
    CT_NUMBER_EMPTY,   ///< nothing, or a word for nothing: NaN, NA, N/A, null, none, -
    CT_NUMBER_TEXT,    ///< no number
    CT_NUMBER_PLAIN,   ///< digits with at most one decimal mark, perhaps an exponent
    CT_NUMBER_GROUPED, ///< thousands separators were taken out
} ct_number_class;

/// value = mantissa * 10^exponent, cut after 19 significant digits.
typedef struct ct_decimal {
    uint64_t mantissa;
    int32_t exponent;
    int32_t decimals; ///< digits after the decimal mark as written, >= 0
    bool is_negative;
    bool is_exact;  ///< nothing but zeros was cut
    bool cut_is_up; ///< the first digit that was cut is 5 or more
} ct_decimal;

/// The whole of text[0 .. length), blanks around it allowed. `mark` is the decimal mark, '.' or
/// ','.
ct_number_class ct_decimal_read(const char *text, int64_t length, char mark, ct_decimal *out);

/// As above, correctly rounded to double.
ct_number_class ct_decimal_read_double(const char *text, int64_t length, char mark, double *out);

/// value * 10^decimals rounded half away from zero; *is_rounded when that changed it.
/// false = does not fit int64_t. 0 <= decimals <= 6.
bool ct_decimal_fixed(const ct_decimal *d, int32_t decimals, int64_t *out, bool *is_rounded);

/// value * 10^power, 0 <= power <= 18; false = does not fit.
bool ct_decimal_scale(int64_t value, int32_t power, int64_t *out);

/// What one number says about the decimal mark of its column.
typedef enum ct_mark_evidence {
    CT_MARK_NONE,        ///< a whole number, or none at all
    CT_MARK_POINT,       ///< "12.5": a decimal point for certain
    CT_MARK_POINT_GROUP, ///< "1.234": point or thousands
    CT_MARK_COMMA,       ///< "12,5"
    CT_MARK_COMMA_GROUP, ///< "1,234"
    CT_MARK_ENGLISH,     ///< "1,234.5" or "1,234,567"
    CT_MARK_CONTINENTAL, ///< "1.234,5" or "1.234.567"
    CT_N_MARKS
} ct_mark_evidence;

ct_mark_evidence ct_decimal_evidence(const char *text, int64_t length);

#endif
