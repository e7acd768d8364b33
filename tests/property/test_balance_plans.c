/// The balance stage on thousands of small random graphs, judged by trying every assignment.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/oracle/partition.h"
#include "tests/support/check.h"

enum { STARTS = 4 };

/// All that ct_balance() borrows.
typedef struct scene {
    ct_options opt;
    ct_regions regions;
    ct_measures measures;
    ct_graph graph;
    ct_bands bands;
    ct_clusters clusters;
    double *lonlat;
    int64_t weights[CT_MAX_MEASURES * 512]; ///< [m * n]
} scene;

static void make_regions(scene *s, int32_t n, uint64_t seed)
{
    oracle_planar(n, seed, &s->graph.indptr, &s->graph.indices, s->lonlat);
    s->graph.n = s->regions.n = n;
    s->graph.border_m = calloc((size_t)s->graph.indptr[n] + 1, sizeof(double));
    s->regions.lon_deg = calloc((size_t)n, sizeof(double));
    s->regions.lat_deg = calloc((size_t)n, sizeof(double));
    s->regions.pos_km = calloc(3 * (size_t)n, sizeof(double));
    s->regions.code.n = n;
    s->regions.code.offset = calloc((size_t)n + 1, sizeof(int64_t));
    s->regions.code.bytes = calloc(8 * (size_t)n + 8, 1);
    for (int64_t arc = 0; arc < s->graph.indptr[n]; arc++) s->graph.border_m[arc] = 1000;
    for (int32_t u = 0; u < n; u++) {
        double at[3];
        s->regions.lon_deg[u] = s->lonlat[2 * u];
        s->regions.lat_deg[u] = s->lonlat[2 * u + 1];
        ctk_geocentric_km(s->lonlat[2 * u], s->lonlat[2 * u + 1], at);
        for (int32_t a = 0; a < 3; a++) s->regions.pos_km[a * n + u] = at[a];
        int64_t *offset = s->regions.code.offset;
        offset[u + 1] = offset[u] + sprintf(s->regions.code.bytes + offset[u], "r%d", u % 10000);
    }
}

static void make_measures(scene *s, int32_t m, uint64_t seed)
{
    const int32_t n = s->graph.n;
    ctk_rng r = ctk_rng_key(seed, 21, 0);
    s->measures.n = m;
    for (int32_t i = 0; i < m; i++) {
        ct_measure *measure = &s->measures.item[i];
        snprintf(measure->name, sizeof measure->name, "m%d", i);
        measure->region = s->weights + (int64_t)i * n;
        for (int32_t u = 0; u < n; u++) {
            measure->region[u] = ctk_rng_below(&r, 6) == 0 ? 0 : 1 + (int64_t)ctk_rng_below(&r, 60);
            measure->total += measure->region[u];
        }
    }
}

static void make_bands(scene *s, int32_t k, double tolerance, bool is_equal)
{
    const int32_t m = s->measures.n;
    const size_t cells = (size_t)k * (size_t)m;
    s->bands = (ct_bands){.k = k, .n_measures = m, .is_equal = is_equal};
    s->bands.lower = calloc(cells, sizeof(int64_t));
    s->bands.upper = calloc(cells, sizeof(int64_t));
    s->bands.target = calloc(cells, sizeof(double));
    for (int32_t i = 0; i < m; i++) {
        for (int32_t j = 0; j < k; j++) {
            const double share = is_equal ? 1.0 / k : 2.0 * (j + 1) / (k * (k + 1.0));
            const double target = (double)s->measures.item[i].total * share;
            s->bands.target[i * k + j] = target;
            s->bands.lower[i * k + j] = (int64_t)ceil(target * (1 - tolerance));
            s->bands.upper[i * k + j] = (int64_t)floor(target * (1 + tolerance));
        }
    }
}

/// Starts that know nothing of balance: nearest of k regions drawn at random.
static void make_starts(scene *s, uint64_t seed)
{
    const int32_t n = s->graph.n, k = s->bands.k;
    s->clusters = (ct_clusters){.n_starts = STARTS, .n = n, .k = k};
    s->clusters.part = calloc(STARTS * (size_t)n, sizeof(int32_t));
    s->clusters.center_km = calloc(STARTS * 3 * (size_t)k, sizeof(double));
    s->clusters.lambda = calloc(STARTS * (size_t)k, sizeof(double));
    s->clusters.inertia = calloc(STARTS, sizeof(double));
    for (int32_t start = 0; start < STARTS; start++) {
        ctk_rng r = ctk_rng_key(seed, 22, (uint64_t)start);
        double *c = s->clusters.center_km + start * 3 * k;
        for (int32_t j = 0; j < k; j++) {
            const int32_t u = (int32_t)ctk_rng_below(&r, (uint32_t)n);
            for (int32_t a = 0; a < 3; a++) c[a * k + j] = s->regions.pos_km[a * n + u];
        }
        for (int32_t u = 0; u < n; u++) {
            double best = 1e300;
            for (int32_t j = 0; j < k; j++) {
                double d = 0;
                for (int32_t a = 0; a < 3; a++) {
                    const double x = c[a * k + j] - s->regions.pos_km[a * n + u];
                    d += x * x;
                }
                if (d < best) best = d, s->clusters.part[start * n + u] = j;
            }
        }
    }
}

static scene make_scene(int32_t n, int32_t k, int32_t m, double tolerance, bool is_equal,
                        uint64_t seed)
{
    scene s = {.opt = ct_options_default()};
    s.lonlat = calloc(2 * (size_t)n, sizeof(double));
    make_regions(&s, n, seed);
    for (int32_t i = 0; i < m; i++) s.measures.item[i].region = s.weights;
    make_measures(&s, m, seed);
    make_bands(&s, k, tolerance, is_equal);
    make_starts(&s, seed);
    return s;
}

static void free_scene(scene *s)
{
    free(s->graph.indptr), free(s->graph.indices), free(s->graph.border_m);
    free(s->regions.lon_deg), free(s->regions.lat_deg), free(s->regions.pos_km);
    free(s->regions.code.offset), free(s->regions.code.bytes), free(s->lonlat);
    free(s->bands.lower), free(s->bands.upper), free(s->bands.target);
    free(s->clusters.part), free(s->clusters.center_km), free(s->clusters.lambda);
    free(s->clusters.inertia);
}

static ct_status balance(const scene *s, int32_t n_threads, ct_plan *plan, ct_error *err)
{
    // Notes point into the scene of the test context; weights moved with the scene.
    scene local = *s;
    for (int32_t i = 0; i < local.measures.n; i++)
        local.measures.item[i].region = local.weights + (int64_t)i * local.graph.n;
    return ct_balance(&local.opt, test_context(n_threads), &local.regions, &local.measures,
                      &local.graph, &local.bands, &local.clusters, plan, err);
}

static bool is_inside(const scene *s, const int32_t *part)
{
    for (int32_t i = 0; i < s->measures.n; i++) {
        for (int32_t j = 0; j < s->bands.k; j++) {
            int64_t total = 0;
            for (int32_t u = 0; u < s->graph.n; u++)
                if (part[u] == j) total += s->weights[i * s->graph.n + u];
            if (total < s->bands.lower[i * s->bands.k + j]) return false;
            if (total > s->bands.upper[i * s->bands.k + j]) return false;
        }
    }
    return true;
}

static void check_plan(const scene *s, const ct_plan *plan, ct_status status)
{
    for (int32_t u = 0; u < plan->n; u++) assert_in_range(plan->part[u], 0, plan->k - 1);
    for (int32_t j = 0; j < plan->k; j++)
        assert_int_equal(
            oracle_pieces(plan->n, s->graph.indptr, s->graph.indices, plan->part, j, -1), 1);
    assert_int_equal(is_inside(s, plan->part), status == CT_OK);
    assert_int_equal(plan->feasible, status == CT_OK);
}

/// What is known after many graphs.
typedef struct tally {
    int32_t graphs, feasible, found;
} tally;

static void judge(tally *t, int32_t n, int32_t k, int32_t m, double tolerance, bool is_equal,
                  uint64_t seed)
{
    scene s = make_scene(n, k, m, tolerance, is_equal, seed);
    ct_plan plan = {0};
    ct_error err = {0};
    const bool exists = oracle_feasible(n, s.graph.indptr, s.graph.indices, k, m, s.weights,
                                        s.bands.lower, s.bands.upper);
    const ct_status status = balance(&s, 1, &plan, &err);
    assert_true(status == CT_OK || status == CT_ERR_INFEASIBLE);
    check_plan(&s, &plan, status);
    assert_true(exists || status != CT_OK);
    t->graphs++;
    t->feasible += exists;
    t->found += status == CT_OK;
    if (exists && status != CT_OK)
        printf("# missed: n %d k %d m %d tolerance %g equal %d seed %d\n", n, k, m, tolerance,
               is_equal, (int)seed);
    ct_plan_free(&plan);
    free_scene(&s);
}

static void sweep(tally *t, int32_t m, int32_t n_graphs)
{
    static const double TOLERANCE[] = {0.05, 0.1, 0.2, 0.35};
    for (uint64_t seed = 0; seed < (uint64_t)n_graphs; seed++) {
        const int32_t k = 2 + (int32_t)(seed % 3), most = k == 2 ? 12 : k == 3 ? 11 : 9;
        const int32_t n = k + 1 + (int32_t)(seed / 3 % (uint64_t)(most - k));
        judge(t, n, k, m, TOLERANCE[seed / 7 % 4] * (m > 1 ? 2 : 1), seed % 5 != 4, seed);
    }
    printf("# %d measures: %d graphs, %d have a plan, found for %d (%.2f %%)\n", m, t->graphs,
           t->feasible, t->found, 100.0 * t->found / t->feasible);
}

/// Ten times as many graphs where long tests are wanted.
static int32_t many(int32_t few)
{
    return getenv("CANTON_LONG") ? 10 * few : few;
}

static void plans_are_contiguous_and_found_where_they_exist(void **state)
{
    (void)state;
    tally t = {0};
    sweep(&t, 1, many(120));
    assert_true(t.feasible > 25);
    assert_true(t.found * 100 >= t.feasible * 99);
}

static void the_same_holds_for_two_and_three_measures(void **state)
{
    (void)state;
    for (int32_t m = 2; m <= 3; m++) {
        tally t = {0};
        sweep(&t, m, many(40));
        assert_true(t.feasible > 5);
        assert_true(t.found * 100 >= t.feasible * 99);
    }
}

static void plans_are_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++) {
        scene s = make_scene(200, 7, 1 + (int32_t)seed % 2, 0.05, seed != 2, seed);
        int32_t first[200];
        s.opt.effort = 3;
        for (int32_t threads = 1; threads <= 5; threads++) {
            ct_plan plan = {0};
            ct_error err = {0};
            const ct_status status = balance(&s, threads, &plan, &err);
            check_plan(&s, &plan, status);
            if (threads == 1) memcpy(first, plan.part, sizeof first);
            assert_memory_equal(first, plan.part, sizeof first);
            ct_plan_free(&plan);
        }
        free_scene(&s);
    }
}

static void a_region_heavier_than_its_band_is_named(void **state)
{
    (void)state;
    scene s = make_scene(30, 3, 1, 0.05, true, 5);
    ct_plan plan = {0};
    ct_error err = {0};
    s.weights[17] += 100000;
    s.measures.item[0].total += 100000;
    free(s.bands.lower), free(s.bands.upper), free(s.bands.target);
    make_bands(&s, 3, 0.05, true);
    const ct_context *ctx = test_context(1);
    assert_fails(balance(&s, 1, &plan, &err), CT_ERR_INFEASIBLE, err);
    bool is_named = false;
    for (int32_t i = 0; i < ctx->notes->n; i++)
        is_named = is_named || strstr(ctx->notes->item[i].text, "region r17 alone") != NULL;
    assert_true(is_named);
    assert_contains(err.text, "outside");
    check_plan(&s, &plan, CT_ERR_INFEASIBLE);
    ct_plan_free(&plan);
    free_scene(&s);
}

static void unequal_bands_stay_with_their_territories(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        scene s = make_scene(120, 4, 1, 0.1, false, seed);
        ct_plan plan = {0};
        ct_error err = {0};
        s.opt.effort = 2;
        assert_ok(balance(&s, 2, &plan, &err), err);
        check_plan(&s, &plan, CT_OK);
        ct_plan_free(&plan);
        free_scene(&s);
    }
}

static void territories_never_cross_unconnected_parts(void **state)
{
    (void)state;
    scene s = make_scene(100, 4, 1, 0.3, true, 8);
    // Cut every arc between the first and the second half.
    int64_t arcs = 0;
    for (int32_t u = 0, at = 0; u < 100; u++) {
        const int64_t end = s.graph.indptr[u + 1];
        for (; at < end; at++)
            if ((s.graph.indices[at] < 50) == (u < 50))
                s.graph.indices[arcs++] = s.graph.indices[at];
        s.graph.indptr[u + 1] = arcs;
    }
    ct_plan plan = {0};
    ct_error err = {0};
    const ct_status status = balance(&s, 1, &plan, &err);
    assert_true(status == CT_OK || status == CT_ERR_INFEASIBLE);
    for (int32_t j = 0; j < 4; j++)
        assert_int_equal(oracle_pieces(100, s.graph.indptr, s.graph.indices, plan.part, j, -1), 1);
    ct_plan_free(&plan);
    free_scene(&s);
}

static void objectives_of_border_and_cut_shorten_the_border(void **state)
{
    (void)state;
    int64_t cut[2] = {0};
    for (int32_t by_cut = 0; by_cut < 2; by_cut++) {
        scene s = make_scene(400, 6, 1, 0.1, true, 11);
        ct_plan plan = {0};
        ct_error err = {0};
        if (by_cut) s.opt.objective = (ct_objective){.border = 1, .cut = 1};
        assert_ok(balance(&s, 2, &plan, &err), err);
        for (int32_t u = 0; u < 400; u++)
            for (int64_t a = s.graph.indptr[u]; a < s.graph.indptr[u + 1]; a++)
                cut[by_cut] += plan.part[u] != plan.part[s.graph.indices[a]];
        check_plan(&s, &plan, CT_OK);
        ct_plan_free(&plan);
        free_scene(&s);
    }
    assert_true(cut[1] < cut[0]);
}

static void no_memory_fails_cleanly_at_every_allocation(void **state)
{
    (void)state;
    scene s = make_scene(20, 2, 1, 0.3, true, 3);
    ct_status status = CT_ERR_MEMORY;
    s.opt.effort = 1;
    for (int64_t allowed = 0; status == CT_ERR_MEMORY; allowed++) {
        ct_plan plan = {0};
        ct_error err = {0};
        ct_memory_fail_after = allowed;
        status = balance(&s, 1, &plan, &err);
        ct_memory_fail_after = -1;
        if (status == CT_ERR_MEMORY) assert_null(plan.part);
        ct_plan_free(&plan);
        assert_true(allowed < 1000);
    }
    assert_int_equal(status, CT_OK);
    free_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_are_contiguous_and_found_where_they_exist),
        cmocka_unit_test(the_same_holds_for_two_and_three_measures),
        cmocka_unit_test(plans_are_the_same_for_any_number_of_threads),
        cmocka_unit_test(a_region_heavier_than_its_band_is_named),
        cmocka_unit_test(unequal_bands_stay_with_their_territories),
        cmocka_unit_test(territories_never_cross_unconnected_parts),
        cmocka_unit_test(objectives_of_border_and_cut_shorten_the_border),
        cmocka_unit_test(no_memory_fails_cleanly_at_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
