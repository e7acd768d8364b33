/// Chain a web's edges into traces, cut those into simple rings, and find out who holds whom.
#include "kernels/geom/dissolve_web.h"
#include "kernels/geom/noding.h"
#include "kernels/geom/sweep_order.h"

/// Sweeping counter-clockwise about v from the direction of `back`, a comes before b.
static bool comes_first(const ctk_web *w, int32_t v, int32_t back, int32_t a, int32_t b)
{
    const bool a_wraps = ctk_stars_order(w->net.xy, v, a, back) <= 0,
               b_wraps = ctk_stars_order(w->net.xy, v, b, back) <= 0;
    if (a_wraps != b_wraps) return b_wraps;
    return ctk_stars_order(w->net.xy, v, a, b) < 0;
}

static int32_t next_edge(const ctk_web *w, int32_t e)
{
    const int32_t v = w->net.to[e];
    int32_t best = w->head[v];
    if (best < 0 || w->link[best] < 0) return best;
    for (int32_t f = w->link[best]; f >= 0; f = w->link[f])
        if (comes_first(w, v, w->net.from[e], w->net.to[f], w->net.to[best])) best = f;
    return best;
}

int ctk_web_chain(ctk_web *w)
{
    int result = 0;
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

/// The rays that ring r could meet: those between its lowest and highest point. false = none.
static bool rays_beside(const ctk_web *w, int32_t r, const int32_t *point, int32_t *lo, int32_t *hi)
{
    double min = w->net.xy[2 * (int64_t)w->ring_point[w->ring_begin[r]] + 1], max = min;
    for (int32_t i = w->ring_begin[r]; i < w->ring_begin[r + 1]; i++) {
        const double y = w->net.xy[2 * (int64_t)w->ring_point[i] + 1];
        min = y < min ? y : min;
        max = y > max ? y : max;
    }
    *lo = ctk_web_first_ray(w, w->n_traces, point, min);
    *hi = ctk_web_first_ray(w, w->n_traces, point, max);
    return *lo < *hi;
}

/// Cast the rays of all traces against ring r.
static void cast_ring(ctk_web *w, int32_t r, const int32_t *point)
{
    const int32_t begin = w->ring_begin[r], end = w->ring_begin[r + 1];
    int32_t lo, hi;
    if (!rays_beside(w, r, point, &lo, &hi)) return;
    for (int32_t i = begin; i < end; i++)
        ctk_web_cast(w, hi - lo, point + lo, w->ring_point[i],
                     w->ring_point[i + 1 < end ? i + 1 : begin], 1, w->ray_acc + lo);
    for (int32_t i = lo; i < hi; i++) {
        const int32_t t = w->ray_trace[i], owner = w->trace_owner[t];
        if (w->ray_acc[i] == 1 && w->ring_area[r] > 0 && t != w->ring_trace[r] &&
            (owner < 0 || w->ring_area[r] < w->ring_area[owner]))
            w->trace_owner[t] = r;
        w->ray_wind[i] += w->ray_acc[i];
        w->ray_acc[i] = 0;
    }
}

/// Where other rings touch the leftmost point v of an outer ring, the ray from v starts in one of
/// several wedges; the one that counts lies just clockwise of the edge by which the ring arrives at
/// v. Sweeping there from the west, each edge that is passed changes the winding by one.
static void turn_rays_at(ctk_web *w, int32_t v, int32_t end, int32_t change)
{
    for (int32_t t = w->mark[v]; t >= 0; t = w->trace_link[t])
        if (ctk_stars_order(w->net.xy, v, end, w->trace_entry[t]) < 0) w->trace_turn[t] += change;
}

static void turn_rays(ctk_web *w)
{
    for (int32_t t = 0; t < w->n_traces; t++) {
        w->trace_turn[t] = 0;
        if (w->trace_shell[t] < 0) continue;
        w->trace_link[t] = w->mark[w->trace_low[t]];
        w->mark[w->trace_low[t]] = t;
    }
    for (int32_t e = 0; e < w->net.n_edges; e++) {
        turn_rays_at(w, w->net.to[e], w->net.from[e], 1);
        turn_rays_at(w, w->net.from[e], w->net.to[e], -1);
    }
}

/// A trace with an outer ring lies in the outside and owns itself; one without lies in an interior.
static bool settle_traces(ctk_web *w)
{
    bool clean = true;
    for (int32_t i = 0; i < w->n_traces; i++) {
        const int32_t t = w->ray_trace[i], shell = w->trace_shell[t];
        if (w->ray_wind[i] + w->trace_turn[t] != (shell < 0)) clean = false;
        if (shell >= 0) w->trace_owner[t] = shell;
        if (w->trace_owner[t] < 0) clean = false;
    }
    for (int32_t r = 0; r < w->n_rings; r++)
        if (w->ring_area[r] > 0 && w->trace_shell[w->ring_trace[r]] != r) clean = false;
    return clean;
}

bool ctk_web_nest(ctk_web *w)
{
    int32_t *point = w->stack;
    for (int32_t t = 0; t < w->n_traces; t++) {
        w->ray_trace[t] = t;
        w->trace_owner[t] = -1;
        w->ray_acc[t] = w->ray_wind[t] = 0;
    }
    ctk_web_sort_rays(w, w->n_traces, w->ray_trace, w->trace_low);
    for (int32_t i = 0; i < w->n_traces; i++) point[i] = w->trace_low[w->ray_trace[i]];
    for (int32_t r = 0; r < w->n_rings; r++) cast_ring(w, r, point);
    turn_rays(w);
    return settle_traces(w);
}
