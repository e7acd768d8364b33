/// Chains are found by one walk over a block, which counts or fills.
#include "kernels/geom/outline.h"

#include "kernels/geom/boxtree.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/offsets.h"

/// The next chain of a block: its first segment and one past its last. Returns 0 at the end.
static int next_chain(const ctk_outline *o, int64_t block_end, int64_t *from, int64_t *to)
{
    int64_t s = *to;
    while (s < block_end && o->right && o->right[s] >= 0) s++;
    if (s == block_end) return 0;
    *from = s++;
    while (s < block_end && s - *from < CTK_LEAF_SEGMENTS && !(o->right && o->right[s] >= 0) &&
           o->segment[s] == o->segment[s - 1] + 1)
        s++;
    *to = s;
    return 1;
}

static int64_t block_end(const ctk_outline *o, int64_t block)
{
    const int64_t end = (block + 1) * CTK_OUTLINE_BLOCK;
    return end < o->n_segments ? end : o->n_segments;
}

void ctk_outline_count(const ctk_outline *o, int32_t n_threads, int64_t *chain_begin,
                       int64_t *point_begin)
{
    const int64_t n = ctk_outline_blocks(o->n_segments);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int64_t b = 0; b < n; b++) {
        int64_t chains = 0, points = 0, from, to = b * CTK_OUTLINE_BLOCK;
        while (next_chain(o, block_end(o, b), &from, &to)) {
            chains++;
            points += to - from + 1;
        }
        chain_begin[b] = chains;
        point_begin[b] = points;
    }
    ctk_offsets(n, chain_begin);
    ctk_offsets(n, point_begin);
}

void ctk_outline_fill(const ctk_outline *o, int32_t n_threads, const int64_t *chain_begin,
                      const int64_t *point_begin, int32_t *region, int32_t *vertex,
                      int64_t *first_point, double *point)
{
    const int64_t n = ctk_outline_blocks(o->n_segments);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int64_t b = 0; b < n; b++) {
        int64_t chain = chain_begin[b], at = point_begin[b], from, to = b * CTK_OUTLINE_BLOCK;
        for (; next_chain(o, block_end(o, b), &from, &to); chain++) {
            region[chain] = o->left[from];
            vertex[chain] = o->segment[from];
            first_point[chain] = at;
            for (int64_t i = 0; i <= to - from; i++, at++) {
                const double *p = o->lonlat + 2 * (o->segment[from] + i);
                ctk_geocentric_km(p[0], p[1], point + 3 * at);
            }
        }
    }
}
