/// Settings, models and results: what other programs hold.
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/check.h"

enum { SIDE = 12, N = SIDE * SIDE, PAIRS = 2 * SIDE * (SIDE - 1), K = 4 };

/// A grid of half a degree, region i in row i / SIDE.
typedef struct grid {
    double lon_deg[N], lat_deg[N], weight[N], length_m[PAIRS];
    int32_t a[PAIRS], b[PAIRS];
} grid;

static grid make_grid(void)
{
    grid g;
    int32_t n = 0;
    for (int32_t i = 0; i < N; i++) {
        g.lon_deg[i] = 8 + 0.5 * (i % SIDE);
        g.lat_deg[i] = 45 + 0.5 * (i / SIDE);
        g.weight[i] = 1 + 37 * i % 11 + 0.25;
        if (i % SIDE) g.a[n] = i, g.b[n++] = i - 1;
        if (i >= SIDE) g.a[n] = i - SIDE, g.b[n++] = i;
    }
    for (int32_t e = 0; e < PAIRS; e++) g.length_m[e] = 40000 + e;
    return g;
}

static ct_status fill(const grid *g, ct_model **m, ct_error *err)
{
    ct_status s = ct_model_new(N, NULL, g->lon_deg, g->lat_deg, m, err);
    if (!s) s = ct_model_measure(*m, "revenue", 2, g->weight, err);
    if (!s) s = ct_model_neighbors(*m, PAIRS, g->a, g->b, NULL, err);
    return s;
}

static ct_model *make_model(const grid *g)
{
    ct_error err = {0};
    ct_model *m;
    assert_ok(fill(g, &m, &err), err);
    return m;
}

static ct_settings *make_settings(const char *k, const char *threads)
{
    ct_error err = {0};
    ct_settings *s;
    assert_ok(ct_settings_new(&s, &err), err);
    assert_ok(ct_settings_set(s, "k", k, &err), err);
    assert_ok(ct_settings_set(s, "threads", threads, &err), err);
    assert_ok(ct_settings_set(s, "effort", "2", &err), err);
    return s;
}

/// Of the grid, from the partition alone.
static void assert_plan(const grid *g, const ct_result *r, double tolerance_pct)
{
    double total[K] = {0}, all = 0;
    int32_t group[N];
    bool changed = true;
    const int32_t *part = ct_result_part(r);
    assert_int_equal(ct_result_territories(r), K);
    assert_true(ct_result_feasible(r));
    for (int32_t i = 0; i < N; i++) {
        assert_in_range(part[i], 0, K - 1);
        total[part[i]] += g->weight[i];
        all += g->weight[i];
        group[i] = i;
    }
    for (int32_t j = 0; j < K; j++) {
        assert_near(ct_result_total(r, "revenue")[j], total[j], 1e-9);
        assert_near(ct_result_deviation(r, "revenue")[j], 100 * (total[j] * K / all - 1), 1e-9);
        assert_true(fabs(total[j] * K / all - 1) <= tolerance_pct / 100);
    }
    while (changed) { // regions of a territory that touch get the least number of them
        changed = false;
        for (int32_t e = 0; e < PAIRS; e++) {
            const int32_t a = g->a[e], b = g->b[e];
            if (part[a] != part[b] || group[a] == group[b]) continue;
            group[a] = group[b] = group[a] < group[b] ? group[a] : group[b];
            changed = true;
        }
    }
    int32_t n_groups = 0;
    for (int32_t i = 0; i < N; i++) n_groups += group[i] == i;
    assert_int_equal(n_groups, K);
}

static void a_model_becomes_a_plan_inside_its_bands(void **state)
{
    (void)state;
    const grid g = make_grid();
    ct_error err = {0};
    ct_model *m = make_model(&g);
    ct_settings *s = make_settings("4", "2");
    ct_result *r;
    assert_ok(ct_settings_set(s, "tolerance", "revenue=3", &err), err);
    assert_ok(ct_model_solve(m, s, NULL, NULL, &r, &err), err);
    assert_plan(&g, r, 3);
    assert_true(ct_result_inertia(r) >= ct_result_bound(r) && ct_result_bound(r) > 0);
    assert_null(ct_result_total(r, "visits"));
    assert_contains(ct_result_notes(r), "graph: 264 pairs of neighbours are given\n");
    assert_int_equal(ct_result_level(r)->bands.k, K);
    ct_result_free(r);
    ct_settings_free(s);
    ct_model_free(m);
}

/// Only their order may matter, and here it is the same.
static void codes_name_regions_in_any_order(void **state)
{
    (void)state;
    const grid g = make_grid();
    grid turned = g; // the last region first
    char text[N][8];
    const char *code[N];
    ct_error err = {0};
    ct_model *m[2] = {make_model(&g), NULL};
    ct_settings *s = make_settings("4", "1");
    ct_result *r[2];
    for (int32_t i = 0; i < N; i++) {
        const int32_t from = N - 1 - i;
        snprintf(text[i], sizeof text[i], "r%03d", from);
        code[i] = text[i];
        turned.lon_deg[i] = g.lon_deg[from];
        turned.lat_deg[i] = g.lat_deg[from];
        turned.weight[i] = g.weight[from];
    }
    for (int32_t e = 0; e < PAIRS; e++) turned.a[e] = N - 1 - g.a[e], turned.b[e] = N - 1 - g.b[e];
    assert_ok(ct_model_new(N, code, turned.lon_deg, turned.lat_deg, &m[1], &err), err);
    assert_ok(ct_model_measure(m[1], "revenue", 2, turned.weight, &err), err);
    assert_ok(ct_model_neighbors(m[1], PAIRS, turned.a, turned.b, NULL, &err), err);
    for (int i = 0; i < 2; i++) assert_ok(ct_model_solve(m[i], s, NULL, NULL, &r[i], &err), err);
    for (int32_t i = 0; i < N; i++)
        assert_int_equal(ct_result_part(r[0])[i], ct_result_part(r[1])[N - 1 - i]);
    for (int i = 0; i < 2; i++) {
        ct_result_free(r[i]);
        ct_model_free(m[i]);
    }
    ct_settings_free(s);
}

static ct_error said;

/// The call, which is given &said, fails so, and its message holds the part.
#define assert_says(call, expected, part)                                                          \
    do {                                                                                           \
        assert_fails(call, expected, said);                                                        \
        assert_contains(said.text, part);                                                          \
    } while (0)

static void wrong_regions_are_named(void **state)
{
    (void)state;
    double lon[3] = {8, 9, 10}, lat[3] = {50, 51, 52};
    const char *twice[] = {"b", "a", "b"}, *none[] = {"a", "", "c"};
    ct_model *m = NULL;
    assert_says(ct_model_new(0, NULL, lon, lat, &m, &said), CT_ERR_INPUT, "0 regions");
    assert_says(ct_model_new(3, twice, lon, lat, &m, &said), CT_ERR_INPUT,
                "code[0] and code[2] are both 'b'");
    assert_says(ct_model_new(3, none, lon, lat, &m, &said), CT_ERR_INPUT, "code[1] is empty");
    lon[2] = 181;
    assert_says(ct_model_new(3, NULL, lon, lat, &m, &said), CT_ERR_INPUT, "lon_deg[2] is 181");
    lon[2] = 10;
    lat[1] = NAN;
    assert_says(ct_model_new(3, NULL, lon, lat, &m, &said), CT_ERR_INPUT, "lat_deg[1] is nan");
    assert_null(m);
}

static void wrong_measures_are_named_and_leave_the_model_alone(void **state)
{
    (void)state;
    const grid g = make_grid();
    ct_model *m = make_model(&g);
    double w[N] = {0};
    assert_says(ct_model_measure(m, "revenue", 2, g.weight, &said), CT_ERR_INPUT,
                "'revenue' is given twice");
    assert_says(ct_model_measure(m, "a/b", 2, g.weight, &said), CT_ERR_INPUT, "'a/b'");
    assert_says(ct_model_measure(m, "x", 10, g.weight, &said), CT_ERR_INPUT, "10 decimals");
    assert_says(ct_model_measure(m, "x", 0, w, &said), CT_ERR_INPUT, "every weight is 0");
    w[7] = -1;
    assert_says(ct_model_measure(m, "x", 0, w, &said), CT_ERR_INPUT, "weight[7] is -1");
    w[7] = INFINITY;
    assert_says(ct_model_measure(m, "x", 0, w, &said), CT_ERR_INPUT, "weight[7] is inf");
    w[7] = 1;
    for (int i = 1; i < CT_MAX_MEASURES; i++) {
        char name[] = "m0";
        ct_error err = {0};
        name[1] = (char)('0' + i);
        assert_ok(ct_model_measure(m, name, 0, w, &err), err);
    }
    assert_says(ct_model_measure(m, "x", 0, w, &said), CT_ERR_INPUT, "at most 8 measures");
    ct_model_free(m);
}

static void wrong_neighbours_are_named(void **state)
{
    (void)state;
    grid g = make_grid();
    ct_model *m = make_model(&g);
    g.length_m[3] = -2;
    assert_says(ct_model_neighbors(m, PAIRS, g.a, g.b, g.length_m, &said), CT_ERR_INPUT,
                "border_m[3] is -2");
    g.b[2] = N;
    assert_says(ct_model_neighbors(m, PAIRS, g.a, g.b, g.length_m, &said), CT_ERR_INPUT,
                "b[2] = 144");
    g.b[1] = g.a[1];
    assert_says(ct_model_neighbors(m, PAIRS, g.a, g.b, g.length_m, &said), CT_ERR_INPUT, "a[1] = ");
    ct_model_free(m);
}

static void settings_are_options_by_name(void **state)
{
    (void)state;
    ct_error err = {0};
    ct_options opt;
    ct_settings *s = make_settings("4", "1");
    assert_says(ct_settings_set(s, "efort", "2", &said), CT_ERR_USAGE, "did you mean --effort?");
    assert_says(ct_settings_set(s, "k", "4.5", &said), CT_ERR_USAGE,
                "k: '4.5' is not a whole number");
    assert_says(ct_settings_set(s, "tolerance", "revenue=much", &said), CT_ERR_USAGE,
                "tolerance: 'revenue=much'");
    assert_string_equal(ct_settings_get(s, "k"), "4");
    assert_null(ct_settings_get(s, "seed"));
    assert_ok(ct_settings_set(s, "k", "9", &err), err);
    assert_ok(ct_settings_set(s, "certify", "yes", &err), err);
    assert_ok(ct_settings_set(s, "accounts", "a.csv", &err), err);
    assert_ok(ct_settings_set(s, "accounts", "b.csv", &err), err);
    assert_ok(ct_settings_options(s, &opt, &err), err);
    assert_int_equal(opt.target.k, 9);
    assert_true(opt.solve.certify);
    assert_int_equal(opt.data.n_accounts, 2);
    assert_string_equal(opt.data.accounts[1], "b.csv");
    assert_ok(ct_settings_set(s, "accounts", NULL, &err), err);
    assert_ok(ct_settings_options(s, &opt, &err), err);
    assert_int_equal(opt.data.n_accounts, 0);
    ct_settings_free(s);
}

static void what_cannot_be_solved_is_said(void **state)
{
    (void)state;
    const grid g = make_grid();
    ct_error err = {0};
    ct_model *m = make_model(&g), *bare;
    ct_settings *s = make_settings("4", "1");
    ct_result *r = NULL;
    assert_ok(ct_settings_set(s, "tolerance", "visits=3", &err), err);
    assert_says(ct_model_solve(m, s, NULL, NULL, &r, &said), CT_ERR_USAGE,
                "no measure is called 'visits'");
    assert_ok(ct_settings_set(s, "tolerance", NULL, &err), err);
    assert_ok(ct_settings_set(s, "k", "145", &err), err);
    assert_says(ct_model_solve(m, s, NULL, NULL, &r, &said), CT_ERR_INPUT,
                "145 territories of 144 regions");
    assert_ok(ct_settings_set(s, "k", NULL, &err), err);
    assert_says(ct_model_solve(m, s, NULL, NULL, &r, &said), CT_ERR_USAGE, "how many territories?");
    assert_ok(ct_settings_set(s, "out", "somewhere", &err), err);
    assert_says(ct_model_solve(m, s, NULL, NULL, &r, &said), CT_ERR_USAGE, "'out' is set");
    assert_ok(ct_model_new(N, NULL, g.lon_deg, g.lat_deg, &bare, &err), err);
    assert_says(ct_model_solve(bare, s, NULL, NULL, &r, &said), CT_ERR_INPUT, "no measure");
    assert_ok(ct_model_measure(bare, "revenue", 2, g.weight, &err), err);
    assert_says(ct_model_solve(bare, s, NULL, NULL, &r, &said), CT_ERR_INPUT, "no neighbours");
    assert_null(r);
    ct_model_free(bare);
    ct_model_free(m);
    ct_settings_free(s);
}

static void a_plan_that_misses_its_bands_is_delivered(void **state)
{
    (void)state;
    grid g = make_grid();
    ct_error err = {0};
    ct_settings *s = make_settings("4", "1");
    ct_result *r;
    g.weight[5] = 1e6;
    ct_model *m = make_model(&g);
    assert_fails(ct_model_solve(m, s, NULL, NULL, &r, &err), CT_ERR_INFEASIBLE, err);
    assert_non_null(r);
    assert_false(ct_result_feasible(r));
    assert_true(ct_result_total(r, "revenue")[ct_result_part(r)[5]] >= 1e6);
    ct_result_free(r);
    ct_model_free(m);
    ct_settings_free(s);
}

static int stop(void *user, const char *stage, double done, const char *detail)
{
    (void)stage, (void)done, (void)detail;
    return ++*(int *)user > 2;
}

static void the_caller_can_stop_it(void **state)
{
    (void)state;
    const grid g = make_grid();
    int n_calls = 0;
    ct_error err = {0};
    ct_model *m = make_model(&g);
    ct_settings *s = make_settings("4", "1");
    ct_result *r;
    assert_fails(ct_model_solve(m, s, stop, &n_calls, &r, &err), CT_ERR_STOPPED, err);
    assert_int_equal(n_calls, 3);
    assert_null(r);
    ct_model_free(m);
    ct_settings_free(s);
}

/// The whole way with n allocations; all that was made is freed again.
static ct_status attempt(const grid *g, int64_t n, int64_t *left, ct_error *err)
{
    ct_model *m = NULL;
    ct_settings *s = NULL;
    ct_result *r = NULL;
    ct_memory_fail_after = n;
    ct_status status = ct_settings_new(&s, err);
    if (!status) status = ct_settings_set(s, "k", "4", err);
    if (!status) status = ct_settings_set(s, "effort", "1", err);
    if (!status) status = ct_settings_set(s, "threads", "1", err);
    if (!status) status = fill(g, &m, err);
    if (!status) status = ct_model_solve(m, s, NULL, NULL, &r, err);
    *left = ct_memory_fail_after;
    ct_memory_fail_after = -1;
    assert_true(status ? !r : r != NULL);
    ct_result_free(r);
    ct_model_free(m);
    ct_settings_free(s);
    return status;
}

/// Leaks show under MODE=asan.
static void every_allocation_may_fail(void **state)
{
    (void)state;
    enum { PLENTY = 1 << 30, EACH = 60 };
    const grid g = make_grid();
    ct_error err = {0};
    int64_t left;
    assert_ok(attempt(&g, PLENTY, &left, &err), err);
    const int64_t all = PLENTY - left;
    assert_true(all > EACH);
    for (int64_t n = 0; n < all; n = n < EACH || all - n < EACH ? n + 1 : n + 1 + n / 20) {
        err = (ct_error){0};
        assert_fails(attempt(&g, n, &left, &err), CT_ERR_MEMORY, err);
        assert_contains(err.text, "memory");
    }
    assert_ok(attempt(&g, all, &left, &err), err);
}

/// One of several threads, and what it found.
typedef struct worker {
    pthread_t thread;
    const ct_model *model;
    const char *k;
    int32_t part[N];
    ct_status status;
} worker;

static void *work(void *user)
{
    worker *w = user;
    ct_settings *s = NULL;
    ct_result *r = NULL;
    w->status = ct_settings_new(&s, NULL);
    if (!w->status) w->status = ct_settings_set(s, "k", w->k, NULL);
    if (!w->status) w->status = ct_settings_set(s, "effort", "2", NULL);
    if (!w->status) w->status = ct_settings_set(s, "threads", "1", NULL);
    if (!w->status) w->status = ct_model_solve(w->model, s, NULL, NULL, &r, NULL);
    if (!w->status) memcpy(w->part, ct_result_part(r), sizeof w->part);
    ct_result_free(r);
    ct_settings_free(s);
    return NULL;
}

static void one_model_is_solved_in_three_threads_as_in_one(void **state)
{
    (void)state;
    enum { WORKERS = 3 };
    const grid g = make_grid();
    ct_model *m = make_model(&g);
    static const char *const k[WORKERS] = {"4", "5", "4"};
    worker alone[WORKERS], together[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
        alone[i] = together[i] = (worker){.model = m, .k = k[i]};
        work(&alone[i]);
    }
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&together[i].thread, NULL, work, &together[i]), 0);
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(together[i].thread, NULL);
        assert_int_equal(alone[i].status, CT_OK);
        assert_int_equal(together[i].status, CT_OK);
        assert_memory_equal(alone[i].part, together[i].part, sizeof alone[i].part);
    }
    ct_model_free(m);
}

static void a_program_knows_its_library(void **state)
{
    (void)state;
    assert_string_equal(ct_version(), CANTON_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_becomes_a_plan_inside_its_bands),
        cmocka_unit_test(codes_name_regions_in_any_order),
        cmocka_unit_test(wrong_regions_are_named),
        cmocka_unit_test(wrong_measures_are_named_and_leave_the_model_alone),
        cmocka_unit_test(wrong_neighbours_are_named),
        cmocka_unit_test(settings_are_options_by_name),
        cmocka_unit_test(what_cannot_be_solved_is_said),
        cmocka_unit_test(a_plan_that_misses_its_bands_is_delivered),
        cmocka_unit_test(the_caller_can_stop_it),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(one_model_is_solved_in_three_threads_as_in_one),
        cmocka_unit_test(a_program_knows_its_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
