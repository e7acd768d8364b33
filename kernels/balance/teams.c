/// Disjoint groups of touching territories. See teams.h.
#include "kernels/balance/teams.h"

#include <string.h>

int64_t ctk_teams_touching(int32_t k, int64_t arcs)
{
    const int64_t all = (int64_t)k * (k - 1), most = all < arcs ? all : arcs;
    return most > 0 ? most : 1;
}

void ctk_teams_list(const ctk_problem *p, const ctk_draft *d, const ctk_members *m, ctk_teams *x)
{
    const ctk_ringed *g = &p->graph;
    int32_t *seen = x->order;
    int64_t n = 0;
    memset(seen, -1, (size_t)p->k * sizeof *seen);
    for (int32_t a = 0; a < p->k; a++) {
        x->begin[a] = n;
        for (int32_t u = m->head[a]; u >= 0; u = m->next[u]) {
            for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
                const int32_t b = d->part[g->indices[arc]];
                if (b == a || seen[b] == a) continue;
                seen[b] = a;
                x->touching[n++] = b;
            }
        }
    }
    x->begin[p->k] = n;
}

static void shuffle(int32_t n, ctk_rng *rng, int32_t *order)
{
    for (int32_t j = 0; j < n; j++) {
        const uint32_t other = ctk_rng_below(rng, (uint32_t)j + 1);
        order[j] = order[other];
        order[other] = j;
    }
}

/// A territory that touches the team member[from..to) and is in no other one; -1 = none.
static int32_t draw_neighbour(const ctk_teams *x, int32_t from, int32_t to, ctk_rng *rng)
{
    int32_t drawn = -1;
    uint32_t n = 0;
    for (int32_t t = from; t < to; t++) {
        const int32_t j = x->member[t];
        for (int64_t i = x->begin[j]; i < x->begin[j + 1]; i++)
            if (!x->used[x->touching[i]] && ctk_rng_below(rng, ++n) == 0) drawn = x->touching[i];
    }
    return drawn;
}

/// A team of up to `want` territories from j on; one that stays alone is left out.
static void grow(int32_t j, int32_t want, ctk_rng *rng, ctk_teams *x)
{
    const int32_t from = x->first[x->n];
    int32_t to = from;
    for (; j >= 0; j = to - from < want ? draw_neighbour(x, from, to, rng) : -1) {
        x->member[to++] = j;
        x->used[j] = 1;
    }
    if (to - from > 1) x->first[++x->n] = to;
}

void ctk_teams_draw(int32_t k, ctk_rng rng, int32_t least, int32_t most, const uint8_t *early,
                    bool only_early, ctk_teams *x)
{
    const uint32_t choices = (uint32_t)(most - least + 1);
    x->n = x->first[0] = 0;
    memset(x->used, 0, (size_t)k);
    shuffle(k, &rng, x->order);
    for (int32_t pass = early ? 0 : 1; pass < (only_early ? 1 : 2); pass++) {
        for (int32_t i = 0; i < k; i++) {
            const int32_t j = x->order[i];
            if (x->used[j] || (pass == 0 && !early[j])) continue;
            grow(j, least + (int32_t)ctk_rng_below(&rng, choices), &rng, x);
        }
    }
}
