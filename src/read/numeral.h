/// Numbers as people and programs write them in tables, taken apart.
///
///     1234.50   1,234.50   1.234,50   1 234,5   1'234.50   1,22,500   1.5E+06
///     $1,234    1.234,50 EUR   Rs. 500/-   50.-   (50.00)   50-   ="0123"
///
/// Groups of digits are of three, or of two before the last three (India). Between them stands one
/// sign throughout: point, comma, any apostrophe or any space of Unicode; digits may be those of
/// any script that CLDR writes numbers in, minus any of its dashes. Parentheses and a minus behind
/// mean "below 0".
#ifndef CT_READ_NUMERAL_H
#define CT_READ_NUMERAL_H

#include <stdbool.h>
#include <stdint.h>

enum { CT_NUMERAL_LONGEST = 120, CT_CURRENCY_SIZE = 8 };

typedef enum ct_number_class {
    CT_NUMBER_EMPTY,   ///< nothing, or a word for nothing: NaN, NA, N/A, null, none, -
    CT_NUMBER_TEXT,    ///< no number
    CT_NUMBER_WIDE,    ///< ***** or #####, which stand for a number too wide for its field
    CT_NUMBER_PLAIN,   ///< digits with at most one decimal mark, perhaps an exponent
    CT_NUMBER_GROUPED, ///< thousands separators were taken out
    CT_NUMBER_DRESSED, ///< a currency or the notation of accountants was taken off
} ct_number_class;

typedef struct ct_numeral {
    char text[CT_NUMERAL_LONGEST + 8]; ///< [+-] digits [. digits] [e [+-] digits]
    char currency[CT_CURRENCY_SIZE];   ///< "EUR", "$", ...; "" = none
} ct_numeral;

/// The whole of text[0 .. length). `mark` is the decimal mark, '.' or ','.
ct_number_class ct_numeral_read(const char *text, int64_t length, char mark, ct_numeral *out);

// numeral_signs.c
/// text[0 .. length) in ASCII as far as signs have an equal there: digits, blanks, apostrophes,
/// minus, and '$' for any currency sign, which goes into currency[CT_CURRENCY_SIZE]; what is not
/// seen is left out. A byte that is not UTF-8 is one of CP1252. Returns the length in
/// out[CT_NUMERAL_LONGEST + 1], terminated; -1 = too long for a number, or control characters.
int32_t ct_numeral_ascii(const char *text, int64_t length, char mark, char *out, char *currency);

// numeral_currency.c
/// Bytes of the currency at the beginning, or at the end, of text[0 .. n): "$", "US$", "CHF",
/// "kr."; 0 = none.
int32_t ct_currency_before(const char *text, int32_t n);
int32_t ct_currency_behind(const char *text, int32_t n);

#endif
