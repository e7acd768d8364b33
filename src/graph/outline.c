/// Boundary pieces in a tree, and the way back from a point of it to lon/lat.
#include "kernels/geom/outline.h"

#include <math.h>
#include <stdlib.h>

#include "graph/graph.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/chunks.h"

enum { CHUNK = 1 << 16 }; ///< segments

void ct_outline_free(ct_outline *o)
{
    free(o->region);
    free(o->vertex);
    free(o->first_point);
    free(o->point);
    free(o->tree.leaf);
    free(o->tree.box);
    *o = (ct_outline){0};
}

static ct_status allocate(ct_outline *o, int64_t n_chains, int64_t n_points, ct_error *err)
{
    if (n_chains > INT32_MAX / 2)
        return ct_fail(err, CT_ERR_MEMORY, "graph: outer border of %lld pieces is too long",
                       (long long)n_chains);
    o->region = ct_array(n_chains, sizeof *o->region, "outline", err);
    o->vertex = ct_array(n_chains, sizeof *o->vertex, "outline", err);
    o->first_point = ct_array(n_chains + 1, sizeof *o->first_point, "outline", err);
    o->point = ct_array_whole(3 * n_points, sizeof *o->point, "outline", err);
    o->tree.leaf = ct_array_whole(n_chains, sizeof *o->tree.leaf, "outline", err);
    o->tree.box =
        ct_array_whole(ctk_boxtree_nodes((int32_t)n_chains), sizeof *o->tree.box, "outline", err);
    if (!o->region || !o->vertex || !o->first_point || !o->point || !o->tree.leaf || !o->tree.box)
        return CT_ERR_MEMORY;
    o->first_point[n_chains] = n_points;
    o->tree.chains = (ctk_chains){(int32_t)n_chains, o->first_point, o->point, o->region};
    return CT_OK;
}

/// Chains behind `chain` and `point`: the centres of the lone regions.
static void add_centres(ct_outline *o, const ct_regions *regions, const int32_t *lone,
                        int32_t n_lone, int64_t chain, int64_t point)
{
    for (int32_t i = 0; i < n_lone; i++, chain++, point++) {
        o->region[chain] = lone[i];
        o->vertex[chain] = -1;
        o->first_point[chain] = point;
        ctk_geocentric_km(regions->lon_deg[lone[i]], regions->lat_deg[lone[i]],
                          o->point + 3 * point);
    }
}

ct_status ct_outline_build(const ct_regions *regions, int64_t n_segments, const int32_t *segment,
                           const int32_t *left, const int32_t *right, const int32_t *lone,
                           int32_t n_lone, int32_t n_threads, ct_outline *out, ct_error *err)
{
    const ctk_outline o = {n_segments, segment, left, right, regions->lonlat};
    const int64_t n_blocks = ctk_outline_blocks(n_segments);
    uint64_t *work = NULL;
    ct_status status = CT_ERR_MEMORY;
    int64_t *chains = ct_array(n_blocks + 1, sizeof *chains, "outline", err);
    int64_t *points = ct_array(n_blocks + 1, sizeof *points, "outline", err);
    if (!chains || !points) goto out;
    ctk_outline_count(&o, n_threads, chains, points);
    status = allocate(out, chains[n_blocks] + n_lone, points[n_blocks] + n_lone, err);
    if (status) goto out;
    ctk_outline_fill(&o, n_threads, chains, points, out->region, out->vertex, out->first_point,
                     out->point);
    add_centres(out, regions, lone, n_lone, chains[n_blocks], points[n_blocks]);
    work = ct_array(ctk_boxtree_work(out->tree.chains.n), sizeof *work, "outline", err);
    if (!work) status = CT_ERR_MEMORY;
    if (!status && out->tree.chains.n > 0) ctk_boxtree_build(&out->tree, work, n_threads);
out:
    free(work);
    free(points);
    free(chains);
    return status;
}

/// Which components (or regions) have unshared border.
typedef struct marking {
    const ct_graph *g;
    const int32_t *component; ///< NULL = regions
    uint8_t *has;
} marking;

static void mark_unshared(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    (void)chunk;
    const marking *m = user;
    for (int64_t s = begin; s < end; s++) {
        if (m->g->segment_right[s] >= 0) continue;
        const int32_t r = m->g->segment_left[s];
        uint8_t *has = &m->has[m->component ? m->component[r] : r];
        if (!__atomic_load_n(has, __ATOMIC_RELAXED)) __atomic_store_n(has, 1, __ATOMIC_RELAXED);
    }
}

ct_status ct_outline_layer(const ct_graph_job *job, const int32_t *component, int32_t n_components,
                           ct_outline *out, ct_error *err)
{
    const ct_graph *g = job->graph;
    ct_status status = CT_ERR_MEMORY;
    int32_t n_lone = 0;
    uint8_t *has = ct_array(n_components, sizeof *has, "outline", err);
    int32_t *lone = ct_array(g->n, sizeof *lone, "outline", err);
    if (!has || !lone) goto out;
    marking m = {g, component, has};
    ctk_chunks(g->n_segments, CHUNK, job->ctx->n_threads, mark_unshared, &m);
    for (int32_t r = 0; r < g->n; r++) {
        if (!has[component ? component[r] : r]) lone[n_lone++] = r;
    }
    status = ct_outline_build(job->regions, g->n_segments, g->segment, g->segment_left,
                              g->segment_right, lone, n_lone, job->ctx->n_threads, out, err);
out:
    free(lone);
    free(has);
    return status;
}

void ct_outline_lonlat(const ct_outline *o, const ct_regions *regions, int32_t chain, int64_t point,
                       double s, double *lon_deg, double *lat_deg)
{
    if (o->vertex[chain] < 0) {
        *lon_deg = regions->lon_deg[o->region[chain]];
        *lat_deg = regions->lat_deg[o->region[chain]];
        return;
    }
    const double *p = regions->lonlat + 2 * (o->vertex[chain] + (point - o->first_point[chain]));
    const double t = 1.0 - s; // s = 1 gives the end exactly
    *lon_deg = s > 0.0 ? t * p[0] + s * p[2] : p[0];
    *lat_deg = s > 0.0 ? t * p[1] + s * p[3] : p[1];
}

ct_bridge ct_outline_bridge(const ct_outline *o, const ct_regions *regions, const ctk_gap *gap,
                            ct_edge_kind kind)
{
    ct_bridge x = {.a = o->region[gap->chain_a], .b = o->region[gap->chain_b], .kind = kind};
    ct_outline_lonlat(o, regions, gap->chain_a, gap->point_a, gap->s_a, &x.lon_a, &x.lat_a);
    ct_outline_lonlat(o, regions, gap->chain_b, gap->point_b, gap->s_b, &x.lon_b, &x.lat_b);
    x.length_m = ctk_distance_m(x.lon_a, x.lat_a, x.lon_b, x.lat_b);
    if (x.a < x.b) return x;
    const ct_bridge y = x;
    x.a = y.b;
    x.b = y.a;
    x.lon_a = y.lon_b;
    x.lat_a = y.lat_b;
    x.lon_b = y.lon_a;
    x.lat_b = y.lat_a;
    return x;
}
