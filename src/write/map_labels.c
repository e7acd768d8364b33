/// Where the numbers go.
#include <stdlib.h>

#include "write/map.h"

enum { LEVELS = 12, MOST_CROSSINGS = 512 };

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/// Crossings of the level y with rings first..last, ascending; how many.
static int32_t crossings(const ct_map *m, int32_t first, int32_t last, double y, double *x)
{
    int32_t n = 0;
    for (int32_t r = first; r < last; r++) {
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

/// The ring that spans most of the sheet among first..last.
static int32_t tallest_ring(const ct_map *m, int32_t first, int32_t last, int32_t *low,
                            int32_t *high)
{
    int32_t best = -1;
    double most = -1;
    for (int32_t r = first; r < last; r++) {
        int32_t b[4] = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
        for (int64_t i = m->vertex_begin[r]; i < m->vertex_begin[r + 1]; i++)
            for (int k = 0; k < 2; k++) {
                if (m->xy[2 * i + k] < b[k]) b[k] = m->xy[2 * i + k];
                if (m->xy[2 * i + k] > b[2 + k]) b[2 + k] = m->xy[2 * i + k];
            }
        const double area = (double)(b[2] - b[0]) * (b[3] - b[1]);
        if (area <= most) continue;
        most = area;
        best = r;
        *low = b[1];
        *high = b[3];
    }
    return best;
}

static ct_label label_of(const ct_map *m, int32_t first, int32_t last, int32_t digits)
{
    ct_label best = {0};
    double x[MOST_CROSSINGS], most = 0;
    int32_t low = 0, high = 0;
    if (tallest_ring(m, first, last, &low, &high) < 0) return best;
    for (int level = 0; level < LEVELS; level++) {
        const double t = (level + 0.5) / LEVELS, y = low + t * (high - low);
        const double room = 0.9 * (t < 0.5 ? t : 1 - t) * 2 * (high - low); // text has height too
        const int32_t n = crossings(m, first, last, y, x);
        for (int32_t i = 0; i < n; i += 2) {
            const double fit = (x[i + 1] - x[i]) / (0.6 * digits + 0.6),
                         size = fit < room ? fit : room;
            if (size <= most) continue;
            most = size;
            best = (ct_label){(int32_t)((x[i] + x[i + 1]) / 2), (int32_t)y,
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

void ct_map_labels(const ct_map *m, int32_t k, ct_label *label)
{
    int32_t first = 0;
    for (int32_t j = 0; j < k; j++) {
        int32_t last = first;
        while (last < m->n_rings && m->ring_territory[last] == j) last++;
        label[j] = label_of(m, first, last, digits_of(j + 1));
        first = last;
    }
}
