/// Winding numbers of the faces of a noded web, and the edges that bound what is wound around.
#include "kernels/geom/dissolve_web.h"
#include "kernels/prim/sets.h"

static int32_t half_from(const ctk_web *w, int32_t h)
{
    return h & 1 ? w->to[h >> 1] : w->from[h >> 1];
}
static int32_t half_to(const ctk_web *w, int32_t h)
{
    return h & 1 ? w->from[h >> 1] : w->to[h >> 1];
}

static void fill_stars(ctk_web *w)
{
    int32_t *begin = w->star_begin;
    for (int32_t p = 0; p <= w->n_points; p++) begin[p] = 0;
    for (int32_t h = 0; h < 2 * w->n_edges; h++) begin[half_from(w, h) + 1]++;
    for (int32_t p = 0; p < w->n_points; p++) begin[p + 1] += begin[p];
    for (int32_t h = 0; h < 2 * w->n_edges; h++) w->star[begin[half_from(w, h)]++] = h;
    for (int32_t p = w->n_points; p > 0; p--) begin[p] = begin[p - 1];
    begin[0] = 0;
}

/// Half-edges leaving p, counter-clockwise from the west.
static void sort_star(ctk_web *w, int32_t p)
{
    int32_t *star = w->star + w->star_begin[p];
    const int32_t n = w->star_begin[p + 1] - w->star_begin[p];
    for (int32_t i = 1; i < n; i++) {
        const int32_t h = star[i];
        int32_t j = i;
        for (; j > 0 && ctk_web_angle(w, p, half_to(w, star[j - 1]), half_to(w, h)) > 0; j--)
            star[j] = star[j - 1];
        star[j] = h;
    }
    for (int32_t i = 0; i < n; i++) w->star_pos[star[i]] = i;
}

/// After h comes the first way out counter-clockwise from the way back: the face on h's right goes
/// on.
static void link_halves(ctk_web *w)
{
    for (int32_t h = 0; h < 2 * w->n_edges; h++) {
        const int32_t v = half_to(w, h), begin = w->star_begin[v];
        const int32_t n = w->star_begin[v + 1] - begin, i = w->star_pos[h ^ 1] + 1;
        w->half_next[h] = w->star[begin + (i < n ? i : 0)];
    }
}

static int32_t number_faces(ctk_web *w)
{
    int32_t n = 0;
    for (int32_t h = 0; h < 2 * w->n_edges; h++) w->face[h] = -1;
    for (int32_t h = 0; h < 2 * w->n_edges; h++) {
        if (w->face[h] >= 0) continue;
        for (int32_t g = h; w->face[g] < 0; g = w->half_next[g]) w->face[g] = n;
        n++;
    }
    return n;
}

static bool is_lower(const ctk_web *w, int32_t p, int32_t q)
{
    const double *a = w->xy + 2 * (int64_t)p, *b = w->xy + 2 * (int64_t)q;
    return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
}

/// trace_low[c] = leftmost point of connected part c of the web. The root of a part is that point.
static void find_parts(ctk_web *w)
{
    int32_t *parent = w->mark;
    for (int32_t p = 0; p < w->n_points; p++) parent[p] = p;
    for (int32_t e = 0; e < w->n_edges; e++) {
        const int32_t a = ctk_find(parent, w->from[e]), b = ctk_find(parent, w->to[e]);
        if (is_lower(w, a, b))
            parent[b] = a;
        else
            parent[a] = b;
    }
    w->n_traces = 0;
    for (int32_t p = 0; p < w->n_points; p++)
        if (parent[p] == p && w->star_begin[p] < w->star_begin[p + 1])
            w->trace_low[w->n_traces++] = p;
}

/// ray_wind[i] = winding just west of the leftmost point of part ray_trace[i].
static void wind_parts(ctk_web *w)
{
    const int32_t n = w->n_traces;
    int32_t *point = w->stack;
    for (int32_t i = 0; i < n; i++) {
        w->ray_trace[i] = i;
        w->ray_wind[i] = 0;
    }
    ctk_web_sort_rays(w, n, w->ray_trace, w->trace_low);
    for (int32_t i = 0; i < n; i++) point[i] = w->trace_low[w->ray_trace[i]];
    for (int32_t e = 0; e < w->n_edges; e++)
        ctk_web_cast(w, n, point, w->from[e], w->to[e], w->mult[e], w->ray_wind);
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
            const int32_t f = w->face[g ^ 1], m = w->mult[g >> 1];
            if (!w->known[f]) {
                w->known[f] = 1;
                w->wind[f] = w->wind[w->face[g]] - (g & 1 ? -m : m);
                w->half_stack[top++] = g ^ 1;
            }
            g = w->half_next[g];
        } while (g != h);
    }
}

static void keep_boundary(ctk_web *w)
{
    int32_t n = 0;
    for (int32_t e = 0; e < w->n_edges; e++) {
        const int32_t a = w->from[e], b = w->to[e];
        const bool right = w->wind[w->face[2 * e]] > 0, left = w->wind[w->face[2 * e + 1]] > 0;
        if (right == left) continue;
        w->from[n] = right ? a : b;
        w->to[n] = right ? b : a;
        w->mult[n++] = 1;
    }
    w->n_edges = n;
}

void ctk_web_hull(ctk_web *w)
{
    fill_stars(w);
    for (int32_t p = 0; p < w->n_points; p++) sort_star(w, p);
    link_halves(w);
    const int32_t n_faces = number_faces(w);
    for (int32_t f = 0; f < n_faces; f++) w->known[f] = 0;
    find_parts(w);
    wind_parts(w);
    for (int32_t i = 0; i < w->n_traces; i++) {
        const int32_t p = w->trace_low[w->ray_trace[i]];
        spread_winding(w, w->star[w->star_begin[p]], w->ray_wind[i]);
    }
    keep_boundary(w);
}
