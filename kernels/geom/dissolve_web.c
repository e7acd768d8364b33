/// Arrays, edges and rays of a territory's line web.
#include "kernels/geom/dissolve_web.h"

#include "kernels/geom/noding.h"
#include "kernels/geom/point.h"

static void carve_rings(ctk_web *w, int64_t n, ctk_carver *c)
{
    w->next = ctk_carve(c, n, sizeof *w->next);
    w->mark = ctk_carve(c, n, sizeof *w->mark);
    w->stack = ctk_carve(c, n, sizeof *w->stack);
    w->ring_point = ctk_carve(c, n, sizeof *w->ring_point);
    w->ring_begin = ctk_carve(c, n + 1, sizeof *w->ring_begin);
    w->ring_trace = ctk_carve(c, n, sizeof *w->ring_trace);
    w->trace_low = ctk_carve(c, n, sizeof *w->trace_low);
    w->trace_shell = ctk_carve(c, n, sizeof *w->trace_shell);
    w->trace_owner = ctk_carve(c, n, sizeof *w->trace_owner);
    w->trace_entry = ctk_carve(c, n, sizeof *w->trace_entry);
    w->trace_turn = ctk_carve(c, n, sizeof *w->trace_turn);
    w->trace_link = ctk_carve(c, n, sizeof *w->trace_link);
    w->ray_trace = ctk_carve(c, n, sizeof *w->ray_trace);
    w->ray_acc = ctk_carve(c, n, sizeof *w->ray_acc);
    w->ray_wind = ctk_carve(c, n, sizeof *w->ray_wind);
    w->ring_area = ctk_carve(c, n, sizeof *w->ring_area);
}

/// Arrays of the sweep where others are idle: faces are numbered after it, or not at all.
static void share_arrays(ctk_web *w, int64_t n)
{
    w->edge_ring = w->head;
    w->stack_edge = w->link;
    if (!w->head) return; // only measured
    w->west = w->net.pair;
    w->sweep_point = w->net.pair + n;
    w->above = w->wind;
    w->under = w->wind + n;
    w->under_edge = w->half_stack;
    w->ring_around = w->face;
    w->ring_outer = w->face + n;
}

size_t ctk_web_layout(ctk_web *w, int32_t capacity, void *memory)
{
    const int64_t n = capacity;
    ctk_carver c = {.base = memory};
    w->rule = CTK_DISSOLVE_POSITIVE;
    ctk_net_carve(&w->net, capacity, &c);
    w->head = ctk_carve(&c, n, sizeof *w->head);
    w->link = ctk_carve(&c, n, sizeof *w->link);
    carve_rings(w, n, &c);
    ctk_stars_carve(&w->stars, capacity, &c);
    w->face = ctk_carve(&c, 2 * n, sizeof *w->face);
    w->half_stack = ctk_carve(&c, 2 * n, sizeof *w->half_stack);
    w->wind = ctk_carve(&c, 2 * n, sizeof *w->wind);
    w->known = ctk_carve(&c, 2 * n, sizeof *w->known);
    share_arrays(w, n);
    return (size_t)c.used;
}

void ctk_web_clear(ctk_web *w)
{
    ctk_net_clear(&w->net);
    w->n_rings = w->n_traces = 0;
}

/// Slot of a < b in the table of edges.
static uint32_t slot_of(const ctk_web *w, int32_t a, int32_t b)
{
    return ctk_pair_slot(a, b, (uint32_t)w->net.n_points);
}

/// The edge between a < b that is already in the list, -1 = none.
static int32_t find_edge(const ctk_web *w, int32_t a, int32_t b)
{
    for (int32_t e = w->head[slot_of(w, a, b)]; e >= 0; e = w->link[e])
        if (w->net.from[e] == a && w->net.to[e] == b) return e;
    return -1;
}

/// Edges run from the smaller id to the larger, multiplicities signed and summed.
static int32_t merge_signed(ctk_web *w)
{
    int32_t n = 0;
    for (int32_t p = 0; p < w->net.n_points; p++) w->head[p] = -1;
    for (int32_t e = 0; e < w->net.n_edges; e++) {
        const bool back = w->net.from[e] > w->net.to[e];
        const int32_t a = back ? w->net.to[e] : w->net.from[e],
                      b = back ? w->net.from[e] : w->net.to[e];
        const int32_t m = back ? -w->net.tag[e] : w->net.tag[e];
        if (a == b) continue;
        const int32_t same = find_edge(w, a, b);
        if (same >= 0) {
            w->net.tag[same] += m;
            continue;
        }
        w->net.from[n] = a;
        w->net.to[n] = b;
        w->net.tag[n] = m;
        w->link[n] = w->head[slot_of(w, a, b)];
        w->head[slot_of(w, a, b)] = n++;
    }
    return n;
}

void ctk_web_merge(ctk_web *w)
{
    const int32_t n = merge_signed(w);
    w->net.n_edges = 0;
    for (int32_t e = 0; e < n; e++) {
        const int32_t sum = w->net.tag[e], m = w->rule == CTK_DISSOLVE_EVEN_ODD ? sum & 1 : sum;
        const int32_t a = w->net.from[e], b = w->net.to[e], at = w->net.n_edges;
        if (m == 0) continue;
        w->net.from[at] = m > 0 ? a : b;
        w->net.to[at] = m > 0 ? b : a;
        w->net.tag[at] = m > 0 ? m : -m;
        w->net.n_edges++;
    }
}

void ctk_web_stars(ctk_web *w)
{
    ctk_stars *s = &w->stars;
    s->n_points = w->net.n_points;
    s->n_edges = w->net.n_edges;
    s->xy = w->net.xy;
    s->from = w->net.from;
    s->to = w->net.to;
    ctk_stars_fill(s);
    ctk_stars_link(s, 1);
}

void ctk_web_index(ctk_web *w)
{
    for (int32_t p = 0; p < w->net.n_points; p++) w->head[p] = -1;
    for (int32_t e = w->net.n_edges - 1; e >= 0; e--) {
        w->link[e] = w->head[w->net.from[e]];
        w->head[w->net.from[e]] = e;
    }
}

int ctk_web_node(ctk_web *w)
{
    for (int32_t round = 0; round < CTK_NET_ROUNDS; round++) {
        ctk_web_merge(w);
        const ctk_net_state state = ctk_net_split(&w->net, round, 1);
        if (state != CTK_NET_SPLIT) return state == CTK_NET_FULL;
    }
    ctk_web_merge(w);
    return 2;
}

static inline double point_y(const ctk_web *w, int32_t p)
{
    return w->net.xy[2 * (int64_t)p + 1];
}

int32_t ctk_web_first_ray(const ctk_web *w, int32_t n, const int32_t *p, double y)
{
    int32_t lo = 0;
    while (n > 0) {
        const int32_t half = n / 2;
        const bool right = point_y(w, p[lo + half]) < y;
        lo = right ? lo + half + 1 : lo;
        n = right ? n - half - 1 : half;
    }
    return lo;
}

void ctk_web_cast(const ctk_web *w, int32_t n, const int32_t *p, int32_t a, int32_t b,
                  int32_t weight, int32_t *acc)
{
    const double ya = point_y(w, a), yb = point_y(w, b);
    if (ya == yb) return;
    const int32_t low = ya < yb ? a : b, high = ya < yb ? b : a;
    const double *L = w->net.xy + 2 * (int64_t)low, *H = w->net.xy + 2 * (int64_t)high;
    for (int32_t i = ctk_web_first_ray(w, n, p, L[1]); i < n && point_y(w, p[i]) < H[1]; i++)
        if (ctk_doubled_area(L, H, w->net.xy + 2 * (int64_t)p[i]) < 0)
            acc[i] += low == a ? weight : -weight;
}

static bool ray_before(const ctk_web *w, const int32_t *point, int32_t i, int32_t j)
{
    const double a = point_y(w, point[i]), b = point_y(w, point[j]);
    return a < b || (a == b && i < j);
}

static void sift_down(const ctk_web *w, const int32_t *point, int32_t *id, int32_t i, int32_t n)
{
    const int32_t moving = id[i];
    for (int32_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && ray_before(w, point, id[child], id[child + 1])) child++;
        if (!ray_before(w, point, moving, id[child])) break;
        id[i] = id[child];
    }
    id[i] = moving;
}

void ctk_web_sort_rays(const ctk_web *w, int32_t n, int32_t *id, const int32_t *point)
{
    for (int32_t i = n / 2 - 1; i >= 0; i--) sift_down(w, point, id, i, n);
    for (int32_t last = n - 1; last > 0; last--) {
        const int32_t top = id[0];
        id[0] = id[last];
        id[last] = top;
        sift_down(w, point, id, 0, last);
    }
}
