/// Accounts matched by their code: as written, or mended where only one reading is possible.
#include <string.h>

#include "join/join.h"
#include "kernels/prim/rng.h"

enum { ZIP_LENGTH = 5, PLUS4_LENGTH = 4, MAX_CODE = 32 };

/// Region codes in an open-addressing table.
typedef struct join_codes {
    const ct_strings *code;
    int32_t *slot; ///< [mask + 1] region, -1 = free
    uint64_t mask;
    int64_t digits; ///< all codes are digits and this long; 0 = they are not
    bool is_bare;   ///< all are digits, and none begins with a zero
} code_table;

/// What was done to a code before it matched.
enum { AS_WRITTEN = 0, CUT = 1, PADDED = 2, BARED = 4 };

static uint64_t hash_of(const char *text, int64_t n)
{
    uint64_t h = (uint64_t)n;
    for (; n > 0; n -= 8, text += 8) {
        uint64_t word = 0;
        memcpy(&word, text, (size_t)(n < 8 ? n : 8));
        h = ctk_mix64(h ^ word) + 0x9e3779b97f4a7c15u;
    }
    return h;
}

static bool is_equal(const ct_strings *s, int64_t i, const char *text, int64_t n)
{
    return ct_string_length(s, i) == n && memcmp(ct_string(s, i), text, (size_t)n) == 0;
}

static int32_t find(const code_table *t, const char *text, int64_t n)
{
    uint64_t at = hash_of(text, n) & t->mask;
    for (; t->slot[at] >= 0; at = (at + 1) & t->mask)
        if (is_equal(t->code, t->slot[at], text, n)) return t->slot[at];
    return -1;
}

static bool all_digits(const char *text, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        if (text[i] < '0' || text[i] > '9') return false;
    return n > 0;
}

/// Common length of codes that all are digits, else 0.
static int64_t common_digits(const ct_strings *code)
{
    const int64_t n = code->n > 0 ? ct_string_length(code, 0) : 0;
    for (int64_t i = 0; i < code->n; i++)
        if (ct_string_length(code, i) != n || !all_digits(ct_string(code, i), n)) return 0;
    return n;
}

/// As a column of numbers has them.
static bool are_bare(const ct_strings *code)
{
    for (int64_t i = 0; i < code->n; i++)
        if (!all_digits(ct_string(code, i), ct_string_length(code, i)) ||
            ct_string(code, i)[0] == '0')
            return false;
    return true;
}

static ct_status build_table(join *j, ct_error *err)
{
    if (j->codes) return CT_OK;
    code_table *t = ct_arena_array(&j->arena, 1, sizeof *t, "code table", err);
    if (!t) return CT_ERR_MEMORY;
    uint64_t size = 16;
    while (size < 2 * (uint64_t)j->regions->n) size *= 2;
    t->code = &j->regions->code;
    t->mask = size - 1;
    t->digits = common_digits(t->code);
    t->is_bare = are_bare(t->code);
    t->slot = ct_arena_array(&j->arena, (int64_t)size, sizeof *t->slot, "code table", err);
    if (!t->slot) return CT_ERR_MEMORY;
    memset(t->slot, 0xff, size * sizeof *t->slot);
    for (int32_t i = 0; i < j->regions->n; i++) {
        uint64_t at = hash_of(ct_string(t->code, i), ct_string_length(t->code, i)) & t->mask;
        while (t->slot[at] >= 0) at = (at + 1) & t->mask;
        t->slot[at] = i;
    }
    j->codes = t;
    return CT_OK;
}

/// ZIP+4 ("12345-6789", "123456789") -> length of what stands before the last four digits; n = it
/// is none. Only where the regions' codes are five digits, so that no other reading exists.
static int64_t cut_plus4(const code_table *t, const char *text, int64_t n)
{
    const int64_t tail = n - PLUS4_LENGTH;
    if (t->digits != ZIP_LENGTH || tail < 1 || !all_digits(text + tail, PLUS4_LENGTH)) return n;
    if (text[tail - 1] == '-' && all_digits(text, tail - 1)) return tail - 1;
    return tail == ZIP_LENGTH && all_digits(text, tail) ? tail : n;
}

/// Lost leading zeros: only where the regions' codes are digits of one length.
static int32_t find_padded(const code_table *t, const char *text, int64_t n)
{
    char padded[MAX_CODE];
    if (n >= t->digits || t->digits > MAX_CODE || !all_digits(text, n)) return -1;
    memset(padded, '0', (size_t)(t->digits - n));
    memcpy(padded + (t->digits - n), text, (size_t)n);
    return find(t, padded, t->digits);
}

/// Without its leading zeros: only where no region's code has any.
static int32_t find_bare(const code_table *t, const char *text, int64_t n)
{
    int64_t zeros = 0;
    while (zeros < n && text[zeros] == '0') zeros++;
    return t->is_bare && zeros ? find(t, text + zeros, n - zeros) : -1;
}

/// Region of a code: as it is, cut, padded, bared. Sets what was done.
static int32_t find_mended(const code_table *t, const char *text, int64_t n, int *done)
{
    *done = AS_WRITTEN;
    int32_t region = find(t, text, n);
    if (region >= 0) return region;
    const int64_t kept = cut_plus4(t, text, n);
    if (kept < n) *done = CUT;
    if (*done) region = find(t, text, kept);
    if (region >= 0) return region;
    region = find_padded(t, text, kept);
    if (region >= 0) *done |= PADDED;
    if (region >= 0) return region;
    region = find_bare(t, text, n);
    if (region >= 0) *done = BARED;
    return region;
}

/// The account's code without blanks around it.
static const char *code_of(const ct_accounts *a, int64_t i, int64_t *n)
{
    const char *text = ct_string(&a->code, i);
    int64_t length = ct_string_length(&a->code, i);
    while (length > 0 && (*text == ' ' || *text == '\t')) text++, length--;
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
    *n = length;
    return text;
}

/// Without a region: take the one of the code, or say why there is none.
static void settle(const join *j, join_part *part, int64_t i, int32_t region)
{
    ct_accounts *a = j->accounts;
    if (region >= 0) {
        a->region[i] = region;
        a->reason[i] = CT_MATCHED_CODE;
        if (j->by_point && ct_join_point_of(a, i) != JOIN_POINT_NONE)
            ct_join_count(part, JOIN_FALLBACK, i);
    } else if (a->reason[i] == CT_UNMATCHED_NO_KEY) {
        a->reason[i] = CT_UNMATCHED_CODE;
    }
}

static void match_code(const join *j, join_part *part, int64_t i)
{
    int64_t n;
    const char *text = code_of(j->accounts, i, &n);
    const int32_t own = j->accounts->region[i];
    if (n == 0 || (own >= 0 && is_equal(&j->regions->code, own, text, n))) return;
    int done;
    const int32_t region = find_mended(j->codes, text, n, &done);
    if (own >= 0) {
        if (region >= 0 && region != own) ct_join_count(part, JOIN_DIFFER, i);
        return;
    }
    if (region >= 0 && done & CUT) ct_join_count(part, JOIN_CUT, i);
    if (region >= 0 && done & PADDED) ct_join_count(part, JOIN_ZEROS, i);
    if (region >= 0 && done & BARED) ct_join_count(part, JOIN_BARE, i);
    settle(j, part, i, region);
}

static void match_codes(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const join *j = user;
    for (int64_t i = begin; i < end; i++) match_code(j, &j->part[chunk], i);
}

ct_status ct_join_codes(join *j, ct_error *err)
{
    const ct_status status = build_table(j, err);
    if (!status) ct_join_chunks(j, match_codes);
    return status;
}
