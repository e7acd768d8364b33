/// Where regions are and how large: area, centroid, position.
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "kernels/geom/ring.h"
#include "kernels/geom/sphere.h"
#include "read/regions.h"

enum { CHUNK = 64 }; ///< regions a thread takes at a time

ct_status ct_new_places(ct_regions *out, ct_error *err)
{
    out->lon_deg = ct_array(out->n, sizeof *out->lon_deg, "centroids", err);
    out->lat_deg = ct_array(out->n, sizeof *out->lat_deg, "centroids", err);
    out->pos_km = ct_array(3 * (int64_t)out->n, sizeof *out->pos_km, "positions", err);
    out->area_m2 = ct_array(out->n, sizeof *out->area_m2, "areas", err);
    return out->lon_deg && out->lat_deg && out->pos_km && out->area_m2 ? CT_OK : CT_ERR_MEMORY;
}

ct_status ct_new_no_rings(ct_regions *out, ct_error *err)
{
    out->ring_begin = ct_array((int64_t)out->n + 1, sizeof *out->ring_begin, "rings", err);
    out->vertex_begin = ct_array(1, sizeof *out->vertex_begin, "rings", err);
    out->ring_is_hole = ct_array(0, sizeof *out->ring_is_hole, "rings", err);
    out->xy = out->lonlat = ct_array(0, sizeof *out->xy, "vertices", err);
    return out->ring_begin && out->vertex_begin && out->ring_is_hole && out->xy ? CT_OK
                                                                                : CT_ERR_MEMORY;
}

static double wrapped_deg(double lon)
{
    lon = fmod(lon + 180.0, 360.0);
    return lon < 0 ? lon + 180.0 : lon - 180.0;
}

/// Area and moments: outer rings add, holes subtract. The sign comes from the role of a ring: a
/// projection may turn rings round.
static void sum_moments(const ct_regions *r, int32_t i, double lon0, double sum[3])
{
    sum[0] = sum[1] = sum[2] = 0.0;
    for (int32_t k = r->ring_begin[i]; k < r->ring_begin[i + 1]; k++) {
        double m[3];
        const int64_t v = r->vertex_begin[k];
        ctk_ring_moments(r->vertex_begin[k + 1] - v, r->lonlat + 2 * v, lon0, m);
        const double sign = (m[0] < 0) == (r->ring_is_hole[k] != 0) ? 1.0 : -1.0;
        for (int j = 0; j < 3; j++) sum[j] += sign * m[j];
    }
}

static void mean_vertex(const ct_regions *r, int32_t i, double lon0, double mean[2])
{
    int64_t n = 0;
    mean[0] = mean[1] = 0.0;
    for (int32_t k = r->ring_begin[i]; k < r->ring_begin[i + 1]; k++) {
        double s[2];
        const int64_t v = r->vertex_begin[k], size = r->vertex_begin[k + 1] - v;
        ctk_ring_vertex_sum(size, r->lonlat + 2 * v, lon0, s);
        mean[0] += s[0];
        mean[1] += s[1];
        n += size - 1;
    }
    mean[0] /= (double)n;
    mean[1] /= (double)n;
}

void ct_place_region(ct_regions *r, int32_t i, double lon_deg, double lat_deg)
{
    double p[3];
    ctk_geocentric_km(lon_deg, lat_deg, p);
    r->lon_deg[i] = lon_deg;
    r->lat_deg[i] = lat_deg;
    for (int j = 0; j < 3; j++) r->pos_km[(int64_t)j * r->n + i] = p[j];
}

static void place_region(ct_regions *r, int32_t i)
{
    const double lon0 = r->lonlat[2 * r->vertex_begin[r->ring_begin[i]]];
    double m[3], c[2];
    sum_moments(r, i, lon0, m);
    r->area_m2[i] = m[0] > 0 ? m[0] * CTK_WGS84_A * CTK_WGS84_A : 0.0;
    if (m[0] > 0) {
        c[0] = m[1] / m[0];
        c[1] = m[2] / m[0];
    }
    // no area, or so little that rounding throws the centroid off the Earth
    if (!(m[0] > 0) || !(fabs(c[0]) <= 6.3) || !(fabs(c[1]) <= 1.0)) mean_vertex(r, i, lon0, c);
    ct_place_region(r, i, wrapped_deg(lon0 + c[0] / CTK_DEG), ctk_authalic_lat_deg(c[1]));
}

void ct_place_regions(const ct_context *ctx, ct_regions *out)
{
#pragma omp parallel for num_threads(ctx->n_threads) schedule(dynamic, CHUNK)
    for (int32_t i = 0; i < out->n; i++) place_region(out, i);
}

/// A region of several points lies at their mean in space.
ct_status ct_place_points(const ct_layer_file *layer, const double *lonlat, ct_regions *out,
                          ct_error *err)
{
    const int32_t n = out->n;
    int32_t *count = ct_array(n, sizeof *count, "points", err);
    if (!count) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < layer->n_records; i++) {
        const int32_t region = out->record_region[i];
        if (region < 0) continue;
        double p[3];
        ctk_geocentric_km(lonlat[2 * (int64_t)i], lonlat[2 * (int64_t)i + 1], p);
        for (int j = 0; j < 3; j++) out->pos_km[(int64_t)j * n + region] += p[j];
        if (count[region]++ == 0) {
            out->lon_deg[region] = lonlat[2 * (int64_t)i];
            out->lat_deg[region] = lonlat[2 * (int64_t)i + 1];
        }
    }
    for (int32_t r = 0; r < n; r++) {
        const double p[3] = {out->pos_km[r], out->pos_km[n + r], out->pos_km[2 * (int64_t)n + r]};
        if (count[r] > 1) ctk_lonlat_deg(p, &out->lon_deg[r], &out->lat_deg[r]);
        ct_place_region(out, r, out->lon_deg[r], out->lat_deg[r]);
    }
    free(count);
    return CT_OK;
}
