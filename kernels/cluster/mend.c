/// Torn pieces given away or tied on.
#include "kernels/cluster/mend.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/prim/knob.h"

enum { MOST_NEIGHBOURS = 24 }; ///< room for the cells around a piece

/// Rounds, and of these the ones in which pieces may be tied on.
CTK_KNOB_N(ROUNDS, 8);
CTK_KNOB_N(TIE_ROUNDS, 3);

/// One call.
typedef struct mender {
    const ctk_map *map;
    const ctk_centers *at;
    ctk_mend_work *work;
    int32_t *part;
} mender;

void ctk_mend_place(ctk_carver *c, int32_t n, int32_t k, ctk_mend_work *work)
{
    work->piece = ctk_carve(c, n, sizeof(int32_t));
    work->queue = ctk_carve(c, n, sizeof(int32_t));
    work->begin = ctk_carve(c, n + 1, sizeof(int32_t));
    work->mass = ctk_carve(c, n, sizeof(double));
    work->main = ctk_carve(c, k, sizeof(int32_t));
    work->cost = ctk_carve(c, n, sizeof(double));
    work->from = ctk_carve(c, n, sizeof(int32_t));
    work->seen = ctk_carve(c, n, sizeof(int32_t));
    work->chain = ctk_carve(c, n, sizeof(int32_t));
    work->steps.heap = ctk_carve(c, n + 1, sizeof(ctk_step));
}

// ---- pieces -------------------------------------------------------------------------------------

/// Flood one piece from `first`; its points go to queue[end..), returns where they end.
static int32_t flood(const mender *m, int32_t first, int32_t id, int32_t end)
{
    ctk_mend_work *work = m->work;
    const ctk_map *map = m->map;
    work->piece[first] = id;
    work->mass[id] = 0;
    work->queue[end++] = first;
    for (int32_t at = end - 1; at < end; at++) {
        int32_t u = work->queue[at];
        work->mass[id] += map->w[u];
        for (int64_t a = map->indptr[u]; a < map->indptr[u + 1]; a++) {
            int32_t v = map->indices[a];
            if (work->piece[v] >= 0 || m->part[v] != m->part[u]) continue;
            work->piece[v] = id;
            work->queue[end++] = v;
        }
    }
    return end;
}

/// All pieces; begin[id] .. begin[id + 1] are the points of a piece in queue[]. Returns how many.
static int32_t find_pieces(const mender *m)
{
    ctk_mend_work *work = m->work;
    int32_t n_pieces = 0, end = 0;
    for (int32_t u = 0; u < m->map->n; u++) work->piece[u] = -1;
    for (int32_t j = 0; j < m->at->k; j++) work->main[j] = -1;
    for (int32_t u = 0; u < m->map->n; u++) {
        if (work->piece[u] >= 0) continue;
        work->begin[n_pieces] = end;
        end = flood(m, u, n_pieces, end);
        int32_t *main = work->main + m->part[u];
        if (*main < 0 || work->mass[n_pieces] > work->mass[*main]) *main = n_pieces;
        n_pieces++;
    }
    work->begin[n_pieces] = end;
    return n_pieces;
}

// ---- given away ---------------------------------------------------------------------------------

/// Cells whose main piece touches a piece.
static int32_t find_neighbours(const mender *m, int32_t id, int32_t cell[MOST_NEIGHBOURS])
{
    const ctk_mend_work *work = m->work;
    int32_t n = 0;
    for (int32_t q = work->begin[id]; q < work->begin[id + 1]; q++) {
        int32_t u = work->queue[q];
        for (int64_t a = m->map->indptr[u]; a < m->map->indptr[u + 1]; a++) {
            int32_t v = m->map->indices[a], j = m->part[v], at = 0;
            if (work->piece[v] != work->main[j]) continue;
            while (at < n && cell[at] != j) at++;
            if (at == n && n < MOST_NEIGHBOURS) cell[n++] = j;
        }
    }
    return n;
}

static bool may_give(const mender *m, int32_t id, int32_t b)
{
    const int32_t begin = m->work->begin[id];
    return ctk_map_may_join_all(m->map, m->part, m->work->begin[id + 1] - begin,
                                m->work->queue + begin, b);
}

static double cost_of_giving(const mender *m, int32_t id, int32_t a, int32_t b)
{
    double sum = 0;
    for (int32_t q = m->work->begin[id]; q < m->work->begin[id + 1]; q++)
        sum += ctk_map_toll(m->map, m->at, m->work->queue[q], a, b);
    return sum;
}

/// The cell to give a piece of cell a to; -1 = none.
static int32_t find_taker(const mender *m, int32_t id, int32_t a, double *cost)
{
    int32_t cell[MOST_NEIGHBOURS], best = -1, n = find_neighbours(m, id, cell);
    *cost = HUGE_VAL;
    for (int32_t q = 0; q < n; q++) {
        if (cell[q] == a || !may_give(m, id, cell[q])) continue;
        double c = cost_of_giving(m, id, a, cell[q]);
        if (c > *cost || (c == *cost && cell[q] > best)) continue;
        *cost = c;
        best = cell[q];
    }
    return *cost < HUGE_VAL ? best : -1;
}

static void give(const mender *m, int32_t id, int32_t to)
{
    ctk_mend_work *work = m->work;
    const int32_t begin = work->begin[id], n = work->begin[id + 1] - begin;
    ctk_map_move(m->map, m->part, n, work->queue + begin, to);
    for (int32_t q = begin; q < begin + n; q++) work->piece[work->queue[q]] = work->main[to];
}

// ---- tied on ------------------------------------------------------------------------------------

/// A point is reached at `cost`; entered in the heap once, at the first and then lowest cost that
/// is found before the heap is full.
static void reach(ctk_mend_work *w, int32_t n, int32_t v, int32_t from, double cost)
{
    if (w->seen[v] == w->stamp && w->cost[v] <= cost) return;
    if (w->steps.n >= n) return;
    w->seen[v] = w->stamp;
    w->cost[v] = cost;
    w->from[v] = from;
    ctk_steps_push(&w->steps, cost, v);
}

/// Cheapest chain from a piece of cell a to its main piece, below `most`: returns the point of the
/// main piece where it ends, -1 = none; from[] leads back to the piece.
static int32_t find_chain(const mender *m, int32_t id, int32_t a, double most, double *cost)
{
    ctk_mend_work *w = m->work;
    w->stamp++;
    w->steps.n = 0;
    for (int32_t q = w->begin[id]; q < w->begin[id + 1]; q++)
        reach(w, m->map->n, w->queue[q], -1, 0);
    while (w->steps.n > 0) {
        ctk_step s = ctk_steps_pop(&w->steps);
        if (s.cost >= most) return -1;
        if (s.cost > w->cost[s.to]) continue;
        *cost = s.cost;
        if (m->part[s.to] == a && w->piece[s.to] == w->main[a]) return s.to;
        for (int64_t e = m->map->indptr[s.to]; e < m->map->indptr[s.to + 1]; e++) {
            int32_t v = m->map->indices[e], own = m->part[v];
            if (own != a && !ctk_map_may_join(m->map, m->part, v, a)) continue;
            double more = own == a ? 0 : ctk_map_toll(m->map, m->at, v, own, a);
            reach(w, m->map->n, v, s.to, s.cost + (more > 0 ? more : 0));
        }
    }
    return -1;
}

/// Cell a takes the chain over, and the piece and what lies between count as its main piece. False
/// when two of the chain are to be apart.
static bool tie(const mender *m, int32_t id, int32_t a, int32_t end)
{
    ctk_mend_work *w = m->work;
    int32_t n = 0;
    for (int32_t v = end; v >= 0; v = w->from[v])
        if (m->part[v] != a) w->chain[n++] = v;
    if (!ctk_map_move(m->map, m->part, n, w->chain, a)) return false;
    for (int32_t v = end; v >= 0; v = w->from[v]) w->piece[v] = w->main[a];
    for (int32_t q = w->begin[id]; q < w->begin[id + 1]; q++) w->piece[w->queue[q]] = w->main[a];
    return true;
}

// ---- both ---------------------------------------------------------------------------------------

/// Points of a piece that a chain of this round has taken are no longer its own.
static bool is_touched(const mender *m, int32_t id, int32_t a)
{
    for (int32_t q = m->work->begin[id]; q < m->work->begin[id + 1]; q++)
        if (m->part[m->work->queue[q]] != a || m->work->piece[m->work->queue[q]] != id) return true;
    return false;
}

static double mend_piece(const mender *m, int32_t id, int32_t a, bool may_tie)
{
    double away, chain = 0;
    int32_t to = find_taker(m, id, a, &away);
    int32_t end = may_tie ? find_chain(m, id, a, away, &chain) : -1;
    if (end >= 0 && tie(m, id, a, end)) return chain;
    if (to < 0) return 0;
    give(m, id, to);
    return away;
}

double ctk_mend(const ctk_map *map, const ctk_centers *at, ctk_mend_work *work, int32_t *part)
{
    const mender m = {map, at, work, part};
    double cost = 0;
    work->stamp = 0;
    memset(work->seen, 0, sizeof(int32_t) * (size_t)map->n);
    for (int32_t round = 0; round < ROUNDS; round++) {
        int32_t n_pieces = find_pieces(&m), n_torn = n_pieces;
        for (int32_t j = 0; j < at->k; j++) n_torn -= work->main[j] >= 0;
        if (n_torn == 0) break;
        for (int32_t id = 0; id < n_pieces; id++) {
            int32_t a = part[work->queue[work->begin[id]]];
            if (work->main[a] == id || is_touched(&m, id, a)) continue;
            cost += mend_piece(&m, id, a, round < TIE_ROUNDS);
        }
    }
    return cost;
}
