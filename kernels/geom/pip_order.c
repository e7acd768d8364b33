/// Many points at once: sorted by place first, so that neighbours share what the cache holds.
#include "kernels/geom/pip_order.h"

#include <omp.h>
#include <string.h>

enum {
    MOST_POINTS = 1 << 21, // of a block
    MOST_STRIPS = 512,
    MOST_COLUMNS = 1024,
    GROUP = CTK_PIP_BATCH
};

/// A point on its way.
typedef struct item {
    double lon, lat;
    uint32_t index, column;
} item;

/// The scratch of a thread.
typedef struct desk {
    item *items;     ///< [block] by strip
    uint32_t *order; ///< [block] positions in the strip, by column
    uint32_t *cell;  ///< [block] root cells that do not settle their points; NONE else
    int64_t block;
    uint32_t strip[MOST_STRIPS + 2], column[MOST_COLUMNS + 1];
} desk;

enum { ITEM_BYTES = sizeof(item) + 2 * sizeof(uint32_t) };

/// As large as may be, and as many for each thread.
static int64_t block_of(int64_t n, int32_t n_threads)
{
    const int64_t round = (int64_t)MOST_POINTS * n_threads, n_rounds = n / round + 1;
    return n / (n_rounds * n_threads) + 1;
}

size_t ctk_pip_order_work(int64_t n, int32_t n_threads)
{
    const size_t bytes = sizeof(desk) + (size_t)block_of(n, n_threads) * ITEM_BYTES;
    return (bytes + 63) & ~(size_t)63;
}

static desk *desk_at(void *work, size_t work_size, int32_t thread, int64_t block)
{
    char *p = (char *)work + (size_t)thread * work_size;
    desk *d = (desk *)(void *)p;
    d->items = (item *)(void *)(p + sizeof *d);
    d->order = (uint32_t *)(void *)(d->items + block);
    d->cell = d->order + block;
    d->block = block;
    return d;
}

/// Root rows, or columns, per strip: a power of two, as log2.
static int32_t strip_shift(int32_t n, int32_t most)
{
    int32_t shift = 0;
    while (((n - 1) >> shift) + 1 > most) shift++;
    return shift;
}

/// Up to GROUP points: their root cells, and the answers of those that the root settles.
static void settle_by_root(const ctk_pip *g, int32_t n, const double *lon, const double *lat,
                           uint32_t *cell, int32_t *region)
{
    for (int32_t i = 0; i < n; i++) {
        const double u = (lon[i] - g->x0) * g->inverse, v = (lat[i] - g->y0) * g->inverse;
        const bool is_in = u >= 0.0 && u < g->nx && v >= 0.0 && v < g->ny;
        cell[i] = is_in ? (uint32_t)((int64_t)v * g->nx + (int64_t)u) : CTK_PIP_NONE;
        __builtin_prefetch(g->root + (is_in ? cell[i] : 0));
    }
    for (int32_t i = 0; i < n; i++) {
        const uint32_t value = cell[i] == CTK_PIP_NONE ? CTK_PIP_NONE : g->root[cell[i]];
        region[i] = value >= CTK_PIP_NONE ? -1 : (int32_t)value;
        if (value < CTK_PIP_LEAF) cell[i] = CTK_PIP_NONE;
    }
}

/// Move the points that are left to items, by strip; d->strip = where each strip begins.
static void deal(desk *d, const ctk_pip *g, int32_t shift, int64_t n, const double *lon,
                 const double *lat)
{
    const uint32_t nx = (uint32_t)g->nx;
    uint32_t *at = d->strip + 1; // at[s] moves from the begin of strip s to that of s + 1
    memset(d->strip, 0, sizeof d->strip);
    for (int64_t i = 0; i < n; i++)
        if (d->cell[i] != CTK_PIP_NONE) at[1 + (d->cell[i] / nx >> shift)]++;
    for (int32_t s = 1; s <= MOST_STRIPS; s++) at[s] += at[s - 1];
    for (int64_t i = 0; i < n; i++) {
        if (d->cell[i] == CTK_PIP_NONE) continue;
        const uint32_t row = d->cell[i] / nx;
        d->items[at[row >> shift]++] = (item){lon[i], lat[i], (uint32_t)i, d->cell[i] - row * nx};
    }
}

/// Positions of a strip's items by column.
static void order_strip(desk *d, int32_t shift, uint32_t n, const item *items)
{
    memset(d->column, 0, sizeof d->column);
    for (uint32_t i = 0; i < n; i++) d->column[items[i].column >> shift]++;
    uint32_t sum = 0;
    for (int32_t c = 0; c < MOST_COLUMNS; c++) d->column[c] = sum += d->column[c];
    for (uint32_t i = n; i-- > 0;) d->order[--d->column[items[i].column >> shift]] = i;
}

static void find_strip(const ctk_pip *g, const desk *d, uint32_t n, const item *items,
                       int32_t *region)
{
    double lon[GROUP], lat[GROUP];
    int32_t found[GROUP];
    for (uint32_t k = 0; k < n; k += GROUP) {
        const uint32_t m = n - k < GROUP ? n - k : GROUP;
        for (uint32_t i = 0; i < m; i++) {
            lon[i] = items[d->order[k + i]].lon;
            lat[i] = items[d->order[k + i]].lat;
        }
        ctk_pip_find_some(g, (int32_t)m, lon, lat, found);
        for (uint32_t i = 0; i < m; i++) region[items[d->order[k + i]].index] = found[i];
    }
}

static void find_block(const ctk_pip *g, desk *d, int64_t n, const double *lon, const double *lat,
                       int32_t *region)
{
    const int32_t row_shift = strip_shift(g->ny, MOST_STRIPS);
    const int32_t column_shift = strip_shift(g->nx, MOST_COLUMNS);
    for (int64_t i = 0; i < n; i += GROUP)
        settle_by_root(g, (int32_t)(n - i < GROUP ? n - i : GROUP), lon + i, lat + i, d->cell + i,
                       region + i);
    deal(d, g, row_shift, n, lon, lat);
    for (int32_t s = 0; s < MOST_STRIPS; s++) {
        const item *items = d->items + d->strip[s];
        const uint32_t m = d->strip[s + 1] - d->strip[s];
        order_strip(d, column_shift, m, items);
        find_strip(g, d, m, items, region);
    }
}

void ctk_pip_find_ordered(const ctk_pip *g, int64_t n, const double *lon, const double *lat,
                          int32_t n_threads, void *work, size_t work_size, int32_t *region)
{
    const int64_t block = block_of(n, n_threads), n_blocks = (n + block - 1) / block;
#pragma omp parallel for schedule(dynamic) num_threads(n_threads)
    for (int64_t b = 0; b < n_blocks; b++) {
        const int64_t first = b * block, m = n - first < block ? n - first : block;
        desk *d = desk_at(work, work_size, omp_get_thread_num(), block);
        find_block(g, d, m, lon + first, lat + first, region + first);
    }
}
