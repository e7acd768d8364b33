/// Faces of a noded web, as simple rings with their owners.
#include "kernels/geom/planar_faces.h"

#include "kernels/geom/noding.h"
#include "kernels/geom/sphere.h"

static const double *at(const ctk_planar *p, int32_t i)
{
    return p->xy + 2 * (int64_t)i;
}

static int32_t half_from(const ctk_planar *p, int32_t h)
{
    return h & 1 ? p->line_to[h >> 1] : p->line_from[h >> 1];
}

static int32_t half_to(const ctk_planar *p, int32_t h)
{
    return half_from(p, h ^ 1);
}

static int32_t find_line(const ctk_planar *p, int32_t a, int32_t b)
{
    for (int32_t l = p->head[a]; l >= 0; l = p->link[l])
        if (p->line_to[l] == b) return l;
    return -1;
}

/// Edges with the same two ends become one line; its uses in order of edges.
static void merge_lines(ctk_planar *p)
{
    p->n_lines = 0;
    for (int32_t i = 0; i < p->n_points; i++) p->head[i] = -1;
    for (int32_t e = p->n_edges - 1; e >= 0; e--) {
        const int32_t a = p->from[e] < p->to[e] ? p->from[e] : p->to[e];
        const int32_t b = p->from[e] < p->to[e] ? p->to[e] : p->from[e];
        int32_t l = find_line(p, a, b);
        if (l < 0) {
            l = p->n_lines++;
            p->line_from[l] = a;
            p->line_to[l] = b;
            p->line_use[l] = -1;
            p->link[l] = p->head[a];
            p->head[a] = l;
        }
        p->use_next[e] = p->line_use[l];
        p->line_use[l] = e;
    }
}

static void fill_stars(ctk_planar *p)
{
    int32_t *begin = p->star_begin;
    for (int32_t i = 0; i <= p->n_points; i++) begin[i] = 0;
    for (int32_t h = 0; h < 2 * p->n_lines; h++) begin[half_from(p, h) + 1]++;
    for (int32_t i = 0; i < p->n_points; i++) {
        p->degree[i] = begin[i + 1];
        begin[i + 1] += begin[i];
    }
    for (int32_t h = 0; h < 2 * p->n_lines; h++) p->star[begin[half_from(p, h)]++] = h;
    for (int32_t i = p->n_points; i > 0; i--) begin[i] = begin[i - 1];
    begin[0] = 0;
}

/// Lines that end in nothing, cut off from the loose end inwards: star_place = -1 for their halves.
static void cut_loose_ends(ctk_planar *p)
{
    int32_t top = 0;
    for (int32_t h = 0; h < 2 * p->n_lines; h++) p->star_place[h] = 0;
    for (int32_t i = 0; i < p->n_points; i++)
        if (p->degree[i] == 1) p->stack[top++] = i;
    while (top > 0) {
        const int32_t i = p->stack[--top];
        if (p->degree[i] != 1) continue;
        int32_t k = p->star_begin[i];
        while (p->star_place[p->star[k]] < 0) k++;
        const int32_t h = p->star[k], j = half_to(p, h);
        p->star_place[h] = p->star_place[h ^ 1] = -1;
        p->degree[i] = 0;
        if (--p->degree[j] == 1) p->stack[top++] = j;
    }
}

static int is_below(const double *v, const double *q)
{
    return q[1] < v[1] || (q[1] == v[1] && q[0] < v[0]);
}

/// Directions v->a, v->b counter-clockwise from the west: < 0, 0, > 0.
static int compare_angle(const ctk_planar *p, int32_t v, int32_t a, int32_t b)
{
    const int below_a = is_below(at(p, v), at(p, a)), below_b = is_below(at(p, v), at(p, b));
    if (below_a != below_b) return below_a ? -1 : 1;
    const double turn = ctk_doubled_area(at(p, v), at(p, a), at(p, b));
    return turn > 0.0 ? -1 : turn < 0.0 ? 1 : 0;
}

/// The halves that are left around v, counter-clockwise; their number.
static void sort_star(ctk_planar *p, int32_t v)
{
    int32_t *star = p->star + p->star_begin[v], n = 0;
    for (int32_t i = 0; i < p->star_begin[v + 1] - p->star_begin[v]; i++) {
        const int32_t h = star[i];
        if (p->star_place[h] < 0) continue;
        int32_t j = n++;
        for (; j > 0 && compare_angle(p, v, half_to(p, star[j - 1]), half_to(p, h)) > 0; j--)
            star[j] = star[j - 1];
        star[j] = h;
    }
    for (int32_t i = 0; i < n; i++) p->star_place[star[i]] = i;
}

/// Going on by the first way out counter-clockwise from the way back keeps a face on the right.
static void link_halves(ctk_planar *p, int32_t n_threads)
{
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t h = 0; h < 2 * p->n_lines; h++) {
        p->half_next[h] = -1;
        if (p->star_place[h] < 0) continue;
        const int32_t v = half_to(p, h), i = p->star_place[h ^ 1] + 1;
        p->half_next[h] = p->star[p->star_begin[v] + (i < p->degree[v] ? i : 0)];
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
    const double *o = at(p, half_from(p, half[0]));
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++) {
        const double *a = at(p, half_from(p, half[i])), *b = at(p, half_to(p, half[i]));
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
        const int32_t h = half[i], a = half_from(p, h);
        const double *x = at(p, a), *y = at(p, half_to(p, h));
        const int32_t use = p->line_use[h >> 1];
        p->ring_point[p->n_ring_points++] = a;
        for (int32_t e = use; e >= 0; e = p->use_next[e])
            add_share(f, p->owner[e], p->from[e] == a, p->use_next[use] < 0, x, y);
    }
    f->end = p->n_ring_points;
}

/// Walk the trace of `first` and cut it where it comes back to a point.
static void walk_trace(ctk_planar *p, int32_t first)
{
    int32_t top = 0, h = first;
    do {
        const int32_t v = half_from(p, h), next = p->half_next[h];
        if (p->place[v] >= 0) {
            const int32_t begin = p->place[v];
            add_ring(p, top - begin, p->trace + begin);
            while (top > begin) p->place[half_from(p, p->trace[--top])] = -1;
        }
        p->place[v] = top;
        p->trace[top++] = h;
        p->half_next[h] = -1;
        h = next;
    } while (h != first);
    add_ring(p, top, p->trace);
    while (top > 0) p->place[half_from(p, p->trace[--top])] = -1;
}

void ctk_planar_walk(ctk_planar *p, int32_t n_threads)
{
    merge_lines(p);
    fill_stars(p);
    cut_loose_ends(p);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t v = 0; v < p->n_points; v++) sort_star(p, v);
    link_halves(p, n_threads);
    p->n_faces = p->n_ring_points = 0;
    for (int32_t v = 0; v < p->n_points; v++) p->place[v] = -1;
    for (int32_t h = 0; h < 2 * p->n_lines; h++)
        if (p->half_next[h] >= 0) walk_trace(p, h);
}
