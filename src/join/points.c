/// Accounts matched by their point: the region they lie in, or the nearest one.
#include <math.h>
#include <stdlib.h>

#include "join/join.h"
#include "join/locate.h"
#include "kernels/geom/nearest.h"
#include "kernels/prim/chunks.h"

join_point ct_join_point_of(const ct_accounts *a, int64_t i)
{
    if (!a->lon_deg || !a->lat_deg) return JOIN_POINT_NONE;
    const double lon = a->lon_deg[i], lat = a->lat_deg[i];
    if (isnan(lon) && isnan(lat)) return JOIN_POINT_NONE;
    // Longitudes may count 0 .. 360; NaN fails both comparisons.
    const bool is_usable = fabs(lon) <= 360.0 && fabs(lat) <= 90.0;
    return is_usable ? JOIN_POINT_USABLE : JOIN_POINT_BAD;
}

/// Where the point lies, also when layer and accounts count longitudes differently.
static int32_t find_turned(const ctk_pip *grid, double lon, double lat)
{
    const int32_t region = ctk_pip_find_one(grid, lon - 360.0, lat);
    return region >= 0 ? region : ctk_pip_find_one(grid, lon + 360.0, lat);
}

static void settle_point(const join *j, int64_t i)
{
    ct_accounts *a = j->accounts;
    const join_point point = ct_join_point_of(a, i);
    if (point == JOIN_POINT_USABLE) {
        if (a->region[i] < 0) a->region[i] = find_turned(&j->grid, a->lon_deg[i], a->lat_deg[i]);
        a->reason[i] = CT_MATCHED_POINT;
        return;
    }
    a->region[i] = -1;
    a->reason[i] = point == JOIN_POINT_BAD ? CT_UNMATCHED_BAD_POINT : CT_UNMATCHED_NO_KEY;
}

/// The point is usable, and lies in no region.
static bool is_outside(const ct_accounts *a, int64_t i)
{
    return a->region[i] < 0 && a->reason[i] == CT_MATCHED_POINT;
}

/// Settle the accounts that lie in a region; count those with a usable point that do not.
static void settle_inside(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const join *j = user;
    for (int64_t i = begin; i < end; i++) {
        settle_point(j, i);
        j->part[chunk].n_outside += is_outside(j->accounts, i);
    }
}

static int64_t count_outside(const join *j)
{
    int64_t n = 0;
    for (int64_t c = 0; c < ctk_chunks_count(j->accounts->n, JOIN_CHUNK); c++)
        n += j->part[c].n_outside;
    return n;
}

static void list_outside(const join *j, int64_t *outside)
{
    const ct_accounts *a = j->accounts;
    for (int64_t begin = 0, c = 0; begin < a->n; begin += JOIN_CHUNK, c++) {
        if (j->part[c].n_outside == 0) continue;
        for (int64_t i = begin; i < a->n && i < begin + JOIN_CHUNK; i++)
            if (is_outside(a, i)) *outside++ = i;
    }
}

static ct_status settle_outside(join *j, int64_t n, const int64_t *outside, ct_error *err)
{
    ct_accounts *a = j->accounts;
    if (j->opt->nearest_km > 0.0) {
        uint64_t *work = ct_array(2 * n, sizeof *work, "points outside", err);
        if (!work) return CT_ERR_MEMORY;
        ctk_nearest_find(&j->grid, n, outside, a->lon_deg, a->lat_deg, j->opt->nearest_km,
                         j->ctx->n_threads, work, a->region, NULL);
        free(work);
    }
    for (int64_t k = 0; k < n; k++) {
        const int64_t i = outside[k];
        a->reason[i] = a->region[i] >= 0 ? CT_MATCHED_NEAREST : CT_UNMATCHED_FAR;
    }
    return CT_OK;
}

/// Of those still without a region: would they lie in one with lon and lat exchanged?
static void try_swapped(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const join *j = user;
    const ct_accounts *a = j->accounts;
    for (int64_t i = begin; i < end; i++) {
        if (a->reason[i] != CT_UNMATCHED_FAR && a->reason[i] != CT_UNMATCHED_BAD_POINT) continue;
        if (ctk_pip_find_one(&j->grid, a->lat_deg[i], a->lon_deg[i]) >= 0)
            ct_join_count(&j->part[chunk], JOIN_SWAPPED, i);
    }
}

/// For these accounts; for any, where more will come.
static ct_status build_grid(join *j, ct_error *err)
{
    if (j->has_grid) return CT_OK;
    const ct_accounts *a = j->accounts;
    const int32_t n_threads = j->ctx->n_threads;
    const ctk_pip_layer layer = ct_locate_layer(j->regions);
    const ct_status status = j->is_batched
                                 ? ct_locate_build(&layer, 0, n_threads, &j->grid, err)
                                 : ct_locate_build_for(&layer, 0, a->n, a->lon_deg, a->lat_deg,
                                                       n_threads, &j->grid, err);
    j->has_grid = !status;
    if (status || j->is_batched) return status;
    return ct_tick(j->ctx, "join", 0.4, "points");
}

ct_status ct_join_points(join *j, ct_error *err)
{
    ct_accounts *a = j->accounts;
    ct_status status = build_grid(j, err);
    if (!status)
        status = ct_locate_find(&j->grid, a->n, a->lon_deg, a->lat_deg, j->ctx->n_threads,
                                a->region, err);
    if (status) return status;
    ct_join_chunks(j, settle_inside);
    const int64_t n = count_outside(j);
    int64_t *outside = ct_array(n, sizeof *outside, "points outside", err);
    if (!outside) return CT_ERR_MEMORY;
    list_outside(j, outside);
    status = settle_outside(j, n, outside, err);
    if (!status) ct_join_chunks(j, try_swapped);
    free(outside);
    return status;
}
