/// Accounts joined in batches as they are read, against all of them read and then joined.
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/prim/rng.h"
#include "read/accounts.h"

enum { SIDE = 6, N_REGIONS = SIDE * SIDE, TEXT = 1 << 20, CHUNK = 64 };

/// Unit squares with codes 00500, 00501, ...
typedef struct layer {
    ct_regions r;
    int32_t ring_begin[N_REGIONS + 1];
    int64_t vertex_begin[N_REGIONS + 1];
    uint8_t is_hole[N_REGIONS];
    double lonlat[10 * N_REGIONS];
    ct_strings_builder code;
} layer;

static layer squares;
static ct_error err;

static int make_layer(void **state)
{
    (void)state;
    layer *l = &squares;
    for (int32_t i = 0; i < N_REGIONS; i++) {
        const double x = i % SIDE, y = 40 + i / SIDE;
        const double ring[10] = {x, y, x, y + 1, x + 1, y + 1, x + 1, y, x, y};
        char code[16];
        memcpy(l->lonlat + 10 * i, ring, sizeof ring);
        l->ring_begin[i + 1] = i + 1;
        l->vertex_begin[i + 1] = 5 * (i + 1);
        snprintf(code, sizeof code, "%05d", 500 + i);
        assert_ok(ct_strings_add(&l->code, code, 5, &err), err);
    }
    l->r = (ct_regions){.n = N_REGIONS, .n_rings = N_REGIONS, .n_vertices = 5 * N_REGIONS};
    l->r.code = l->code.s;
    l->r.ring_begin = l->ring_begin;
    l->r.vertex_begin = l->vertex_begin;
    l->r.ring_is_hole = l->is_hole;
    l->r.lonlat = l->r.xy = l->lonlat;
    return 0;
}

static int drop_layer(void **state)
{
    (void)state;
    ct_strings_free(&squares.code.s);
    return 0;
}

/// What a file is like.
typedef struct manner {
    int rows;
    bool has_id, has_comma, is_latin1;
    int most_decimals;
} manner;

/// A weight whose decimals grow with the row, so that later batches have more of them.
static int put_weight(char *to, ctk_rng *r, const manner *m, int row)
{
    const int decimals = row * (m->most_decimals + 1) / (m->rows + 1);
    int n = sprintf(to, "%u", ctk_rng_below(r, 100000));
    if (!decimals) return n;
    to[n++] = m->has_comma ? ',' : '.';
    for (int d = 0; d < decimals; d++) to[n++] = (char)('0' + ctk_rng_below(r, 10));
    return n;
}

static int put_degree(char *to, double v, bool has_comma)
{
    const int n = sprintf(to, "%.4f", v);
    for (int i = 0; has_comma && i < n; i++)
        if (to[i] == '.') to[i] = ',';
    return n;
}

static const char *make_file(const char *name, uint64_t seed, const manner *m)
{
    static char text[TEXT];
    ctk_rng r = ctk_rng_key(seed, 1, 0);
    int n = sprintf(text, "%szip;lon;lat;w\n", m->has_id ? "account_id;" : "");
    for (int i = 0; i < m->rows; i++) {
        const uint32_t kind = ctk_rng_below(&r, 12);
        if (m->has_id && kind == 5) n += sprintf(text + n, "\"two\nlines %d\";", i);
        if (m->has_id && kind != 5)
            n += sprintf(text + n, "%s%d;", m->is_latin1 && i > m->rows / 2 ? "\xe9" : "A", i);
        if (kind == 1 && !m->has_id) text[n++] = '\n';
        if (kind != 2) n += sprintf(text + n, "%u", 495 + ctk_rng_below(&r, 50));
        text[n++] = ';';
        if (kind > 3) n += put_degree(text + n, -0.5 + 7 * ctk_rng_unit(&r), m->has_comma);
        text[n++] = ';';
        if (kind > 3) n += put_degree(text + n, 39.5 + 7 * ctk_rng_unit(&r), m->has_comma);
        text[n++] = ';';
        n += put_weight(text + n, &r, m, i);
        text[n++] = '\n';
    }
    text[n] = 0;
    return test_file(name, text);
}

typedef struct outcome {
    ct_accounts accounts;
    ct_measures measures;
    char notes[8192];
} outcome;

static void keep_notes(const ct_context *ctx, outcome *out)
{
    size_t n = 0;
    for (int32_t i = 0; i < ctx->notes->n && n < sizeof out->notes; i++)
        if (!strstr(ctx->notes->item[i].text, "ids")) // rows that are forgotten are not compared
            n += (size_t)snprintf(out->notes + n, sizeof out->notes - n, "%lld %s\n",
                                  (long long)ctx->notes->item[i].count, ctx->notes->item[i].text);
}

static outcome at_once(const ct_data_options *o)
{
    outcome out = {0};
    const ct_context *ctx = test_context(2);
    assert_ok(ct_read_accounts_chunked(o, ctx, CHUNK, &out.accounts, NULL, &err), err);
    assert_ok(ct_join(o, ctx, &squares.r, &out.accounts, &out.measures, &err), err);
    keep_notes(ctx, &out);
    return out;
}

static outcome in_batches(const ct_data_options *o, int32_t n_threads)
{
    outcome out = {0};
    ct_taker taker;
    ct_joining *j = NULL;
    const ct_context *ctx = test_context(n_threads);
    assert_ok(ct_join_begin(o, ctx, &squares.r, &j, &taker, &err), err);
    assert_ok(ct_read_accounts_by_chunked(o, ctx, CHUNK, &taker, NULL, &err), err);
    assert_ok(ct_join_end(j, &out.accounts, &out.measures, &err), err);
    ct_join_free(j);
    keep_notes(ctx, &out);
    return out;
}

static void free_outcome(outcome *o)
{
    ct_accounts_free(&o->accounts);
    ct_measures_free(&o->measures);
}

static void assert_same_sums(const ct_measures *a, const ct_measures *b)
{
    const size_t bytes = sizeof(int64_t) * N_REGIONS;
    assert_int_equal(a->n, b->n);
    assert_memory_equal(a->n_accounts, b->n_accounts, bytes);
    for (int32_t m = 0; m < a->n; m++) {
        assert_int_equal(a->item[m].decimals, b->item[m].decimals);
        assert_int_equal(a->item[m].total, b->item[m].total);
        assert_int_equal(a->item[m].unmatched, b->item[m].unmatched);
        assert_memory_equal(a->item[m].region, b->item[m].region, bytes);
    }
}

/// `kept` holds the accounts of `all` that have no region, in order.
static void assert_same_unmatched(const ct_accounts *all, const ct_accounts *kept)
{
    int64_t at = 0, summed[CT_N_REASONS] = {0};
    int32_t f = 0;
    for (int64_t i = 0; i < all->n; i++) {
        while (i >= all->file_begin[f + 1]) assert_int_equal(kept->file_begin[++f], at);
        if (all->region[i] >= 0) {
            summed[all->reason[i]]++;
            continue;
        }
        assert_true(at < kept->n);
        assert_int_equal(kept->region[at], -1);
        assert_int_equal(kept->line[at], all->line[i]);
        assert_int_equal(kept->reason[at], all->reason[i]);
        assert_int_equal(kept->column[0][at], all->column[0][i]);
        assert_int_equal(ct_string_length(&kept->id, at), ct_string_length(&all->id, i));
        assert_memory_equal(ct_string(&kept->id, at), ct_string(&all->id, i),
                            (size_t)ct_string_length(&all->id, i));
        at++;
    }
    assert_int_equal(kept->n, at);
    assert_int_equal(kept->n + kept->n_summed, all->n);
    assert_memory_equal(kept->summed, summed, sizeof summed);
    assert_int_equal(kept->n_files, all->n_files);
    assert_int_equal(kept->column_decimals[0], all->column_decimals[0]);
}

static void check(const manner *first, const manner *second)
{
    ct_data_options o = ct_data_options_default();
    o.accounts[o.n_accounts++] = make_file("first.csv", 11, first);
    if (second) o.accounts[o.n_accounts++] = make_file("second.csv", 12, second);
    o.n_measures = 2;
    o.measure[0] = (ct_measure_spec){"n", CT_COUNT, ""};
    o.measure[1] = (ct_measure_spec){"w", CT_COLUMN, "w"};
    outcome all = at_once(&o);
    assert_true(all.accounts.n > first->rows / 2);
    for (int32_t threads = 1; threads <= 4; threads++) {
        outcome some = in_batches(&o, threads);
        assert_true(some.accounts.n > 0 && some.accounts.n_summed > 0);
        assert_same_sums(&all.measures, &some.measures);
        assert_same_unmatched(&all.accounts, &some.accounts);
        assert_string_equal(all.notes, some.notes);
        free_outcome(&some);
    }
    free_outcome(&all);
}

static void batches_give_what_all_at_once_gives(void **state)
{
    (void)state;
    check(&(manner){.rows = 8000, .has_id = true, .most_decimals = 2}, NULL);
}

static void later_batches_may_have_more_decimals(void **state)
{
    (void)state;
    check(&(manner){.rows = 4000, .has_id = true},
          &(manner){.rows = 4000, .has_id = true, .most_decimals = 6});
}

static void a_file_with_decimal_commas_is_taken_again(void **state)
{
    (void)state;
    check(&(manner){.rows = 4000, .has_id = true, .most_decimals = 2},
          &(manner){.rows = 4000, .has_id = true, .has_comma = true, .most_decimals = 3});
    check(&(manner){.rows = 4000, .has_id = true, .has_comma = true, .most_decimals = 3},
          &(manner){.rows = 4000, .most_decimals = 1});
}

static void accounts_without_id_are_numbered_over_all_files(void **state)
{
    (void)state;
    check(&(manner){.rows = 3000, .most_decimals = 1}, &(manner){.rows = 3000, .most_decimals = 1});
    check(&(manner){.rows = 3000, .has_id = true}, &(manner){.rows = 3000});
}

static void latin_1_is_found_before_the_first_batch(void **state)
{
    (void)state;
    check(&(manner){.rows = 4000, .has_id = true, .is_latin1 = true}, NULL);
}

static void no_match_at_all_is_the_same_error(void **state)
{
    (void)state;
    ct_data_options o = ct_data_options_default();
    o.accounts[o.n_accounts++] =
        test_file("far.csv", "id,lon,lat,zip\na,100,10,x\nb,101,11,\nc,102,12,yy\n");
    o.n_measures = 1;
    o.measure[0] = (ct_measure_spec){"n", CT_COUNT, ""};
    ct_accounts a = {0};
    ct_measures m = {0};
    ct_error other = {0};
    assert_ok(ct_read_accounts_chunked(&o, test_context(1), CHUNK, &a, NULL, &err), err);
    assert_fails(ct_join(&o, test_context(1), &squares.r, &a, &m, &err), CT_ERR_INPUT, err);
    ct_accounts_free(&a);
    ct_measures_free(&m);
    ct_taker taker;
    ct_joining *j = NULL;
    assert_ok(ct_join_begin(&o, test_context(1), &squares.r, &j, &taker, &other), other);
    assert_ok(ct_read_accounts_by_chunked(&o, test_context(1), CHUNK, &taker, NULL, &other), other);
    assert_fails(ct_join_end(j, &a, &m, &other), CT_ERR_INPUT, other);
    ct_join_free(j);
    assert_string_equal(err.text, other.text);
}

/// The n-th allocation fails: no leak (the address sanitizer looks), no partial output.
static void running_out_of_memory_leaves_nothing(void **state)
{
    (void)state;
    ct_data_options o = ct_data_options_default();
    o.accounts[o.n_accounts++] =
        make_file("small.csv", 13, &(manner){.rows = 200, .has_id = true, .most_decimals = 2});
    o.n_measures = 1;
    o.measure[0] = (ct_measure_spec){"w", CT_COLUMN, "w"};
    ct_status s = CT_ERR_MEMORY;
    for (int64_t n = 0; s; n++) {
        ct_taker taker;
        ct_joining *j = NULL;
        ct_accounts a = {0};
        ct_measures m = {0};
        const ct_context *ctx = test_context(1);
        ct_memory_fail_after = n;
        s = ct_join_begin(&o, ctx, &squares.r, &j, &taker, &err);
        if (!s) s = ct_read_accounts_by_chunked(&o, ctx, CHUNK, &taker, NULL, &err);
        if (!s) s = ct_join_end(j, &a, &m, &err);
        ct_memory_fail_after = -1;
        ct_join_free(j);
        assert_true(s == CT_OK || s == CT_ERR_MEMORY);
        assert_int_equal(a.n > 0, s == CT_OK);
        ct_accounts_free(&a);
        ct_measures_free(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_give_what_all_at_once_gives),
        cmocka_unit_test(later_batches_may_have_more_decimals),
        cmocka_unit_test(a_file_with_decimal_commas_is_taken_again),
        cmocka_unit_test(accounts_without_id_are_numbered_over_all_files),
        cmocka_unit_test(latin_1_is_found_before_the_first_batch),
        cmocka_unit_test(no_match_at_all_is_the_same_error),
        cmocka_unit_test(running_out_of_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, make_layer, drop_layer);
}
