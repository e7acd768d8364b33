/// Variation of layouts.
#include "kernels/cluster/vary.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/cluster/bisect.h"
#include "kernels/prim/select.h"

void ctk_vary_place(ctk_carver *c, int32_t n, int32_t k, ctk_vary_work *work)
{
    work->item = ctk_carve(c, n > k ? n : k, sizeof(ctk_keyed));
    work->pos = ctk_carve(c, 3 * (int64_t)n, sizeof(double));
    work->w = ctk_carve(c, n, sizeof(double));
    work->goal = ctk_carve(c, k, sizeof(double));
    work->point = ctk_carve(c, n, sizeof(int32_t));
    work->part = ctk_carve(c, n, sizeof(int32_t));
    work->cell = ctk_carve(c, k, sizeof(int32_t));
    work->place = ctk_carve(c, k, sizeof(int32_t));
}

static double square(double v)
{
    return v * v;
}

static double distance2(int32_t k, const double *a, int32_t i, const double *b, int32_t j)
{
    return square(a[i] - b[j]) + square(a[k + i] - b[k + j]) +
           square(a[2 * (int64_t)k + i] - b[2 * (int64_t)k + j]);
}

static void take(int32_t k, int32_t n_extra, const ctk_layout *from, int32_t j, ctk_layout *to,
                 int32_t i)
{
    for (int64_t a = 0; a < 3; a++) to->center[a * k + i] = from->center[a * k + j];
    for (int64_t e = 0; e <= n_extra; e++) to->lambda[e * k + i] = from->lambda[e * k + j];
}

// ---- splice -------------------------------------------------------------------------------------

/// A direction; not quite uniform over the sphere, which does not matter.
static void draw_direction(ctk_rng *r, double d[3])
{
    for (int a = 0; a < 3; a++) d[a] = ctk_rng_unit(r) - 0.5;
}

/// Centres by rising projection, the first `first` of them in front.
static void project(int32_t k, const double *center, const double d[3], int32_t first,
                    ctk_keyed *item)
{
    for (int32_t j = 0; j < k; j++) {
        double key = 0;
        for (int64_t a = 0; a < 3; a++) key += d[a] * center[a * k + j];
        item[j] = (ctk_keyed){.key = key, .weight = 1, .id = j};
    }
    ctk_split(item, k, 0, first, first);
}

void ctk_vary_splice(int32_t k, int32_t n_extra, int32_t is_equal, const ctk_layout *a,
                     const ctk_layout *b, ctk_rng *r, ctk_vary_work *work, ctk_layout *out)
{
    ctk_keyed *item = work->item;
    double d[3];
    int32_t first = k > 1 ? 1 + (int32_t)ctk_rng_below(r, (uint32_t)(k - 1)) : 1;
    draw_direction(r, d);
    project(k, a->center, d, first, item);
    for (int32_t q = 0; q < first; q++)
        take(k, n_extra, a, item[q].id, out, is_equal ? q : item[q].id);
    if (is_equal) project(k, b->center, d, first, item);
    for (int32_t q = first; q < k; q++)
        take(k, n_extra, b, item[q].id, out, is_equal ? q : item[q].id);
}

// ---- resplit ------------------------------------------------------------------------------------

/// m cells around a random one into cell[], place[] = where a cell stands there or -1.
static void choose_cells(int32_t k, int32_t m, const ctk_layout *l, ctk_rng *r, ctk_vary_work *work)
{
    ctk_keyed *item = work->item;
    int32_t middle = (int32_t)ctk_rng_below(r, (uint32_t)k);
    for (int32_t j = 0; j < k; j++) {
        double key = distance2(k, l->center, middle, l->center, j);
        item[j] = (ctk_keyed){.key = key, .weight = 1, .id = j};
        work->place[j] = -1;
    }
    ctk_split(item, k, 0, m, m);
    for (int32_t q = 0; q < m; q++) {
        work->cell[q] = item[q].id;
        work->place[item[q].id] = q;
    }
}

/// Points of the chosen cells; returns their number.
static int32_t gather(const ctk_map *map, const ctk_layout *l, ctk_vary_work *work)
{
    int64_t n = map->n;
    int32_t n_points = 0;
    for (int32_t u = 0; u < n; u++)
        if (work->place[l->part[u]] >= 0) work->point[n_points++] = u;
    for (int32_t q = 0; q < n_points; q++) {
        int32_t u = work->point[q];
        for (int64_t a = 0; a < 3; a++) work->pos[a * n_points + q] = map->pos[a * n + u];
        work->w[q] = map->w[u];
    }
    return n_points;
}

void ctk_vary_resplit(const ctk_map *map, const double *target, int32_t k, ctk_rng *r,
                      ctk_vary_work *work, ctk_layout *l)
{
    if (k < 2) return;
    int32_t most = k < CTK_RESPLIT_CELLS ? k : CTK_RESPLIT_CELLS;
    int32_t m = 2 + (int32_t)ctk_rng_below(r, (uint32_t)(most - 1));
    choose_cells(k, m, l, r, work);
    int32_t n = gather(map, l, work);
    for (int32_t q = 0; q < m; q++) work->goal[q] = target[work->cell[q]];
    uint64_t seed = ctk_rng_u64(r);
    if (n < m) return;
    ctk_bisect(n, work->pos, work->w, m, work->goal, seed, 1, work->item, work->part);
    for (int32_t q = 0; q < n; q++) l->part[work->point[q]] = work->cell[work->part[q]];
}

// ---- swap, scatter ------------------------------------------------------------------------------

static double share_of(const ctk_map *m, int32_t k, const ctk_layout *l, int32_t u)
{
    double sum = 0;
    for (int64_t a = 0; a < 3; a++)
        sum += square(m->pos[a * m->n + u] - l->center[a * k + l->part[u]]);
    return sum * m->w[u];
}

static void put(const ctk_map *m, int32_t k, int32_t u, int32_t j, ctk_layout *l)
{
    for (int64_t a = 0; a < 3; a++) l->center[a * k + j] = m->pos[a * m->n + u];
}

void ctk_vary_swap(const ctk_map *map, int32_t k, ctk_rng *r, ctk_layout *l)
{
    double total = 0, goal, sum = 0;
    for (int32_t u = 0; u < map->n; u++) total += share_of(map, k, l, u);
    int32_t j = (int32_t)ctk_rng_below(r, (uint32_t)k), at = map->n - 1;
    goal = ctk_rng_unit(r) * total;
    for (int32_t u = 0; u < map->n; u++) {
        sum += share_of(map, k, l, u);
        if (sum <= goal) continue;
        at = u;
        break;
    }
    put(map, k, at, j, l);
    for (int64_t e = 0; e <= map->n_extra; e++)
        l->lambda[e * k + j] = l->lambda[e * k + l->part[at]];
}

/// A point drawn in proportion to w * dist.
static int32_t draw(const ctk_map *m, const double *dist, ctk_rng *r)
{
    double total = 0, sum = 0;
    for (int32_t u = 0; u < m->n; u++) total += m->w[u] * dist[u];
    double goal = ctk_rng_unit(r) * total;
    for (int32_t u = 0; u < m->n; u++) {
        sum += m->w[u] * dist[u];
        if (sum > goal) return u;
    }
    return (int32_t)ctk_rng_below(r, (uint32_t)m->n);
}

/// The mean place of the points that may be in cell j alone; false where there are none.
static bool find_seat(const ctk_map *m, int32_t j, double at[3])
{
    int64_t n_bound = 0;
    at[0] = at[1] = at[2] = 0;
    for (int32_t u = 0; u < m->n && m->rules && m->rules->only; u++) {
        if (m->rules->only[u] != j) continue;
        for (int64_t a = 0; a < 3; a++) at[a] += m->pos[a * m->n + u];
        n_bound++;
    }
    for (int a = 0; a < 3 && n_bound > 0; a++) at[a] /= (double)n_bound;
    return n_bound > 0;
}

/// dist[] to the nearest centre, j among them.
static void note_centre(const ctk_map *m, int32_t k, const ctk_layout *l, int32_t j, bool is_first,
                        double *dist)
{
    const double *x = m->pos, *y = x + m->n, *z = y + m->n;
    const double cx = l->center[j], cy = l->center[k + j], cz = l->center[2 * k + j];
    for (int32_t u = 0; u < m->n; u++) {
        const double d = square(x[u] - cx) + square(y[u] - cy) + square(z[u] - cz);
        dist[u] = is_first || d < dist[u] ? d : dist[u];
    }
}

void ctk_vary_scatter(const ctk_map *map, int32_t k, ctk_rng *r, double *dist, ctk_layout *l)
{
    double seat[3];
    bool is_first = true;
    memset(l->lambda, 0, sizeof(double) * (size_t)k * (size_t)(1 + map->n_extra));
    for (int32_t u = 0; u < map->n; u++) dist[u] = 1;
    for (int32_t j = 0; j < k; j++) {
        if (!find_seat(map, j, seat)) continue;
        for (int64_t a = 0; a < 3; a++) l->center[a * k + j] = seat[a];
        note_centre(map, k, l, j, is_first, dist);
        is_first = false;
    }
    for (int32_t j = 0; j < k; j++) {
        if (find_seat(map, j, seat)) continue;
        put(map, k, draw(map, dist, r), j, l);
        note_centre(map, k, l, j, is_first, dist);
        is_first = false;
    }
}

double ctk_layout_distance(int32_t k, const double *a, const double *b)
{
    double sum = 0;
    for (int32_t i = 0; i < k; i++) {
        double least = HUGE_VAL;
        for (int32_t j = 0; j < k; j++) least = fmin(least, distance2(k, a, i, b, j));
        sum += least;
    }
    return sum / k;
}
