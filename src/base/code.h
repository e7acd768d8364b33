/// Codes of regions as people and programs write them: one form in which they are compared, and an
/// index of regions that finds them by it. Accounts, --current, --adjacency, --bridges, --apart and
/// --forbid all look here; names of territories are compared by the tidy form.
///
/// Tidy form of a code, in this order:
///   quotes    ="01067", "01067" and '01067 lose what a spreadsheet put round them
///   signs     invisible characters go (zero width, soft hyphen, byte order mark); every
///             kind of blank is one ' ', none at the ends; every dash is '-'; full-width is ASCII
///   letters   are capital (Latin, Greek, Cyrillic)
///   number    a whole number written as a decimal is its digits: 94109.0, 9.41090000000e+004
/// Bare form, from the tidy one:
///   country   its prefix goes: D-01067, DE 01067, US:94109 (that of most codes, see below)
///   inside    blanks, dashes, '_' and ':' go: K1A 0B1, 00-950
///   zeros     leading zeros go where all that is left are digits
/// A code is looked up as written, tidy, bare, and last its front, where it is longer than all
/// codes of the layer: ZIP+4, K1A 0B1 in K1A, 1000-001 in 1000.
///
/// Never ambiguous: a form that two regions share finds neither; a front that could be that of
/// several regions finds none. A prefix goes only where it is the one with which most codes of the
/// file are found, so that A-1010 does not become 1010 among CH-1010. Digits are cut only where it
/// is known how many there should be, since the lost zero of 1067 would make it 10 instead of 01.
#ifndef CT_BASE_CODE_H
#define CT_BASE_CODE_H

#include "base/memory.h"

/// What was done to a code before it was found.
typedef enum ct_repair {
    CT_REPAIR_QUOTES, ///< taken out of ="..."
    CT_REPAIR_BLANKS, ///< invisible characters, blanks, dashes
    CT_REPAIR_CASE,   ///< capital letters
    CT_REPAIR_NUMBER, ///< had become a decimal number
    CT_REPAIR_PREFIX, ///< of a country
    CT_REPAIR_ZEROS,  ///< given its leading zeros back
    CT_REPAIR_BARED,  ///< matched without them
    CT_REPAIR_PLUS4,  ///< ZIP+4 cut to five digits
    CT_REPAIR_CUT,    ///< longer than the regions' codes, and cut to theirs
    CT_N_REPAIRS
} ct_repair;

/// A repair in words: "codes given their leading zeros back".
typedef struct ct_repair_words {
    ct_severity severity;
    const char *many, *one;
} ct_repair_words;
extern const ct_repair_words ct_repair_about[CT_N_REPAIRS];

/// Codes that have more bytes are found as they are written, or not at all.
enum { CT_CODE_LONGEST = 96, CT_CODE_SIZE = CT_CODE_LONGEST + 32 };
/// No region; several could be meant.
enum { CT_CODE_NONE = -1, CT_CODE_SEVERAL = -2 };

/// What codes of a file look like: by a sample of them, see ct_codes_learn().
typedef struct ct_code_habits {
    struct {
        char name[4];
        int64_t n, n_found; ///< codes with this prefix; those that are a region's without it
    } country[16];
    int32_t n_countries;
    int64_t n_long[32], n_zero[32]; ///< by length: codes of digits alone; those that begin with 0
} ct_code_habits;

/// Regions by code. Looking up is safe from any number of threads.
typedef struct ct_codes {
    const ct_strings *code; ///< borrowed
    int32_t *exact,
        *formed; ///< open addressing: [mask + 1] region, [form_mask + 1] form; -1 = free
    uint64_t exact_mask, form_mask;
    ct_strings_builder form; ///< distinct tidy and bare forms, behind a byte that says which
    int32_t *region_of_form; ///< [form.s.n] CT_CODE_SEVERAL = of more than one region
    int64_t digits;          ///< all codes are digits and this long; 0 = they are not
    int64_t longest, even; ///< bytes of the longest without blanks; of all of them, 0 = they differ
    char country[4];       ///< prefix that all codes have; "" = none
    ct_code_habits habits;
} ct_codes;

ct_status ct_codes_build(const ct_strings *code, ct_codes *out, ct_error *err);
void ct_codes_free(ct_codes *c);

/// Before looking up: a code of the file. Some thousands are enough.
void ct_codes_learn(ct_codes *c, const char *text, int64_t length);

/// Region with the code, CT_CODE_NONE or CT_CODE_SEVERAL. *repairs: bits 1 << ct_repair of what was
/// done to find it.
int32_t ct_codes_find(const ct_codes *c, const char *text, int64_t length, unsigned *repairs);

/// Repairs of the codes of a small table, the first of each for a note.
typedef struct ct_repairs {
    int64_t n[CT_N_REPAIRS], line[CT_N_REPAIRS];
    char first[CT_N_REPAIRS][64];
} ct_repairs;

/// ct_codes_find() that counts what it repairs.
int32_t ct_codes_find_in(const ct_codes *c, const char *text, int64_t length, int64_t line,
                         ct_repairs *log);
/// One note for each kind: "current.csv: 3 codes given their leading zeros back (first ...)".
void ct_repairs_note(const ct_repairs *log, ct_notes *notes, const char *stage, const char *file);

/// Tidy form into out[CT_CODE_SIZE]; returns its length, -1 when the code is too long. Adds to
/// *repairs what was changed (plain blanks at the ends are not counted).
int64_t ct_code_tidy(const char *text, int64_t length, char *out, unsigned *repairs);
/// What stands between the parts of a code and says nothing.
static inline bool ct_code_is_filler(char c)
{
    return c == ' ' || c == '-' || c == '_' || c == ':';
}
/// Same tidy form: names that look the same.
bool ct_code_equal(const char *a, int64_t a_length, const char *b, int64_t b_length);
/// The same but for what people put between words: "Postal code", postal_code. For names of
/// columns.
bool ct_header_equal(const char *a, int64_t a_length, const char *b, int64_t b_length);
/// Bytes of the prefix of a country at the front of a tidy code, 0 = it has none; name[4] gets the
/// country: "DE" for D, DE and DEU. It is one to three letters before a blank or a dash, and what
/// is known as one before a digit.
int64_t ct_code_prefix(const char *tidy, int64_t length, char *name);
/// Bare form of a tidy code from byte `begin` on, into out[CT_CODE_SIZE].
int64_t ct_code_bare(const char *tidy, int64_t begin, int64_t length, char *out);

/// Front of a tidy code that is longer than those of all regions; see ct_codes_find().
int32_t ct_codes_cut(const ct_codes *c, const char *tidy, int64_t length, unsigned *repairs);
/// Region with this tidy form, or the bare one of it.
int32_t ct_codes_find_form(const ct_codes *c, const char *tidy, int64_t length, unsigned *repairs);
/// Region with exactly this code, or CT_CODE_NONE.
int32_t ct_codes_find_exact(const ct_codes *c, const char *text, int64_t length);

/// A whole number written as a decimal, all of whose digits are there, to its digits in
/// out[length + 1]: "94109.00", "9.4109e+04". Returns how many; 0 = it is no such number.
int64_t ct_code_whole(const char *text, int64_t length, char *out);
bool ct_code_is_digits(const char *text, int64_t length);

/// Blanks of any kind and invisible characters at both ends taken off.
void ct_code_trim(const char **text, int64_t *length);

#endif
