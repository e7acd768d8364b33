/// Which ring of a web holds which trace: by rays, or where these would meet too many edges by a
/// sweep.
#include "kernels/geom/dissolve_web.h"

enum { MANY_LOOKS = 64 }; ///< of rays at each edge: a sweep takes less

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

/// Edges that the rays would be held against.
static int64_t count_looks(const ctk_web *w, const int32_t *point)
{
    int64_t n = 0;
    for (int32_t r = 0; r < w->n_rings; r++) {
        int32_t lo, hi;
        if (rays_beside(w, r, point, &lo, &hi))
            n += (int64_t)(hi - lo) * (w->ring_begin[r + 1] - w->ring_begin[r]);
    }
    return n;
}

/// What rays find, from a sweep: the winding number below the edge by which an outer ring arrives,
/// or west of where a trace without one begins, and the ring around the latter.
static void sweep_traces(ctk_web *w)
{
    ctk_web_stars(w);
    ctk_web_sweep(w);
    ctk_web_surround(w);
    for (int32_t i = 0; i < w->n_traces; i++) {
        const int32_t t = w->ray_trace[i], low = w->trace_low[t];
        w->trace_turn[t] = 0;
        w->ray_wind[i] = w->trace_shell[t] < 0
                             ? w->west[low]
                             : w->under[ctk_web_between(w, low, w->trace_entry[t])];
    }
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
    if (w->has_stars || count_looks(w, point) > MANY_LOOKS * (int64_t)w->net.n_edges) {
        sweep_traces(w);
        return settle_traces(w);
    }
    for (int32_t r = 0; r < w->n_rings; r++) cast_ring(w, r, point);
    turn_rays(w);
    return settle_traces(w);
}
