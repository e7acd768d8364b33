/// Accounts matched by their code: as written, or mended where only one reading is possible.
#include <string.h>

#include "join/join.h"

enum { SAMPLE = 1 << 14 }; ///< codes of a batch that say what codes of the file look like

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

/// A sample from all of the batch.
static void learn(const join *j)
{
    const ct_accounts *a = j->accounts;
    for (int64_t i = 0; i < a->n; i += a->n / SAMPLE + 1) {
        int64_t n;
        const char *text = code_of(a, i, &n);
        ct_codes_learn(j->codes, text, n);
    }
}

static ct_status build_index(join *j, ct_error *err)
{
    if (j->codes) return CT_OK;
    j->codes = ct_arena_array(&j->arena, 1, sizeof *j->codes, "table of codes", err);
    return j->codes ? ct_codes_build(&j->regions->code, j->codes, err) : CT_ERR_MEMORY;
}

void ct_join_codes_close(join *j)
{
    ct_codes_free(j->codes);
}

/// Without a region: take the one of the code, or say why there is none.
static void settle(const join *j, join_part *part, int64_t i, int32_t region, unsigned repairs)
{
    ct_accounts *a = j->accounts;
    if (region == CT_CODE_SEVERAL) ct_join_count(part, JOIN_SEVERAL, i);
    for (int r = 0; region >= 0 && repairs && r < CT_N_REPAIRS; r++)
        if (repairs >> r & 1) ct_join_count(part, JOIN_REPAIR + r, i);
    if (region >= 0) {
        a->region[i] = region;
        a->reason[i] = CT_MATCHED_CODE;
        if (j->by_point && ct_join_point_of(a, i) != JOIN_POINT_NONE)
            ct_join_count(part, JOIN_FALLBACK, i);
    } else if (a->reason[i] == CT_UNMATCHED_NO_KEY) {
        a->reason[i] = CT_UNMATCHED_CODE;
    }
}

/// Point and code name two regions: where the point lies in both, the code's is meant. A point on
/// their common border is in the first of them.
static void settle_both(const join *j, join_part *part, int64_t i, int32_t region)
{
    ct_accounts *a = j->accounts;
    const bool lies_in_both = a->reason[i] == CT_MATCHED_POINT && ct_join_is_inside(j, region, i);
    if (lies_in_both) a->region[i] = region;
    ct_join_count(part, lies_in_both ? JOIN_OVERLAP : JOIN_DIFFER, i);
}

static void match_code(const join *j, join_part *part, int64_t i)
{
    int64_t n;
    const char *text = code_of(j->accounts, i, &n);
    const ct_strings *code = &j->regions->code;
    const int32_t own = j->accounts->region[i];
    if (n == 0) return;
    if (own >= 0 && ct_string_length(code, own) == n &&
        !memcmp(ct_string(code, own), text, (size_t)n))
        return;
    unsigned repairs;
    const int32_t region = ct_codes_find(j->codes, text, n, &repairs);
    if (own < 0)
        settle(j, part, i, region, repairs);
    else if (region >= 0 && region != own)
        settle_both(j, part, i, region);
}

int32_t ct_join_code_region(const join *j, int64_t i)
{
    int64_t n = 0;
    unsigned ignored;
    const char *text = j->by_code ? code_of(j->accounts, i, &n) : NULL;
    return n > 0 ? ct_codes_find(j->codes, text, n, &ignored) : CT_CODE_NONE;
}

static void match_codes(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const join *j = user;
    for (int64_t i = begin; i < end; i++) match_code(j, &j->part[chunk], i);
}

ct_status ct_join_codes(join *j, ct_error *err)
{
    const ct_status status = build_index(j, err);
    if (status) return status;
    learn(j);
    ct_join_chunks(j, match_codes);
    return CT_OK;
}
