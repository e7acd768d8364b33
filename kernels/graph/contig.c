/// Contiguity of a territory after one region leaves. See contig.h.
#include "kernels/graph/contig.h"

#include <string.h>

enum { RING_DEGREE = 63 }; ///< bits of a word, less the one that `all` needs

/// Bits of the neighbours of u that touch its neighbour v; position[] maps neighbours of u to
/// their place and is -1 elsewhere.
static uint64_t touching(const int64_t *indptr, const int32_t *indices, int32_t v,
                         const int32_t *position)
{
    uint64_t bits = 0;
    for (int64_t q = indptr[v]; q < indptr[v + 1]; q++) {
        const int32_t at = position[indices[q]];
        if (at >= 0) bits |= UINT64_C(1) << at;
    }
    return bits;
}

static void ring_of(const int64_t *indptr, const int32_t *indices, int32_t u, int32_t *position,
                    uint64_t *ring)
{
    const int64_t begin = indptr[u], end = indptr[u + 1];
    if (end - begin > RING_DEGREE) {
        memset(ring + begin, 0, (size_t)(end - begin) * sizeof *ring);
        return;
    }
    for (int64_t p = begin; p < end; p++) position[indices[p]] = (int32_t)(p - begin);
    for (int64_t p = begin; p < end; p++) ring[p] = touching(indptr, indices, indices[p], position);
    for (int64_t p = begin; p < end; p++) position[indices[p]] = -1;
}

void ctk_contig_rings(int32_t n, const int64_t *indptr, const int32_t *indices, int32_t n_threads,
                      int32_t *position, uint64_t *ring)
{
#pragma omp parallel for schedule(static, 1) num_threads(n_threads)
    for (int32_t t = 0; t < n_threads; t++) {
        int32_t *mine = position + (int64_t)t * n;
        memset(mine, -1, (size_t)n * sizeof *mine);
        const int32_t begin = (int32_t)((int64_t)n * t / n_threads);
        const int32_t end = (int32_t)((int64_t)n * (t + 1) / n_threads);
        for (int32_t u = begin; u < end; u++) ring_of(indptr, indices, u, mine, ring);
    }
}

/// Neighbours of u in territory `a`, as bits by position.
static uint64_t neighbours_in(const ctk_ringed *g, const int32_t *part, int32_t u, int32_t a)
{
    uint64_t bits = 0;
    const int64_t begin = g->indptr[u];
    const int32_t degree = (int32_t)(g->indptr[u + 1] - begin);
    for (int32_t p = 0; p < degree; p++) bits |= (uint64_t)(part[g->indices[begin + p]] == a) << p;
    return bits;
}

/// The bits of `in` that the ring connects to the lowest of them.
static uint64_t flood(const uint64_t *ring, uint64_t in)
{
    uint64_t seen = in & -in, front = seen;
    while (front) {
        const int32_t p = __builtin_ctzll(front);
        front &= front - 1;
        const uint64_t fresh = ring[p] & in & ~seen;
        seen |= fresh;
        front |= fresh;
    }
    return seen;
}

static int32_t find(int32_t *parent, int32_t i)
{
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

/// A breadth-first search from several groups at once.
typedef struct search {
    ctk_contig_work *work;
    int32_t n_groups; ///< that have not met yet
    int64_t head, tail;
} search;

static void open_group(search *s, int32_t group)
{
    s->work->parent[group] = group;
    s->work->pending[group] = 0;
    s->n_groups++;
}

static void enqueue(search *s, int32_t v, int32_t group)
{
    s->work->mark[v] = s->work->base + (uint64_t)group + 1;
    s->work->pending[find(s->work->parent, group)]++;
    s->work->queue[s->tail++] = v;
}

/// Groups a and b have met.
static void unite(search *s, int32_t a, int32_t b)
{
    a = find(s->work->parent, a);
    b = find(s->work->parent, b);
    if (a == b) return;
    s->work->parent[b] = a;
    s->work->pending[a] += s->work->pending[b];
    s->n_groups--;
}

/// Every neighbour of u in territory `a` is queued, one group for each connected set of the ring.
static void seed(search *s, const ctk_ringed *g, const int32_t *part, int32_t u, int32_t a)
{
    const int64_t begin = g->indptr[u], degree = g->indptr[u + 1] - begin;
    int32_t group = 0;
    if (degree > RING_DEGREE) {
        for (int64_t p = begin; p < begin + degree; p++)
            if (part[g->indices[p]] == a) open_group(s, group), enqueue(s, g->indices[p], group++);
        return;
    }
    for (uint64_t left = neighbours_in(g, part, u, a); left; group++) {
        uint64_t set = flood(g->ring + begin, left);
        left &= ~set;
        open_group(s, group);
        for (; set; set &= set - 1) enqueue(s, g->indices[begin + __builtin_ctzll(set)], group);
    }
}

/// Take one region from the queue and queue its neighbours; groups that touch unite.
/// Returns its group, or the one that group has become.
static int32_t grow(search *s, const ctk_ringed *g, const int32_t *part, int32_t a)
{
    ctk_contig_work *w = s->work;
    const int32_t v = w->queue[s->head++];
    const int32_t group = (int32_t)(w->mark[v] - w->base - 1);
    w->pending[find(w->parent, group)]--;
    for (int64_t p = g->indptr[v]; p < g->indptr[v + 1] && s->n_groups > 1; p++) {
        const int32_t z = g->indices[p];
        if (part[z] != a || w->mark[z] == w->base) continue;
        if (w->mark[z] > w->base)
            unite(s, group, (int32_t)(w->mark[z] - w->base - 1));
        else
            enqueue(s, z, group);
    }
    return find(w->parent, group);
}

/// Do the groups around u meet without u, as far as `limit` regions tell? mark: base = u itself,
/// base + 1 + i = group i.
static bool groups_meet(const ctk_ringed *g, const int32_t *part, int32_t u, int32_t limit,
                        ctk_contig_work *work)
{
    const int32_t a = part[u];
    search s = {.work = work};
    work->mark[u] = ++work->base;
    seed(&s, g, part, u, a);
    while (s.n_groups > 1 && s.head < limit) {
        const int32_t group = grow(&s, g, part, a);
        if (s.n_groups > 1 && work->pending[group] == 0) break;
    }
    work->base += (uint64_t)(g->indptr[u + 1] - g->indptr[u]) + 1;
    return s.n_groups == 1;
}

/// What the ring of u tells of its neighbours in its territory.
typedef enum verdict { NO, YES, UNSURE } verdict;

/// What is asked of a ring before its no counts.
typedef enum trust { NEVER, WHEN_CLOSED, WHEN_JOINED } trust;

/// Does the ring join all neighbours of u, or even (WHEN_CLOSED) each to two at least?
static bool is_trusted(const uint64_t *ring, int64_t degree, trust need)
{
    const uint64_t all = (UINT64_C(1) << degree) - 1;
    if (need == NEVER) return false;
    for (int64_t p = 0; p < degree && need == WHEN_CLOSED; p++)
        if ((ring[p] & (ring[p] - 1)) == 0) return false;
    return flood(ring, all) == all;
}

static verdict ask_ring(const ctk_ringed *g, const int32_t *part, int32_t u, trust need)
{
    const int64_t begin = g->indptr[u], degree = g->indptr[u + 1] - begin;
    if (degree > RING_DEGREE) return UNSURE;
    const uint64_t in = neighbours_in(g, part, u, part[u]);
    if (in == 0) return NO;
    if (flood(g->ring + begin, in) == in) return YES;
    return is_trusted(g->ring + begin, degree, need) ? NO : UNSURE;
}

bool ctk_contig_may_leave_near(const ctk_ringed *g, const int32_t *part, int32_t u, int32_t limit,
                               bool around_corners, ctk_contig_work *work)
{
    const verdict v = ask_ring(g, part, u, around_corners ? WHEN_CLOSED : WHEN_JOINED);
    return v == UNSURE ? groups_meet(g, part, u, limit, work) : v == YES;
}

bool ctk_contig_may_leave(const ctk_ringed *g, const int32_t *part, int32_t u,
                          ctk_contig_work *work)
{
    const verdict v = ask_ring(g, part, u, NEVER);
    return v == UNSURE ? groups_meet(g, part, u, INT32_MAX, work) : v == YES;
}
