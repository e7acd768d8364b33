/// One walk over the points for counting and for storing.
#include "kernels/graph/corner.h"

#include <stddef.h>

#include "kernels/graph/csr.h"

typedef struct walk {
    const ctk_match *m;
    const int64_t *indptr;
    const int32_t *indices;
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

static void walk_tiles(const walk *w, int32_t *scratch, int32_t n_threads, int64_t *count,
                       const int64_t *begin)
{
    const int64_t largest = ctk_match_largest(w->m), words = ctk_groups_size(largest);
    int32_t next = 0;
#pragma omp parallel for num_threads(n_threads) schedule(static, 1)
    for (int32_t worker = 0; worker < n_threads; worker++) {
        ctk_groups g = ctk_groups_at(scratch + worker * words, largest);
        for (int32_t t;;) {
#pragma omp atomic capture
            t = next++;
            if (t >= w->m->n_tiles) break;
            if (count)
                count[t] = links_of_tile(w, &g, t, 0);
            else if (begin[t] < begin[t + 1])
                links_of_tile(w, &g, t, begin[t]);
        }
    }
}

void ctk_corner_count(const ctk_match *m, const int64_t *indptr, const int32_t *indices,
                      int32_t *scratch, int32_t n_threads, int64_t *begin)
{
    const walk w = {m, indptr, indices, NULL, NULL};
    walk_tiles(&w, scratch, n_threads, begin, NULL);
    begin[m->n_tiles] = 0;
}

void ctk_corner_list(const ctk_match *m, const int64_t *indptr, const int32_t *indices,
                     int32_t *scratch, int32_t n_threads, const int64_t *begin, int32_t *a,
                     int32_t *b)
{
    const walk w = {m, indptr, indices, a, b};
    walk_tiles(&w, scratch, n_threads, NULL, begin);
}
