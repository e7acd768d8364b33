/// What lies around each edge and point of a noded web, by a sweep.
///
/// The sweep of below.h tells the line below each point. The winding number above it is that below
/// the first edge which runs right from the point; above each edge it is less by the edge's
/// multiplicity where the edge runs right, for then what it bounds lies below, and more where it
/// runs left. The same step by step around the point, clockwise, leads to the number west of it.
/// The ring around a ring is the one around the place right below its first edge: the ring of the
/// edge below, or what lies around that ring.
#include "kernels/geom/below.h"
#include "kernels/geom/dissolve_web.h"
#include "kernels/geom/sweep_order.h"

static bool runs_right(const ctk_web *w, int32_t e)
{
    return ctk_sweep_before(w->net.xy, w->net.from[e], w->net.to[e]);
}

/// What is added to the winding number as a half is passed counter-clockwise about its start.
static int32_t change_at(const ctk_web *w, int32_t half)
{
    return half & 1 ? w->net.tag[half >> 1] : -w->net.tag[half >> 1];
}

static bool leads_right(const ctk_web *w, int32_t p, int32_t half)
{
    return ctk_sweep_before(w->net.xy, p, ctk_half_to(&w->stars, half));
}

/// Point p, above line `below`: a star begins with what leads left and down.
static void pass_point(ctk_web *w, int32_t p, int32_t below)
{
    const ctk_stars *s = &w->stars;
    const int32_t *star = s->star + s->begin[p], n = s->degree[p];
    int32_t winding = below < 0 ? 0 : w->above[below], i = 0;
    w->west[p] = winding;
    for (; i < n && !leads_right(w, p, star[i]); i++) w->west[p] -= change_at(w, star[i]);
    for (; i < n && leads_right(w, p, star[i]); i++) {
        const int32_t e = star[i] >> 1;
        w->under[e] = winding;
        w->under_edge[e] = below;
        winding += change_at(w, star[i]);
        w->above[e] = winding;
        below = e;
    }
}

void ctk_web_sweep(ctk_web *w)
{
    ctk_net *t = &w->net;
    ctk_below b = {t->from2, t->to2, {-1, t->tag2, t->split_edge, t->split_point}};
    ctk_below_find(&b, &w->stars, t->split_begin);
    for (int32_t i = 0; i < t->n_points; i++) {
        const int32_t p = w->sweep_point[i] = b.order[i];
        if (w->stars.degree[p] > 0) pass_point(w, p, t->split_begin[p]);
    }
}

/// The ring around the place right above edge e, -1 = none: a ring of positive area runs clockwise.
static int32_t ring_above(const ctk_web *w, int32_t e)
{
    if (e < 0) return -1;
    const int32_t r = w->edge_ring[e];
    return runs_right(w, e) == (w->ring_area[r] < 0) ? r : w->ring_around[r];
}

/// The first edge of ring r that the sweep meets.
static void begin_ring(ctk_web *w, int32_t r, int32_t e)
{
    const int32_t around = ring_above(w, w->under_edge[e]), t = w->ring_trace[r];
    w->ring_around[r] = around;
    w->ring_outer[r] = around < 0 || w->ring_area[around] > 0 ? around : w->ring_outer[around];
    if (w->trace_low[t] == w->net.from[e] || w->trace_low[t] == w->net.to[e])
        w->trace_owner[t] = w->ring_outer[r];
}

void ctk_web_surround(ctk_web *w)
{
    const ctk_stars *s = &w->stars;
    for (int32_t r = 0; r < w->n_rings; r++) w->ring_around[r] = -2;
    for (int32_t i = 0; i < w->net.n_points; i++) {
        const int32_t p = w->sweep_point[i], *star = s->star + s->begin[p];
        for (int32_t k = 0; k < s->degree[p]; k++) {
            const int32_t e = star[k] >> 1, r = w->edge_ring[e];
            if (w->ring_around[r] == -2 && leads_right(w, p, star[k])) begin_ring(w, r, e);
        }
    }
}

int32_t ctk_web_between(const ctk_web *w, int32_t p, int32_t q)
{
    const ctk_stars *s = &w->stars;
    const int32_t *star = s->star + s->begin[p];
    int32_t lo = 0;
    for (int32_t n = s->degree[p]; n > 1;) {
        const int32_t half = n / 2;
        const bool is_before = ctk_stars_order(s->xy, p, ctk_half_to(s, star[lo + half]), q) <= 0;
        lo = is_before ? lo + half : lo;
        n = is_before ? n - half : half;
    }
    return star[lo] >> 1;
}
