/// Stars of half-edges, sorted and linked.
#include "kernels/geom/stars.h"

#include <stdbool.h>

#include "kernels/geom/noding.h"

enum { FEW = 16 }; ///< edges of a point that are put in order one by one

void ctk_stars_carve(ctk_stars *s, int32_t n, ctk_carver *c)
{
    s->begin = ctk_carve(c, (int64_t)n + 1, sizeof *s->begin);
    s->degree = ctk_carve(c, n, sizeof *s->degree);
    s->star = ctk_carve(c, 2 * (int64_t)n, sizeof *s->star);
    s->place = ctk_carve(c, 2 * (int64_t)n, sizeof *s->place);
    s->next = ctk_carve(c, 2 * (int64_t)n, sizeof *s->next);
}

void ctk_stars_fill(ctk_stars *s)
{
    int32_t *begin = s->begin;
    const int32_t n_halves = 2 * s->n_edges;
    for (int32_t p = 0; p <= s->n_points; p++) begin[p] = 0;
    for (int32_t h = 0; h < n_halves; h++) begin[ctk_half_from(s, h) + 1]++;
    for (int32_t p = 0; p < s->n_points; p++) {
        s->degree[p] = begin[p + 1];
        begin[p + 1] += begin[p];
    }
    for (int32_t h = 0; h < n_halves; h++) {
        s->star[begin[ctk_half_from(s, h)]++] = h;
        s->place[h] = 0;
    }
    for (int32_t p = s->n_points; p > 0; p--) begin[p] = begin[p - 1];
    begin[0] = 0;
}

void ctk_stars_cut(ctk_stars *s, int32_t *stack)
{
    int32_t top = 0;
    for (int32_t p = 0; p < s->n_points; p++)
        if (s->degree[p] == 1) stack[top++] = p;
    while (top > 0) {
        const int32_t p = stack[--top];
        if (s->degree[p] != 1) continue;
        int32_t k = s->begin[p];
        while (s->place[s->star[k]] < 0) k++;
        const int32_t h = s->star[k], q = ctk_half_to(s, h);
        s->place[h] = s->place[h ^ 1] = -1;
        s->degree[p] = 0;
        if (--s->degree[q] == 1) stack[top++] = q;
    }
}

/// Below v, or west of it on the same height: directions [-180, 0) degrees.
static bool is_below(const double *v, const double *p)
{
    return p[1] < v[1] || (p[1] == v[1] && p[0] < v[0]);
}

int ctk_stars_order(const double *xy, int32_t v, int32_t a, int32_t b)
{
    const double *V = xy + 2 * (int64_t)v;
    const double *A = xy + 2 * (int64_t)a, *B = xy + 2 * (int64_t)b;
    const bool below_a = is_below(V, A), below_b = is_below(V, B);
    if (below_a != below_b) return below_a ? -1 : 1;
    const double turn = ctk_doubled_area(V, A, B);
    return turn > 0 ? -1 : turn < 0 ? 1 : 0;
}

/// Halves a and b of point p stand in the wrong order.
static bool is_after(const ctk_stars *s, int32_t p, int32_t a, int32_t b)
{
    return ctk_stars_order(s->xy, p, ctk_half_to(s, a), ctk_half_to(s, b)) > 0;
}

static void insertion_sort(const ctk_stars *s, int32_t p, int32_t n, int32_t *star)
{
    for (int32_t i = 1; i < n; i++) {
        const int32_t h = star[i];
        int32_t j = i;
        for (; j > 0 && is_after(s, p, star[j - 1], h); j--) star[j] = star[j - 1];
        star[j] = h;
    }
}

/// Merge sort of runs that insertion has put in order.
static void merge_sort(const ctk_stars *s, int32_t p, int32_t n, int32_t *star, int32_t *other)
{
    for (int32_t i = 0; i < n; i += FEW) insertion_sort(s, p, i + FEW < n ? FEW : n - i, star + i);
    for (int64_t size = FEW; size < n; size *= 2) {
        for (int64_t begin = 0; begin < n; begin += 2 * size) {
            const int64_t mid = begin + size < n ? begin + size : n;
            const int64_t end = mid + size < n ? mid + size : n;
            int64_t i = begin, j = mid;
            for (int64_t k = begin; k < end; k++) {
                const bool is_second = i >= mid || (j < end && is_after(s, p, star[i], star[j]));
                other[k] = is_second ? star[j++] : star[i++];
            }
        }
        for (int32_t i = 0; i < n; i++) star[i] = other[i];
    }
}

/// The halves that are left around p, moved to the front. Their slots of next[] are scratch yet.
static void sort_star(ctk_stars *s, int32_t p)
{
    int32_t *star = s->star + s->begin[p], n = 0;
    for (int32_t i = 0; i < s->begin[p + 1] - s->begin[p]; i++)
        if (s->place[star[i]] >= 0) star[n++] = star[i];
    if (n <= FEW)
        insertion_sort(s, p, n, star);
    else
        merge_sort(s, p, n, star, s->next + s->begin[p]);
    for (int32_t i = 0; i < n; i++) s->place[star[i]] = i;
}

static int32_t next_half(const ctk_stars *s, int32_t h)
{
    if (s->place[h] < 0) return -1;
    const int32_t v = ctk_half_to(s, h), i = s->place[h ^ 1] + 1;
    return s->star[s->begin[v] + (i < s->degree[v] ? i : 0)];
}

void ctk_stars_link(ctk_stars *s, int32_t n_threads)
{
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t p = 0; p < s->n_points; p++) sort_star(s, p);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t h = 0; h < 2 * s->n_edges; h++) s->next[h] = next_half(s, h);
}
