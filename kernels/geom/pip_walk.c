/// A chain of segments cut into the runs that touch each cell of a grid.
#include "kernels/geom/pip_walk.h"

/// The segment at hand: end points in degrees and in cells of the window.
typedef struct leg {
    const double *a, *b;
    double au, av, bu, bv;
} leg;

static inline double least(double a, double b)
{
    return a < b ? a : b;
}
static inline double most(double a, double b)
{
    return a > b ? a : b;
}

static void emit(ctk_pip_sink *sink, int64_t cell, uint32_t first, uint32_t n, uint32_t part)
{
    if (sink->n < sink->capacity)
        sink->out[sink->n] = (ctk_pip_record){(uint32_t)cell, first, n, part};
    sink->n++;
}

static int64_t cell_of(const ctk_pip_window *w, int32_t i, int32_t j)
{
    return (int64_t)j * w->stride + i + w->shift;
}

/// floor(v) clamped to -1 .. n.
static int32_t clamp_floor(double v, int32_t n)
{
    if (v < 0.0) return -1;
    return v < (double)n ? (int32_t)v : n;
}

/// The inner part of a cell, free of its margin, in degrees; index -1 = none.
typedef struct inner {
    int64_t index;
    double x0, x1, y0, y1;
} inner;

static inline bool is_inside(const inner *c, const double *p)
{
    return p[0] > c->x0 && p[0] < c->x1 && p[1] > c->y0 && p[1] < c->y1;
}

/// The cell of the window in whose inner part p lies.
static inner inner_at(const ctk_pip_window *w, const double *p)
{
    const int32_t i = clamp_floor((p[0] - w->x0) * w->inverse, w->nx);
    const int32_t j = clamp_floor((p[1] - w->y0) * w->inverse, w->ny);
    const double m = w->margin;
    inner c = {-1, 0, 0, 0, 0};
    if (i < 0 || j < 0 || i >= w->nx || j >= w->ny) return c;
    c = (inner){cell_of(w, i, j), w->x0 + (i + m) * w->h, w->x0 + (i + 1 - m) * w->h,
                w->y0 + (j + m) * w->h, w->y0 + (j + 1 - m) * w->h};
    if (!is_inside(&c, p)) c.index = -1;
    return c;
}

/// u of the segment at height v, kept between its ends.
static double u_at(const leg *s, double v)
{
    const double low = least(s->au, s->bu), high = most(s->au, s->bu);
    const double u = s->au + (v - s->av) * ((s->bu - s->au) / (s->bv - s->av));
    return u < low ? low : u > high ? high : u;
}

/// Columns lo .. hi that the segment touches in row j.
static void row_columns(const ctk_pip_window *w, const leg *s, int32_t j, int32_t *lo, int32_t *hi)
{
    double low = least(s->au, s->bu), high = most(s->au, s->bu);
    const double m = w->margin, below = j - m, above = j + 1 + m;
    const double v0 = least(s->av, s->bv), v1 = most(s->av, s->bv);
    if (low != high && v0 != v1 && (v0 < below || v1 > above)) {
        double p = v0 < below ? u_at(s, below) : s->av < s->bv ? s->au : s->bu;
        double q = v1 > above ? u_at(s, above) : s->av < s->bv ? s->bu : s->au;
        low = least(p, q);
        high = most(p, q);
    }
    *lo = clamp_floor(low - m, w->nx);
    *hi = clamp_floor(high + m, w->nx);
    if (*lo < 0) *lo = 0;
    if (*hi >= w->nx) *hi = w->nx - 1;
}

/// Rows lo .. hi of the window within the margin of the segment.
static void leg_rows(const ctk_pip_window *w, const leg *s, int32_t *lo, int32_t *hi)
{
    *lo = clamp_floor(least(s->av, s->bv) - w->margin, w->ny);
    *hi = clamp_floor(most(s->av, s->bv) + w->margin, w->ny);
    if (*lo < 0) *lo = 0;
    if (*hi >= w->ny) *hi = w->ny - 1;
}

/// Crossing with the lower line of row j: the first reference to its right turns over.
static void cross_row(const ctk_pip_window *w, const leg *s, int32_t j, uint32_t part,
                      ctk_pip_sink *sink)
{
    const double y = w->y0 + j * w->h;
    if ((s->a[1] > y) == (s->b[1] > y)) return;
    int32_t i = clamp_floor(u_at(s, j), w->nx);
    if (i < 0) i = 0;
    while (i > 0 && ctk_pip_is_right(s->a, s->b, w->x0 + (i - 1) * w->h, y)) i--;
    while (i < w->nx && !ctk_pip_is_right(s->a, s->b, w->x0 + i * w->h, y)) i++;
    if (i > 0 && i < w->nx) emit(sink, cell_of(w, i, j), 0, 0, part);
}

/// Crossing with the left line of the window: the first reference above it turns over.
static void cross_left(const ctk_pip_window *w, const leg *s, uint32_t part, ctk_pip_sink *sink)
{
    if ((s->a[0] > w->x0) == (s->b[0] > w->x0)) return;
    const double t = s->au / (s->au - s->bu);
    int32_t j = clamp_floor(s->av + t * (s->bv - s->av), w->ny);
    if (j < 0) j = 0;
    while (j > 0 && ctk_pip_is_above(s->a, s->b, w->x0, w->y0 + (j - 1) * w->h)) j--;
    while (j < w->ny && !ctk_pip_is_above(s->a, s->b, w->x0, w->y0 + j * w->h)) j++;
    if (j > 0 && j < w->ny) emit(sink, (int64_t)j * w->stride, 0, 0, part);
}

/// A segment that is not inside one cell: listed in all it touches but `skip` and `skip2`.
static void cross_cells(const ctk_pip_window *w, const double *a, uint32_t v, uint32_t part,
                        int64_t skip, int64_t skip2, ctk_pip_sink *sink)
{
    const leg s = {a,
                   a + 2,
                   (a[0] - w->x0) * w->inverse,
                   (a[1] - w->y0) * w->inverse,
                   (a[2] - w->x0) * w->inverse,
                   (a[3] - w->y0) * w->inverse};
    int32_t j0, j1;
    leg_rows(w, &s, &j0, &j1);
    for (int32_t j = j0; j <= j1; j++) {
        int32_t i0, i1;
        row_columns(w, &s, j, &i0, &i1);
        for (int32_t i = i0; i <= i1; i++) {
            const int64_t c = cell_of(w, i, j);
            if (c != skip && c != skip2) emit(sink, c, v, 1, part);
        }
        cross_row(w, &s, j, part, sink);
    }
    if (w->shift) cross_left(w, &s, part, sink);
}

void ctk_pip_walk(const ctk_pip_window *w, const double *lonlat, uint32_t first, uint32_t n,
                  uint32_t part, ctk_pip_sink *sink)
{
    const uint32_t end = first + n;
    inner cell = inner_at(w, lonlat + 2 * (size_t)first);
    uint32_t start = first; // the run open in `cell` begins here
    for (uint32_t v = first; v < end; v++) {
        const double *a = lonlat + 2 * (size_t)v;
        if (cell.index >= 0 && is_inside(&cell, a + 2)) continue;
        const inner next = inner_at(w, a + 2);
        if (cell.index >= 0) emit(sink, cell.index, start, v + 1 - start, part);
        cross_cells(w, a, v, part, cell.index, next.index, sink);
        cell = next;
        start = v;
    }
    if (cell.index >= 0) emit(sink, cell.index, start, end - start, part);
}
