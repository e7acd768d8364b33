/// What is wrong with accounts: errors of a file that was read to its end.
#include "base/text.h"
#include "read/accounts.h"

static ct_status judge_negative(const ct_reader *r, const ct_source *s, int32_t j, ct_error *err)
{
    const ct_tally *low = &s->total.found[CT_ROLE_MEASURE + j][CT_FOUND_NEGATIVE];
    char count[32];
    if (!low->count || r->opt->negative != CT_NEGATIVE_ERROR) return CT_OK;
    ct_format_count(low->count, count);
    return ct_refuse(
        r->ctx, err, "read",
        "%s:%lld: column '%s' is negative: '%s' (%s such %s); weights are >= 0: correct "
        "them, or say what they mean: --negative zero, or keep-row for credits",
        s->path, (long long)low->example[0].line, r->column_name[j], low->example[0].text, count,
        ct_plural(low->count, "row", "rows"));
}

static ct_status judge_large(const ct_reader *r, const ct_source *s, int32_t j, ct_error *err)
{
    const ct_tally *large = &s->total.found[CT_ROLE_MEASURE + j][CT_FOUND_LARGE];
    if (!large->count) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: column '%s' is too large: '%s'; with its decimals a value has at most "
                   "18 digits: use a coarser unit",
                   s->path, (long long)large->example[0].line, r->column_name[j],
                   large->example[0].text);
}

/// --bad-number error.
static ct_status judge_text(const ct_reader *r, const ct_source *s, int32_t j, ct_error *err)
{
    const ct_tally *text = &s->total.found[CT_ROLE_MEASURE + j][CT_FOUND_TEXT];
    const ct_tally *wide = &s->total.found[CT_ROLE_MEASURE + j][CT_FOUND_WIDE];
    const ct_tally *t = text->count ? text : wide;
    char count[32];
    if (!t->count || r->opt->bad_number != CT_BAD_ERROR) return CT_OK;
    ct_format_count(text->count + wide->count, count);
    return ct_refuse(r->ctx, err, "read",
                     "%s:%lld: column '%s': '%s' is %s (%s such %s); correct %s, or take "
                     "--bad-number zero or skip",
                     s->path, (long long)t->example[0].line, r->column_name[j], t->example[0].text,
                     t == text ? "no number" : "a null, or a number too wide for its field", count,
                     ct_plural(text->count + wide->count, "cell", "cells"),
                     ct_plural(text->count + wide->count, "it", "them"));
}

static ct_status judge_swapped(const ct_source *s, ct_error *err)
{
    const ct_part *t = &s->total;
    if (10 * t->n_swapped <= 9 * t->n_points) return CT_OK;
    const ct_tally *lat = &t->found[CT_ROLE_LAT][CT_FOUND_RANGE];
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: longitude and latitude look swapped: %.1f %% of the points have a latitude "
                   "outside -90..90 that fits as longitude (line %lld: '%s'); exchange --lon and "
                   "--lat",
                   s->path, 100.0 * (double)t->n_swapped / (double)t->n_points,
                   (long long)lat->example[0].line, lat->example[0].text);
}

static ct_status judge_control(const ct_source *s, ct_error *err)
{
    for (int t = 0; t < CT_N_TEXTS; t++) {
        const ct_tally *found = &s->total.found[t][CT_FOUND_CONTROL];
        if (!found->count) continue;
        return ct_fail(err, CT_ERR_INPUT,
                       "%s:%lld: %s '%s' has control characters (%lld such %s); remove them",
                       s->path, (long long)found->example[0].line,
                       t == CT_ROLE_ID ? "the account id" : "the code", found->example[0].text,
                       (long long)found->count, ct_plural(found->count, "row", "rows"));
    }
    return CT_OK;
}

ct_status ct_accounts_judge(const ct_reader *r, const ct_source *s, ct_error *err)
{
    ct_status st = judge_control(s, err);
    for (int32_t j = 0; !st && j < r->out->n_columns; j++) {
        st = judge_negative(r, s, j, err);
        if (!st) st = judge_large(r, s, j, err);
        if (!st) st = judge_text(r, s, j, err);
    }
    return st ? st : judge_swapped(s, err);
}
