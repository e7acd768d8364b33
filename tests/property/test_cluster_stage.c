/// The cluster stage on synthetic maps.
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "canton/stages.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"
#include "tests/oracle/power_diagram.h"

typedef struct map {
    ct_solve_options opt;
    ct_case given;
    ct_bands bands;
    ct_strings_builder code;
    const ct_constraints *rules; ///< NULL = none
} map;

enum { NEAR = 6 };

/// The NEAR regions of the same component nearest to u, by distance.
static int32_t find_near(const map *m, int32_t u, int32_t near[NEAR])
{
    int32_t n = m->given.regions.n, found = 0;
    double far[NEAR];
    for (int32_t v = 0; v < n; v++) {
        double d = 0;
        if (v == u || m->given.graph.component[v] != m->given.graph.component[u]) continue;
        for (int a = 0; a < 3; a++)
            d += pow(m->given.regions.pos_km[a * n + v] - m->given.regions.pos_km[a * n + u], 2);
        int32_t at = found < NEAR ? found++ : NEAR;
        for (; at > 0 && d < far[at - 1]; at--) {
            if (at == NEAR) continue;
            far[at] = far[at - 1];
            near[at] = near[at - 1];
        }
        if (at == NEAR) continue;
        far[at] = d;
        near[at] = v;
    }
    return found;
}

/// Neighbours are those of whom either is among the nearest of the other.
static void join_near(map *m)
{
    int32_t n = m->given.regions.n;
    uint8_t *is_arc = cluster_alloc((int64_t)n * n);
    for (int32_t u = 0; u < n; u++) {
        int32_t near[NEAR], found = find_near(m, u, near);
        for (int32_t q = 0; q < found; q++)
            is_arc[(int64_t)u * n + near[q]] = is_arc[(int64_t)near[q] * n + u] = 1;
    }
    free(m->given.graph.indptr);
    free(m->given.graph.indices);
    m->given.graph.indptr = cluster_alloc(8 * (int64_t)(n + 1));
    m->given.graph.indices = cluster_alloc(4 * (int64_t)n * 2 * NEAR);
    int64_t at = 0;
    for (int32_t u = 0; u < n; u++) {
        for (int32_t v = 0; v < n; v++)
            if (is_arc[(int64_t)u * n + v]) m->given.graph.indices[at++] = v;
        m->given.graph.indptr[u + 1] = at;
    }
    free(is_arc);
}

/// n regions with codes "R0000".., weights of the cloud, bands of +-tolerance.
static map new_map(int32_t n, int32_t k, double tolerance)
{
    map m = {.opt = {.effort = 2, .seed = 1}};
    double *w = cluster_alloc(8 * (int64_t)n);
    ct_error err = {0};
    m.given.regions.n = m.given.graph.n = n;
    m.given.regions.pos_km = cluster_alloc(24 * (int64_t)n);
    oracle_cloud(4, n, m.given.regions.pos_km, w);
    m.given.measures.n = m.bands.n_measures = 1;
    ct_measure *p = m.given.measures.item;
    snprintf(p->name, sizeof p->name, "pop");
    p->decimals = 1;
    p->region = cluster_alloc(8 * (int64_t)n);
    for (int32_t i = 0; i < n; i++) {
        char text[16];
        p->total += p->region[i] = (int64_t)w[i];
        snprintf(text, sizeof text, "R%04d", i);
        assert_ok(ct_strings_add(&m.code, text, 5, &err), err);
    }
    m.given.regions.code = m.code.s;
    m.given.graph.n_components = 1;
    m.given.graph.component = cluster_alloc(4 * (int64_t)n);
    join_near(&m);
    m.bands.k = k;
    m.bands.is_equal = true;
    m.bands.lower = cluster_alloc(8 * (int64_t)k);
    m.bands.upper = cluster_alloc(8 * (int64_t)k);
    m.bands.target = cluster_alloc(8 * (int64_t)k);
    for (int32_t j = 0; j < k; j++) {
        m.bands.target[j] = (double)p->total / k;
        m.bands.lower[j] = (int64_t)ceil(m.bands.target[j] * (1 - tolerance));
        m.bands.upper[j] = (int64_t)floor(m.bands.target[j] * (1 + tolerance));
    }
    free(w);
    return m;
}

static void free_map(map *m)
{
    free(m->given.regions.pos_km);
    for (int32_t q = 0; q < m->given.measures.n; q++) free(m->given.measures.item[q].region);
    free(m->given.graph.component);
    free(m->given.graph.indptr);
    free(m->given.graph.indices);
    free(m->bands.lower);
    free(m->bands.upper);
    free(m->bands.target);
    ct_strings_free(&m->code.s);
}

static ct_status run(const map *m, int32_t threads, ct_clusters *out, ct_error *err)
{
    *out = (ct_clusters){0};
    return ct_cluster(&m->opt, test_context(threads), &m->given, &m->bands, m->rules, out, err);
}

/// Every start is a partition into k non-empty cells.
static void check_partition(const ct_clusters *c)
{
    int32_t *size = cluster_alloc(4 * (int64_t)c->k);
    for (int32_t s = 0; s < c->n_starts; s++) {
        memset(size, 0, sizeof *size * (size_t)c->k);
        for (int32_t i = 0; i < c->n; i++) {
            int32_t j = c->part[(int64_t)s * c->n + i];
            assert_in_range(j, 0, c->k - 1);
            size[j]++;
        }
        for (int32_t j = 0; j < c->k; j++) assert_true(size[j] > 0);
        for (int64_t q = 0; q < 3 * c->k; q++)
            assert_true(isfinite(c->center_km[(int64_t)s * 3 * c->k + q]));
        for (int64_t q = 0; q < c->k; q++) assert_true(isfinite(c->lambda[(int64_t)s * c->k + q]));
        assert_true(c->inertia[s] >= 0 && isfinite(c->inertia[s]));
    }
    free(size);
}

static void every_start_is_a_partition_into_k_cells(void **state)
{
    (void)state;
    const int32_t ns[] = {1, 2, 30, 30, 30, 700, 700}, ks[] = {1, 2, 1, 10, 30, 5, 200};
    for (int q = 0; q < 7; q++) {
        map m = new_map(ns[q], ks[q], 0.1);
        ct_clusters c;
        ct_error err = {0};
        assert_ok(run(&m, 2, &c, &err), err);
        assert_int_equal(c.n_starts, 2);
        check_partition(&c);
        ct_clusters_free(&c);
        free_map(&m);
    }
}

static void threads_do_not_change_a_byte(void **state)
{
    (void)state;
    map m = new_map(2500, 12, 0.1);
    ct_clusters a, b;
    ct_error err = {0};
    assert_ok(run(&m, 1, &a, &err), err);
    for (int32_t threads = 2; threads <= 5; threads++) {
        assert_ok(run(&m, threads, &b, &err), err);
        assert_memory_equal(a.part, b.part, sizeof(int32_t) * 2 * 2500);
        assert_memory_equal(a.center_km, b.center_km, sizeof(double) * 2 * 36);
        assert_memory_equal(a.lambda, b.lambda, sizeof(double) * 2 * 12);
        assert_memory_equal(a.inertia, b.inertia, sizeof(double) * 2);
        ct_clusters_free(&b);
    }
    ct_clusters_free(&a);
    free_map(&m);
}

/// Connected pieces of cells; the graph is connected when part is all 0 and this is 1.
static int32_t count_pieces(const map *m, const int32_t *part)
{
    int32_t n = m->given.regions.n, n_pieces = 0, n_open = 0;
    int32_t *open = cluster_alloc(4 * (int64_t)n);
    uint8_t *seen = cluster_alloc(n);
    for (int32_t u = 0; u < n; u++) {
        if (seen[u]) continue;
        n_pieces++;
        seen[open[n_open++] = u] = 1;
        while (n_open > 0) {
            int32_t v = open[--n_open];
            for (int64_t a = m->given.graph.indptr[v]; a < m->given.graph.indptr[v + 1]; a++) {
                int32_t to = m->given.graph.indices[a];
                if (seen[to] || part[to] != part[v]) continue;
                seen[open[n_open++] = to] = 1;
            }
        }
    }
    free(open);
    free(seen);
    return n_pieces;
}

static void cells_are_whole(void **state)
{
    (void)state;
    map m = new_map(900, 15, 0.1);
    ct_clusters c;
    ct_error err = {0};
    int32_t *one = cluster_alloc(4 * 900);
    assert_int_equal(count_pieces(&m, one), 1);
    assert_ok(run(&m, 1, &c, &err), err);
    for (int32_t s = 0; s < c.n_starts; s++)
        assert_int_equal(count_pieces(&m, c.part + s * 900), 15);
    free(one);
    ct_clusters_free(&c);
    free_map(&m);
}

static void layouts_come_twice_and_the_first_is_the_best(void **state)
{
    (void)state;
    map m = new_map(900, 15, 0.1);
    ct_clusters c;
    ct_error err = {0};
    assert_ok(run(&m, 1, &c, &err), err);
    for (int32_t s = 1; s < c.n_starts; s++) {
        const bool is_same = !memcmp(c.part + (s - 1) * 900, c.part + s * 900, 4 * 900);
        assert_int_equal(is_same, s % 2 == 1);
        assert_true(c.inertia[s] > 0.98 * c.inertia[0]); // the ranking counts balance too
    }
    ct_clusters_free(&c);
    free_map(&m);
}

/// A second measure that grows from west to east, by six tenths, with bands of the same width.
static void add_measure(map *m, double tolerance)
{
    const int32_t n = m->given.regions.n, k = m->bands.k;
    ct_measure *p = m->given.measures.item + m->given.measures.n++;
    double lo = HUGE_VAL, hi = -HUGE_VAL;
    snprintf(p->name, sizeof p->name, "revenue");
    p->region = cluster_alloc(8 * (int64_t)n);
    for (int32_t i = 0; i < n; i++) {
        lo = fmin(lo, m->given.regions.pos_km[i]);
        hi = fmax(hi, m->given.regions.pos_km[i]);
    }
    for (int32_t i = 0; i < n; i++) {
        const double east = (m->given.regions.pos_km[i] - lo) / (hi - lo);
        const double value = 1e3 * (double)m->given.measures.item[0].region[i] * (1 + 0.6 * east);
        p->total += p->region[i] = (int64_t)value + 1;
    }
    m->bands.n_measures = 2;
    m->bands.target = realloc(m->bands.target, 16 * (size_t)k);
    m->bands.lower = realloc(m->bands.lower, 16 * (size_t)k);
    m->bands.upper = realloc(m->bands.upper, 16 * (size_t)k);
    for (int32_t j = k; j < 2 * k; j++) {
        m->bands.target[j] = (double)p->total / k;
        m->bands.lower[j] = (int64_t)ceil(m->bands.target[j] * (1 - tolerance));
        m->bands.upper[j] = (int64_t)floor(m->bands.target[j] * (1 + tolerance));
    }
}

/// Sum over the territories of what measure q lacks or has too much of, in targets.
static double miss(const map *m, const ct_clusters *c, int32_t q)
{
    const int32_t k = m->bands.k;
    double sum = 0;
    for (int32_t j = 0; j < k; j++) {
        double weight = 0;
        for (int32_t i = 0; i < c->n; i++)
            if (c->part[i] == j) weight += (double)m->given.measures.item[q].region[i];
        const double *target = m->bands.target + (int64_t)q * k;
        const double over = weight - (double)m->bands.upper[q * k + j];
        const double under = (double)m->bands.lower[q * k + j] - weight;
        sum += fmax(0, fmax(over, under)) / target[j];
    }
    return sum;
}

static void further_measures_shape_the_cells_and_the_first_hardly_suffers(void **state)
{
    (void)state;
    map m = new_map(900, 10, 0.1);
    ct_clusters alone, both;
    ct_error err = {0};
    assert_ok(run(&m, 1, &alone, &err), err);
    add_measure(&m, 0.1);
    assert_ok(run(&m, 1, &both, &err), err);
    check_partition(&both);
    assert_true(miss(&m, &both, 1) < 0.5 * miss(&m, &alone, 1));
    assert_true(miss(&m, &both, 0) <= miss(&m, &alone, 0));
    for (int32_t threads = 2; threads <= 5; threads++) {
        ct_clusters again;
        assert_ok(run(&m, threads, &again, &err), err);
        assert_memory_equal(both.part, again.part, 4 * (size_t)both.n_starts * 900);
        assert_memory_equal(both.lambda, again.lambda, 8 * (size_t)both.n_starts * 10);
        ct_clusters_free(&again);
    }
    m.given.measures.item[1].total = 0; // a measure without weight is as none
    memset(m.given.measures.item[1].region, 0, 8 * 900);
    ct_clusters none;
    assert_ok(run(&m, 1, &none, &err), err);
    assert_memory_equal(none.part, alone.part, 4 * (size_t)alone.n_starts * 900);
    ct_clusters_free(&none);
    ct_clusters_free(&both);
    ct_clusters_free(&alone);
    free_map(&m);
}

static void more_territories_than_regions_are_refused(void **state)
{
    (void)state;
    map m = new_map(10, 11, 0.1);
    ct_clusters c;
    ct_error err = {0};
    assert_fails(run(&m, 1, &c, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "k > regions");
    assert_contains(err.text, "11");
    assert_contains(err.text, "10");
    free_map(&m);
}

static void weights_of_zero_count_regions(void **state)
{
    (void)state;
    map m = new_map(400, 8, 0.1);
    ct_clusters c;
    ct_error err = {0};
    memset(m.given.measures.item[0].region, 0, 8 * 400);
    memset(m.bands.upper, 0, 8 * 8);
    memset(m.bands.lower, 0, 8 * 8);
    for (int32_t j = 0; j < 8; j++) m.bands.target[j] = 0;
    m.given.measures.item[0].total = 0;
    assert_ok(run(&m, 1, &c, &err), err);
    check_partition(&c);
    ct_clusters_free(&c);
    free_map(&m);
}

static void a_region_heavier_than_its_band_is_clustered_all_the_same(void **state)
{
    (void)state;
    map m = new_map(400, 8, 0.1);
    ct_clusters c;
    ct_error err = {0};
    m.given.measures.item[0].region[123] += m.given.measures.item[0].total;
    m.given.measures.item[0].total *= 2;
    const ct_context *ctx = test_context(1);
    c = (ct_clusters){0};
    assert_ok(ct_cluster(&m.opt, ctx, &m.given, &m.bands, NULL, &c, &err), err);
    assert_int_equal(ctx->notes->n, 0); // the bands tell of it
    check_partition(&c);
    ct_clusters_free(&c);
    free_map(&m);
}

/// Regions split into a western and an eastern component.
static map new_torn_map(int32_t n, int32_t k, double tolerance)
{
    map m = new_map(n, k, tolerance);
    m.given.graph.is_apart = true;
    m.given.graph.n_components = 2;
    for (int32_t i = 0; i < n; i++) m.given.graph.component[i] = m.given.regions.pos_km[i] > 0;
    join_near(&m);
    return m;
}

static void components_without_bridges_have_their_own_territories(void **state)
{
    (void)state;
    map m = new_torn_map(2000, 30, 0.3);
    ct_clusters c;
    ct_error err = {0};
    assert_ok(run(&m, 2, &c, &err), err);
    check_partition(&c);
    for (int32_t s = 0; s < c.n_starts; s++) {
        int32_t owner[30];
        memset(owner, -1, sizeof owner);
        for (int32_t i = 0; i < 2000; i++) {
            int32_t *o = owner + c.part[s * 2000 + i];
            assert_true(*o < 0 || *o == m.given.graph.component[i]);
            *o = m.given.graph.component[i];
        }
    }
    ct_clusters_free(&c);
    free_map(&m);
}

static void a_component_too_light_for_a_territory_is_refused_with_the_arithmetic(void **state)
{
    (void)state;
    map m = new_torn_map(300, 5, 0.1);
    ct_clusters c;
    ct_error err = {0};
    for (int32_t i = 0; i < 300; i++) m.given.graph.component[i] = i == 7;
    join_near(&m);
    assert_fails(run(&m, 1, &c, &err), CT_ERR_INFEASIBLE, err);
    assert_contains(err.text, "R0007");
    assert_contains(err.text, "component of 1 region around");
    free_map(&m);
}

static void bridges_make_components_irrelevant(void **state)
{
    (void)state;
    map m = new_torn_map(300, 5, 0.1);
    ct_clusters c;
    ct_error err = {0};
    for (int32_t i = 0; i < 300; i++) m.given.graph.component[i] = i == 7;
    m.given.graph.is_apart = false;
    assert_ok(run(&m, 1, &c, &err), err);
    ct_clusters_free(&c);
    free_map(&m);
}

static void every_failed_allocation_is_reported_and_leaves_nothing(void **state)
{
    (void)state;
    map whole = new_map(300, 4, 0.1), torn = new_torn_map(300, 12, 0.9);
    const map *maps[] = {&whole, &torn};
    for (int q = 0; q < 2; q++) {
        ct_status status = CT_ERR_MEMORY;
        for (int64_t n = 0; n < 500 && status != CT_OK; n++) {
            ct_clusters c;
            ct_error err = {0};
            ct_memory_fail_after = n;
            status = run(maps[q], 1, &c, &err);
            ct_memory_fail_after = -1;
            if (status == CT_OK) {
                ct_clusters_free(&c);
                break;
            }
            assert_int_equal(status, CT_ERR_MEMORY);
            assert_int_equal(err.status, CT_ERR_MEMORY);
            assert_null(c.part);
        }
        assert_int_equal(status, CT_OK);
    }
    free_map(&whole);
    free_map(&torn);
}

// ---- rules --------------------------------------------------------------------------------------

enum { RULED_N = 600, RULED_K = 6 };

/// A seat in every territory but the last, and one region in twenty bound to any.
static ct_constraints bind_regions(int32_t *only, int32_t *seat)
{
    ctk_rng r = ctk_rng_key(1, 40, 0);
    for (int32_t u = 0; u < RULED_N; u++)
        only[u] = ctk_rng_below(&r, 20) ? -1 : (int32_t)ctk_rng_below(&r, RULED_K);
    for (int32_t j = 0; j < RULED_K; j++) {
        seat[j] = j + 1 < RULED_K ? (int32_t)ctk_rng_below(&r, RULED_N) : -1;
        if (seat[j] >= 0) only[seat[j]] = -1;
    }
    return (ct_constraints){.n = RULED_N,
                            .k = RULED_K,
                            .n_units = RULED_N,
                            .only = only,
                            .seat = seat,
                            .budget = INT64_MAX};
}

static void seats_and_bound_regions_are_in_their_cells(void **state)
{
    (void)state;
    map m = new_map(RULED_N, RULED_K, 0.1);
    int32_t only[RULED_N], seat[RULED_K], *first = NULL;
    const ct_constraints c = bind_regions(only, seat);
    m.rules = &c;
    for (int32_t threads = 1; threads <= 3; threads++) {
        ct_clusters out;
        ct_error err = {0};
        assert_ok(run(&m, threads, &out, &err), err);
        check_partition(&out);
        for (int32_t s = 0; s < out.n_starts; s++) {
            const int32_t *part = out.part + (int64_t)s * out.n;
            for (int32_t u = 0; u < RULED_N; u++)
                if (only[u] >= 0) assert_int_equal(part[u], only[u]);
            for (int32_t j = 0; j + 1 < RULED_K; j++) assert_int_equal(part[seat[j]], j);
        }
        const size_t bytes = sizeof *out.part * (size_t)out.n_starts * RULED_N;
        if (first) assert_memory_equal(out.part, first, bytes);
        if (!first) first = memcpy(cluster_alloc((int64_t)bytes), out.part, bytes);
        ct_clusters_free(&out);
    }
    free(first);
    free_map(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_start_is_a_partition_into_k_cells),
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(cells_are_whole),
        cmocka_unit_test(layouts_come_twice_and_the_first_is_the_best),
        cmocka_unit_test(further_measures_shape_the_cells_and_the_first_hardly_suffers),
        cmocka_unit_test(more_territories_than_regions_are_refused),
        cmocka_unit_test(weights_of_zero_count_regions),
        cmocka_unit_test(a_region_heavier_than_its_band_is_clustered_all_the_same),
        cmocka_unit_test(components_without_bridges_have_their_own_territories),
        cmocka_unit_test(a_component_too_light_for_a_territory_is_refused_with_the_arithmetic),
        cmocka_unit_test(bridges_make_components_irrelevant),
        cmocka_unit_test(seats_and_bound_regions_are_in_their_cells),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
