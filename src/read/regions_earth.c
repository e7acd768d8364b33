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

static int64_t count_wide(int64_t n, const double *lonlat)
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

/// Degrees of their own, where they were those of the file.
static ct_status own_lonlat(ct_regions *r, ct_error *err)
{
    if (r->lonlat != r->xy) return CT_OK;
    double *own = ct_array(2 * r->n_vertices, sizeof *own, "vertices in lon/lat", err);
    if (!own) return CT_ERR_MEMORY;
    memcpy(own, r->xy, 16 * (size_t)r->n_vertices);
    r->lonlat = own;
    return CT_OK;
}

ct_status ct_take_short_ways(const ct_context *ctx, ct_regions *r, ct_error *err)
{
    int64_t wide = 0;
    ct_examples regions = {0};
#pragma omp parallel for num_threads(ctx->n_threads) schedule(static, CHUNK) reduction(+ : wide)
    for (int32_t k = 0; k < r->n_rings; k++) {
        const int64_t v = r->vertex_begin[k];
        wide += count_wide(r->vertex_begin[k + 1] - v, r->lonlat + 2 * v);
    }
    if (wide == 0) return CT_OK;
    ct_status s = own_lonlat(r, err);
    for (int32_t i = 0; i < r->n && !s; i++) {
        int64_t n = 0;
        for (int32_t k = r->ring_begin[i]; k < r->ring_begin[i + 1] && !s; k++) {
            const int64_t v = r->vertex_begin[k];
            const int64_t here = count_wide(r->vertex_begin[k + 1] - v, r->lonlat + 2 * v);
            if (here > 0) s = unwrap(r, i, k, err);
            n += here;
        }
        const int64_t length = ct_string_length(&r->code, i);
        if (n > 0)
            ct_example(&regions, n, "'%.*s'", length < 32 ? (int)length : 32,
                       ct_string(&r->code, i));
    }
    if (!s)
        ct_note_add(ctx->notes, CT_WARN, "read", wide,
                    "{edge|edges} across more than 180 degrees of longitude {takes|take} the short "
                    "way, over the antimeridian (region %s)",
                    regions.text);
    return s;
}
