/// Stars of half-edges, sorted and linked.
#include "kernels/geom/stars.h"

#include <stdbool.h>

#include "kernels/geom/noding.h"

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

/// The halves that are left around p, moved to the front.
static void sort_star(ctk_stars *s, int32_t p)
{
    int32_t *star = s->star + s->begin[p], n = 0;
    for (int32_t i = 0; i < s->begin[p + 1] - s->begin[p]; i++) {
        const int32_t h = star[i], to = ctk_half_to(s, h);
        if (s->place[h] < 0) continue;
        int32_t j = n++;
        for (; j > 0 && ctk_stars_order(s->xy, p, ctk_half_to(s, star[j - 1]), to) > 0; j--)
            star[j] = star[j - 1];
        star[j] = h;
    }
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
