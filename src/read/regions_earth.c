/// Edges across more than half the Earth.
///
/// Between longitudes that differ by more than 180 degrees an edge goes the short way, across the
/// antimeridian: the longitudes of its ring go on beyond 180. Along a pole, where every longitude
/// is the same point, it stays as it is. A ring that does not come back to where it began goes
/// round a pole, or the whole Earth, and what it encloses cannot be told.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/regions.h"

enum { CHUNK = 64 }; ///< rings a thread takes at a time

static const double CLOSE_DEG = 1e-6;

static bool is_at_pole(double lat_deg)
{
    return fabs(lat_deg) > 90.0 - CLOSE_DEG;
}

/// The edge from p to the next vertex.
static bool is_wide(const double *p)
{
    return fabs(p[2] - p[0]) > 180.0 && !(is_at_pole(p[1]) && is_at_pole(p[3]));
}

double ct_short_way(const double edge[4])
{
    return is_wide(edge) ? -360.0 * rint((edge[2] - edge[0]) / 360.0) : 0.0;
}

int64_t ct_count_wide(int64_t n, const double *lonlat)
{
    int64_t wide = 0;
    for (int64_t v = 0; v + 1 < n; v++) wide += is_wide(lonlat + 2 * v);
    return wide;
}

static ct_status fail_ring(const ct_regions *r, int32_t region, const char *what, const double *p,
                           ct_error *err)
{
    const int64_t length = ct_string_length(&r->code, region);
    return ct_fail(err, CT_ERR_INPUT, "%s: region '%.*s' %s at %.9g, %.9g; cut it at longitude 180",
                   r->path, length < 40 ? (int)length : 40, ct_string(&r->code, region), what, p[0],
                   p[1]);
}

static ct_status unwrap(const ct_regions *r, int32_t region, int32_t ring, ct_error *err)
{
    const int64_t end = r->vertex_begin[ring + 1];
    double turn = 0.0, *lonlat = r->lonlat;
    for (int64_t v = r->vertex_begin[ring]; v + 1 < end; v++) {
        const double here[2] = {lonlat[2 * v] - turn, lonlat[2 * v + 1]};
        const double edge[4] = {here[0], here[1], lonlat[2 * v + 2], lonlat[2 * v + 3]};
        const double east = edge[2] - edge[0];
        if (is_wide(edge) && fabs(east) > 360.0 - CLOSE_DEG)
            return fail_ring(r, region, "has an edge round the whole Earth", here, err);
        turn += ct_short_way(edge);
        lonlat[2 * v + 2] += turn;
    }
    if (turn == 0.0) return CT_OK;
    return fail_ring(r, region, "goes round a pole", lonlat + 2 * r->vertex_begin[ring], err);
}

ct_status ct_own_lonlat(ct_regions *r, ct_error *err)
{
    if (r->lonlat && r->lonlat != r->xy) return CT_OK;
    double *own = ct_array(2 * r->n_vertices, sizeof *own, "vertices in lon/lat", err);
    if (!own) return CT_ERR_MEMORY;
    memcpy(own, r->xy, 16 * (size_t)r->n_vertices);
    r->lonlat = own;
    return CT_OK;
}

static int64_t count_all(const ct_context *ctx, const ct_regions *r)
{
    int64_t wide = 0;
#pragma omp parallel for num_threads(ctx->n_threads) schedule(static, CHUNK) reduction(+ : wide)
    for (int32_t k = 0; k < r->n_rings; k++) {
        const int64_t v = r->vertex_begin[k];
        wide += ct_count_wide(r->vertex_begin[k + 1] - v, r->lonlat + 2 * v);
    }
    return wide;
}

static void west_and_east(const ct_regions *r, int32_t ring, double out[2])
{
    out[0] = HUGE_VAL, out[1] = -HUGE_VAL;
    for (int64_t v = r->vertex_begin[ring]; v < r->vertex_begin[ring + 1]; v++) {
        out[0] = fmin(out[0], r->lonlat[2 * v]);
        out[1] = fmax(out[1], r->lonlat[2 * v]);
    }
}

/// A hole goes by the whole turn that brings it into its outer ring, which may go on beyond 180.
static void follow(ct_regions *r, int32_t hole, const double outer[2])
{
    double own[2];
    west_and_east(r, hole, own);
    const double turn =
        360.0 * (double)((own[0] < outer[0] - CLOSE_DEG) - (own[1] > outer[1] + CLOSE_DEG));
    for (int64_t v = r->vertex_begin[hole]; turn != 0.0 && v < r->vertex_begin[hole + 1]; v++)
        r->lonlat[2 * v] += turn;
}

static void follow_outer_rings(ct_regions *r, int32_t region)
{
    double outer[2] = {-180.0, 180.0};
    for (int32_t k = r->ring_begin[region]; k < r->ring_begin[region + 1]; k++) {
        if (!r->ring_is_hole[k])
            west_and_east(r, k, outer);
        else if (outer[0] < -180.0 - CLOSE_DEG || outer[1] > 180.0 + CLOSE_DEG)
            follow(r, k, outer);
    }
}

/// All rings of a region; *n is the number of edges.
static ct_status unwrap_region(ct_regions *r, int32_t i, int64_t *n, ct_error *err)
{
    ct_status s = CT_OK;
    *n = 0;
    for (int32_t k = r->ring_begin[i]; k < r->ring_begin[i + 1] && !s; k++) {
        const int64_t v = r->vertex_begin[k];
        const int64_t here = ct_count_wide(r->vertex_begin[k + 1] - v, r->lonlat + 2 * v);
        if (here > 0) s = unwrap(r, i, k, err);
        *n += here;
    }
    if (!s) follow_outer_rings(r, i);
    return s;
}

ct_status ct_take_short_ways(const ct_context *ctx, bool is_turned, ct_regions *r, ct_error *err)
{
    ct_examples regions = {0};
    const int64_t wide = count_all(ctx, r);
    if (wide == 0 && (!is_turned || r->lonlat == r->xy)) return CT_OK;
    ct_status s = ct_own_lonlat(r, err);
    for (int32_t i = 0; i < r->n && !s; i++) {
        int64_t n;
        s = unwrap_region(r, i, &n, err);
        const int64_t length = ct_string_length(&r->code, i);
        if (n > 0)
            ct_example(&regions, n, "'%.*s'", length < 32 ? (int)length : 32,
                       ct_string(&r->code, i));
    }
    if (!s && wide > 0)
        ct_note_add(ctx->notes, CT_WARN, "read", wide,
                    "{edge|edges} across more than 180 degrees of longitude {takes|take} the short "
                    "way, over the antimeridian (region %s)",
                    regions.text);
    return s;
}
