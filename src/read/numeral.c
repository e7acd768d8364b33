/// Numbers of tables: what stands around the digits is taken off, then groups are joined.
#include "read/numeral.h"

#include <string.h>

#include "base/text.h"

/// A number that is being undressed: what is left of it, and what was found around it.
typedef struct dress {
    const char *text;
    int32_t n;       ///< bytes of it
    int32_t n_signs; ///< parentheses are one
    bool is_negative;
    bool is_odd; ///< more than a sign before it was taken off
    ct_numeral *out;
} dress;

static bool is_digit(char c)
{
    return (unsigned)(c - '0') < 10;
}

static bool is_word_for_nothing(const char *text)
{
    static const char *const WORD[] = {"",    "nan",  "na",  "n/a", "#n/a", "null",
                                       "nil", "none", "\\n", "-",   "."};
    for (size_t i = 0; i < sizeof WORD / sizeof *WORD; i++)
        if (ct_name_equal(text, WORD[i])) return true;
    return false;
}

/// What dBASE, and what spreadsheets, show in place of a number that does not fit.
static bool is_too_wide(const char *text, int32_t n)
{
    const char fill[2] = {*text, 0};
    return (*fill == '*' || (*fill == '#' && n > 1)) && (int32_t)strspn(text, fill) == n;
}

static void take(dress *d, int32_t before, int32_t behind)
{
    d->text += before;
    d->n -= before + behind;
}

static bool trim(dress *d)
{
    const int32_t n = d->n;
    while (d->n && *d->text == ' ') take(d, 1, 0);
    while (d->n && d->text[d->n - 1] == ' ') take(d, 0, 1);
    return d->n < n;
}

/// ="123" and '123: what spreadsheets are told to take for text.
static void unwrap(dress *d)
{
    if (d->n && *d->text == '\'') take(d, 1, 0);
    if (d->n < 2 || *d->text != '=') return;
    take(d, 1, 0);
    trim(d);
    while (d->n >= 2 && *d->text == '"' && d->text[d->n - 1] == '"') take(d, 1, 1);
    trim(d);
}

static bool take_sign(dress *d)
{
    const bool is_wrapped = d->n > 2 && *d->text == '(' && d->text[d->n - 1] == ')';
    const bool is_signed = d->n && (*d->text == '-' || *d->text == '+');
    if (!is_wrapped && !is_signed) return false;
    d->n_signs++;
    d->is_negative |= is_wrapped || *d->text == '-';
    d->is_odd |= is_wrapped;
    take(d, 1, is_wrapped);
    return true;
}

/// "50.-" and "500/-" have no cents; "50-" is below 0.
static bool take_dash_behind(dress *d)
{
    int32_t dashes = 0;
    const char *end = d->text + d->n;
    while (dashes < d->n && end[-dashes - 1] == '-') dashes++;
    const bool has_mark = dashes && dashes < d->n && strchr(".,/", end[-dashes - 1]);
    const bool is_plus = d->n > 1 && end[-1] == '+';
    if (!is_plus && !has_mark && (dashes != 1 || d->n < 2)) return false;
    d->is_odd = true;
    d->n_signs += !has_mark;
    d->is_negative |= !has_mark && !is_plus;
    take(d, 0, has_mark ? dashes + 1 : 1);
    return true;
}

static void name_currency(dress *d, const char *name, int32_t n)
{
    if (n == 1 && *name == '$') return; // the sign itself is known already
    if (n >= CT_CURRENCY_SIZE) n = CT_CURRENCY_SIZE - 1;
    memcpy(d->out->currency, name, (size_t)n);
    d->out->currency[n] = 0;
}

static bool take_currency(dress *d)
{
    const int32_t before = ct_currency_before(d->text, d->n);
    const int32_t behind = before ? 0 : ct_currency_behind(d->text, d->n);
    if (!before && !behind) return false;
    name_currency(d, before ? d->text : d->text + d->n - behind, before + behind);
    d->is_odd = true;
    take(d, before, behind);
    return true;
}

/// Leaves what should be digits. false = what stands around them contradicts itself.
static bool undress(dress *d)
{
    int32_t n_currencies = 0;
    unwrap(d);
    for (bool is_changed = true; is_changed;) {
        const bool has_currency = take_currency(d);
        n_currencies += has_currency;
        is_changed = trim(d) | has_currency;
        is_changed |= take_sign(d) || take_dash_behind(d);
    }
    return d->n_signs <= 1 && n_currencies <= 2;
}

/// Groups of three, or of two before the last three.
typedef struct groups {
    char separator;
    int32_t n;     ///< digits of the current group
    int32_t width; ///< of the groups between the first and the last; 0 = there was none yet
} groups;

/// A separator closes a group: false = no group ends here.
static bool end_group(groups *g, const char *p, const char *first)
{
    const bool is_first = !g->separator;
    if (is_first && (g->n < 1 || g->n > 3 || *first == '0')) return false;
    if (!is_first && (*p != g->separator || (g->n != 2 && g->n != 3))) return false;
    if (!is_first && g->width && g->n != g->width) return false;
    if (!is_first) g->width = g->n;
    g->separator = *p;
    g->n = 0;
    return true;
}

/// Copy the whole part without separators. NULL = its groups are none.
static const char *read_groups(const char *p, char mark, char **out, bool *is_grouped)
{
    groups g = {0};
    const char *first = p;
    int32_t n_first = 0;
    for (;; p++) {
        if (is_digit(*p)) {
            *(*out)++ = *p;
            g.n++;
            continue;
        }
        const bool is_separator = *p && *p != mark && strchr(",. '", *p);
        if (!is_separator) break;
        if (!g.separator) n_first = g.n;
        if (!end_group(&g, p, first)) return NULL;
    }
    *is_grouped = g.separator != 0;
    const bool is_sound = !g.separator || (g.n == 3 && (g.width != 2 || n_first <= 2));
    return is_sound ? p : NULL;
}

/// The digits with mark and exponent to the form strtod knows, into out.
static bool read_digits(const char *p, char mark, char *out, bool *is_grouped)
{
    char *digits = out;
    p = read_groups(p, mark, &out, is_grouped);
    if (!p) return false;
    if (*p == mark) {
        p++;
        *out++ = '.';
        digits++;
        while (is_digit(*p)) *out++ = *p++;
    }
    if (out == digits) return false;
    if (*p == 'e' || *p == 'E') {
        *out++ = *p++;
        if (*p == '-' || *p == '+') *out++ = *p++;
        if (!is_digit(*p)) return false;
        while (is_digit(*p)) *out++ = *p++;
    }
    *out = 0;
    return !*p;
}

ct_number_class ct_numeral_read(const char *text, int64_t length, char mark, ct_numeral *out)
{
    char ascii[CT_NUMERAL_LONGEST + 1];
    bool is_grouped = false;
    char *to = out->text;
    out->currency[0] = 0;
    const int32_t n = ct_numeral_ascii(text, length, mark, ascii, out->currency);
    if (n < 0) return CT_NUMBER_TEXT;
    if (is_word_for_nothing(ascii)) return CT_NUMBER_EMPTY;
    if (is_too_wide(ascii, n)) return CT_NUMBER_WIDE;
    dress d = {.text = ascii, .n = n, .out = out};
    if (!undress(&d)) return CT_NUMBER_TEXT;
    if (!d.n) return d.is_negative || !(d.is_odd || d.n_signs) ? CT_NUMBER_EMPTY : CT_NUMBER_TEXT;
    ascii[d.text - ascii + d.n] = 0;
    if (d.is_negative) *to++ = '-';
    if (!read_digits(d.text, mark, to, &is_grouped)) return CT_NUMBER_TEXT;
    return d.is_odd ? CT_NUMBER_DRESSED : is_grouped ? CT_NUMBER_GROUPED : CT_NUMBER_PLAIN;
}
