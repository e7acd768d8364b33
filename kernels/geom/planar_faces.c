/// Faces of split edges, as simple rings with their owners.
#include "kernels/geom/planar_faces.h"

#include "kernels/geom/point.h"
#include "kernels/geom/sphere.h"

static const double *at(const ctk_planar *p, int32_t i)
{
    return p->net.xy + 2 * (int64_t)i;
}

/// The line a - b of those that are chained at its slot, -1 = none.
static int32_t find_line(const ctk_planar *p, uint32_t slot, int32_t a, int32_t b)
{
    for (int32_t l = p->head[slot]; l >= 0; l = p->link[l])
        if (p->line_from[l] == a && p->line_to[l] == b) return l;
    return -1;
}

/// Edges with the same two ends become one line; its uses in order of edges.
static void merge_lines(ctk_planar *p)
{
    p->n_lines = 0;
    for (int32_t i = 0; i < p->net.n_points; i++) p->head[i] = -1;
    for (int32_t e = p->net.n_edges - 1; e >= 0; e--) {
        const int32_t a = p->net.from[e] < p->net.to[e] ? p->net.from[e] : p->net.to[e];
        const int32_t b = p->net.from[e] < p->net.to[e] ? p->net.to[e] : p->net.from[e];
        const uint32_t slot = ctk_pair_slot(a, b, (uint32_t)p->net.n_points);
        int32_t l = find_line(p, slot, a, b);
        if (l < 0) {
            l = p->n_lines++;
            p->line_from[l] = a;
            p->line_to[l] = b;
            p->line_use[l] = -1;
            p->link[l] = p->head[slot];
            p->head[slot] = l;
        }
        p->use_next[e] = p->line_use[l];
        p->line_use[l] = e;
    }
}

/// One owner's use of the piece x - y of a ring; `is_alone`: nobody else uses it.
static void add_share(ctk_face *f, int32_t owner, int is_inside, int is_alone, const double *x,
                      const double *y)
{
    const double length_m = ctk_segment_m(x[0], x[1], y[0], y[1]);
    int32_t i = 0;
    while (i < f->n_owners && f->share[i].owner != owner) i++;
    if (i == CTK_PLANAR_OWNERS) return;
    ctk_share *s = &f->share[i];
    if (i == f->n_owners) {
        *s = (ctk_share){.owner = owner};
        f->n_owners++;
    }
    *(is_inside ? &s->inside_m : &s->outside_m) += length_m;
    if (!is_alone || length_m <= s->longest_m) return;
    s->longest_m = length_m;
    s->mid[0] = 0.5 * (x[0] + y[0]);
    s->mid[1] = 0.5 * (x[1] + y[1]);
}

/// Doubled area, > 0 when the ring of n halves runs clockwise.
static double ring_area(const ctk_planar *p, int32_t n, const int32_t *half)
{
    const double *o = at(p, ctk_half_from(&p->stars, half[0]));
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++) {
        const double *a = at(p, ctk_half_from(&p->stars, half[i])),
                     *b = at(p, ctk_half_to(&p->stars, half[i]));
        sum += (b[0] - o[0]) * (a[1] - o[1]) - (a[0] - o[0]) * (b[1] - o[1]);
    }
    return sum;
}

/// A simple ring of n halves becomes a face if it goes around something.
static void add_ring(ctk_planar *p, int32_t n, const int32_t *half)
{
    if (n < 3 || !(ring_area(p, n, half) > 0.0)) return;
    ctk_face *f = &p->face[p->n_faces++];
    *f = (ctk_face){.begin = p->n_ring_points};
    for (int32_t i = 0; i < n; i++) {
        const int32_t h = half[i], a = ctk_half_from(&p->stars, h);
        const double *x = at(p, a), *y = at(p, ctk_half_to(&p->stars, h));
        const int32_t use = p->line_use[h >> 1];
        p->ring_point[p->n_ring_points++] = a;
        for (int32_t e = use; e >= 0; e = p->use_next[e])
            add_share(f, p->net.tag[e], p->net.from[e] == a, p->use_next[use] < 0, x, y);
    }
    f->end = p->n_ring_points;
}

/// Walk the trace of `first` and cut it where it comes back to a point.
static void walk_trace(ctk_planar *p, int32_t first)
{
    int32_t top = 0, h = first;
    do {
        const int32_t v = ctk_half_from(&p->stars, h), next = p->stars.next[h];
        if (p->place[v] >= 0) {
            const int32_t begin = p->place[v];
            add_ring(p, top - begin, p->trace + begin);
            while (top > begin) p->place[ctk_half_from(&p->stars, p->trace[--top])] = -1;
        }
        p->place[v] = top;
        p->trace[top++] = h;
        p->stars.next[h] = -1;
        h = next;
    } while (h != first);
    add_ring(p, top, p->trace);
    while (top > 0) p->place[ctk_half_from(&p->stars, p->trace[--top])] = -1;
}

void ctk_planar_walk(ctk_planar *p, int32_t n_threads)
{
    ctk_stars *s = &p->stars;
    merge_lines(p);
    s->n_points = p->net.n_points;
    s->n_edges = p->n_lines;
    s->xy = p->net.xy;
    s->from = p->line_from;
    s->to = p->line_to;
    ctk_stars_fill(s);
    ctk_stars_cut(s, p->stack);
    ctk_stars_link(s, n_threads);
    p->n_faces = p->n_ring_points = 0;
    for (int32_t v = 0; v < p->net.n_points; v++) p->place[v] = -1;
    for (int32_t h = 0; h < 2 * p->n_lines; h++)
        if (s->next[h] >= 0) walk_trace(p, h);
}

int ctk_planar_faces(ctk_planar *p, int32_t n_threads)
{
    ctk_net_state state = CTK_NET_SPLIT;
    for (int32_t round = 0; state == CTK_NET_SPLIT && round < CTK_NET_ROUNDS; round++)
        state = ctk_net_split(&p->net, round, n_threads);
    if (state != CTK_NET_NODED) return state == CTK_NET_FULL ? 0 : -1;
    ctk_planar_walk(p, n_threads);
    return 1;
}
