/// Regions by code: tables of the codes as written and of their forms.
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/hash.h"

enum { TIDY = 't', BARE = 'b' }; ///< first byte of a form

static bool is_equal(const ct_strings *s, int64_t i, const char *text, int64_t n)
{
    return ct_string_length(s, i) == n && memcmp(ct_string(s, i), text, (size_t)n) == 0;
}

/// Where `text` is in the table, or could be put.
static uint64_t seek(const ct_strings *s, const int32_t *slot, uint64_t mask, const char *text,
                     int64_t n)
{
    uint64_t at = ct_hash(text, n) & mask;
    while (slot[at] >= 0 && !is_equal(s, slot[at], text, n)) at = (at + 1) & mask;
    return at;
}

int32_t ct_codes_find_exact(const ct_codes *c, const char *text, int64_t n)
{
    return c->exact[seek(c->code, c->exact, c->exact_mask, text, n)];
}

/// key[0] says which form.
static int32_t find_key(const ct_codes *c, const char *key, int64_t n)
{
    const int32_t form = c->formed[seek(&c->form.s, c->formed, c->form_mask, key, n)];
    return form >= 0 ? c->region_of_form[form] : CT_CODE_NONE;
}

static ct_status add_key(ct_codes *c, const char *key, int64_t n, int32_t region, ct_error *err)
{
    const uint64_t at = seek(&c->form.s, c->formed, c->form_mask, key, n);
    const int32_t form = c->formed[at];
    if (form >= 0) {
        if (c->region_of_form[form] != region) c->region_of_form[form] = CT_CODE_SEVERAL;
        return CT_OK;
    }
    c->formed[at] = (int32_t)c->form.s.n;
    c->region_of_form[c->form.s.n] = region;
    return ct_strings_add(&c->form, key, n, err);
}

static ct_status add_forms(ct_codes *c, int32_t region, ct_error *err)
{
    char tidy[1 + CT_CODE_SIZE], bare[1 + CT_CODE_SIZE], name[4];
    unsigned ignored = 0;
    const int64_t n = ct_code_tidy(ct_string(c->code, region), ct_string_length(c->code, region),
                                   tidy + 1, &ignored);
    if (n < 1) return CT_OK;
    tidy[0] = TIDY;
    ct_status s = add_key(c, tidy, n + 1, region, err);
    bare[0] = BARE;
    const int64_t begin = c->country[0] ? ct_code_prefix(tidy + 1, n, name) : 0;
    const int64_t m = ct_code_bare(tidy + 1, begin, n, bare + 1);
    if (!s && m > 0) s = add_key(c, bare, m + 1, region, err);
    return s;
}

/// The prefix of the country that all codes have.
static void find_country(ct_codes *c)
{
    char tidy[CT_CODE_SIZE], name[4];
    unsigned ignored = 0;
    for (int64_t i = 0; i < c->code->n; i++) {
        const int64_t n =
            ct_code_tidy(ct_string(c->code, i), ct_string_length(c->code, i), tidy, &ignored);
        const int64_t prefix = n > 0 ? ct_code_prefix(tidy, n, name) : 0;
        const bool is_one = prefix > 0 && (i == 0 || !strcmp(name, c->country));
        if (is_one) memcpy(c->country, name, sizeof name);
        if (!is_one) c->country[0] = 0;
        if (!is_one) return;
    }
}

static void measure_codes(ct_codes *c)
{
    const ct_strings *s = c->code;
    c->digits = s->n > 0 ? ct_string_length(s, 0) : 0;
    for (int64_t i = 0; i < s->n; i++) {
        const char *text = ct_string(s, i);
        const int64_t n = ct_string_length(s, i);
        int64_t shown = 0;
        if (n != c->digits || !ct_code_is_digits(text, n)) c->digits = 0;
        for (int64_t k = 0; k < n; k++) shown += !ct_code_is_filler(text[k]);
        c->even = i == 0 || shown == c->even ? shown : 0;
        if (shown > c->longest) c->longest = shown;
    }
}

static int32_t *new_slots(int64_t n, uint64_t *mask, ct_error *err)
{
    uint64_t size = 16;
    while (size < 2 * (uint64_t)n) size *= 2;
    *mask = size - 1;
    int32_t *slot = ct_array((int64_t)size, sizeof *slot, "table of codes", err);
    if (slot) memset(slot, 0xff, size * sizeof *slot);
    return slot;
}

static ct_status fill(ct_codes *c, ct_error *err)
{
    ct_status s = CT_OK;
    for (int32_t i = 0; i < c->code->n && !s; i++) {
        const char *text = ct_string(c->code, i);
        const int64_t n = ct_string_length(c->code, i);
        c->exact[seek(c->code, c->exact, c->exact_mask, text, n)] = i;
        s = add_forms(c, i, err);
    }
    return s;
}

ct_status ct_codes_build(const ct_strings *code, ct_codes *out, ct_error *err)
{
    *out = (ct_codes){.code = code};
    out->exact = new_slots(code->n, &out->exact_mask, err);
    out->formed = out->exact ? new_slots(2 * code->n, &out->form_mask, err) : NULL;
    out->region_of_form =
        out->formed ? ct_array(2 * code->n, sizeof *out->region_of_form, "table of codes", err)
                    : NULL;
    if (!out->region_of_form) return CT_ERR_MEMORY;
    find_country(out);
    measure_codes(out);
    return fill(out, err);
}

void ct_codes_free(ct_codes *c)
{
    if (!c) return;
    free(c->region_of_form);
    free(c->formed);
    free(c->exact);
    ct_strings_free(&c->form.s);
    *c = (ct_codes){0};
}

void ct_codes_learn(ct_codes *c, const char *text, int64_t n)
{
    char tidy[CT_CODE_SIZE], name[4];
    unsigned ignored = 0;
    ct_code_habits *h = &c->habits;
    n = ct_code_tidy(text, n, tidy, &ignored);
    if (n > 0 && n < 32 && ct_code_is_digits(tidy, n)) {
        h->n_long[n]++;
        h->n_zero[n] += tidy[0] == '0';
        return;
    }
    const int64_t prefix = n > 0 ? ct_code_prefix(tidy, n, name) : 0;
    if (prefix == 0) return;
    int32_t i = 0;
    while (i < h->n_countries && strcmp(h->country[i].name, name)) i++;
    if (i == sizeof h->country / sizeof *h->country) return;
    if (i == h->n_countries) memcpy(h->country[h->n_countries++].name, name, sizeof name);
    h->country[i].n++;
    h->country[i].n_found += ct_codes_find_exact(c, tidy + prefix, n - prefix) >= 0;
}

static bool is_likelier(const ct_code_habits *h, int32_t i, int32_t than)
{
    if (h->country[i].n_found != h->country[than].n_found)
        return h->country[i].n_found > h->country[than].n_found;
    return h->country[i].n > h->country[than].n;
}

/// Country without whose prefix most codes are found; that of the layer, if it has one.
static const char *usual_country(const ct_codes *c)
{
    const ct_code_habits *h = &c->habits;
    int32_t best = -1;
    if (c->country[0]) return c->country;
    for (int32_t i = 0; i < h->n_countries; i++)
        if (best < 0 || is_likelier(h, i, best)) best = i;
    return best < 0 ? "" : h->country[best].name;
}

/// How the bare form came to be that of the region.
static unsigned compare_bare(const ct_codes *c, int32_t region, const char *tidy, int64_t n,
                             int64_t begin)
{
    char other[CT_CODE_SIZE], name[4];
    unsigned repairs = begin ? 1u << CT_REPAIR_PREFIX : 0, ignored = 0;
    const int64_t m = ct_code_tidy(ct_string(c->code, region), ct_string_length(c->code, region),
                                   other, &ignored);
    const int64_t other_begin = c->country[0] ? ct_code_prefix(other, m, name) : 0;
    int64_t shown = 0, wanted = 0;
    for (int64_t i = begin; i < n; i++) shown += !ct_code_is_filler(tidy[i]);
    for (int64_t i = other_begin; i < m; i++) wanted += !ct_code_is_filler(other[i]);
    if (shown < wanted) repairs |= 1u << CT_REPAIR_ZEROS;
    if (shown > wanted) repairs |= 1u << CT_REPAIR_BARED;
    if (!begin && other_begin) repairs |= 1u << CT_REPAIR_PREFIX;
    return repairs ? repairs : 1u << CT_REPAIR_BLANKS;
}

int32_t ct_codes_find_form(const ct_codes *c, const char *tidy, int64_t n, unsigned *repairs)
{
    char key[1 + CT_CODE_SIZE], name[4];
    if (n < 1) return CT_CODE_NONE;
    key[0] = TIDY;
    memcpy(key + 1, tidy, (size_t)n);
    int32_t region = find_key(c, key, n + 1);
    if (region != CT_CODE_NONE) return region;
    key[0] = BARE;
    region = find_key(c, key, 1 + ct_code_bare(tidy, 0, n, key + 1));
    int64_t begin = region == CT_CODE_NONE ? ct_code_prefix(tidy, n, name) : 0;
    if (begin && strcmp(name, usual_country(c)) != 0) begin = 0;
    if (begin) region = find_key(c, key, 1 + ct_code_bare(tidy, begin, n, key + 1));
    if (region >= 0) *repairs |= compare_bare(c, region, tidy, n, begin);
    return region;
}
