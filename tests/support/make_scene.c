/// Random maps in memory.
#include "tests/support/make_scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/oracle/partition.h"
#include "tests/support/check.h"

static void make_network(made_scene *s, int32_t n, uint64_t seed, double *lonlat)
{
    ct_graph *g = &s->given.graph;
    oracle_planar(n, seed, &g->indptr, &g->indices, lonlat);
    g->n = n;
    g->n_components = 1;
    g->component = calloc((size_t)n, sizeof(int32_t));
    g->border_m = calloc((size_t)g->indptr[n] + 1, sizeof(double));
    for (int64_t arc = 0; arc < g->indptr[n]; arc++) g->border_m[arc] = 1000;
}

static void make_regions(made_scene *s, int32_t n, const double *lonlat)
{
    ct_regions *r = &s->given.regions;
    r->n = n;
    r->lon_deg = calloc((size_t)n, sizeof(double));
    r->lat_deg = calloc((size_t)n, sizeof(double));
    r->pos_km = calloc(3 * (size_t)n, sizeof(double));
    r->code.n = n;
    r->code.offset = calloc((size_t)n + 1, sizeof(int64_t));
    r->code.bytes = calloc(8 * (size_t)n + 8, 1);
    for (int32_t u = 0; u < n; u++) {
        double at[3];
        r->lon_deg[u] = lonlat[2 * u];
        r->lat_deg[u] = lonlat[2 * u + 1];
        ctk_geocentric_km(lonlat[2 * u], lonlat[2 * u + 1], at);
        for (int32_t a = 0; a < 3; a++) r->pos_km[a * n + u] = at[a];
        int64_t *offset = r->code.offset;
        offset[u + 1] = offset[u] + sprintf(r->code.bytes + offset[u], "r%d", u % 10000);
    }
}

static void make_measures(made_scene *s, int32_t m, uint64_t seed)
{
    const int32_t n = s->given.graph.n;
    ctk_rng r = ctk_rng_key(seed, 21, 0);
    s->given.measures.n = m;
    s->weights = calloc((size_t)m * (size_t)n, sizeof *s->weights);
    for (int32_t i = 0; i < m; i++) {
        ct_measure *measure = &s->given.measures.item[i];
        snprintf(measure->name, sizeof measure->name, "m%d", i);
        measure->region = s->weights + (int64_t)i * n;
        for (int32_t u = 0; u < n; u++) {
            measure->region[u] = ctk_rng_below(&r, 6) == 0 ? 0 : 1 + (int64_t)ctk_rng_below(&r, 60);
            measure->total += measure->region[u];
        }
    }
}

void make_scene_bands(made_scene *s, int32_t k, double tolerance, bool is_equal)
{
    const int32_t m = s->given.measures.n;
    const size_t cells = (size_t)k * (size_t)m;
    ct_bands_free(&s->bands);
    s->bands = (ct_bands){.k = k, .n_measures = m, .is_equal = is_equal};
    s->bands.lower = calloc(cells, sizeof(int64_t));
    s->bands.upper = calloc(cells, sizeof(int64_t));
    s->bands.target = calloc(cells, sizeof(double));
    for (int32_t i = 0; i < m; i++) {
        for (int32_t j = 0; j < k; j++) {
            const double share = is_equal ? 1.0 / k : 2.0 * (j + 1) / (k * (k + 1.0));
            const double target = (double)s->given.measures.item[i].total * share;
            s->bands.target[i * k + j] = target;
            s->bands.lower[i * k + j] = (int64_t)ceil(target * (1 - tolerance));
            s->bands.upper[i * k + j] = (int64_t)floor(target * (1 + tolerance));
        }
    }
}

made_scene make_scene(int32_t n, int32_t k, int32_t m, double tolerance, bool is_equal,
                      uint64_t seed)
{
    made_scene s = {.opt = ct_solve_options_default()};
    double *lonlat = calloc(2 * (size_t)n, sizeof *lonlat);
    make_network(&s, n, seed, lonlat);
    make_regions(&s, n, lonlat);
    make_measures(&s, m, seed);
    make_scene_bands(&s, k, tolerance, is_equal);
    free(lonlat);
    return s;
}

void made_scene_free(made_scene *s)
{
    ct_graph_free(&s->given.graph);
    ct_regions_free(&s->given.regions);
    ct_bands_free(&s->bands);
    ct_clusters_free(&s->clusters);
    free(s->weights);
}

static int32_t nearest(const made_scene *s, const double *center, int32_t u)
{
    const int32_t n = s->given.graph.n, k = s->bands.k;
    int32_t best = 0;
    double least = HUGE_VAL;
    for (int32_t j = 0; j < k; j++) {
        double d = 0;
        for (int32_t a = 0; a < 3; a++)
            d += pow(center[a * k + j] - s->given.regions.pos_km[a * n + u], 2);
        if (d >= least) continue;
        least = d;
        best = j;
    }
    return best;
}

void make_scene_starts(made_scene *s, int32_t n_starts, uint64_t seed)
{
    const int32_t n = s->given.graph.n, k = s->bands.k;
    const size_t starts = (size_t)n_starts, cells = starts * (size_t)k;
    s->clusters = (ct_clusters){.n_starts = n_starts, .n = n, .k = k};
    s->clusters.part = calloc(starts * (size_t)n, sizeof(int32_t));
    s->clusters.center_km = calloc(3 * cells, sizeof(double));
    s->clusters.lambda = calloc(cells, sizeof(double));
    s->clusters.inertia = calloc(starts, sizeof(double));
    for (int32_t start = 0; start < n_starts; start++) {
        ctk_rng r = ctk_rng_key(seed, 22, (uint64_t)start);
        double *center = s->clusters.center_km + start * 3 * k;
        for (int32_t j = 0; j < k; j++) {
            const int32_t u = (int32_t)ctk_rng_below(&r, (uint32_t)n);
            for (int32_t a = 0; a < 3; a++) center[a * k + j] = s->given.regions.pos_km[a * n + u];
        }
        for (int32_t u = 0; u < n; u++) s->clusters.part[start * n + u] = nearest(s, center, u);
    }
}

static bool is_inside(const made_scene *s, const int32_t *part)
{
    for (int32_t i = 0; i < s->given.measures.n; i++) {
        for (int32_t j = 0; j < s->bands.k; j++) {
            int64_t total = 0;
            for (int32_t u = 0; u < s->given.graph.n; u++)
                if (part[u] == j) total += s->weights[i * s->given.graph.n + u];
            if (total < s->bands.lower[i * s->bands.k + j]) return false;
            if (total > s->bands.upper[i * s->bands.k + j]) return false;
        }
    }
    return true;
}

void check_scene_plan(const made_scene *s, const ct_solution *plan, ct_status status)
{
    const ct_graph *g = &s->given.graph;
    assert_true(status == CT_OK || status == CT_ERR_INFEASIBLE);
    for (int32_t u = 0; u < plan->n; u++) assert_in_range(plan->part[u], 0, plan->k - 1);
    for (int32_t j = 0; j < plan->k; j++)
        assert_int_equal(oracle_pieces(plan->n, g->indptr, g->indices, plan->part, j, -1), 1);
    assert_int_equal(is_inside(s, plan->part), status == CT_OK);
    assert_int_equal(plan->feasible, status == CT_OK);
}
