/// Winding numbers of the faces of a noded web, and the edges that bound what is wound around.
#include "kernels/geom/dissolve_web.h"
#include "kernels/geom/sweep_order.h"
#include "kernels/prim/sets.h"

enum { FEW = 64 }; ///< parts, rays from which are held against every edge

static int32_t number_faces(ctk_web *w)
{
    int32_t n = 0;
    for (int32_t h = 0; h < 2 * w->net.n_edges; h++) w->face[h] = -1;
    for (int32_t h = 0; h < 2 * w->net.n_edges; h++) {
        if (w->face[h] >= 0) continue;
        for (int32_t g = h; w->face[g] < 0; g = w->stars.next[g]) w->face[g] = n;
        n++;
    }
    return n;
}

/// trace_low[c] = leftmost point of connected part c of the web. The root of a part is that point.
static void find_parts(ctk_web *w)
{
    int32_t *parent = w->mark;
    for (int32_t p = 0; p < w->net.n_points; p++) parent[p] = p;
    for (int32_t e = 0; e < w->net.n_edges; e++) {
        const int32_t a = ctk_find(parent, w->net.from[e]), b = ctk_find(parent, w->net.to[e]);
        if (ctk_sweep_before(w->net.xy, a, b))
            parent[b] = a;
        else
            parent[a] = b;
    }
    w->n_traces = 0;
    for (int32_t p = 0; p < w->net.n_points; p++)
        if (parent[p] == p && w->stars.degree[p] > 0) w->trace_low[w->n_traces++] = p;
}

/// ray_wind[i] = winding just west of the leftmost point of part ray_trace[i].
static void sweep_parts(ctk_web *w)
{
    ctk_web_sweep(w);
    for (int32_t i = 0; i < w->n_traces; i++) {
        w->ray_trace[i] = i;
        w->ray_wind[i] = w->west[w->trace_low[i]];
    }
}

/// The same of few parts.
static void wind_parts(ctk_web *w)
{
    const int32_t n = w->n_traces;
    int32_t *point = w->stack;
    if (n > FEW) {
        sweep_parts(w);
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        w->ray_trace[i] = i;
        w->ray_wind[i] = 0;
    }
    ctk_web_sort_rays(w, n, w->ray_trace, w->trace_low);
    for (int32_t i = 0; i < n; i++) point[i] = w->trace_low[w->ray_trace[i]];
    for (int32_t e = 0; e < w->net.n_edges; e++)
        ctk_web_cast(w, n, point, w->net.from[e], w->net.to[e], w->net.tag[e], w->ray_wind);
}

/// Spread the winding of h's face over its part: right of an edge it is mult more than left of it.
static void spread_winding(ctk_web *w, int32_t first, int32_t winding)
{
    int32_t top = 0;
    w->wind[w->face[first]] = winding;
    w->known[w->face[first]] = 1;
    w->half_stack[top++] = first;
    while (top > 0) {
        const int32_t h = w->half_stack[--top];
        int32_t g = h;
        do {
            const int32_t f = w->face[g ^ 1], m = w->net.tag[g >> 1];
            if (!w->known[f]) {
                w->known[f] = 1;
                w->wind[f] = w->wind[w->face[g]] - (g & 1 ? -m : m);
                w->half_stack[top++] = g ^ 1;
            }
            g = w->stars.next[g];
        } while (g != h);
    }
}

static bool is_inside(const ctk_web *w, int32_t half)
{
    const int32_t winding = w->wind[w->face[half]];
    if (w->rule == CTK_DISSOLVE_EVEN_ODD) return winding & 1;
    return w->rule == CTK_DISSOLVE_NON_ZERO ? winding != 0 : winding > 0;
}

static void keep_boundary(ctk_web *w)
{
    int32_t n = 0;
    for (int32_t e = 0; e < w->net.n_edges; e++) {
        const int32_t a = w->net.from[e], b = w->net.to[e];
        const bool right = is_inside(w, 2 * e), left = is_inside(w, 2 * e + 1);
        if (right == left) continue;
        w->net.from[n] = right ? a : b;
        w->net.to[n] = right ? b : a;
        w->net.tag[n++] = 1;
    }
    w->net.n_edges = n;
}

void ctk_web_hull(ctk_web *w)
{
    ctk_web_stars(w);
    const int32_t n_faces = number_faces(w);
    for (int32_t f = 0; f < n_faces; f++) w->known[f] = 0;
    find_parts(w);
    wind_parts(w);
    for (int32_t i = 0; i < w->n_traces; i++) {
        const int32_t p = w->trace_low[w->ray_trace[i]];
        spread_winding(w, w->stars.star[w->stars.begin[p]], w->ray_wind[i]);
    }
    keep_boundary(w);
}
