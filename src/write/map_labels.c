/// Where the numbers go.
#include <math.h>
#include <stdlib.h>

#include "write/map.h"

enum { LEVELS = 12, MOST_CROSSINGS = 512 };

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/// Crossings of the level y with those of rings first..last that are in `frame`, ascending; how
/// many.
static int32_t crossings(const ct_map *m, int32_t first, int32_t last, int32_t frame, double y,
                         double *x)
{
    int32_t n = 0;
    for (int32_t r = first; r < last; r++) {
        if (m->ring_frame[r] != frame) continue;
        const int64_t begin = m->vertex_begin[r], end = m->vertex_begin[r + 1];
        for (int64_t i = begin; i < end && n < MOST_CROSSINGS; i++) {
            const int32_t *a = m->xy + 2 * i, *b = m->xy + 2 * (i + 1 < end ? i + 1 : begin);
            if ((a[1] > y) != (b[1] > y))
                x[n++] = a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]);
        }
    }
    qsort(x, (size_t)n, sizeof *x, by_value);
    return n & ~1;
}

/// Twice the area of a ring on the sheet.
static double ring_area(const ct_map *m, int32_t r)
{
    const int64_t begin = m->vertex_begin[r], end = m->vertex_begin[r + 1];
    double sum = 0;
    for (int64_t i = begin; i < end; i++) {
        const int32_t *a = m->xy + 2 * i, *b = m->xy + 2 * (i + 1 < end ? i + 1 : begin);
        sum += (double)a[0] * b[1] - (double)b[0] * a[1];
    }
    return fabs(sum);
}

/// The largest of rings first..last that are in `frame`, -1 = none.
static int32_t largest_ring(const ct_map *m, int32_t first, int32_t last, int32_t frame)
{
    int32_t best = -1;
    double most = -1;
    for (int32_t r = first; r < last; r++) {
        if (m->ring_frame[r] != frame) continue;
        const double area = ring_area(m, r);
        if (area <= most) continue;
        most = area;
        best = r;
    }
    return best;
}

static void ring_levels(const ct_map *m, int32_t r, int32_t *low, int32_t *high)
{
    *low = INT32_MAX, *high = INT32_MIN;
    for (int64_t i = m->vertex_begin[r]; i < m->vertex_begin[r + 1]; i++) {
        const int32_t y = m->xy[2 * i + 1];
        if (y < *low) *low = y;
        if (y > *high) *high = y;
    }
}

/// Size 0 = no room.
static ct_label label_of(const ct_map *m, int32_t first, int32_t last, int32_t frame,
                         int32_t digits)
{
    ct_label best = {0};
    double x[MOST_CROSSINGS], most = 0;
    int32_t low, high;
    const int32_t ring = largest_ring(m, first, last, frame);
    if (ring < 0) return best;
    ring_levels(m, ring, &low, &high);
    for (int level = 0; level < LEVELS; level++) {
        const double t = (level + 0.5) / LEVELS, y = low + t * (high - low);
        const double room = 0.9 * (t < 0.5 ? t : 1 - t) * 2 * (high - low); // text has height too
        const int32_t n = crossings(m, first, last, frame, y, x);
        for (int32_t i = 0; i < n; i += 2) {
            const double fit = (x[i + 1] - x[i]) / (0.6 * digits + 0.6),
                         size = fit < room ? fit : room;
            if (size <= most) continue;
            most = size;
            best = (ct_label){0, (int32_t)((x[i] + x[i + 1]) / 2), (int32_t)y,
                              (int32_t)(size < 200 ? size : 200)};
        }
    }
    return best;
}

static int32_t digits_of(int32_t v)
{
    int32_t n = 1;
    while (v >= 10) v /= 10, n++;
    return n;
}

int32_t ct_map_labels(const ct_map *m, int32_t k, ct_label *label)
{
    int32_t first = 0, n = 0;
    for (int32_t j = 0; j < k; j++) {
        int32_t last = first;
        while (last < m->n_rings && m->ring_territory[last] == j) last++;
        for (int32_t f = 0; f < m->n_frames; f++) {
            label[n] = label_of(m, first, last, f, digits_of(j + 1));
            label[n].territory = j;
            n += label[n].size > 0;
        }
        first = last;
    }
    return n;
}
