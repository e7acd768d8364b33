/// Numbers of tables (read/numeral.h) as exact decimals and as doubles.
#ifndef CT_READ_DECIMAL_H
#define CT_READ_DECIMAL_H

#include "read/numeral.h"

/// value = mantissa * 10^exponent, cut after 19 significant digits.
typedef struct ct_decimal {
    uint64_t mantissa;
    int32_t exponent;
    int32_t decimals; ///< digits after the decimal mark as written, >= 0
    bool is_negative;
    bool is_exact;                   ///< nothing but zeros was cut
    bool cut_is_up;                  ///< the first digit that was cut is 5 or more
    char currency[CT_CURRENCY_SIZE]; ///< of CT_NUMBER_DRESSED; "" = none
} ct_decimal;

/// The whole of text[0 .. length). `mark` is the decimal mark, '.' or ','.
ct_number_class ct_decimal_read(const char *text, int64_t length, char mark, ct_decimal *out);

/// As above, correctly rounded to double.
ct_number_class ct_decimal_read_double(const char *text, int64_t length, char mark, double *out);

/// value * 10^decimals rounded half away from zero; *is_rounded when that changed it.
/// false = does not fit int64_t. 0 <= decimals <= 6.
bool ct_decimal_fixed(const ct_decimal *d, int32_t decimals, int64_t *out, bool *is_rounded);

/// value * 10^power, 0 <= power <= 18; false = does not fit.
bool ct_decimal_scale(int64_t value, int32_t power, int64_t *out);

/// What one number says about the decimal mark of its column: in which of the two readings, '.' or
/// ',', it is a number.
typedef enum ct_mark_evidence {
    CT_MARK_NONE,   ///< the same in both, or no number at all
    CT_MARK_POINT,  ///< "12.5", "1,234.5", "1,22,500": a decimal point for certain
    CT_MARK_COMMA,  ///< "12,5", "1.234,5", "1.234.567"
    CT_MARK_EITHER, ///< "1.234", "1,234": decimals or thousands
    CT_N_MARKS
} ct_mark_evidence;

/// Three digits behind the point, one to three before it: a point that may part thousands.
bool ct_decimal_looks_grouped(const ct_decimal *d);

ct_mark_evidence ct_decimal_evidence(const char *text, int64_t length);

#endif
