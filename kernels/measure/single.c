/// Depth-first search without recursion. See single.h.
#include "kernels/measure/single.h"

#include "kernels/prim/carve.h"

typedef struct search {
    int64_t *next;   ///< [n] edge to look at next
    int32_t *parent; ///< [n] -1 = a root
    int32_t *place;  ///< [n] in order[], -1 = not met
    int32_t *low;    ///< [n] least place that an edge from below reaches
    int32_t *order;  ///< [n]
    int32_t n_met;
} search;

static int64_t carve(void *base, int32_t n, search *s)
{
    ctk_carver c = {.base = base};
    s->next = ctk_carve(&c, n, sizeof *s->next);
    s->parent = ctk_carve(&c, n, sizeof *s->parent);
    s->place = ctk_carve(&c, n, sizeof *s->place);
    s->low = ctk_carve(&c, n, sizeof *s->low);
    s->order = ctk_carve(&c, n, sizeof *s->order);
    s->n_met = 0;
    return c.used;
}

int64_t ctk_single_work(int32_t n)
{
    search s;
    return carve(NULL, n, &s);
}

static void enter(search *s, int32_t v, int32_t parent, int64_t first)
{
    s->parent[v] = parent;
    s->place[v] = s->low[v] = s->n_met;
    s->order[s->n_met++] = v;
    s->next[v] = first;
}

static void lower(search *s, int32_t v, int32_t to)
{
    if (to < s->low[v]) s->low[v] = to;
}

static bool counts(const ctk_parted *g, int32_t v, int64_t edge)
{
    return (g->kinds >> g->kind[edge] & 1) && g->part[v] >= 0 &&
           g->part[g->indices[edge]] == g->part[v];
}

static void walk(const ctk_parted *g, int32_t root, search *s)
{
    enter(s, root, -1, g->indptr[root]);
    for (int32_t v = root; v >= 0;) {
        if (s->next[v] == g->indptr[v + 1]) {
            const int32_t up = s->parent[v];
            if (up >= 0) lower(s, up, s->low[v]);
            v = up;
            continue;
        }
        const int64_t edge = s->next[v]++;
        const int32_t u = g->indices[edge];
        if (u == s->parent[v] || !counts(g, v, edge)) continue;
        if (s->place[u] < 0) {
            enter(s, u, v, g->indptr[u]);
            v = u;
        } else {
            lower(s, v, s->place[u]);
        }
    }
}

void ctk_single(const ctk_parted *g, bool *is_single, void *work)
{
    search s;
    carve(work, g->n, &s);
    for (int32_t v = 0; v < g->n; v++) s.place[v] = -1;
    for (int32_t v = 0; v < g->n; v++)
        if (s.place[v] < 0) walk(g, v, &s);
    for (int32_t v = 0; v < g->n; v++) is_single[v] = false;
    for (int32_t v = 0; v < g->n; v++)
        for (int64_t e = g->indptr[v]; e < g->indptr[v + 1] && !is_single[v]; e++)
            is_single[v] = counts(g, v, e);
    for (int32_t v = 0; v < g->n; v++)
        for (int64_t e = g->indptr[v]; e < g->indptr[v + 1]; e++) {
            const int32_t u = g->indices[e];
            const int32_t below = s.parent[u] == v ? u : s.parent[v] == u ? v : -1;
            if (counts(g, v, e) && (below < 0 || s.low[below] < s.place[below]))
                is_single[v] = false;
        }
}

static bool goes_on(const ctk_parted *g, const bool *is_single, int32_t v)
{
    for (int64_t e = g->indptr[v]; e < g->indptr[v + 1]; e++)
        if (counts(g, v, e) && !is_single[g->indices[e]]) return true;
    return false;
}

/// Breadth first over the tree of v; place is the distance, from 1. Of the farthest vertices one
/// that goes on into what is wider, if there is one.
static int32_t farthest(const ctk_parted *g, const bool *is_single, int32_t root, search *s)
{
    int32_t best = root;
    s->n_met = 0;
    s->parent[root] = -1;
    s->place[root] = 1;
    s->order[s->n_met++] = root;
    for (int32_t head = 0; head < s->n_met; head++) {
        const int32_t v = s->order[head];
        if (s->place[v] > s->place[best] ||
            (s->place[v] == s->place[best] && !goes_on(g, is_single, best)))
            best = v;
        for (int64_t e = g->indptr[v]; e < g->indptr[v + 1]; e++) {
            const int32_t u = g->indices[e];
            if (!counts(g, v, e) || !is_single[u] || u == s->parent[v]) continue;
            s->parent[u] = v;
            s->place[u] = s->place[v] + 1;
            s->order[s->n_met++] = u;
        }
    }
    return best;
}

void ctk_single_file(const ctk_parted *g, const bool *is_single, int32_t k, int32_t *longest,
                     int32_t *n_wider, void *work)
{
    search s;
    carve(work, g->n, &s);
    for (int32_t j = 0; j < k; j++) longest[j] = n_wider[j] = 0;
    for (int32_t v = 0; v < g->n; v++) s.place[v] = 0;
    for (int32_t v = 0; v < g->n; v++) {
        if (!is_single[v] || s.place[v] > 0) continue;
        const int32_t a = farthest(g, is_single, v, &s), b = farthest(g, is_single, a, &s);
        const int32_t j = g->part[v];
        if (s.place[b] <= longest[j]) continue;
        longest[j] = s.place[b];
        n_wider[j] = goes_on(g, is_single, a) + goes_on(g, is_single, b);
    }
}

// ---- what lies inside ---------------------------------------------------------------------------

/// The graph of parts with the open as part k, from which all open ones hang.
typedef struct open_graph {
    int32_t k;
    const int64_t *begin;
    const int32_t *touching;
    const bool *is_open;
} open_graph;

/// Neighbour number i of v, -1 = there is none, -2 = no more.
static int32_t neighbour(const open_graph *g, int32_t v, int64_t i)
{
    if (v == g->k) return i == g->k ? -2 : g->is_open[i] ? (int32_t)i : -1;
    const int64_t n = g->begin[v + 1] - g->begin[v];
    if (i < n) return g->touching[g->begin[v] + i];
    return i > n ? -2 : g->is_open[v] ? g->k : -1;
}

void ctk_inside(int32_t k, const int64_t *begin, const int32_t *touching, const bool *is_open,
                int32_t *inside, void *work)
{
    const open_graph g = {k, begin, touching, is_open};
    search s;
    carve(work, k + 1, &s);
    for (int32_t v = 0; v <= k; v++) s.place[v] = -1;
    for (int32_t j = 0; j < k; j++) inside[j] = -1;
    enter(&s, k, -1, 0);
    for (int32_t v = k; v >= 0;) {
        const int32_t u = neighbour(&g, v, s.next[v]++), up = s.parent[v];
        if (u == -2) {
            if (up >= 0) lower(&s, up, s.low[v]);
            v = up;
        } else if (u >= 0 && s.place[u] < 0) {
            enter(&s, u, v, 0);
            v = u;
        } else if (u >= 0) {
            lower(&s, v, s.place[u]);
        }
    }
    for (int32_t i = 1; i < s.n_met; i++) {
        const int32_t v = s.order[i], up = s.parent[v];
        if (up == k) continue;
        inside[v] = s.low[v] >= s.place[up] ? up : inside[up];
    }
}
