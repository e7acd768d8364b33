/// One walk over the points for counting and for storing.
#include "kernels/graph/corner.h"

#include <stddef.h>

#include "kernels/graph/csr.h"

typedef struct walk {
    const ctk_match *m;
    const int64_t *indptr;
    const int32_t *indices;
    int64_t *begin; ///< [n_tiles + 1] links of a tile: while counting, how many
    int32_t *a, *b; ///< NULL while counting
} walk;

/// Pairs at the point whose first use is `head`.
static int64_t links_at(const walk *w, const ctk_groups *g, int32_t head, int64_t at)
{
    const int64_t first = at;
    for (int32_t i = head; i >= 0; i = g->next[i]) {
        const int32_t r = g->region[i];
        for (int32_t j = g->next[i]; j >= 0; j = g->next[j]) {
            const int32_t s = g->region[j];
            if (r == s || ctk_csr_find(w->indptr, w->indices, r, s) >= 0) continue;
            if (w->a) {
                w->a[at] = r < s ? r : s;
                w->b[at] = r < s ? s : r;
            }
            at++;
        }
    }
    return at - first;
}

static int64_t links_of_tile(const walk *w, ctk_groups *g, int32_t tile, int64_t at)
{
    const int64_t first = at;
    ctk_match_group(w->m, tile, g);
    for (int32_t h = 0; h < g->n_heads; h++) at += links_at(w, g, g->head[h], at);
    return at - first;
}

static void count_tile(void *user, int32_t tile, ctk_groups *g)
{
    const walk *w = user;
    w->begin[tile] = links_of_tile(w, g, tile, 0);
}

static void list_tile(void *user, int32_t tile, ctk_groups *g)
{
    const walk *w = user;
    if (w->begin[tile] < w->begin[tile + 1]) links_of_tile(w, g, tile, w->begin[tile]);
}

void ctk_corner_count(const ctk_match *m, const int64_t *indptr, const int32_t *indices,
                      int32_t *scratch, int32_t n_threads, int64_t *begin)
{
    walk w = {m, indptr, indices, begin, NULL, NULL};
    ctk_match_each(m, scratch, n_threads, count_tile, &w);
    begin[m->n_tiles] = 0;
}

void ctk_corner_list(const ctk_match *m, const int64_t *indptr, const int32_t *indices,
                     int32_t *scratch, int32_t n_threads, const int64_t *begin, int32_t *a,
                     int32_t *b)
{
    walk w = {m, indptr, indices, (int64_t *)(uintptr_t)begin, a, b};
    ctk_match_each(m, scratch, n_threads, list_tile, &w);
}
