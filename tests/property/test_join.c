/// What must hold for any layer and accounts: sums, order of rows, threads.
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/prim/rng.h"

enum { N = 6000, SIDE = 12, N_REGIONS = SIDE * SIDE };

/// Overlapping quadrilaterals with codes, and accounts all over them and beyond.
typedef struct world {
    ct_data_options opt;
    ct_regions regions;
    ct_accounts accounts;
    int32_t ring_begin[N_REGIONS + 1], region[N];
    int64_t vertex_begin[N_REGIONS + 1], line[N], weight[N];
    uint8_t is_hole[N_REGIONS], reason[N];
    double lonlat[10 * N_REGIONS], lon[N], lat[N];
    ct_strings_builder code, account_code;
} world;

static void add_string(ct_strings_builder *b, const char *text)
{
    ct_error err = {0};
    assert_ok(ct_strings_add(b, text, (int64_t)strlen(text), &err), err);
}

static void add_regions(world *w, ctk_rng *rng)
{
    for (int32_t i = 0; i < N_REGIONS; i++) {
        double *p = w->lonlat + 10 * i;
        const double x[4] = {0, 0, 1, 1}, y[4] = {0, 1, 1, 0};
        char code[16];
        for (int32_t v = 0; v < 4; v++) {
            p[2 * v] = 0.1 * (i % SIDE + x[v] + 0.3 * ctk_rng_unit(rng));
            p[2 * v + 1] = 50 + 0.1 * (i / SIDE + y[v] + 0.3 * ctk_rng_unit(rng));
        }
        memcpy(p + 8, p, 2 * sizeof *p);
        w->ring_begin[i + 1] = i + 1;
        w->vertex_begin[i + 1] = 5 * (i + 1);
        snprintf(code, sizeof code, "%05d", 500 + i);
        add_string(&w->code, code);
    }
}

/// Account `key` is the same whatever its row.
static void add_account(world *w, uint64_t seed, int32_t row, int32_t key)
{
    ctk_rng rng = ctk_rng_key(seed, 7, (uint64_t)key);
    char code[16] = "";
    const uint32_t kind = ctk_rng_below(&rng, 10);
    w->lon[row] = kind == 0 ? NAN : -0.1 + 1.5 * ctk_rng_unit(&rng);
    w->lat[row] = kind == 0 ? NAN : kind == 1 ? HUGE_VAL : 49.9 + 1.5 * ctk_rng_unit(&rng);
    w->weight[row] = 1 + ctk_rng_below(&rng, 1000);
    w->line[row] = row + 2;
    if (ctk_rng_below(&rng, 4)) snprintf(code, sizeof code, "%u", 450 + ctk_rng_below(&rng, 250));
    add_string(&w->account_code, code);
}

static world *new_world(uint64_t seed, int32_t stride)
{
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    ctk_rng rng = ctk_rng_key(seed, 6, 0);
    add_regions(w, &rng);
    for (int32_t row = 0; row < N; row++)
        add_account(w, seed, row, (int32_t)((int64_t)row * stride % N));
    w->regions = (ct_regions){.n = N_REGIONS, .n_rings = N_REGIONS, .n_vertices = 5 * N_REGIONS};
    w->regions.code = w->code.s;
    w->regions.ring_begin = w->ring_begin;
    w->regions.vertex_begin = w->vertex_begin;
    w->regions.ring_is_hole = w->is_hole;
    w->regions.lonlat = w->regions.xy = w->lonlat;
    w->accounts = (ct_accounts){.n = N, .lon_deg = w->lon, .lat_deg = w->lat, .line = w->line};
    w->accounts.code = w->account_code.s;
    w->accounts.n_columns = 1;
    w->accounts.column[0] = w->weight;
    for (int32_t i = 0; i < N; i++) w->accounts.column_input[0] += w->weight[i];
    w->accounts.region = w->region;
    w->accounts.reason = w->reason;
    w->opt = ct_data_options_default();
    w->opt.n_measures = 2;
    w->opt.measure[0] = (ct_measure_spec){"n", CT_COUNT, ""};
    w->opt.measure[1] = (ct_measure_spec){"w", CT_COLUMN, "weight"};
    return w;
}

static void free_world(world *w)
{
    ct_strings_free(&w->code.s);
    ct_strings_free(&w->account_code.s);
    free(w);
}

static ct_measures join(world *w, int32_t n_threads)
{
    ct_measures m = {0};
    ct_error err = {0};
    assert_ok(ct_join(&w->opt, test_context(n_threads), &w->regions, &w->accounts, &m, &err), err);
    return m;
}

static void regions_and_unmatched_add_up_to_the_total(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        world *w = new_world(seed, 1);
        ct_measures m = join(w, 2);
        int64_t total = 0, n_unmatched = 0, seen[CT_N_REASONS] = {0};
        for (int32_t i = 0; i < N; i++) {
            total += w->weight[i];
            n_unmatched += w->region[i] < 0;
            seen[w->reason[i]]++;
            assert_int_equal(w->region[i] < 0, w->reason[i] >= CT_UNMATCHED_NO_KEY);
        }
        for (int32_t r = 0; r <= CT_UNMATCHED_CODE; r++) assert_true(seen[r] > 0);
        assert_int_equal(m.item[1].total + m.item[1].unmatched, total);
        assert_int_equal(m.item[0].total, N - n_unmatched);
        assert_int_equal(m.item[0].unmatched, n_unmatched);
        assert_memory_equal(m.item[0].region, m.n_accounts, sizeof(int64_t) * N_REGIONS);
        ct_measures_free(&m);
        free_world(w);
    }
}

static void the_order_of_rows_changes_nothing(void **state)
{
    (void)state;
    enum { STRIDE = 1237 }; // prime to N
    world *w = new_world(1, 1), *v = new_world(1, STRIDE);
    ct_measures a = join(w, 1), b = join(v, 1);
    for (int32_t row = 0; row < N; row++) {
        const int32_t key = (int32_t)((int64_t)row * STRIDE % N);
        assert_int_equal(v->region[row], w->region[key]);
        assert_int_equal(v->reason[row], w->reason[key]);
    }
    for (int32_t m = 0; m < 2; m++) {
        assert_memory_equal(a.item[m].region, b.item[m].region, sizeof(int64_t) * N_REGIONS);
        assert_int_equal(a.item[m].unmatched, b.item[m].unmatched);
    }
    ct_measures_free(&a);
    ct_measures_free(&b);
    free_world(w);
    free_world(v);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    static int32_t region[N];
    static uint8_t reason[N];
    world *w = new_world(2, 1);
    ct_measures one = join(w, 1);
    memcpy(region, w->region, sizeof region);
    memcpy(reason, w->reason, sizeof reason);
    for (int32_t t = 2; t <= 5; t++) {
        ct_measures many = join(w, t);
        assert_memory_equal(w->region, region, sizeof region);
        assert_memory_equal(w->reason, reason, sizeof reason);
        assert_memory_equal(many.item[1].region, one.item[1].region, sizeof(int64_t) * N_REGIONS);
        ct_measures_free(&many);
    }
    ct_measures_free(&one);
    free_world(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_and_unmatched_add_up_to_the_total),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
