/// Accounts -> their regions, and each measure per region.
#include "join/join.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "join/locate.h"
#include "kernels/prim/chunks.h"

static bool needs_accounts(const ct_data_options *opt)
{
    for (int32_t m = 0; m < opt->n_measures; m++)
        if (ct_measure_about(opt->measure[m].kind)->of == CT_OF_ACCOUNTS) return true;
    return false;
}

static ct_status check_accounts(const join *j, ct_error *err)
{
    if (j->found.n > 0 || !needs_accounts(j->opt)) return CT_OK;
    if (j->opt->n_accounts > 0)
        return ct_fail(err, CT_ERR_INPUT, "%s: no accounts: the file has no rows below its header",
                       j->opt->accounts[0]);
    for (int32_t m = 0; m < j->opt->n_measures; m++)
        if (ct_measure_about(j->opt->measure[m].kind)->of == CT_OF_ACCOUNTS)
            return ct_fail(err, CT_ERR_USAGE,
                           "measure %s is summed over accounts, but none are given: add "
                           "--accounts FILE, or use field:NAME to take it from the layer",
                           j->opt->measure[m].name);
    return CT_OK;
}

/// Which keys the options and the data allow.
static ct_status choose_keys(join *j, ct_error *err)
{
    const bool has_point = j->accounts->lon_deg && j->accounts->lat_deg;
    const bool has_code = j->accounts->code.n > 0;
    const bool has_polygons = !j->regions->is_point_layer && j->regions->n_rings > 0;
    const ct_join_mode mode = j->opt->join;
    if (mode == CT_JOIN_POINT && !has_polygons)
        return ct_fail(err, CT_ERR_USAGE,
                       "%s holds points: no account can lie in a point; use --join code with "
                       "--account-code COLUMN",
                       j->regions->path);
    if (mode == CT_JOIN_POINT && !has_point)
        return ct_fail(err, CT_ERR_USAGE,
                       "--join point needs coordinates, and the accounts have no such columns: "
                       "name them with --lon COLUMN --lat COLUMN");
    if (mode == CT_JOIN_CODE && !has_code)
        return ct_fail(err, CT_ERR_USAGE,
                       "--join code needs a code column, and the accounts have none: name it with "
                       "--account-code COLUMN");
    j->by_point = has_point && has_polygons && mode != CT_JOIN_CODE;
    j->by_code = has_code && mode != CT_JOIN_POINT;
    if (j->by_point || j->by_code) return CT_OK;
    return ct_fail(err, CT_ERR_USAGE, "the accounts have no %s: name %s",
                   has_polygons ? "columns that place them" : "code, and the regions are points",
                   has_polygons ? "--lon and --lat, or --account-code"
                                : "their code column with --account-code COLUMN");
}

static ct_status give_results(ct_accounts *a, ct_error *err)
{
    if (!a->region) a->region = ct_array(a->n, sizeof *a->region, "regions of accounts", err);
    if (!a->reason) a->reason = ct_array(a->n, sizeof *a->reason, "reasons of accounts", err);
    if (!a->region || !a->reason) return CT_ERR_MEMORY;
    return CT_OK;
}

static void forget_results(ct_accounts *a)
{
    for (int64_t i = 0; i < a->n; i++) {
        a->region[i] = -1;
        a->reason[i] = CT_UNMATCHED_NO_KEY;
    }
}

/// Progress of a whole join; batches have that of their reader.
static ct_status tick(const join *j, double done, const char *detail)
{
    return j->is_batched ? CT_OK : ct_tick(j->ctx, "join", done, detail);
}

static void count_matches(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const join *j = user;
    const ct_accounts *a = j->accounts;
    join_part *part = &j->part[chunk];
    for (int64_t i = begin; i < end; i++) {
        ct_join_count(part, a->reason[i], i);
        part->n_matched += a->region[i] >= 0;
    }
}

/// Rows that were set aside when they were read have no region, whatever their keys say.
static void set_aside(const join *j)
{
    ct_accounts *a = j->accounts;
    for (int64_t i = 0; a->n_flawed && i < a->n; i++) {
        if (a->flaw[i] <= CT_FLAW_NUMBER) continue;
        a->region[i] = -1;
        a->reason[i] = a->flaw[i] == CT_FLAW_SKIPPED ? CT_ASIDE_NUMBER : CT_ASIDE_REPEATED;
    }
}

/// A part behind what was found before.
static void add_part(join *j, const join_part *part)
{
    join_found *f = &j->found;
    for (int t = 0; t < JOIN_N_TALLIES; t++) {
        for (int64_t e = 0; e < part->n[t] && f->tally[t].n + e < JOIN_EXAMPLES; e++)
            ct_join_example(j, t, part->first[t][e]);
        f->tally[t].n += part->n[t];
    }
    f->n_matched += part->n_matched;
}

static void add_parts(join *j)
{
    const int64_t n = j->accounts->n;
    for (int64_t c = 0; c < ctk_chunks_count(n, JOIN_CHUNK); c++) add_part(j, &j->part[c]);
    j->found.n += n;
    if (j->found.n_matched == 0) ct_join_remember(j);
}

static ct_status clear_parts(join *j, ct_error *err)
{
    const int64_t n = ctk_chunks_count(j->accounts->n, JOIN_CHUNK);
    const ct_status s =
        ct_grow((void **)&j->part, &j->part_capacity, n, sizeof *j->part, "the join", err);
    if (!s) memset(j->part, 0, (size_t)n * sizeof *j->part);
    return s;
}

ct_status ct_join_match(join *j, ct_error *err)
{
    ct_status status = CT_OK;
    if (j->accounts->n == 0) return CT_OK;
    if (j->found.n == 0) status = choose_keys(j, err);
    if (!status) status = give_results(j->accounts, err);
    if (!status) status = clear_parts(j, err);
    if (!status && !j->by_point) forget_results(j->accounts);
    if (!status && j->by_point) status = ct_join_points(j, err);
    if (!status && j->by_point && j->found.n == 0) status = ct_join_overlap_find(j, err);
    if (!status) status = tick(j, 0.7, "codes");
    if (!status && j->by_code) status = ct_join_codes(j, err);
    if (status) return status;
    ct_join_overlap(j);
    set_aside(j);
    ct_join_chunks(j, count_matches);
    add_parts(j);
    return ct_join_measures_add(j, err);
}

ct_status ct_join_open(join *j, ct_error *err)
{
    j->found.points = (join_range){HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    return ct_join_measures_begin(j, err);
}

ct_status ct_join_finish(join *j, ct_error *err)
{
    ct_status status = check_accounts(j, err);
    if (!status && j->found.n > 0 && j->found.n_matched == 0) status = ct_join_diagnose(j, err);
    if (status) return status;
    ct_join_report(j);
    return ct_join_measures_check(j, err);
}

void ct_join_close(join *j)
{
    if (j->has_grid) ct_locate_free(&j->grid);
    ct_join_codes_close(j);
    ct_measures_free(&j->found.sums);
    free(j->part);
    ct_arena_free(&j->arena);
}

ct_status ct_join(const ct_data_options *opt, const ct_context *ctx, const ct_regions *regions,
                  ct_accounts *accounts, ct_measures *out, ct_error *err)
{
    join j = {.opt = opt, .ctx = ctx, .regions = regions, .accounts = accounts};
    ct_status status = ct_tick(ctx, "join", 0.0, "");
    if (!status) status = ct_join_open(&j, err);
    if (!status) status = ct_join_match(&j, err);
    if (!status) status = ct_join_finish(&j, err);
    *out = j.found.sums;
    j.found.sums = (ct_measures){0};
    ct_join_close(&j);
    return status;
}
