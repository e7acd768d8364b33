/// Layers for tests.
#include "tests/oracle/rings.h"

#include <stdlib.h>
#include <string.h>

ct_regions layer_new(int32_t n, int64_t n_vertices)
{
    ct_regions r = {.n = n};
    r.ring_begin = calloc((size_t)n + 1, sizeof *r.ring_begin);
    r.vertex_begin = calloc((size_t)n_vertices / 4 + 2, sizeof *r.vertex_begin);
    r.xy = calloc(2 * (size_t)n_vertices + 2, sizeof *r.xy);
    r.lonlat = r.xy;
    return r;
}

void layer_ring(ct_regions *r, int32_t region, int32_t count, const double *corners)
{
    double *out = r->xy + 2 * r->n_vertices;
    memcpy(out, corners, 2 * (size_t)count * sizeof *out);
    out[2 * count] = corners[0];
    out[2 * count + 1] = corners[1];
    r->n_vertices += count + 1;
    r->vertex_begin[++r->n_rings] = r->n_vertices;
    for (int32_t i = region + 1; i <= r->n; i++) r->ring_begin[i] = r->n_rings;
}

void layer_box(ct_regions *r, int32_t region, double x0, double y0, double x1, double y1)
{
    layer_ring(r, region, 4, (const double[]){x0, y0, x0, y1, x1, y1, x1, y0});
}

ct_regions layer_grid(int32_t width, int32_t height)
{
    ct_regions r = layer_new(width * height, 5 * (int64_t)width * height);
    for (int32_t y = 0; y < height; y++)
        for (int32_t x = 0; x < width; x++) layer_box(&r, y * width + x, x, y, x + 1, y + 1);
    return r;
}

/// The first later edge that runs u back to front and is not used yet, -1 = none.
static int64_t find_opposite(const ct_regions *r, const uint8_t *used, int64_t v)
{
    const double *a = r->xy + 2 * v;
    for (int64_t u = v + 1; u + 1 < r->n_vertices; u++) {
        const double *b = r->xy + 2 * u;
        if (!used[u] && a[0] == b[2] && a[1] == b[3] && a[2] == b[0] && a[3] == b[1]) return u;
    }
    return -1;
}

static void add_segment(ct_graph *g, int64_t v, int32_t left, int32_t right)
{
    g->segment[g->n_segments] = (int32_t)v;
    g->segment_left[g->n_segments] = left;
    g->segment_right[g->n_segments++] = right;
}

void layer_segments(const ct_regions *r, ct_graph *g)
{
    const size_t n = (size_t)r->n_vertices + 1;
    uint8_t *used = calloc(n, 1);
    int32_t *owner = calloc(n, sizeof *owner);
    g->segment = calloc(n, sizeof(int32_t));
    g->segment_left = calloc(n, sizeof(int32_t));
    g->segment_right = calloc(n, sizeof(int32_t));
    for (int32_t i = 0; i < r->n; i++)
        for (int32_t k = r->ring_begin[i]; k < r->ring_begin[i + 1]; k++) {
            for (int64_t v = r->vertex_begin[k]; v < r->vertex_begin[k + 1]; v++) owner[v] = i;
            used[r->vertex_begin[k + 1] - 1] = 1; // the closing vertex starts no edge
        }
    for (int64_t v = 0; v < r->n_vertices; v++) {
        if (used[v]) continue;
        const int64_t u = find_opposite(r, used, v);
        used[v] = 1;
        if (u >= 0) used[u] = 1;
        if (u < 0 || owner[u] != owner[v]) add_segment(g, v, owner[v], u < 0 ? -1 : owner[u]);
    }
    free(owner);
    free(used);
}

void layer_free(ct_regions *r, ct_graph *g)
{
    free(r->ring_begin);
    free(r->vertex_begin);
    free(r->xy);
    free(g->segment);
    free(g->segment_left);
    free(g->segment_right);
    *r = (ct_regions){0};
    *g = (ct_graph){0};
}
