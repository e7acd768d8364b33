/// Points in two regions. The grid gives the region with the smaller number; where a smaller region
/// is drawn on top of it, that one is meant. Such a region is known by a point inside it for which
/// the grid names another, larger one: it is hidden there. Of regions that overlap in part only,
/// those are found whose centre the other holds.
#include <math.h>

#include "join/join.h"
#include "join/locate.h"
#include "kernels/geom/ring.h"
#include "kernels/prim/chunks.h"

enum {
    MOST_CORNERS = 64, ///< looked at, each against the whole region
    REGIONS = 64       ///< a thread takes at a time
};

/// Without holes; in square degrees, to compare regions of one place.
static double area_of(const ct_regions *g, int32_t region)
{
    double area = 0, box[4];
    for (int32_t r = g->ring_begin[region]; r < g->ring_begin[region + 1]; r++) {
        const int64_t first = g->vertex_begin[r], n = g->vertex_begin[r + 1] - first;
        const double ring = fabs(ctk_ring_area(n, g->lonlat + 2 * first, box));
        area += g->ring_is_hole[r] ? -ring : ring;
    }
    return area;
}

/// A point inside the region: its centre, or that of a corner cut off (every ring has two corners
/// that lie inside). false: the region is too thin, or winds too much.
static bool find_inner(const ct_regions *g, int32_t region, double p[2])
{
    const int32_t ring = g->ring_begin[region];
    if (ring == g->ring_begin[region + 1]) return false;
    if (g->lon_deg) {
        p[0] = g->lon_deg[region], p[1] = g->lat_deg[region];
        if (ct_locate_is_inside(g, region, p[0], p[1])) return true;
    }
    const int64_t first = g->vertex_begin[ring], end = g->vertex_begin[ring + 1];
    for (int64_t v = first; v + 2 < end && v < first + MOST_CORNERS; v++) {
        const double *q = g->lonlat + 2 * v;
        p[0] = (q[0] + q[2] + q[4]) / 3, p[1] = (q[1] + q[3] + q[5]) / 3;
        if (ct_locate_is_inside(g, region, p[0], p[1])) return true;
    }
    return false;
}

/// The larger region that hides this one, -1 = none. The grid names nearly every region at its own
/// centre; only the others are walked around.
static int32_t find_cover(const join *j, int32_t region)
{
    double p[2];
    const ct_regions *g = j->regions;
    if (g->lon_deg && ctk_pip_find_one(&j->grid, g->lon_deg[region], g->lat_deg[region]) == region)
        return -1;
    if (!find_inner(g, region, p)) return -1;
    const int32_t cover = ctk_pip_find_one(&j->grid, p[0], p[1]);
    return cover >= 0 && cover != region && area_of(g, region) < area_of(g, cover) ? cover : -1;
}

typedef struct covering {
    const join *j;
    int32_t *cover; ///< [n regions]
} covering;

static void find_covers(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    (void)chunk;
    const covering *c = user;
    for (int64_t i = begin; i < end; i++) c->cover[i] = find_cover(c->j, (int32_t)i);
}

ct_status ct_join_overlap_find(join *j, ct_error *err)
{
    const int32_t n = j->regions->n;
    int32_t *cover = ct_arena_array(&j->arena, n, sizeof *cover, "regions under others", err);
    if (!cover) return CT_ERR_MEMORY;
    covering c = {j, cover};
    ctk_chunks(n, REGIONS, j->ctx->n_threads, find_covers, &c);
    for (int32_t i = 0; i < n; i++) j->n_hidden += cover[i] >= 0;
    if ((j->by_code || j->n_hidden > 0) && ct_join_boxes(j, err)) return CT_ERR_MEMORY;
    if (j->n_hidden == 0) return CT_OK;
    int32_t *begin = j->hidden_begin =
        ct_arena_array(&j->arena, n + 1, sizeof *begin, "regions under others", err);
    j->hidden = ct_arena_array(&j->arena, j->n_hidden, sizeof *begin, "regions under others", err);
    if (!begin || !j->hidden) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < n; i++)
        if (cover[i] >= 0) begin[cover[i] + 1]++;
    for (int32_t i = 0; i < n; i++) begin[i + 1] += begin[i];
    for (int32_t i = 0; i < n; i++)
        if (cover[i] >= 0) j->hidden[begin[cover[i]]++] = i;
    for (int32_t i = n; i > 0; i--) begin[i] = begin[i - 1];
    begin[0] = 0;
    return CT_OK;
}

/// The smallest region on top of `own` that the account's point lies in; `own` itself where there
/// is none.
static int32_t find_smallest(const join *j, int64_t i, int32_t own)
{
    int32_t best = own;
    double least = HUGE_VAL;
    for (int32_t k = j->hidden_begin[own]; k < j->hidden_begin[own + 1]; k++) {
        const int32_t region = j->hidden[k];
        if (!ct_join_is_inside(j, region, i)) continue;
        const double area = area_of(j->regions, region);
        if (area < least) best = region, least = area;
    }
    return best;
}

static void settle(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const join *j = user;
    ct_accounts *a = j->accounts;
    for (int64_t i = begin; i < end; i++) {
        const int32_t own = a->region[i];
        if (own < 0 || a->reason[i] != CT_MATCHED_POINT) continue;
        if (j->hidden_begin[own] == j->hidden_begin[own + 1]) continue;
        const int32_t region = find_smallest(j, i, own);
        if (region == own || ct_join_code_region(j, i) == own) continue;
        a->region[i] = region;
        ct_join_count(&j->part[chunk], JOIN_SMALLER, i);
    }
}

void ct_join_overlap(join *j)
{
    if (j->by_point && j->n_hidden > 0) ct_join_chunks(j, settle);
}
