/// Ways for weight over touching cells.
#include "kernels/cluster/even.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    MOST_NEIGHBOURS = 24,
    MOST_CELLS = 24,
    HALVINGS = 5,
    SHARES = 16,
    ROUNDS_EACH = 2,
    MOST_STUCK = 8
};

/// A hop is done with so much of its goal, and never takes more than the most of it.
static const double NEARLY = 0.9, MOST = 1.25;

/// With what it has cut off, a hop that passes more or less than these parts of its goal is none.
static const double LEAST_PASSED = 0.5, MOST_PASSED = 1.5;

/// A way leaves at most this part of its cells' strain.
static const double LESS = 0.95;

/// One call.
typedef struct evener {
    const ctk_map *map;
    const ctk_centers *at;
    const ctk_quota *quota;
    ctk_even_work *work;
    int32_t *part;
} evener;

void ctk_even_place(ctk_carver *c, int32_t n, int32_t k, ctk_even_work *work)
{
    int32_t **of_points[] = {&work->next,  &work->prev,  &work->mark, &work->queue,
                             &work->taken, &work->moved, &work->was};
    int32_t **of_cells[] = {&work->head, &work->from, &work->open};
    for (size_t i = 0; i < sizeof of_points / sizeof *of_points; i++)
        *of_points[i] = ctk_carve(c, n, sizeof(int32_t));
    for (size_t i = 0; i < sizeof of_cells / sizeof *of_cells; i++)
        *of_cells[i] = ctk_carve(c, k, sizeof(int32_t));
    work->steps.heap = ctk_carve(c, n, sizeof(ctk_step));
    work->mass = ctk_carve(c, k, sizeof(double));
    work->cost = ctk_carve(c, k, sizeof(double));
    work->is_done = ctk_carve(c, k, 1);
    work->is_stuck = ctk_carve(c, k, 1);
}

// ---- cells --------------------------------------------------------------------------------------

static void enter(const evener *e, int32_t u, int32_t j)
{
    ctk_even_work *w = e->work;
    w->prev[u] = -1;
    w->next[u] = w->head[j];
    if (w->head[j] >= 0) w->prev[w->head[j]] = u;
    w->head[j] = u;
    w->mass[j] += e->map->w[u];
    e->part[u] = j;
}

static void leave(const evener *e, int32_t u)
{
    ctk_even_work *w = e->work;
    if (w->prev[u] >= 0)
        w->next[w->prev[u]] = w->next[u];
    else
        w->head[e->part[u]] = w->next[u];
    if (w->next[u] >= 0) w->prev[w->next[u]] = w->prev[u];
    w->mass[e->part[u]] -= e->map->w[u];
}

static void open_cells(const evener *e)
{
    ctk_even_work *w = e->work;
    for (int32_t j = 0; j < e->at->k; j++) {
        w->head[j] = -1;
        w->mass[j] = 0;
        w->cost[j] = HUGE_VAL;
    }
    memset(w->is_done, 0, (size_t)e->at->k);
    memset(w->is_stuck, 0, (size_t)e->at->k);
    for (int32_t u = e->map->n - 1; u >= 0; u--) enter(e, u, e->part[u]);
    memset(w->mark, 0, sizeof(int32_t) * (size_t)e->map->n);
    w->stamp = 0;
}

/// Weight above the band, below it negative.
static double off(const evener *e, int32_t j)
{
    double mass = e->work->mass[j];
    return fmax(0, mass - e->quota->upper[j]) - fmax(0, e->quota->lower[j] - mass);
}

static double strain(const evener *e, int32_t j)
{
    double o = off(e, j);
    return o * o / e->quota->target[j];
}

// ---- a hop --------------------------------------------------------------------------------------

typedef struct hop {
    int32_t a, b;
    double goal, amount, cost;
} hop;

/// Marks of a hop: reached, taken, left in cell a.
enum { REACHED, TAKEN, LEFT, MARKS };

static void reach(const evener *e, const hop *h, int32_t u)
{
    ctk_even_work *w = e->work;
    if (w->mark[u] >= w->stamp) return;
    w->mark[u] = w->stamp + REACHED;
    ctk_steps_push(&w->steps,
                   ctk_map_power(e->map, e->at, u, h->b) - ctk_map_power(e->map, e->at, u, h->a),
                   u);
}

static bool touches(const evener *e, int32_t u, int32_t b)
{
    for (int64_t a = e->map->indptr[u]; a < e->map->indptr[u + 1]; a++)
        if (e->part[e->map->indices[a]] == b) return true;
    return false;
}

static void take(const evener *e, hop *h, int32_t u)
{
    ctk_even_work *w = e->work;
    w->mark[u] = w->stamp + TAKEN;
    w->taken[w->n_taken++] = u;
    h->amount += e->map->w[u];
    h->cost += ctk_map_toll(e->map, e->at, u, h->a, h->b);
}

static void grow(const evener *e, hop *h)
{
    ctk_even_work *w = e->work;
    w->stamp += MARKS;
    w->steps.n = w->n_taken = 0;
    for (int32_t u = w->head[h->a]; u >= 0; u = w->next[u]) {
        w->n_left--;
        if (touches(e, u, h->b)) reach(e, h, u);
    }
    while (w->steps.n > 0 && h->amount < NEARLY * h->goal) {
        int32_t u = ctk_steps_pop(&w->steps).to;
        if (h->amount + e->map->w[u] > MOST * h->goal) continue;
        take(e, h, u);
        for (int64_t a = e->map->indptr[u]; a < e->map->indptr[u + 1]; a++)
            if (e->part[e->map->indices[a]] == h->a) reach(e, h, e->map->indices[a]);
    }
}

/// A piece of what is left of cell a, into queue[end..); returns where it ends.
static int32_t flood(const evener *e, const hop *h, int32_t first, int32_t end, double *mass)
{
    ctk_even_work *w = e->work;
    int32_t at = end;
    *mass = 0;
    w->mark[first] = w->stamp + LEFT;
    for (w->queue[end++] = first; at < end; at++) {
        int32_t u = w->queue[at];
        *mass += e->map->w[u];
        for (int64_t a = e->map->indptr[u]; a < e->map->indptr[u + 1]; a++) {
            int32_t v = e->map->indices[a];
            if (e->part[v] != h->a || w->mark[v] >= w->stamp + TAKEN) continue;
            w->mark[v] = w->stamp + LEFT;
            w->queue[end++] = v;
        }
    }
    return end;
}

/// What is left of cell a is in one piece: the heaviest stays, the others are taken as well. False
/// when nothing is left.
static bool take_cut_off(const evener *e, hop *h)
{
    ctk_even_work *w = e->work;
    int32_t end = 0, from = 0, to = 0;
    double heaviest = -1, mass;
    for (int32_t u = w->head[h->a]; u >= 0; u = w->next[u]) {
        if (w->mark[u] >= w->stamp + TAKEN) continue;
        int32_t begin = end;
        end = flood(e, h, u, end, &mass);
        if (mass <= heaviest) continue;
        heaviest = mass;
        from = begin;
        to = end;
    }
    for (int32_t q = 0; q < end; q++)
        if (q < from || q >= to) take(e, h, w->queue[q]);
    return end > 0;
}

/// The points that cell b would take over from cell a, into taken[].
static bool find_hop(const evener *e, hop *h)
{
    h->amount = h->cost = 0;
    if (e->work->n_left <= 0) return false;
    grow(e, h);
    if (e->work->n_taken == 0 || !take_cut_off(e, h)) return false;
    return h->amount >= LEAST_PASSED * h->goal && h->amount <= MOST_PASSED * h->goal;
}

// ---- a way --------------------------------------------------------------------------------------

/// From cell j, where there is too much (or too little, then weight goes the other way).
typedef struct way {
    int32_t j;
    bool is_inward;
    double goal;
    int32_t n_cells, cell[MOST_CELLS]; ///< from j on
} way;

static hop hop_of(const way *y, int32_t here, int32_t there, double goal)
{
    return y->is_inward ? (hop){there, here, goal, 0, 0} : (hop){here, there, goal, 0, 0};
}

static bool has_room(const evener *e, const way *y, int32_t j)
{
    double mass = e->work->mass[j];
    double room = y->is_inward ? mass - e->quota->lower[j] : e->quota->upper[j] - mass;
    return j != y->j && room >= NEARLY * y->goal;
}

static int32_t find_neighbours(const evener *e, int32_t j, int32_t cell[MOST_NEIGHBOURS])
{
    int32_t n = 0;
    for (int32_t u = e->work->head[j]; u >= 0; u = e->work->next[u])
        for (int64_t a = e->map->indptr[u]; a < e->map->indptr[u + 1]; a++) {
            int32_t l = e->part[e->map->indices[a]], at = 0;
            while (at < n && cell[at] != l) at++;
            if (l != j && at == n && n < MOST_NEIGHBOURS) cell[n++] = l;
        }
    return n;
}

static void expand(const evener *e, const way *y, int32_t here)
{
    ctk_even_work *w = e->work;
    int32_t cell[MOST_NEIGHBOURS], n = find_neighbours(e, here, cell);
    for (int32_t q = 0; q < n; q++) {
        hop h = hop_of(y, here, cell[q], y->goal);
        if (w->is_done[cell[q]] || !find_hop(e, &h)) continue;
        double cost = w->cost[here] + fmax(0, h.cost);
        if (!(cost < w->cost[cell[q]])) continue;
        if (w->cost[cell[q]] == HUGE_VAL) w->open[w->n_open++] = cell[q];
        w->cost[cell[q]] = cost;
        w->from[cell[q]] = here;
    }
}

/// The open cell to which the way is cheapest; -1 = none.
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

/// The cheapest way to a cell with room, among the nearest cells.
static bool find_way(const evener *e, way *y)
{
    ctk_even_work *w = e->work;
    int32_t at = y->j;
    w->n_open = 0;
    w->open[w->n_open++] = at;
    w->cost[at] = 0;
    w->from[at] = -1;
    for (int32_t n = 0; n < MOST_CELLS && at >= 0 && !has_room(e, y, at); n++) {
        w->is_done[at] = 1;
        expand(e, y, at);
        at = find_next(w);
    }
    bool is_found = at >= 0 && has_room(e, y, at);
    y->n_cells = 0;
    for (int32_t j = is_found ? at : -1; j >= 0; j = w->from[j]) y->n_cells++;
    for (int32_t q = y->n_cells, j = at; q > 0; j = w->from[j]) y->cell[--q] = j;
    for (int32_t q = 0; q < w->n_open; q++) {
        w->is_done[w->open[q]] = 0;
        w->cost[w->open[q]] = HUGE_VAL;
    }
    return is_found;
}

// ---- weight passed on ---------------------------------------------------------------------------

static bool apply(const evener *e, const hop *h)
{
    ctk_even_work *w = e->work;
    if (w->n_moved + w->n_taken > e->map->n) return false;
    for (int32_t q = 0; q < w->n_taken; q++) {
        w->moved[w->n_moved] = w->taken[q];
        w->was[w->n_moved++] = h->a;
        leave(e, w->taken[q]);
        enter(e, w->taken[q], h->b);
    }
    return true;
}

static bool pass(const evener *e, const way *y, double *cost)
{
    double goal = y->goal;
    for (int32_t q = 0; q + 1 < y->n_cells; q++) {
        hop h = hop_of(y, y->cell[q], y->cell[q + 1], goal);
        if (!find_hop(e, &h) || !apply(e, &h)) return false;
        *cost += h.cost;
        goal = h.amount;
    }
    return true;
}

static double strain_of(const evener *e, const way *y)
{
    double sum = 0;
    for (int32_t q = 0; q < y->n_cells; q++) sum += strain(e, y->cell[q]);
    return sum;
}

/// What was moved since `mark` goes back.
static void undo(const evener *e, int32_t mark)
{
    ctk_even_work *w = e->work;
    while (w->n_moved > mark) {
        w->n_moved--;
        leave(e, w->moved[w->n_moved]);
        enter(e, w->moved[w->n_moved], w->was[w->n_moved]);
    }
}

static bool go(const evener *e, const way *y, double *total)
{
    int32_t mark = e->work->n_moved;
    double before = strain_of(e, y), cost = 0;
    if (!pass(e, y, &cost) || strain_of(e, y) > LESS * before) {
        undo(e, mark);
        return false;
    }
    *total += cost;
    return true;
}

static bool relieve(const evener *e, int32_t j, double *cost)
{
    double o = off(e, j);
    way y = {.j = j, .is_inward = o < 0, .goal = fabs(o)};
    for (int32_t t = 0; t < HALVINGS; t++, y.goal *= 0.5)
        if (find_way(e, &y) && go(e, &y, cost)) return true;
    return false;
}

// ---- through a neck -----------------------------------------------------------------------------

/// All of it over one hop, whatever it does to the cell there, which then shares it out.
static bool pass_whole(const evener *e, const way *y, int32_t there, double *total)
{
    const way pair = {.n_cells = 2, .cell = {y->j, there}};
    int32_t mark = e->work->n_moved;
    double before = strain_of(e, &pair), cost = 0;
    hop h = hop_of(y, y->j, there, y->goal);
    bool is_passed = find_hop(e, &h) && apply(e, &h);
    for (int32_t t = 0; t < SHARES && is_passed && strain(e, there) > 0; t++)
        if (!relieve(e, there, &cost)) break;
    if (!is_passed || strain_of(e, &pair) > LESS * before) {
        undo(e, mark);
        return false;
    }
    *total += cost + h.cost;
    return true;
}

static bool squeeze(const evener *e, int32_t j, double *cost)
{
    double o = off(e, j);
    way y = {.j = j, .is_inward = o < 0, .goal = fabs(o)};
    int32_t cell[MOST_NEIGHBOURS], n = find_neighbours(e, j, cell);
    for (int32_t q = 0; q < n; q++)
        if (pass_whole(e, &y, cell[q], cost)) return true;
    return false;
}

// ---- all ----------------------------------------------------------------------------------------

/// The cell farthest outside its band that is not stuck; -1 = all are near enough.
static int32_t find_worst(const evener *e)
{
    int32_t worst = -1;
    double most = CTK_EVEN_ENOUGH;
    for (int32_t j = 0; j < e->at->k; j++) {
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
    const evener e = {map, at, quota, work, part};
    double cost = 0;
    open_cells(&e);
    work->n_left = most_points;
    int32_t n_stuck = 0;
    for (int64_t round = 0; round < (int64_t)ROUNDS_EACH * at->k && n_stuck < MOST_STUCK; round++) {
        int32_t j = find_worst(&e);
        if (j < 0) break;
        work->n_moved = 0;
        if (relieve(&e, j, &cost) || squeeze(&e, j, &cost)) continue;
        work->is_stuck[j] = 1;
        n_stuck++;
    }
    return cost;
}
