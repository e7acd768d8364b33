/// Point in polygon: the cells below the root.
#include <math.h>
#include <omp.h>
#include <string.h>

#include "kernels/geom/pip_walk.h"

// ---- cells -------------------------------------------------------------------------------------

/// A part with segments in a cell, and whether the cell's reference is inside.
typedef struct group {
    uint32_t region, odd;
} group;

/// Runs of segments in a cell; `part` is the index of their group, ascending. n = 0 does not occur.
typedef struct cell {
    double x0, y0, h; ///< corner and side, degrees
    uint32_t cover, n_groups;
    const group *groups;
    int64_t n_runs;
    const ctk_pip_record *run;
    int32_t depth, bits; ///< grids above, and log2 of all their sizes together
    uint32_t n_points;   ///< expected to be looked up
} cell;

/// Where words go (those at `end` and beyond are only counted), and a stack of scratch.
typedef struct builder {
    const ctk_pip *grid;
    uint32_t *pool;
    int64_t n_words, end;
    char *scratch;
    size_t used, size;
} builder;

static void *take(builder *b, int64_t n, size_t size)
{
    const size_t bytes = ((size_t)n * size + 15) & ~(size_t)15;
    if (bytes > b->size - b->used) return NULL;
    void *p = b->scratch + b->used;
    b->used += bytes;
    return p;
}

static void put(builder *b, uint32_t word)
{
    if (b->n_words < b->end) b->pool[b->n_words] = word;
    b->n_words++;
}

/// Do n segments from a and n from b go through the same vertices, either way?
static bool is_same_chain(const double *a, const double *b, uint32_t n)
{
    const double *end = b + 2 * (size_t)n;
    const bool is_reverse = a[0] == end[0] && a[1] == end[1];
    const ptrdiff_t step = is_reverse ? -2 : 2;
    if (is_reverse) b = end;
    for (uint32_t v = 0; v <= n; v++, a += 2, b += step)
        if (a[0] != b[0] || a[1] != b[1]) return false;
    return true;
}

/// Are the runs of a group, one, the same segments as another's?
static bool is_copy(const builder *b, int64_t n, const ctk_pip_record *run, int64_t n_other,
                    const ctk_pip_record *other)
{
    const double *p = b->grid->lonlat;
    return n == 1 && n_other == 1 && run->n == other->n &&
           is_same_chain(p + 2 * (size_t)run->first, p + 2 * (size_t)other->first, run->n);
}

static void put_runs(builder *b, int64_t n, const ctk_pip_record *run)
{
    for (int64_t r = 0; r < n; r++) {
        put(b, run[r].first);
        put(b, run[r].n << 1 | (r + 1 < n));
    }
}

static uint32_t add_leaf(builder *b, const cell *c)
{
    const int64_t at = b->n_words;
    const uint32_t has_cover = c->cover != CTK_PIP_NONE;
    put(b, c->n_groups << 1 | has_cover);
    if (has_cover) put(b, c->cover);
    int64_t r = 0, last = 0, n_last = 0; // the runs of the last group that was put with its own
    for (uint32_t g = 0; g < c->n_groups; g++) {
        const int64_t first = r;
        while (r < c->n_runs && c->run[r].part == g) r++;
        const bool copy =
            c->n_points && is_copy(b, r - first, c->run + first, n_last, c->run + last);
        put(b, c->groups[g].region << 2 | (uint32_t)copy << 1 | c->groups[g].odd);
        if (copy) continue;
        put_runs(b, r - first, c->run + first);
        last = first;
        n_last = r - first;
    }
    return CTK_PIP_LEAF + (uint32_t)at;
}

/// log2 of the size of the grid a cell is cut into, 0 = it stays a leaf. About CTK_PIP_CROWDED
/// segments a subcell along a curve, but no finer than half the mean length of a segment in the
/// cell (a sample of it): beyond, each segment would only be listed in more subcells; and no more
/// subcells than segments, since a curve leaves most of them empty. Only where points are looked
/// up.
static int32_t choose_bits(const builder *b, const cell *c)
{
    enum { SAMPLE = 64 };
    double length = 0.0;
    int64_t n = 0, n_seen = 0;
    const double inverse = 1.0 / c->h;
    for (int64_t r = 0; r < c->n_runs; r++) n += c->run[r].n;
    if (n <= CTK_PIP_CROWDED || c->depth >= CTK_PIP_DEPTH || c->n_points < CTK_PIP_WORTH) return 0;
    const int64_t step = 1 + n / SAMPLE;
    int64_t skip = 0;
    for (int64_t r = 0; r < c->n_runs; r++) {
        const double *v = b->grid->lonlat + 2 * (size_t)c->run[r].first;
        for (; skip < c->run[r].n; skip += step, n_seen++) {
            const double *a = v + 2 * skip;
            const double l = (fabs(a[2] - a[0]) + fabs(a[3] - a[1])) * inverse;
            length += l < 1.0 ? l : 1.0;
        }
        skip -= c->run[r].n;
    }
    const double crowd = 1.0 + (double)n / CTK_PIP_CROWDED, fine = 2.0 * (double)n_seen / length;
    int32_t bits = 0;
    while (bits < 7 && c->bits + bits < CTK_PIP_BITS && 1 << bits < crowd && 2 << bits <= fine &&
           (int64_t)4 << (2 * bits) <= n)
        bits++;
    return bits;
}

/// Stable counting sort; begin[n_cells + 1].
static void sort_by_cell(int64_t n, const ctk_pip_record *record, int64_t n_cells,
                         ctk_pip_record *sorted, uint32_t *begin)
{
    memset(begin, 0, (size_t)(n_cells + 1) * sizeof *begin);
    for (int64_t i = 0; i < n; i++) begin[record[i].cell]++;
    uint32_t sum = 0;
    for (int64_t c = 0; c <= n_cells; c++) begin[c] = sum += begin[c];
    for (int64_t i = n; i-- > 0;) sorted[--begin[record[i].cell]] = record[i];
}

/// What cutting a cell needs: its records sorted by subcell, and the state of each group.
typedef struct cutting {
    ctk_pip_record *record;
    uint32_t *begin;   ///< [n * (n + 1) + 1]
    uint32_t *row_odd; ///< [n_groups] at the reference of the row's first subcell
    uint32_t *odd;     ///< [n_groups] at the reference of the subcell
    group *groups;     ///< [n_groups] of the subcell
} cutting;

static bool cut_runs(builder *b, const cell *c, int32_t bits, cutting *k)
{
    const int32_t n = 1 << bits;
    const double h = c->h / n;
    const int64_t n_cells = (int64_t)n * (n + 1);
    const ctk_pip_window w = {c->x0, c->y0, h,     1.0 / h, ldexp(0x1p-32, c->bits + bits),
                              n,     n,     n + 1, 1};
    k->begin = take(b, n_cells + 1, sizeof *k->begin);
    k->row_odd = take(b, c->n_groups, sizeof *k->row_odd);
    k->odd = take(b, c->n_groups, sizeof *k->odd);
    k->groups = take(b, c->n_groups, sizeof *k->groups);
    if (!k->begin || !k->row_odd || !k->odd || !k->groups) return false;

    ctk_pip_sink sink = {(ctk_pip_record *)(void *)(b->scratch + b->used), 0,
                         (int64_t)((b->size - b->used) / sizeof *sink.out)};
    for (int64_t r = 0; r < c->n_runs; r++)
        ctk_pip_walk(&w, b->grid->lonlat, c->run[r].first, c->run[r].n, c->run[r].part, &sink);
    // The sorted copy takes the place of the unsorted one, so that both do not pile up by depth.
    if (2 * sink.n > sink.capacity) return false;
    k->record = take(b, sink.n, sizeof *k->record);
    ctk_pip_record *sorted = take(b, sink.n, sizeof *sorted);
    sort_by_cell(sink.n, k->record, n_cells, sorted, k->begin);
    memcpy(k->record, sorted, (size_t)sink.n * sizeof *sorted);
    b->used = (size_t)((char *)(void *)sorted - b->scratch);
    return true;
}

/// Turn the groups over that change at this subcell; drop those records. Returns the runs' number.
static int64_t apply_turns(ctk_pip_record *record, int64_t n, uint32_t *odd)
{
    int64_t n_runs = 0;
    for (int64_t i = 0; i < n; i++) {
        if (record[i].n == 0)
            odd[record[i].part] ^= 1;
        else
            record[n_runs++] = record[i];
    }
    return n_runs;
}

/// The groups with runs in the subcell, renumbered; those without that hold it cover it.
static void gather_groups(const cell *c, const uint32_t *odd, ctk_pip_record *run, group *groups,
                          cell *sub)
{
    int64_t r = 0;
    sub->cover = c->cover;
    sub->n_groups = 0;
    for (uint32_t g = 0; g < c->n_groups; g++) {
        if (r == sub->n_runs || run[r].part != g) {
            if (odd[g] && c->groups[g].region < sub->cover) sub->cover = c->groups[g].region;
            continue;
        }
        for (; r < sub->n_runs && run[r].part == g; r++) run[r].part = sub->n_groups;
        groups[sub->n_groups++] = (group){c->groups[g].region, odd[g]};
    }
    sub->groups = groups;
    sub->run = run;
}

static uint32_t add_cell(builder *b, const cell *c);

static void add_row(builder *b, const cell *c, int32_t bits, int32_t j, const cutting *k,
                    int64_t at)
{
    const int32_t n = 1 << bits;
    const double h = c->h / n;
    const uint32_t *begin = k->begin + (int64_t)j * (n + 1);
    apply_turns(k->record + begin[0], begin[1] - begin[0], k->row_odd);
    memcpy(k->odd, k->row_odd, c->n_groups * sizeof *k->odd);
    for (int32_t i = 0; i < n; i++) {
        ctk_pip_record *run = k->record + begin[i + 1];
        cell sub = {.x0 = c->x0 + i * h, .y0 = c->y0 + j * h, .h = h};
        sub.depth = c->depth + 1;
        sub.bits = c->bits + bits;
        sub.n_points = c->n_points >> bits; // they gather along a curve as well
        sub.n_runs = apply_turns(run, begin[i + 2] - begin[i + 1], k->odd);
        gather_groups(c, k->odd, run, k->groups, &sub);
        const uint32_t value = add_cell(b, &sub);
        const int64_t to = at + (int64_t)j * n + i;
        if (to < b->end) b->pool[to] = value;
    }
}

static uint32_t add_cell(builder *b, const cell *c)
{
    if (c->n_runs == 0) return c->cover;
    const size_t used = b->used;
    const int32_t bits = choose_bits(b, c);
    cutting k;
    if (bits == 0 || !cut_runs(b, c, bits, &k)) {
        b->used = used;
        return add_leaf(b, c);
    }
    for (uint32_t g = 0; g < c->n_groups; g++) k.row_odd[g] = c->groups[g].odd;
    while (b->n_words % 4) put(b, 0);
    const int64_t at = b->n_words;
    b->n_words += (int64_t)1 << (2 * bits);
    for (int32_t j = 0; j < 1 << bits; j++) add_row(b, c, bits, j, &k, at);
    b->used = used;
    return CTK_PIP_GRID | (uint32_t)bits << 28 | (uint32_t)(at >> 2);
}

// ---- rows of the root --------------------------------------------------------------------------

/// Parts that hold the reference at hand, unordered.
typedef struct active {
    int32_t n;
    uint32_t *part; ///< [n_parts]
} active;

static int32_t active_index(const active *a, uint32_t part)
{
    int32_t i = 0;
    while (i < a->n && a->part[i] != part) i++;
    return i;
}

static void turn_over(active *a, uint32_t part)
{
    const int32_t i = active_index(a, part);
    if (i == a->n)
        a->part[a->n++] = part;
    else
        a->part[i] = a->part[--a->n];
}

static bool in_groups(uint32_t part, const uint32_t *group_part, uint32_t n)
{
    for (uint32_t g = 0; g < n; g++)
        if (group_part[g] == part) return true;
    return false;
}

/// The root cell's runs, groups and cover from its records and the parts active at its reference.
static bool gather_root(builder *b, const ctk_pip_sorted *in, const active *a, uint32_t c0,
                        uint32_t c1, cell *out)
{
    ctk_pip_record *run = take(b, c1 - c0, sizeof *run);
    group *groups = take(b, c1 - c0, sizeof *groups);
    uint32_t *group_part = take(b, c1 - c0, sizeof *group_part);
    if (!run || !groups || !group_part) return false;
    for (uint32_t i = c0; i < c1; i++) {
        if (in->record[i].n == 0) continue;
        const uint32_t part = in->record[i].part, n = out->n_groups;
        if (n == 0 || group_part[n - 1] != part) {
            groups[n] = (group){(uint32_t)in->part_region[part], active_index(a, part) < a->n};
            group_part[out->n_groups++] = part;
        }
        run[out->n_runs] = in->record[i];
        run[out->n_runs++].part = out->n_groups - 1;
    }
    for (int32_t i = 0; i < a->n; i++) {
        const uint32_t region = (uint32_t)in->part_region[a->part[i]];
        if (region < out->cover && !in_groups(a->part[i], group_part, out->n_groups))
            out->cover = region;
    }
    out->run = run;
    out->groups = groups;
    return true;
}

/// Of a cell without borders nobody asks: its page of `expected` may stay untouched.
static uint32_t expected_at(const ctk_pip_sorted *in, size_t at)
{
    if (in->begin[at] == in->begin[at + 1]) return 0;
    return in->expected ? in->expected[at] : UINT32_MAX;
}

/// Fetch the vertices of a root cell that comes soon.
static void prefetch_cell(const double *lonlat, const ctk_pip_sorted *in, size_t at)
{
    enum { LINE = 4, MOST = 64 }; // vertices
    for (uint32_t r = in->begin[at]; r < in->begin[at + 1]; r++) {
        const uint32_t n = in->record[r].n < MOST ? in->record[r].n : MOST;
        const double *v = lonlat + 2 * (size_t)in->record[r].first;
        for (uint32_t i = 0; i < n; i += LINE) __builtin_prefetch(v + 2 * i);
    }
}

/// One row, left to right: its root cells, and its words from `first` up to `end` at most.
/// Returns how many it takes.
static int64_t build_row(ctk_pip *g, const ctk_pip_sorted *in, int32_t j, int64_t first,
                         int64_t end, void *work, size_t work_size)
{
    builder b = {g, g->pool, first, end, work, 0, work_size};
    active a = {0, take(&b, in->n_parts, sizeof *a.part)};
    const size_t used = b.used;
    for (int32_t i = 0; i < g->nx; i++) {
        const size_t at = (size_t)j * (size_t)g->nx + (size_t)i;
        const uint32_t c0 = in->begin[at], c1 = in->begin[at + 1];
        if (i + 2 < g->nx && expected_at(in, at + 2)) prefetch_cell(g->lonlat, in, at + 2);
        for (uint32_t r = c0; r < c1; r++)
            if (in->record[r].n == 0) turn_over(&a, in->record[r].part);
        cell c = {.x0 = g->x0 + i * g->h, .y0 = g->y0 + j * g->h, .h = g->h};
        c.cover = CTK_PIP_NONE;
        c.n_points = expected_at(in, at);
        b.used = used;
        gather_root(&b, in, &a, c0, c1, &c);
        g->root[at] = add_cell(&b, &c);
    }
    while (b.n_words % 4) put(&b, 0); // rows begin where grids may
    return b.n_words - first;
}

size_t ctk_pip_work(const ctk_pip *grid, const ctk_pip_sorted *in)
{
    const int64_t n_cells = (int64_t)grid->nx * grid->ny;
    int64_t most_runs = 0, most_segments = 0;
    for (int64_t c = 0; c < n_cells; c++) {
        int64_t segments = 0;
        for (uint32_t i = in->begin[c]; i < in->begin[c + 1]; i++) segments += in->record[i].n;
        const int64_t runs = in->begin[c + 1] - in->begin[c];
        most_runs = runs > most_runs ? runs : most_runs;
        most_segments = segments > most_segments ? segments : most_segments;
    }
    // gather_root's arrays, then grids: their corners, and twice the records of each level.
    const int64_t bytes = 4 * (int64_t)in->n_parts + 32 * most_runs + 160 * most_segments;
    return (size_t)(bytes + (1 << 20)) & ~(size_t)63;
}

static char *work_of_thread(void *work, size_t size, int thread)
{
    return (char *)work + (size_t)thread * size;
}

int64_t ctk_pip_pool_guess(const ctk_pip *grid, const ctk_pip_sorted *in, int64_t *row_begin)
{
    row_begin[0] = 0;
    for (int32_t j = 0; j < grid->ny; j++) {
        const size_t at = (size_t)j * (size_t)grid->nx;
        const uint32_t c0 = in->begin[at], c1 = in->begin[at + (size_t)grid->nx];
        int64_t n = 10 * (int64_t)(c1 - c0);
        for (uint32_t r = c0; r < c1; r++) n += 5 * (int64_t)in->record[r].n;
        row_begin[j + 1] = row_begin[j] + ((n + 3) & ~(int64_t)3);
    }
    return row_begin[grid->ny];
}

bool ctk_pip_pool(ctk_pip *grid, const ctk_pip_sorted *in, const int64_t *row_begin,
                  int32_t n_threads, void *work, size_t work_size, int64_t *row_words)
{
#pragma omp parallel for schedule(dynamic) num_threads(n_threads)
    for (int32_t j = 0; j < grid->ny; j++)
        row_words[j] = build_row(grid, in, j, row_begin[j], row_begin[j + 1],
                                 work_of_thread(work, work_size, omp_get_thread_num()), work_size);
    bool fits = true;
    for (int32_t j = 0; j < grid->ny; j++)
        fits = fits && row_words[j] <= row_begin[j + 1] - row_begin[j];
    return fits;
}
