/// Population of layouts.
#include "kernels/cluster/evolve.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/cluster/bisect.h"
#include "kernels/prim/knob.h"

enum { SEED_STAGE = 0x65766f6c }; ///< key of the random numbers

/// Iterations in which a layout settles, at most.
CTK_KNOB_N(ITERATIONS, 10);

/// Layouts that live.
CTK_KNOB_UP_TO(MEMBERS, CTK_POPULATION, CTK_POPULATION);

/// Layouts nearer than this part of the mean squared radius are one.
CTK_KNOB(ALIKE, 0.02);

/// One seed in so many is scattered, where cells are few.
CTK_KNOB_N(SCATTERED, 3);

static void place_layout(ctk_carver *c, int32_t n, int32_t k, int32_t n_extra, ctk_layout *l)
{
    l->center = ctk_carve(c, 3 * (int64_t)k, sizeof(double));
    l->lambda = ctk_carve(c, (1 + n_extra) * (int64_t)k, sizeof(double));
    l->part = ctk_carve(c, n, sizeof(int32_t));
}

static void place(ctk_carver *c, int32_t n, int32_t k, int32_t n_extra, ctk_evolution *e)
{
    for (int i = 0; i < CTK_POPULATION; i++) place_layout(c, n, k, n_extra, e->member + i);
    for (int i = 0; i < CTK_BROOD; i++) {
        place_layout(c, n, k, n_extra, e->child + i);
        ctk_vary_place(c, n, k, e->vary + i);
    }
}

int64_t ctk_evolve_work(const ctk_blocks *blocks, int32_t k)
{
    ctk_carver c = {0};
    ctk_evolution e;
    place(&c, blocks->n, k, blocks->n_extra, &e);
    return c.used + CTK_BROOD * ctk_settler_work(blocks, k);
}

void ctk_evolve_init(ctk_evolution *e, void *work)
{
    ctk_carver c = {.base = work};
    place(&c, e->map->n, e->k, e->map->n_extra, e);
    int64_t size = ctk_settler_work(e->blocks, e->k);
    for (int i = 0; i < CTK_BROOD; i++)
        ctk_settler_init(e->map, e->blocks, e->quota, e->k, ctk_carve(&c, size, 1), e->settler + i);
    e->n_members = e->n_bred = 0;
}

static void copy(const ctk_evolution *e, const ctk_layout *from, ctk_layout *to)
{
    memcpy(to->center, from->center, sizeof(double) * 3 * (size_t)e->k);
    memcpy(to->lambda, from->lambda, sizeof(double) * (size_t)e->k * (size_t)(1 + e->map->n_extra));
    memcpy(to->part, from->part, sizeof(int32_t) * (size_t)e->map->n);
    to->cost = from->cost;
}

// ---- the population -----------------------------------------------------------------------------

static double mean_square_radius(const ctk_evolution *e, double cost)
{
    double total = 0;
    for (int32_t j = 0; j < e->k; j++) total += e->quota->target[j];
    return fabs(cost) / total;
}

static int32_t find_alike(const ctk_evolution *e, const ctk_layout *l)
{
    double near = ALIKE * mean_square_radius(e, l->cost);
    for (int32_t i = 0; i < e->n_members; i++)
        if (ctk_layout_distance(e->k, l->center, e->member[i].center) < near) return i;
    return -1;
}

/// Into the population, which stays sorted; the last one falls out when it is full.
static void admit(ctk_evolution *e, const ctk_layout *l)
{
    if (!(l->cost < HUGE_VAL) && e->n_members > 0) return;
    int32_t at = find_alike(e, l), last = e->n_members - 1;
    if (at < 0 && e->n_members < MEMBERS)
        e->member[at = e->n_members++].cost = HUGE_VAL;
    else if (at < 0)
        at = last;
    if (!(l->cost < e->member[at].cost)) return;
    copy(e, l, e->member + at);
    for (; at > 0 && e->member[at].cost < e->member[at - 1].cost; at--) {
        ctk_layout t = e->member[at];
        e->member[at] = e->member[at - 1];
        e->member[at - 1] = t;
    }
}

static bool has_seats(const ctk_evolution *e)
{
    return e->map->rules && e->map->rules->only;
}

// ---- seeds --------------------------------------------------------------------------------------

static void make_seed(ctk_evolution *e, int32_t slot, int32_t number)
{
    ctk_layout *l = e->child + slot;
    ctk_vary_work *work = e->vary + slot;
    ctk_settler *s = e->settler + slot;
    const ctk_map *m = e->map;
    ctk_rng r = ctk_rng_key(e->seed ^ e->key, SEED_STAGE, (uint64_t)number);
    const bool is_scattered = number % SCATTERED == SCATTERED - 1 && e->k <= CTK_FEW_CELLS;
    if (is_scattered || has_seats(e)) {
        ctk_vary_scatter(m, e->k, &r, work->w, l);
    } else {
        memset(l->center, 0, sizeof(double) * 3 * (size_t)e->k);
        ctk_bisect(m->n, m->pos, m->w, e->k, e->quota->target, e->seed ^ e->key, number, work->item,
                   l->part);
        ctk_layout_seed(s, l);
    }
    ctk_settle(s, ITERATIONS, l);
}

void ctk_evolve_seed(ctk_evolution *e, int32_t n_seeds)
{
    for (int32_t first = 0; first < n_seeds; first += CTK_BROOD) {
        int32_t n = n_seeds - first < CTK_BROOD ? n_seeds - first : CTK_BROOD;
#pragma omp parallel for schedule(dynamic, 1) num_threads(e->n_threads) if (e->n_threads > 1)
        for (int32_t i = 0; i < n; i++) make_seed(e, i, first + i);
        for (int32_t i = 0; i < n; i++) admit(e, e->child + i);
    }
}

// ---- children -----------------------------------------------------------------------------------

/// The better of two drawn at random.
static int32_t choose_parent(const ctk_evolution *e, ctk_rng *r)
{
    int32_t a = (int32_t)ctk_rng_below(r, (uint32_t)e->n_members);
    int32_t b = (int32_t)ctk_rng_below(r, (uint32_t)e->n_members);
    return a < b ? a : b;
}

static void make_child(ctk_evolution *e, int32_t slot)
{
    ctk_layout *l = e->child + slot;
    uint64_t number = (uint64_t)e->n_bred + (uint64_t)slot;
    ctk_rng r = ctk_rng_key(e->seed ^ e->key, SEED_STAGE + 1, number);
    uint32_t way = ctk_rng_below(&r, 3);
    const ctk_layout *a = e->member + choose_parent(e, &r), *b = e->member + choose_parent(e, &r);
    if (way == 0 && a != b) {
        ctk_vary_splice(e->k, e->map->n_extra, e->is_equal, a, b, &r, e->vary + slot, l);
    } else {
        copy(e, a, l);
        if (way == 1 || has_seats(e)) {
            ctk_vary_swap(e->map, e->k, &r, l);
        } else {
            ctk_vary_resplit(e->map, e->quota->target, e->k, &r, e->vary + slot, l);
            ctk_layout_seed(e->settler + slot, l);
        }
    }
    ctk_settle(e->settler + slot, ITERATIONS, l);
}

void ctk_evolve_brood(ctk_evolution *e)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(e->n_threads) if (e->n_threads > 1)
    for (int32_t i = 0; i < CTK_BROOD; i++) make_child(e, i);
    for (int32_t i = 0; i < CTK_BROOD; i++) admit(e, e->child + i);
    e->n_bred += CTK_BROOD;
}
