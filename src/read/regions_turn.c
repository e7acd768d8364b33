/// Longitudes that count on beyond 180, as from 0 to 360.
#include <math.h>

#include "read/extent.h"
#include "read/regions.h"

/// Where the longitudes of a ring are.
typedef enum reach {
    HERE,   ///< from -180 to 180
    BEYOND, ///< all beyond, on one side
    BOTH,   ///< here and beyond, in one piece
    APART,  ///< it jumps by a turn, as over the meridian where they begin
    ROUND   ///< round the Earth, along a pole
} reach;

static reach reach_of(int64_t n, const double *xy)
{
    double west = HUGE_VAL, east = -HUGE_VAL;
    for (int64_t v = 0; v < n; v++) {
        west = fmin(west, xy[2 * v]);
        east = fmax(east, xy[2 * v]);
    }
    if (west >= -180.0 - CT_ROUNDED_DEG && east <= 180.0 + CT_ROUNDED_DEG) return HERE;
    if (ct_count_wide(n, xy)) return APART;
    if (east - west >= 360.0 - CT_ROUNDED_DEG) return ROUND;
    const bool is_beyond = west >= 180.0 - CT_ROUNDED_DEG || east <= -180.0 + CT_ROUNDED_DEG;
    return is_beyond ? BEYOND : BOTH;
}

static reach reach_of_ring(const ct_regions *r, int32_t k)
{
    const int64_t v = r->vertex_begin[k];
    return reach_of(r->vertex_begin[k + 1] - v, r->xy + 2 * v);
}

static void move_ring(ct_regions *r, int32_t k)
{
    const int64_t begin = r->vertex_begin[k];
    const double turn = r->xy[2 * begin] > 0 ? -360.0 : 360.0;
    for (int64_t v = begin; v < r->vertex_begin[k + 1]; v++) {
        r->xy[2 * v] += turn;
        if (r->lonlat) r->lonlat[2 * v] = r->xy[2 * v];
    }
}

/// Each vertex by itself. What is in one piece stays so in lonlat.
static void part_ring(ct_regions *r, int32_t k, bool is_whole)
{
    for (int64_t v = r->vertex_begin[k]; v < r->vertex_begin[k + 1]; v++) {
        r->xy[2 * v] = ct_turned_deg(r->xy[2 * v]);
        if (r->lonlat && !is_whole) r->lonlat[2 * v] = r->xy[2 * v];
    }
}

static void turn_ring(ct_regions *r, int32_t k)
{
    const reach where = reach_of_ring(r, k);
    if (where == BEYOND) move_ring(r, k);
    if (where == BOTH || where == APART) part_ring(r, k, where == BOTH);
}

/// The farthest that a region reaches; *needs_lonlat when a ring of it has to stay in one piece.
static bool is_beyond(const ct_regions *r, int32_t i, bool *needs_lonlat)
{
    bool any = false;
    for (int32_t k = r->ring_begin[i]; k < r->ring_begin[i + 1]; k++) {
        const reach where = reach_of_ring(r, k);
        any |= where != HERE;
        *needs_lonlat |= where == BOTH || where == ROUND;
    }
    return any;
}

ct_status ct_turn_rings(const ct_context *ctx, bool keeps_lonlat, ct_regions *r, ct_error *err)
{
    int64_t n_beyond = 0, n_both = 0;
    for (int32_t i = 0; i < r->n; i++) {
        bool is_both = false;
        n_beyond += is_beyond(r, i, &is_both);
        n_both += is_both;
    }
    const ct_status s = keeps_lonlat && n_both > 0 ? ct_own_lonlat(r, err) : CT_OK;
    if (s) return s;
    for (int32_t k = 0; k < r->n_rings; k++) turn_ring(r, k);
    ct_turned_note(ctx, r->path, n_beyond, false);
    if (n_both > 0)
        ct_note_add(ctx->notes, CT_INFO, "read", n_both,
                    "{region lies|regions lie} on both sides of longitude 180");
    return CT_OK;
}
