/// Accounts matched by their point: the region they lie in, or the nearest one.
#include <math.h>
#include <stdlib.h>

#include "join/join.h"
#include "join/locate.h"
#include "kernels/geom/nearest.h"

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

/// Settle the accounts that lie in a region; list those with a usable point that do not.
static int64_t settle_inside(join *j, int64_t *outside)
{
    ct_accounts *a = j->accounts;
    int64_t n = 0;
    for (int64_t i = 0; i < a->n; i++) {
        const join_point point = ct_join_point_of(a, i);
        if (point != JOIN_POINT_USABLE) {
            a->region[i] = -1;
            a->reason[i] = point == JOIN_POINT_BAD ? CT_UNMATCHED_BAD_POINT : CT_UNMATCHED_NO_KEY;
            continue;
        }
        if (a->region[i] < 0) a->region[i] = find_turned(&j->grid, a->lon_deg[i], a->lat_deg[i]);
        a->reason[i] = CT_MATCHED_POINT;
        if (a->region[i] < 0) outside[n++] = i;
    }
    return n;
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
static void try_swapped(join *j)
{
    const ct_accounts *a = j->accounts;
    for (int64_t i = 0; i < a->n; i++) {
        if (a->reason[i] != CT_UNMATCHED_FAR && a->reason[i] != CT_UNMATCHED_BAD_POINT) continue;
        if (ctk_pip_find_one(&j->grid, a->lat_deg[i], a->lon_deg[i]) >= 0)
            ct_join_count(j, JOIN_SWAPPED, i);
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
    int64_t *outside = ct_array(a->n, sizeof *outside, "points outside", err);
    if (!outside) return CT_ERR_MEMORY;
    ct_status status = build_grid(j, err);
    if (!status)
        status = ct_locate_find(&j->grid, a->n, a->lon_deg, a->lat_deg, j->ctx->n_threads,
                                a->region, err);
    if (!status) status = settle_outside(j, settle_inside(j, outside), outside, err);
    if (!status) try_swapped(j);
    free(outside);
    return status;
}
