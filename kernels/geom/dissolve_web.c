/// Points, edges and rays of a territory's line web.
#include "kernels/geom/dissolve_web.h"

#include <string.h>

#include "kernels/geom/noding.h"
#include "kernels/prim/rng.h"

static void *carve(char *memory, size_t *at, size_t n, size_t size)
{
    void *p = memory == NULL ? NULL : memory + *at;
    *at += (n * size + 63) & ~(size_t)63;
    return p;
}

static uint32_t hash_size(int32_t capacity)
{
    uint32_t size = 16;
    while (size < 2 * (uint32_t)capacity) size *= 2;
    return size;
}

static void layout_rings(ctk_web *w, size_t c, char *m, size_t *at)
{
    w->next = carve(m, at, c, sizeof(int32_t));
    w->mark = carve(m, at, c, sizeof(int32_t));
    w->stack = carve(m, at, c, sizeof(int32_t));
    w->ring_point = carve(m, at, c, sizeof(int32_t));
    w->ring_begin = carve(m, at, c + 1, sizeof(int32_t));
    w->ring_trace = carve(m, at, c, sizeof(int32_t));
    w->trace_low = carve(m, at, c, sizeof(int32_t));
    w->trace_shell = carve(m, at, c, sizeof(int32_t));
    w->trace_owner = carve(m, at, c, sizeof(int32_t));
    w->trace_entry = carve(m, at, c, sizeof(int32_t));
    w->trace_turn = carve(m, at, c, sizeof(int32_t));
    w->trace_link = carve(m, at, c, sizeof(int32_t));
    w->ray_trace = carve(m, at, c, sizeof(int32_t));
    w->ray_acc = carve(m, at, c, sizeof(int32_t));
    w->ray_wind = carve(m, at, c, sizeof(int32_t));
    w->ring_area = carve(m, at, c, sizeof(double));
}

static void layout_noding(ctk_web *w, size_t c, char *m, size_t *at)
{
    w->box = carve(m, at, 4 * (size_t)ctk_noding_boxes((int64_t)c), sizeof(double));
    w->pair = carve(m, at, 2 * c, sizeof(int32_t));
    w->from2 = carve(m, at, c, sizeof(int32_t));
    w->to2 = carve(m, at, c, sizeof(int32_t));
    w->mult2 = carve(m, at, c, sizeof(int32_t));
    w->split_edge = carve(m, at, c, sizeof(int32_t));
    w->split_point = carve(m, at, c, sizeof(int32_t));
    w->split_begin = carve(m, at, c + 1, sizeof(int32_t));
    w->star_begin = carve(m, at, c + 1, sizeof(int32_t));
    w->star = carve(m, at, 2 * c, sizeof(int32_t));
    w->star_pos = carve(m, at, 2 * c, sizeof(int32_t));
    w->half_next = carve(m, at, 2 * c, sizeof(int32_t));
    w->face = carve(m, at, 2 * c, sizeof(int32_t));
    w->half_stack = carve(m, at, 2 * c, sizeof(int32_t));
    w->wind = carve(m, at, 2 * c, sizeof(int32_t));
    w->known = carve(m, at, 2 * c, sizeof(uint8_t));
}

size_t ctk_web_layout(ctk_web *w, int32_t capacity, void *memory)
{
    const size_t c = (size_t)capacity;
    size_t at = 0;
    w->capacity = capacity;
    w->hash_size = hash_size(capacity);
    w->xy = carve(memory, &at, 2 * c, sizeof(double));
    w->hash = carve(memory, &at, w->hash_size, sizeof(int32_t));
    w->from = carve(memory, &at, c, sizeof(int32_t));
    w->to = carve(memory, &at, c, sizeof(int32_t));
    w->mult = carve(memory, &at, c, sizeof(int32_t));
    w->head = carve(memory, &at, c, sizeof(int32_t));
    w->link = carve(memory, &at, c, sizeof(int32_t));
    layout_rings(w, c, memory, &at);
    layout_noding(w, c, memory, &at);
    return at;
}

void ctk_web_clear(ctk_web *w)
{
    w->n_points = w->n_edges = w->n_rings = w->n_traces = 0;
    memset(w->hash, 0, w->hash_size * sizeof *w->hash);
}

static uint32_t point_slot(double x, double y)
{
    uint64_t a, b;
    memcpy(&a, &x, sizeof a);
    memcpy(&b, &y, sizeof b);
    return (uint32_t)(ctk_mix64(a * 0x9e3779b97f4a7c15u ^ b) >> 32);
}

int32_t ctk_web_point(ctk_web *w, double x, double y)
{
    x += 0.0; // -0.0 is the same place as 0.0
    y += 0.0;
    uint32_t s = point_slot(x, y) & (w->hash_size - 1);
    for (; w->hash[s] != 0; s = (s + 1) & (w->hash_size - 1)) {
        const double *p = w->xy + 2 * (int64_t)(w->hash[s] - 1);
        if (p[0] == x && p[1] == y) return w->hash[s] - 1;
    }
    if (w->n_points == w->capacity) return -1;
    w->xy[2 * (int64_t)w->n_points] = x;
    w->xy[2 * (int64_t)w->n_points + 1] = y;
    w->hash[s] = ++w->n_points;
    return w->n_points - 1;
}

/// The edge between a < b that is already in the list, -1 = none.
static int32_t find_edge(const ctk_web *w, int32_t a, int32_t b)
{
    for (int32_t e = w->head[a]; e >= 0; e = w->link[e])
        if (w->to[e] == b) return e;
    return -1;
}

/// Edges run from the smaller id to the larger, multiplicities signed and summed.
static int32_t merge_signed(ctk_web *w)
{
    int32_t n = 0;
    for (int32_t p = 0; p < w->n_points; p++) w->head[p] = -1;
    for (int32_t e = 0; e < w->n_edges; e++) {
        const bool back = w->from[e] > w->to[e];
        const int32_t a = back ? w->to[e] : w->from[e], b = back ? w->from[e] : w->to[e];
        const int32_t m = back ? -w->mult[e] : w->mult[e];
        if (a == b) continue;
        const int32_t same = find_edge(w, a, b);
        if (same >= 0) {
            w->mult[same] += m;
            continue;
        }
        w->from[n] = a;
        w->to[n] = b;
        w->mult[n] = m;
        w->link[n] = w->head[a];
        w->head[a] = n++;
    }
    return n;
}

void ctk_web_merge(ctk_web *w)
{
    const int32_t n = merge_signed(w);
    w->n_edges = 0;
    for (int32_t e = 0; e < n; e++) {
        const int32_t a = w->from[e], b = w->to[e], m = w->mult[e], at = w->n_edges;
        if (m == 0) continue;
        w->from[at] = m > 0 ? a : b;
        w->to[at] = m > 0 ? b : a;
        w->mult[at] = m > 0 ? m : -m;
        w->n_edges++;
    }
}

void ctk_web_index(ctk_web *w)
{
    for (int32_t p = 0; p < w->n_points; p++) w->head[p] = -1;
    for (int32_t e = w->n_edges - 1; e >= 0; e--) {
        w->link[e] = w->head[w->from[e]];
        w->head[w->from[e]] = e;
    }
}

/// Below v, or west of it on the same height: directions [-180, 0) degrees.
static bool is_below(const double *v, const double *p)
{
    return p[1] < v[1] || (p[1] == v[1] && p[0] < v[0]);
}

int ctk_web_angle(const ctk_web *w, int32_t v, int32_t a, int32_t b)
{
    const double *V = w->xy + 2 * (int64_t)v;
    const double *A = w->xy + 2 * (int64_t)a, *B = w->xy + 2 * (int64_t)b;
    const bool below_a = is_below(V, A), below_b = is_below(V, B);
    if (below_a != below_b) return below_a ? -1 : 1;
    const double turn = ctk_doubled_area(V, A, B);
    return turn > 0 ? -1 : turn < 0 ? 1 : 0;
}

static inline double point_y(const ctk_web *w, int32_t p)
{
    return w->xy[2 * (int64_t)p + 1];
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
    const double *L = w->xy + 2 * (int64_t)low, *H = w->xy + 2 * (int64_t)high;
    for (int32_t i = ctk_web_first_ray(w, n, p, L[1]); i < n && point_y(w, p[i]) < H[1]; i++)
        if (ctk_doubled_area(L, H, w->xy + 2 * (int64_t)p[i]) < 0)
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
