/// Chain a web's edges into traces, and cut those into simple rings.
#include "kernels/geom/dissolve_web.h"
#include "kernels/geom/noding.h"
#include "kernels/geom/sweep_order.h"

enum { FEW = 16 }; ///< edges that leave a point, to be held against each other

/// Sweeping counter-clockwise about v from the direction of `back`, a comes before b.
static bool comes_first(const ctk_web *w, int32_t v, int32_t back, int32_t a, int32_t b)
{
    const bool a_wraps = ctk_stars_order(w->net.xy, v, a, back) <= 0,
               b_wraps = ctk_stars_order(w->net.xy, v, b, back) <= 0;
    if (a_wraps != b_wraps) return b_wraps;
    return ctk_stars_order(w->net.xy, v, a, b) < 0;
}

/// The stars of the edges, and of each place in a star (half_stack) the first edge behind it that
/// leaves the point, counter-clockwise and around; -1 = none does.
static void look_around(ctk_web *w)
{
    const ctk_stars *s = &w->stars;
    ctk_web_stars(w);
    for (int32_t p = 0; p < s->n_points; p++) {
        const int32_t begin = s->begin[p], n = s->degree[p];
        int32_t first = -1;
        for (int32_t i = 2 * n - 1; i >= 0; i--) {
            const int32_t at = begin + (i < n ? i : i - n);
            w->half_stack[at] = first;
            if (!(s->star[at] & 1)) first = s->star[at] >> 1;
        }
    }
    w->has_stars = true;
}

static int32_t next_edge(ctk_web *w, int32_t e)
{
    const int32_t v = w->net.to[e];
    int32_t best = w->head[v], n = 0;
    if (best < 0 || w->link[best] < 0) return best;
    for (int32_t f = w->link[best]; f >= 0 && n < FEW; f = w->link[f], n++)
        if (comes_first(w, v, w->net.from[e], w->net.to[f], w->net.to[best])) best = f;
    if (n < FEW) return best;
    if (!w->has_stars) look_around(w);
    return w->half_stack[w->stars.begin[v] + w->stars.place[2 * e + 1]];
}

int ctk_web_chain(ctk_web *w)
{
    int result = 0;
    w->has_stars = false;
    ctk_web_index(w);
    for (int32_t e = 0; e < w->net.n_edges; e++) w->mark[e] = 0;
    for (int32_t e = 0; e < w->net.n_edges; e++) {
        const int32_t f = next_edge(w, e);
        if (f < 0) return 2;
        if (w->mark[f]++ != 0) result = 1;
        w->next[e] = f;
    }
    return result;
}

/// Move the part of the stack from `begin` on into a new ring.
static void emit_ring(ctk_web *w, int32_t *top, int32_t begin, int32_t trace)
{
    const int32_t r = w->n_rings++;
    int32_t at = w->ring_begin[r];
    for (int32_t i = begin; i < *top; i++) {
        w->ring_point[at++] = w->stack[i];
        w->edge_ring[w->stack_edge[i]] = r;
        w->mark[w->stack[i]] = -1;
    }
    *top = begin;
    w->ring_begin[r + 1] = at;
    w->ring_trace[r] = trace;
}

/// Walk the trace of `first` (marking its edges used by next = -1) and cut it at repeated points.
/// false: it runs into an edge that is used already, as where coordinates are beyond arithmetic.
static bool cut_trace(ctk_web *w, int32_t first, int32_t trace)
{
    int32_t top = 0, e = first;
    do {
        const int32_t p = w->net.from[e], f = w->next[e];
        if (w->mark[p] >= 0) emit_ring(w, &top, w->mark[p], trace);
        w->mark[p] = top;
        w->stack_edge[top] = e;
        w->stack[top++] = p;
        w->next[e] = -1;
        e = f;
        if (e < 0) return false;
    } while (e != first);
    emit_ring(w, &top, 0, trace);
    return true;
}

/// Leftmost, then lowest point of ring r, as an index into ring_point.
static int32_t ring_low(const ctk_web *w, int32_t r)
{
    int32_t low = w->ring_begin[r];
    for (int32_t i = low + 1; i < w->ring_begin[r + 1]; i++)
        if (ctk_sweep_before(w->net.xy, w->ring_point[i], w->ring_point[low])) low = i;
    return low;
}

/// Area, positive when clockwise; the sign is that of the turn at the leftmost point, hence exact.
static double ring_area(const ctk_web *w, int32_t r, int32_t low)
{
    const int32_t begin = w->ring_begin[r], end = w->ring_begin[r + 1];
    const int32_t *p = w->ring_point;
    const double *o = w->net.xy + 2 * (int64_t)p[low];
    double sum = 0;
    for (int32_t i = begin; i < end; i++) {
        const double *a = w->net.xy + 2 * (int64_t)p[i];
        const double *b = w->net.xy + 2 * (int64_t)p[i + 1 < end ? i + 1 : begin];
        sum += (b[0] - o[0]) * (a[1] - o[1]) - (a[0] - o[0]) * (b[1] - o[1]);
    }
    const double *before = w->net.xy + 2 * (int64_t)p[low > begin ? low - 1 : end - 1];
    const double *after = w->net.xy + 2 * (int64_t)p[low + 1 < end ? low + 1 : begin];
    const double size = sum < 0 ? -0.5 * sum : 0.5 * sum;
    return ctk_doubled_area(before, o, after) < 0 ? size : -size;
}

static void describe_rings(ctk_web *w)
{
    for (int32_t t = 0; t < w->n_traces; t++) w->trace_low[t] = w->trace_shell[t] = -1;
    for (int32_t r = 0; r < w->n_rings; r++) {
        const int32_t t = w->ring_trace[r], low = ring_low(w, r), p = w->ring_point[low];
        w->ring_area[r] = ring_area(w, r, low);
        if (w->trace_low[t] < 0 || ctk_sweep_before(w->net.xy, p, w->trace_low[t]))
            w->trace_low[t] = p;
        if (w->ring_area[r] < 0 || w->trace_shell[t] >= 0) continue;
        w->trace_shell[t] = r;
        w->trace_entry[t] =
            w->ring_point[low > w->ring_begin[r] ? low - 1 : w->ring_begin[r + 1] - 1];
    }
}

bool ctk_web_rings(ctk_web *w)
{
    w->n_rings = w->n_traces = 0;
    w->ring_begin[0] = 0;
    for (int32_t p = 0; p < w->net.n_points; p++) w->mark[p] = -1;
    for (int32_t e = 0; e < w->net.n_edges; e++)
        if (w->next[e] >= 0 && !cut_trace(w, e, w->n_traces++)) return false;
    describe_rings(w);
    return true;
}
