/// Codes that are longer than those of the layer: their front, where it can be only one.
#include <string.h>

#include "base/code.h"

enum { ZIP = 5, PLUS4 = 4, GB_SECTOR = 5, GB_DISTRICT = 4, GB_AREA = 2, PERCENT = 100 };

/// Digits that codes longer than the layer's should have: the most that at least one in a hundred
/// has. 0 = there are none.
static int64_t full_length(const ct_codes *c)
{
    const ct_code_habits *h = &c->habits;
    int64_t n = 0;
    for (int64_t m = c->digits + 1; m < 32; m++) n += h->n_long[m];
    for (int64_t m = 31; m > c->digits; m--)
        if (h->n_long[m] > 0 && h->n_long[m] * PERCENT >= n) return m;
    return 0;
}

/// Codes of `full` digits begin with 0, or shorter ones have lost theirs: full ones have theirs.
static bool has_zeros(const ct_codes *c, int64_t full)
{
    bool has = c->habits.n_zero[full] > 0;
    for (int64_t m = c->digits + 1; m < full; m++) has |= c->habits.n_long[m] > 0;
    return has;
}

/// The first digits, with `zeros` before them.
static int32_t find_front(const ct_codes *c, const char *text, int64_t zeros)
{
    char front[CT_CODE_SIZE];
    memset(front, '0', (size_t)c->digits);
    if (zeros < c->digits) memcpy(front + zeros, text, (size_t)(c->digits - zeros));
    return ct_codes_find_exact(c, front, c->digits);
}

/// All digits, as are the codes of the layer. Where nothing says that the first digit of the full
/// code is there, the code with a zero before it must not be that of another region.
static int32_t cut_digits(const ct_codes *c, const char *text, int64_t n, unsigned *repairs)
{
    const bool is_zip = c->digits == ZIP && n == ZIP + PLUS4;
    const int64_t full = is_zip ? n : full_length(c);
    if (n <= c->digits || n > full) return CT_CODE_NONE;
    const int32_t region = find_front(c, text, full - n);
    if (region < 0) return CT_CODE_NONE;
    if (!is_zip && n == full && !has_zeros(c, full)) {
        const int32_t other = find_front(c, text, 1);
        if (other >= 0 && other != region) return CT_CODE_SEVERAL;
    }
    *repairs |= 1u << (c->digits == ZIP && full == ZIP + PLUS4 ? CT_REPAIR_PLUS4 : CT_REPAIR_CUT);
    if (n < full) *repairs |= 1u << CT_REPAIR_ZEROS;
    return region;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// SW1A 1AA, E1 6AN: bytes of the district; 0 = no such postcode. `code` has no blanks.
static int64_t british_district(const char *code, int64_t n)
{
    if (n < 5 || n > 7 || !is_letter(code[0])) return 0;
    if (!is_letter(code[n - 1]) || !is_letter(code[n - 2]) || !is_digit(code[n - 3])) return 0;
    for (int64_t i = 1; i < n - 3; i++)
        if (is_digit(code[i])) return n - 3;
    return 0;
}

/// How much of it the layer has, its longest code tells: E16 is a district, or sector 6 of E1.
static int32_t cut_british(const ct_codes *c, const char *code, int64_t n, unsigned *repairs)
{
    char front[CT_CODE_SIZE];
    int64_t length = british_district(code, n);
    if (length == 0 || c->longest > GB_SECTOR) return CT_CODE_NONE;
    if (c->longest <= GB_AREA) length = is_letter(code[1]) ? 2 : 1;
    memcpy(front, code, (size_t)length);
    if (c->longest == GB_SECTOR) {
        front[length++] = ' ';
        front[length] = code[length - 1];
        length++;
    }
    return ct_codes_find_form(c, front, length, repairs);
}

/// At a blank or another mark: 01067 Dresden, 1000-001. The fronts must not be several regions.
static int32_t cut_at_marks(const ct_codes *c, const char *tidy, int64_t n, unsigned *repairs)
{
    int32_t found = CT_CODE_NONE;
    for (int64_t i = 1; i < n; i++) {
        if (!strchr(" -/,;(", tidy[i])) continue;
        unsigned done = 0;
        const int32_t region = ct_codes_find_form(c, tidy, i, &done);
        if (region == CT_CODE_NONE || region == found) continue;
        if (region == CT_CODE_SEVERAL || found >= 0) return CT_CODE_SEVERAL;
        found = region;
        *repairs |= done;
    }
    return found;
}

/// Codes of one length: K1A0B1, 1011AB, DE212. Words have no front, nor have 94109x and the like.
static int32_t cut_even(const ct_codes *c, const char *code, int64_t n)
{
    bool has_digit = false;
    const bool is_dutch = n == 6 && ct_code_is_digits(code, 4) && is_letter(code[4]) &&
                          is_letter(code[5]) && c->even >= 4;
    for (int64_t i = 0; i < n; i++) has_digit |= is_digit(code[i]);
    if (c->even < 2 || !has_digit || !(is_letter(code[0]) || is_dutch)) return CT_CODE_NONE;
    unsigned ignored = 0;
    return ct_codes_find_form(c, code, c->even, &ignored);
}

/// Front of a code without blanks, such that no letter or digit run of the layer is torn.
static int32_t cut_uneven(const ct_codes *c, const char *code, int64_t n)
{
    int32_t found = CT_CODE_NONE;
    if (c->even || !is_letter(code[0])) return found;
    for (int64_t i = 1; i < n; i++) {
        const bool is_joint = is_digit(code[i]) != is_digit(code[i - 1]);
        const int32_t region = is_joint ? ct_codes_find_exact(c, code, i) : CT_CODE_NONE;
        if (region < 0 || region == found) continue;
        if (found >= 0) return CT_CODE_SEVERAL;
        found = region;
    }
    return found;
}

static unsigned kind_of_cut(const ct_codes *c, const char *tidy, int64_t n)
{
    const bool is_zip = c->digits == ZIP && n > PLUS4 + 1 && tidy[n - PLUS4 - 1] == '-' &&
                        ct_code_is_digits(tidy + n - PLUS4, PLUS4);
    return 1u << (is_zip ? CT_REPAIR_PLUS4 : CT_REPAIR_CUT);
}

int32_t ct_codes_cut(const ct_codes *c, const char *tidy, int64_t n, unsigned *repairs)
{
    char code[CT_CODE_SIZE];
    int64_t shown = 0;
    for (int64_t i = 0; i < n; i++)
        if (!ct_code_is_filler(tidy[i])) code[shown++] = tidy[i];
    if (c->digits && ct_code_is_digits(tidy, n)) return cut_digits(c, tidy, n, repairs);
    unsigned done = 0;
    int32_t region = cut_british(c, code, shown, &done);
    const bool is_longer = shown > c->longest || kind_of_cut(c, tidy, n) == 1u << CT_REPAIR_PLUS4;
    if (region == CT_CODE_NONE && is_longer) region = cut_at_marks(c, tidy, n, &done);
    if (region == CT_CODE_NONE && is_longer) region = cut_even(c, code, shown);
    if (region == CT_CODE_NONE && is_longer) region = cut_uneven(c, code, shown);
    done &= 1u << CT_REPAIR_ZEROS | 1u << CT_REPAIR_BARED | 1u << CT_REPAIR_PREFIX;
    if (region < 0) return region;
    *repairs &= ~(1u << CT_REPAIR_CASE | 1u << CT_REPAIR_BLANKS); // of what was cut off, may be
    *repairs |= done | kind_of_cut(c, tidy, n);
    return region;
}
