/// Weight over the cheapest paths of cells.
#include "kernels/cluster/even.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MOST_NEIGHBOURS = 24, MOST_CELLS = 24 }; ///< room for those of a cell, and of a path

/// Cells to which paths are found before one with room must be among them.
CTK_KNOB_UP_TO(LOOKED_AT, MOST_CELLS, MOST_CELLS);

/// Goals that are tried for a path, each half the one before.
CTK_KNOB_N(HALVINGS, 5);

/// Parts in which what has come through a neck is shared out, at most.
CTK_KNOB_N(SHARES, 16);

/// Cells for which nothing was found, at most: with any number lower 48, k = 100, +-1 % clusters in
/// 58 s of CPU instead of 6, with four k = 300 misses bands.
CTK_KNOB_N(MOST_STUCK, 8);

/// A path leaves at most this part of its cells' strain.
CTK_KNOB(LESS, 0.95);

/// One call.
typedef struct evener {
    const ctk_quota *quota;
    ctk_even_work *work;
    ctk_cells *cells; ///< the work's
} evener;

void ctk_even_place(ctk_carver *c, int32_t n, int32_t k, ctk_even_work *work)
{
    ctk_cells_place(c, n, k, &work->cells);
    work->from = ctk_carve(c, k, sizeof(int32_t));
    work->open = ctk_carve(c, k, sizeof(int32_t));
    work->cost = ctk_carve(c, k, sizeof(double));
    work->is_done = ctk_carve(c, k, 1);
    work->is_stuck = ctk_carve(c, k, 1);
}

/// Weight above the band, below it negative.
static double off(const evener *e, int32_t j)
{
    double mass = e->cells->mass[j];
    return fmax(0, mass - e->quota->upper[j]) - fmax(0, e->quota->lower[j] - mass);
}

static double strain(const evener *e, int32_t j)
{
    double o = off(e, j);
    return o * o / e->quota->target[j];
}

// ---- a path -------------------------------------------------------------------------------------

/// From cell j, where there is too much (or too little, then weight goes the other way).
typedef struct path {
    int32_t j;
    bool is_inward;
    double goal;
    int32_t n_cells, cell[MOST_CELLS + 1]; ///< from j on; the last has room
} path;

static ctk_transfer step_of(const path *p, int32_t here, int32_t there, double goal)
{
    return p->is_inward ? (ctk_transfer){there, here, goal, 0, 0}
                        : (ctk_transfer){here, there, goal, 0, 0};
}

static bool has_room(const evener *e, const path *p, int32_t j)
{
    double mass = e->cells->mass[j];
    double room = p->is_inward ? mass - e->quota->lower[j] : e->quota->upper[j] - mass;
    return j != p->j && room >= CTK_TRANSFER_NEARLY * p->goal;
}

static int32_t find_neighbours(const ctk_cells *c, int32_t j, int32_t cell[MOST_NEIGHBOURS])
{
    int32_t n = 0;
    for (int32_t u = c->head[j]; u >= 0; u = c->next[u])
        for (int64_t a = c->map->indptr[u]; a < c->map->indptr[u + 1]; a++) {
            int32_t l = c->part[c->map->indices[a]], at = 0;
            while (at < n && cell[at] != l) at++;
            if (l != j && at == n && n < MOST_NEIGHBOURS) cell[n++] = l;
        }
    return n;
}

static void expand(const evener *e, const path *p, int32_t here)
{
    ctk_even_work *w = e->work;
    int32_t cell[MOST_NEIGHBOURS], n = find_neighbours(e->cells, here, cell);
    for (int32_t q = 0; q < n; q++) {
        ctk_transfer t = step_of(p, here, cell[q], p->goal);
        if (w->is_done[cell[q]] || !ctk_transfer_find(e->cells, &t)) continue;
        double cost = w->cost[here] + fmax(0, t.cost);
        if (!(cost < w->cost[cell[q]])) continue;
        if (w->cost[cell[q]] == HUGE_VAL) w->open[w->n_open++] = cell[q];
        w->cost[cell[q]] = cost;
        w->from[cell[q]] = here;
    }
}

/// The open cell to which the path is cheapest; -1 = none.
static int32_t find_next(const ctk_even_work *w)
{
    int32_t best = -1;
    for (int32_t q = 0; q < w->n_open; q++) {
        int32_t j = w->open[q];
        if (w->is_done[j]) continue;
        if (best < 0 || w->cost[j] < w->cost[best] || (w->cost[j] == w->cost[best] && j < best))
            best = j;
    }
    return best;
}

/// From the cell at the end back to the first one.
static void trace(const ctk_even_work *w, int32_t end, path *p)
{
    p->n_cells = 0;
    for (int32_t j = end; j >= 0; j = w->from[j]) p->n_cells++;
    for (int32_t q = p->n_cells, j = end; q > 0; j = w->from[j]) p->cell[--q] = j;
}

/// The cheapest path to a cell with room, among the nearest cells.
static bool find_path(const evener *e, path *p)
{
    ctk_even_work *w = e->work;
    int32_t at = p->j;
    w->n_open = 0;
    w->open[w->n_open++] = at;
    w->cost[at] = 0;
    w->from[at] = -1;
    for (int32_t n = 0; n < LOOKED_AT && at >= 0 && !has_room(e, p, at); n++) {
        w->is_done[at] = 1;
        expand(e, p, at);
        at = find_next(w);
    }
    bool is_found = at >= 0 && has_room(e, p, at);
    trace(w, is_found ? at : -1, p);
    for (int32_t q = 0; q < w->n_open; q++) {
        w->is_done[w->open[q]] = 0;
        w->cost[w->open[q]] = HUGE_VAL;
    }
    return is_found;
}

// ---- weight passed on ---------------------------------------------------------------------------

static bool pass(const evener *e, const path *p, double *cost)
{
    double goal = p->goal;
    for (int32_t q = 0; q + 1 < p->n_cells; q++) {
        ctk_transfer t = step_of(p, p->cell[q], p->cell[q + 1], goal);
        if (!ctk_transfer_find(e->cells, &t) || !ctk_transfer_apply(e->cells, &t)) return false;
        *cost += t.cost;
        goal = t.amount;
    }
    return true;
}

static double strain_of(const evener *e, const path *p)
{
    double sum = 0;
    for (int32_t q = 0; q < p->n_cells; q++) sum += strain(e, p->cell[q]);
    return sum;
}

static bool go(const evener *e, const path *p, double *total)
{
    int32_t mark = e->cells->n_moved;
    double before = strain_of(e, p), cost = 0;
    if (!pass(e, p, &cost) || strain_of(e, p) > LESS * before) {
        ctk_transfer_undo(e->cells, mark);
        return false;
    }
    *total += cost;
    return true;
}

static bool relieve(const evener *e, int32_t j, double *cost)
{
    double o = off(e, j);
    path p = {.j = j, .is_inward = o < 0, .goal = fabs(o)};
    for (int32_t t = 0; t < HALVINGS; t++, p.goal *= 0.5)
        if (find_path(e, &p) && go(e, &p, cost)) return true;
    return false;
}

// ---- through a neck -----------------------------------------------------------------------------

/// All of it over one border, whatever it does to the cell there, which then shares it out.
static bool pass_whole(const evener *e, const path *p, int32_t there, double *total)
{
    const path pair = {.n_cells = 2, .cell = {p->j, there}};
    int32_t mark = e->cells->n_moved;
    double before = strain_of(e, &pair), cost = 0;
    ctk_transfer t = step_of(p, p->j, there, p->goal);
    bool is_passed = ctk_transfer_find(e->cells, &t) && ctk_transfer_apply(e->cells, &t);
    for (int32_t s = 0; s < SHARES && is_passed && strain(e, there) > 0; s++)
        if (!relieve(e, there, &cost)) break;
    if (!is_passed || strain_of(e, &pair) > LESS * before) {
        ctk_transfer_undo(e->cells, mark);
        return false;
    }
    *total += cost + t.cost;
    return true;
}

static bool squeeze(const evener *e, int32_t j, double *cost)
{
    double o = off(e, j);
    path p = {.j = j, .is_inward = o < 0, .goal = fabs(o)};
    int32_t cell[MOST_NEIGHBOURS], n = find_neighbours(e->cells, j, cell);
    for (int32_t q = 0; q < n; q++)
        if (pass_whole(e, &p, cell[q], cost)) return true;
    return false;
}

// ---- all ----------------------------------------------------------------------------------------

static void open_paths(ctk_even_work *w, int32_t k)
{
    for (int32_t j = 0; j < k; j++) w->cost[j] = HUGE_VAL;
    memset(w->is_done, 0, (size_t)k);
    memset(w->is_stuck, 0, (size_t)k);
}

/// The cell farthest outside its band that is not stuck; -1 = all are near enough.
static int32_t find_worst(const evener *e)
{
    int32_t worst = -1;
    double most = CTK_EVEN_ENOUGH;
    for (int32_t j = 0; j < e->cells->at->k; j++) {
        double o = fabs(off(e, j)) / e->quota->target[j];
        if (e->work->is_stuck[j] || o <= most) continue;
        most = o;
        worst = j;
    }
    return worst;
}

double ctk_even(const ctk_map *map, const ctk_centers *at, const ctk_quota *quota,
                int64_t most_points, ctk_even_work *work, int32_t *part)
{
    const evener e = {quota, work, &work->cells};
    double cost = 0;
    ctk_cells_open(map, at, part, e.cells);
    open_paths(work, at->k);
    e.cells->n_left = most_points;
    int32_t n_stuck = 0;
    while (n_stuck < MOST_STUCK) { // a round lowers the strain, or sticks a cell
        int32_t j = find_worst(&e);
        if (j < 0) break;
        e.cells->n_moved = 0;
        if (relieve(&e, j, &cost) || squeeze(&e, j, &cost)) continue;
        work->is_stuck[j] = 1;
        n_stuck++;
    }
    return cost;
}
