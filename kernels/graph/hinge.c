/// Low points by depth-first search without recursion.
#include "kernels/graph/hinge.h"

#include "kernels/prim/carve.h"

typedef struct search {
    const int64_t *indptr, *w;
    const int32_t *indices;
    int64_t lower, upper;
    int64_t *load;
    int64_t *next; ///< [n] arc to look at next
    int64_t *sum;  ///< [n] weight of the subtree
    int64_t *hung; ///< [n] weight of the subtrees that hang on v alone
    int32_t *parent, *order;
    int32_t *place; ///< [n] in order[], -1 = not met
    int32_t *low;   ///< [n] least place that an arc from the subtree reaches
    int32_t n_met;
} search;

static int64_t carve(void *base, int32_t n, search *s)
{
    ctk_carver c = {.base = base};
    s->next = ctk_carve(&c, n, sizeof *s->next);
    s->sum = ctk_carve(&c, n, sizeof *s->sum);
    s->hung = ctk_carve(&c, n, sizeof *s->hung);
    s->parent = ctk_carve(&c, n, sizeof *s->parent);
    s->order = ctk_carve(&c, n, sizeof *s->order);
    s->place = ctk_carve(&c, n, sizeof *s->place);
    s->low = ctk_carve(&c, n, sizeof *s->low);
    return c.used;
}

int64_t ctk_hinge_work(int32_t n)
{
    search s;
    return carve(NULL, n, &s);
}

int64_t ctk_hinge_excess(int64_t weight, int64_t lower, int64_t upper)
{
    if (weight <= 0 || upper <= 0) return weight;
    const int64_t full = weight / upper, fewest = full + (weight % upper != 0);
    return lower <= weight / fewest ? 0 : weight - full * upper;
}

static void enter(search *s, int32_t v, int32_t parent)
{
    s->parent[v] = parent;
    s->place[v] = s->low[v] = s->n_met;
    s->order[s->n_met++] = v;
    s->next[v] = s->indptr[v];
    s->sum[v] = s->load[v] = s->w[v];
    s->hung[v] = 0;
}

static void leave(search *s, int32_t v)
{
    const int32_t p = s->parent[v];
    if (p < 0) return;
    s->sum[p] += s->sum[v];
    if (s->low[v] < s->low[p]) s->low[p] = s->low[v];
    if (s->low[v] < s->place[p]) return;
    s->hung[p] += s->sum[v];
    s->load[p] += ctk_hinge_excess(s->sum[v], s->lower, s->upper);
}

static void walk(search *s, int32_t root)
{
    enter(s, root, -1);
    for (int32_t v = root; v >= 0;) {
        if (s->next[v] == s->indptr[v + 1]) {
            leave(s, v);
            v = s->parent[v];
            continue;
        }
        const int32_t u = s->indices[s->next[v]++];
        if (s->place[u] < 0) {
            enter(s, u, v);
            v = u;
        } else if (s->place[u] < s->low[v]) {
            s->low[v] = s->place[u];
        }
    }
}

void ctk_hinge_load(int32_t n, const int64_t *indptr, const int32_t *indices, const int64_t *w,
                    int64_t lower, int64_t upper, int64_t *load, void *work)
{
    search s = {.indptr = indptr, .w = w, .indices = indices, .lower = lower, .upper = upper};
    carve(work, n, &s);
    s.load = load;
    for (int32_t v = 0; v < n; v++) s.place[v] = -1;
    for (int32_t root = 0; root < n; root++) {
        const int32_t first = s.n_met;
        if (s.place[root] >= 0) continue;
        walk(&s, root);
        for (int32_t i = first; i < s.n_met; i++) {
            const int32_t v = s.order[i];
            load[v] += ctk_hinge_excess(s.sum[root] - w[v] - s.hung[v], lower, upper);
        }
    }
}
