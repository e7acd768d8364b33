/// The forms of a code: tidy and bare.
#include "base/code.h"

#include <string.h>

#include "base/utf8.h"

static const uint32_t UNSEEN[][2] = {{0xad, 0xad},     {0x61c, 0x61c},   {0x180e, 0x180e},
                                     {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2064},
                                     {0x2066, 0x206f}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}};
static const uint32_t BLANK[][2] = {
    {0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},     {0x1680, 0x1680},
    {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};
static const uint32_t DASH[][2] = {{0x2d, 0x2d},     {0x2010, 0x2015}, {0x2212, 0x2212},
                                   {0xfe58, 0xfe58}, {0xfe63, 0xfe63}, {0xff0d, 0xff0d}};

#define IS_ONE_OF(c, ranges) is_one_of(c, ranges, sizeof(ranges) / sizeof *(ranges))

static bool is_one_of(uint32_t c, const uint32_t (*range)[2], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c >= range[i][0] && c <= range[i][1]) return true;
    return false;
}

/// The capital of a letter of Latin-1, Greek or Cyrillic; it has as many bytes.
static uint32_t capital(uint32_t c)
{
    if (c >= 'a' && c <= 'z') return c - 32;
    if (c < 0xe0) return c;
    if (c <= 0xfe && c != 0xf7) return c - 32;
    if (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2) return c - 32;
    if (c >= 0x430 && c <= 0x44f) return c - 32;
    return c >= 0x450 && c <= 0x45f ? c - 80 : c;
}

/// What a character is in a tidy code, 0 = nothing, and whether that is a repair.
static uint32_t plain(uint32_t c, unsigned *repairs)
{
    if (c - '0' < 10 || c - 'A' < 26) return c;
    if (c == ' ' || c == '-' || c == '\t') return c == '-' ? '-' : ' ';
    const unsigned blanks = 1u << CT_REPAIR_BLANKS;
    if (IS_ONE_OF(c, UNSEEN)) return *repairs |= blanks, 0;
    if (IS_ONE_OF(c, BLANK)) return *repairs |= blanks, ' ';
    if (IS_ONE_OF(c, DASH)) return *repairs |= blanks, '-';
    if (c >= 0xff01 && c <= 0xff5e) return *repairs |= blanks, plain(c - 0xfee0, repairs);
    const uint32_t upper = capital(c);
    if (upper != c) *repairs |= 1u << CT_REPAIR_CASE;
    return upper;
}

/// ="01067", "01067" and '01067 as a spreadsheet writes text.
static void take_off_quotes(const char **text, int64_t *n, unsigned *repairs)
{
    const char *p = *text;
    const int64_t before = *n;
    const int64_t lead = *n >= 3 && p[0] == '=' && p[1] == '"' ? 2 : *n >= 2 && *p == '"' ? 1 : 0;
    if (lead && p[*n - 1] == '"')
        *text += lead, *n -= lead + 1;
    else if (*n >= 2 && *p == '\'')
        ++*text, --*n;
    if (*n != before) *repairs |= 1u << CT_REPAIR_QUOTES;
}

static bool is_plain_sign(char c)
{
    return c > ' ' && c < 0x7f;
}

static void trim(const char **text, int64_t *length, unsigned *repairs)
{
    if (*length > 0 && is_plain_sign(**text) && is_plain_sign((*text)[*length - 1])) return;
    const char *p = *text, *end = p + *length, *first = NULL, *last = p;
    while (p < end) {
        const char *begin = p;
        const uint32_t c = plain(ct_utf8_take(&p, end), repairs);
        if (c == 0 || c == ' ') continue;
        if (!first) first = begin;
        last = p;
    }
    *text = first ? first : *text;
    *length = first ? last - first : 0;
}

void ct_code_trim(const char **text, int64_t *length)
{
    unsigned ignored = 0;
    trim(text, length, &ignored);
}

int64_t ct_code_whole(const char *text, int64_t n, char *out)
{
    int64_t whole = 0, at = 0, stated = 0, exponent = 0;
    for (; at < n && text[at] >= '0' && text[at] <= '9'; at++) out[whole++] = text[at];
    if (whole == 0 || at == n) return 0;
    if (text[at] == '.' || text[at] == ',') at++;
    for (; at < n && text[at] >= '0' && text[at] <= '9'; at++) out[whole + stated++] = text[at];
    const bool has_exponent = n - at >= 2 && (text[at] == 'e' || text[at] == 'E');
    if (has_exponent) at += 1 + (text[at + 1] == '+');
    for (; has_exponent && at < n && text[at] >= '0' && text[at] <= '9' && exponent < 100; at++)
        exponent = 10 * exponent + text[at] - '0';
    if (at < n || exponent > stated) return 0;
    for (int64_t i = whole + exponent; i < whole + stated; i++)
        if (out[i] != '0') return 0;
    return whole + exponent;
}

/// A decimal number that is a code; ".000" may be thousands.
static int64_t make_whole(char *code, int64_t n, unsigned *repairs)
{
    char digits[CT_CODE_SIZE];
    const int64_t whole = code[0] >= '0' && code[0] <= '9' ? ct_code_whole(code, n, digits) : 0;
    if (whole == 0 || (n - whole == 4 && !memcmp(code + whole + 1, "000", 3))) return n;
    memcpy(code, digits, (size_t)whole);
    *repairs |= 1u << CT_REPAIR_NUMBER;
    return whole;
}

int64_t ct_code_tidy(const char *text, int64_t n, char *out, unsigned *repairs)
{
    char *to = out;
    bool has_blank = false;
    if (n > CT_CODE_LONGEST) return -1;
    trim(&text, &n, repairs);
    take_off_quotes(&text, &n, repairs);
    for (const char *p = text, *end = text + n; p < end;) {
        const bool is_digit = *p >= '0' && *p <= '9'; // most are
        const uint32_t c = is_digit ? (uint32_t)*p++ : plain(ct_utf8_take(&p, end), repairs);
        if (c == ' ') has_blank = to > out;
        if (c == 0 || c == ' ') continue;
        if (has_blank) *to++ = ' ';
        has_blank = false;
        to = ct_utf8_put(to, c);
    }
    return make_whole(out, to - out, repairs);
}

bool ct_code_equal(const char *a, int64_t a_length, const char *b, int64_t b_length)
{
    char x[CT_CODE_SIZE], y[CT_CODE_SIZE];
    unsigned ignored = 0;
    if (!ct_strings_compare(a, a_length, b, b_length)) return true;
    const int64_t n = ct_code_tidy(a, a_length, x, &ignored);
    return n > 0 && n == ct_code_tidy(b, b_length, y, &ignored) && !memcmp(x, y, (size_t)n);
}

/// Without what people put between the words of a name.
static int64_t squeeze(char *text, int64_t n)
{
    int64_t used = 0;
    for (int64_t i = 0; i < n; i++)
        if (!ct_code_is_filler(text[i]) && text[i] != '.') text[used++] = text[i];
    return used;
}

bool ct_header_equal(const char *a, int64_t a_length, const char *b, int64_t b_length)
{
    char x[CT_CODE_SIZE], y[CT_CODE_SIZE];
    unsigned ignored = 0;
    const int64_t n = squeeze(x, ct_code_tidy(a, a_length, x, &ignored));
    return n > 0 && n == squeeze(y, ct_code_tidy(b, b_length, y, &ignored)) &&
           !memcmp(x, y, (size_t)n);
}

bool ct_code_is_digits(const char *text, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        if (text[i] < '0' || text[i] > '9') return false;
    return n > 0;
}

int64_t ct_code_bare(const char *tidy, int64_t begin, int64_t n, char *out)
{
    int64_t used = 0, zeros = 0;
    for (int64_t i = begin; i < n; i++)
        if (!ct_code_is_filler(tidy[i])) out[used++] = tidy[i];
    if (!ct_code_is_digits(out, used)) return used;
    while (zeros + 1 < used && out[zeros] == '0') zeros++;
    memmove(out, out + zeros, (size_t)(used - zeros));
    return used - zeros;
}

/// One name for a country: its own code of two letters, of three, and that of its cars. false: it
/// is none of those that are known.
static bool name_country(const char *text, int64_t n, char *name)
{
    static const char SAME[][12] = {
        "DE|D|DEU", "AT|A|AUT", "FR|F|FRA",   "IT|I|ITA", "BE|B|BEL", "LU|L|LUX",  "ES|E|ESP",
        "PT|P|PRT", "SE|S|SWE", "NO|N|NOR",   "HU|H|HUN", "FI|FIN",   "US|USA",    "LI|FL|LIE",
        "CH|CHE",   "NL|NLD",   "DK|DNK",     "PL|POL",   "CZ|CZE",   "GB|UK|GBR", "CA|CAN",
        "JP|J|JPN", "SK|SVK",   "SI|SLO|SVN", "LV|LVA",   "LT|LTU",   "EE|EST",    "RO|ROU",
        "BG|BGR",   "HR|HRV",   "GR|EL|GRC",  "IE|IRL",   "RS|SRB",   "TR|TUR",    "UA|UKR",
        "AU|AUS",   "BR|BRA",   "MX|MEX",     "IN|IND"};
    memset(name, 0, 4);
    memcpy(name, text, (size_t)n);
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        for (const char *p = SAME[i]; p; p = strchr(p, '|'), p += p != NULL)
            if (strcspn(p, "|") == (size_t)n && !memcmp(p, text, (size_t)n)) {
                memset(name, 0, 4);
                memcpy(name, SAME[i], 2);
                return true;
            }
    return false;
}

int64_t ct_code_prefix(const char *tidy, int64_t n, char *name)
{
    int64_t letters = 0, at;
    name[0] = 0;
    if (n > 9 && tidy[7] == 'U' && tidy[8] == 'S' && ct_code_is_digits(tidy, 3) &&
        ct_code_is_digits(tidy + 9, n - 9)) { // GEOID of the census: 8600000US94109
        memcpy(name, "US", 3);
        return 9;
    }
    while (letters < n && tidy[letters] >= 'A' && tidy[letters] <= 'Z') letters++;
    if (letters < 1 || letters > 3) return 0;
    for (at = letters; at < n && ct_code_is_filler(tidy[at]); at++) continue;
    if (at == n) return 0;
    const bool is_known = name_country(tidy, letters, name);
    const bool is_apart = at > letters && tidy[at] >= '0' && tidy[at] <= '9';
    const bool is_joined =
        at == letters && is_known && n - at >= 3 && ct_code_is_digits(tidy + at, n - at);
    if (!is_apart && !is_joined) name[0] = 0;
    return is_apart || is_joined ? at : 0;
}
