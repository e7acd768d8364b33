/// Line webs.
#include "support/make_web.h"

#include <stdlib.h>

#include "kernels/prim/rng.h"

made_web make_web(int32_t capacity)
{
    made_web m;
    const size_t size = ctk_web_layout(&m.web, capacity, NULL);
    m.memory = aligned_alloc(64, size);
    if (!m.memory) abort();
    ctk_web_layout(&m.web, capacity, m.memory);
    ctk_web_clear(&m.web);
    return m;
}

void made_web_free(made_web *m)
{
    free(m->memory);
}

void made_web_clear(made_web *m)
{
    ctk_web_clear(&m->web);
}

void made_web_edge(made_web *m, double ax, double ay, double bx, double by)
{
    ctk_web *w = &m->web;
    const int32_t a = ctk_net_point(&w->net, ax, ay), b = ctk_net_point(&w->net, bx, by);
    if (a < 0 || b < 0 || w->net.n_edges == w->net.capacity) abort();
    w->net.from[w->net.n_edges] = a;
    w->net.to[w->net.n_edges] = b;
    w->net.tag[w->net.n_edges++] = 1;
}

void made_web_cells(made_web *m, int32_t side, const uint8_t *inside)
{
    static const int step[4][6] = {// beyond, from, to: clockwise from the west
                                   {-1, 0, 0, 0, 0, 1},
                                   {0, 1, 0, 1, 1, 1},
                                   {1, 0, 1, 1, 1, 0},
                                   {0, -1, 1, 0, 0, 0}};
    for (int32_t i = 0; i < side * side; i++) {
        const int32_t x = i % side, y = i / side;
        for (int k = 0; inside[i] && k < 4; k++) {
            const int *s = step[k];
            const int32_t u = x + s[0], v = y + s[1];
            if (u >= 0 && v >= 0 && u < side && v < side && inside[v * side + u]) continue;
            made_web_edge(m, x + s[2], y + s[3], x + s[4], y + s[5]);
        }
    }
}

static void add_walk(made_web *m, ctk_rng *r, int32_t side, double x0, double y0)
{
    double at[10][2];
    const int n = 3 + (int)ctk_rng_below(r, 7);
    for (int i = 0; i < n; i++) {
        at[i][0] = x0 + ctk_rng_below(r, (uint32_t)side);
        at[i][1] = y0 + ctk_rng_below(r, (uint32_t)side);
    }
    for (int i = 0; i < n; i++) {
        const double *a = at[i], *b = at[(i + 1) % n];
        if (a[0] != b[0] || a[1] != b[1]) made_web_edge(m, a[0], a[1], b[0], b[1]);
    }
}

void made_web_tangle(made_web *m, uint64_t seed, int32_t n, int32_t side, int32_t spread)
{
    ctk_rng r = ctk_rng_key(seed, 14, 0);
    int32_t row = 1;
    while (row * row < n) row++;
    for (int32_t i = 0; i < n; i++)
        add_walk(m, &r, side, (double)(i % row * spread / row), (double)(i / row * spread / row));
}

static double odd_place(ctk_rng *r)
{
    return ctk_rng_below(r, 14) + 0.123456 + 0.5 * (double)ctk_rng_below(r, 2);
}

void made_web_places(uint64_t seed, int32_t n, double *x, double *y)
{
    ctk_rng r = ctk_rng_key(seed, 17, 0);
    for (int32_t i = 0; i < n; i++) {
        x[i] = odd_place(&r);
        y[i] = odd_place(&r) + 0.0271;
    }
}

int made_web_winding(const ctk_web *w, double x, double y)
{
    int sum = 0;
    for (int32_t e = 0; e < w->net.n_edges; e++) {
        const double *a = w->net.xy + 2 * (int64_t)w->net.from[e],
                     *b = w->net.xy + 2 * (int64_t)w->net.to[e];
        if ((a[1] > y) == (b[1] > y)) continue;
        const double cross = a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
        if (cross < x) sum += b[1] > a[1] ? w->net.tag[e] : -w->net.tag[e];
    }
    return sum;
}
