/// The border between two cells moved along, over the graph.
#include "kernels/cluster/transfer.h"

#include <string.h>

/// A transfer never takes more than this part of its goal by itself.
CTK_KNOB(MOST, 1.25);

/// With what it has cut off, one that passes more or less than these parts of its goal is none.
CTK_KNOB(LEAST_PASSED, 0.5);
CTK_KNOB(MOST_PASSED, 1.5);

void ctk_cells_place(ctk_carver *c, int32_t n, int32_t k, ctk_cells *cells)
{
    int32_t **of_points[] = {&cells->next,  &cells->prev,  &cells->mark, &cells->queue,
                             &cells->taken, &cells->moved, &cells->was};
    for (size_t i = 0; i < sizeof of_points / sizeof *of_points; i++)
        *of_points[i] = ctk_carve(c, n, sizeof(int32_t));
    cells->head = ctk_carve(c, k, sizeof(int32_t));
    cells->steps.heap = ctk_carve(c, n, sizeof(ctk_step));
    cells->mass = ctk_carve(c, k, sizeof(double));
}

// ---- lists --------------------------------------------------------------------------------------

static void enter(ctk_cells *c, int32_t u, int32_t j)
{
    c->prev[u] = -1;
    c->next[u] = c->head[j];
    if (c->head[j] >= 0) c->prev[c->head[j]] = u;
    c->head[j] = u;
    c->mass[j] += c->map->w[u];
    c->part[u] = j;
}

static void leave(ctk_cells *c, int32_t u)
{
    if (c->prev[u] >= 0)
        c->next[c->prev[u]] = c->next[u];
    else
        c->head[c->part[u]] = c->next[u];
    if (c->next[u] >= 0) c->prev[c->next[u]] = c->prev[u];
    c->mass[c->part[u]] -= c->map->w[u];
}

void ctk_cells_open(const ctk_map *map, const ctk_centers *at, int32_t *part, ctk_cells *cells)
{
    cells->map = map;
    cells->at = at;
    cells->part = part;
    for (int32_t j = 0; j < at->k; j++) {
        cells->head[j] = -1;
        cells->mass[j] = 0;
    }
    for (int32_t u = map->n - 1; u >= 0; u--) enter(cells, u, part[u]);
    memset(cells->mark, 0, sizeof(int32_t) * (size_t)map->n);
    cells->stamp = cells->n_moved = 0;
}

// ---- what to take -------------------------------------------------------------------------------

/// Marks of a transfer: reached, taken, left in the giving cell.
enum { REACHED, TAKEN, LEFT, MARKS };

static void reach(ctk_cells *c, const ctk_transfer *t, int32_t u)
{
    if (c->mark[u] >= c->stamp || !ctk_map_may_join(c->map, c->part, u, t->to)) return;
    c->mark[u] = c->stamp + REACHED;
    ctk_steps_push(
        &c->steps,
        ctk_map_power(c->map, c->at, u, t->to) - ctk_map_power(c->map, c->at, u, t->from), u);
}

static bool touches(const ctk_cells *c, int32_t u, int32_t cell)
{
    for (int64_t a = c->map->indptr[u]; a < c->map->indptr[u + 1]; a++)
        if (c->part[c->map->indices[a]] == cell) return true;
    return false;
}

static void take(ctk_cells *c, ctk_transfer *t, int32_t u)
{
    c->mark[u] = c->stamp + TAKEN;
    c->taken[c->n_taken++] = u;
    t->amount += c->map->w[u];
    t->cost += ctk_map_toll(c->map, c->at, u, t->from, t->to);
}

static void grow(ctk_cells *c, ctk_transfer *t)
{
    c->stamp += MARKS;
    c->steps.n = c->n_taken = 0;
    for (int32_t u = c->head[t->from]; u >= 0; u = c->next[u]) {
        c->n_left--;
        if (touches(c, u, t->to)) reach(c, t, u);
    }
    while (c->steps.n > 0 && t->amount < CTK_TRANSFER_NEARLY * t->goal) {
        int32_t u = ctk_steps_pop(&c->steps).to;
        if (t->amount + c->map->w[u] > MOST * t->goal) continue;
        take(c, t, u);
        for (int64_t a = c->map->indptr[u]; a < c->map->indptr[u + 1]; a++)
            if (c->part[c->map->indices[a]] == t->from) reach(c, t, c->map->indices[a]);
    }
}

/// A piece of what is left of the giving cell, into queue[end..); returns where it ends.
static int32_t flood(ctk_cells *c, const ctk_transfer *t, int32_t first, int32_t end, double *mass)
{
    int32_t at = end;
    *mass = 0;
    c->mark[first] = c->stamp + LEFT;
    for (c->queue[end++] = first; at < end; at++) {
        int32_t u = c->queue[at];
        *mass += c->map->w[u];
        for (int64_t a = c->map->indptr[u]; a < c->map->indptr[u + 1]; a++) {
            int32_t v = c->map->indices[a];
            if (c->part[v] != t->from || c->mark[v] >= c->stamp + TAKEN) continue;
            c->mark[v] = c->stamp + LEFT;
            c->queue[end++] = v;
        }
    }
    return end;
}

/// Of what is left of the giving cell the heaviest piece stays, the others are taken as well. False
/// when nothing is left.
static bool take_cut_off(ctk_cells *c, ctk_transfer *t)
{
    int32_t end = 0, from = 0, to = 0;
    double heaviest = -1, mass;
    for (int32_t u = c->head[t->from]; u >= 0; u = c->next[u]) {
        if (c->mark[u] >= c->stamp + TAKEN) continue;
        int32_t begin = end;
        end = flood(c, t, u, end, &mass);
        if (mass <= heaviest) continue;
        heaviest = mass;
        from = begin;
        to = end;
    }
    for (int32_t q = 0; q < end; q++)
        if (q < from || q >= to) take(c, t, c->queue[q]);
    return end > 0;
}

bool ctk_transfer_find(ctk_cells *cells, ctk_transfer *t)
{
    t->amount = t->cost = 0;
    if (cells->n_left <= 0) return false;
    grow(cells, t);
    if (cells->n_taken == 0 || !take_cut_off(cells, t)) return false;
    if (t->amount < LEAST_PASSED * t->goal || t->amount > MOST_PASSED * t->goal) return false;
    return ctk_map_may_join_all(cells->map, cells->part, cells->n_taken, cells->taken, t->to);
}

// ---- moves --------------------------------------------------------------------------------------

bool ctk_transfer_apply(ctk_cells *cells, const ctk_transfer *t)
{
    if (cells->n_moved + cells->n_taken > cells->map->n) return false;
    for (int32_t q = 0; q < cells->n_taken; q++) {
        cells->moved[cells->n_moved] = cells->taken[q];
        cells->was[cells->n_moved++] = t->from;
        leave(cells, cells->taken[q]);
        enter(cells, cells->taken[q], t->to);
    }
    return true;
}

void ctk_transfer_undo(ctk_cells *cells, int32_t mark)
{
    while (cells->n_moved > mark) {
        cells->n_moved--;
        leave(cells, cells->moved[cells->n_moved]);
        enter(cells, cells->moved[cells->n_moved], cells->was[cells->n_moved]);
    }
}
