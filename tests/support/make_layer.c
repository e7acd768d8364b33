/// Layers of rectangles.
#include "tests/support/make_layer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/sphere.h"

static int by_code(const void *a, const void *b)
{
    const made_rectangle *p = a, *q = b;
    const int order = strcmp(p->code, q->code);
    return order ? order : (p->west > q->west) - (p->west < q->west);
}

static void *new_array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n + 1, size);
    if (!p) abort();
    return p;
}

static void add_code(ct_regions *r, const char *code)
{
    const int64_t used = r->n > 0 ? r->code.offset[r->n] : 0;
    const size_t length = strlen(code);
    memcpy(r->code.bytes + used, code, length);
    r->code.offset[++r->n] = used + (int64_t)length;
    r->code.n = r->n;
}

static void add_ring(ct_regions *r, const made_rectangle *p)
{
    const double x[5] = {p->west, p->west, p->east, p->east, p->west};
    const double y[5] = {p->south, p->north, p->north, p->south, p->south};
    for (int k = 0; k < 5; k++, r->n_vertices++) {
        r->xy[2 * r->n_vertices] = x[k];
        r->xy[2 * r->n_vertices + 1] = y[k];
    }
    r->vertex_begin[++r->n_rings] = r->n_vertices;
}

static double area_m2(const made_rectangle *p)
{
    const double dlon = (p->east - p->west) * CTK_DEG;
    const double dy = ctk_authalic_y(p->north) - ctk_authalic_y(p->south);
    return dlon * dy * CTK_WGS84_A * CTK_WGS84_A;
}

static void make(const made_rectangle *ring, int32_t n, bool points, ct_regions *r)
{
    made_rectangle *sorted = new_array(n, sizeof *sorted);
    if (n > 0) memcpy(sorted, ring, (size_t)n * sizeof *sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, by_code);
    *r = (ct_regions){.is_geographic = true, .is_point_layer = points, .path = "made"};
    r->code.offset = new_array(n + 1, sizeof *r->code.offset);
    r->code.bytes = new_array(64 * (int64_t)n, 1);
    r->ring_begin = new_array(n + 1, sizeof *r->ring_begin);
    r->vertex_begin = new_array(n + 1, sizeof *r->vertex_begin);
    r->ring_is_hole = new_array(n, 1);
    r->xy = r->lonlat = new_array(10 * (int64_t)n, sizeof *r->xy);
    r->lon_deg = new_array(n, sizeof *r->lon_deg);
    r->lat_deg = new_array(n, sizeof *r->lat_deg);
    r->area_m2 = new_array(n, sizeof *r->area_m2);
    for (int32_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(sorted[i].code, sorted[i - 1].code) != 0) add_code(r, sorted[i].code);
        r->lon_deg[r->n - 1] = points ? sorted[i].west : 0.5 * (sorted[i].west + sorted[i].east);
        r->lat_deg[r->n - 1] = points ? sorted[i].south : 0.5 * (sorted[i].south + sorted[i].north);
        if (!points) {
            add_ring(r, &sorted[i]);
            r->area_m2[r->n - 1] += area_m2(&sorted[i]);
        }
        r->ring_begin[r->n] = r->n_rings;
    }
    free(sorted);
}

void make_layer(const made_rectangle *ring, int32_t n, ct_regions *out)
{
    make(ring, n, false, out);
}

void make_point_layer(const made_rectangle *ring, int32_t n, ct_regions *out)
{
    make(ring, n, true, out);
}
