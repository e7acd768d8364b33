/// A chain of segments cut into the runs that touch each cell of a grid.
#include "kernels/geom/pip_walk.h"

#include <math.h>

/// The segment at hand: end points in degrees and in cells of the window.
typedef struct leg {
    const double *a, *b;
    double au, av, bu, bv;
} leg;

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

/// Cell of the window in which (u, v) lies with all its margin, -1 = none.
static int64_t inner_cell(const ctk_pip_window *w, double u, double v)
{
    const int32_t i = clamp_floor(u, w->nx), j = clamp_floor(v, w->ny);
    if (i < 0 || j < 0 || i >= w->nx || j >= w->ny) return -1;
    const double fu = u - i, fv = v - j, m = w->margin;
    const bool is_inner = fu > m && fu < 1.0 - m && fv > m && fv < 1.0 - m;
    return is_inner ? cell_of(w, i, j) : -1;
}

/// u of the segment at height v, kept between its ends.
static double u_at(const leg *s, double v)
{
    const double low = fmin(s->au, s->bu), high = fmax(s->au, s->bu);
    const double u = s->au + (v - s->av) * ((s->bu - s->au) / (s->bv - s->av));
    return u < low ? low : u > high ? high : u;
}

/// Columns lo .. hi that the segment touches in row j.
static void row_columns(const ctk_pip_window *w, const leg *s, int32_t j, int32_t *lo, int32_t *hi)
{
    double low = fmin(s->au, s->bu), high = fmax(s->au, s->bu);
    const double m = w->margin, below = j - m, above = j + 1 + m;
    const double v0 = fmin(s->av, s->bv), v1 = fmax(s->av, s->bv);
    if (low != high && v0 != v1 && (v0 < below || v1 > above)) {
        double p = v0 < below ? u_at(s, below) : s->av < s->bv ? s->au : s->bu;
        double q = v1 > above ? u_at(s, above) : s->av < s->bv ? s->bu : s->au;
        low = fmin(p, q);
        high = fmax(p, q);
    }
    *lo = clamp_floor(low - m, w->nx);
    *hi = clamp_floor(high + m, w->nx);
    if (*lo < 0) *lo = 0;
    if (*hi >= w->nx) *hi = w->nx - 1;
}

/// Rows lo .. hi of the window within the margin of the segment.
static void leg_rows(const ctk_pip_window *w, const leg *s, int32_t *lo, int32_t *hi)
{
    *lo = clamp_floor(fmin(s->av, s->bv) - w->margin, w->ny);
    *hi = clamp_floor(fmax(s->av, s->bv) + w->margin, w->ny);
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

void ctk_pip_walk(const ctk_pip_window *w, const double *lonlat, uint32_t first, uint32_t n,
                  uint32_t part, ctk_pip_sink *sink)
{
    const double *p = lonlat + 2 * (size_t)first;
    leg s = {p, p, 0, 0, (p[0] - w->x0) * w->inverse, (p[1] - w->y0) * w->inverse};
    int64_t cell = inner_cell(w, s.bu, s.bv);
    uint32_t start = first; // the run open in `cell` begins here
    for (uint32_t v = first; v < first + n; v++) {
        s.a = lonlat + 2 * (size_t)v;
        s.b = s.a + 2;
        s.au = s.bu;
        s.av = s.bv;
        s.bu = (s.b[0] - w->x0) * w->inverse;
        s.bv = (s.b[1] - w->y0) * w->inverse;
        const int64_t next = inner_cell(w, s.bu, s.bv);
        if (next >= 0 && next == cell) continue;

        if (cell >= 0) emit(sink, cell, start, v + 1 - start, part);
        int32_t j0, j1;
        leg_rows(w, &s, &j0, &j1);
        for (int32_t j = j0; j <= j1; j++) {
            int32_t i0, i1;
            row_columns(w, &s, j, &i0, &i1);
            for (int32_t i = i0; i <= i1; i++) {
                const int64_t c = cell_of(w, i, j);
                if (c != cell && c != next) emit(sink, c, v, 1, part);
            }
            cross_row(w, &s, j, part, sink);
        }
        if (w->shift) cross_left(w, &s, part, sink);
        cell = next;
        start = v;
    }
    if (cell >= 0 && start < first + n) emit(sink, cell, start, first + n - start, part);
}
