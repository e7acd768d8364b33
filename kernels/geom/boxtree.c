/// Morton order and boxes, level by level.
#include "kernels/geom/boxtree.h"

#include <string.h>

#include "kernels/geom/levels.h"

static void extend(ctk_box *box, const ctk_box *other)
{
    for (int k = 0; k < 3; k++) {
        if (other->lo[k] < box->lo[k]) box->lo[k] = other->lo[k];
        if (other->hi[k] > box->hi[k]) box->hi[k] = other->hi[k];
    }
}

static ctk_box chain_box(const ctk_chains *c, int32_t chain)
{
    const double *p = c->point + 3 * c->point_begin[chain];
    ctk_box box;
    memcpy(box.lo, p, sizeof box.lo);
    memcpy(box.hi, p, sizeof box.hi);
    for (int64_t i = c->point_begin[chain] + 1; i < c->point_begin[chain + 1]; i++) {
        const double *q = c->point + 3 * i;
        const ctk_box one = {{q[0], q[1], q[2]}, {q[0], q[1], q[2]}};
        extend(&box, &one);
    }
    return box;
}

/// Spread 21 bits to every third bit.
static uint64_t spread(uint64_t x)
{
    x &= 0x1fffff;
    x = (x | x << 32) & 0x1f00000000ffffu;
    x = (x | x << 16) & 0x1f0000ff0000ffu;
    x = (x | x << 8) & 0x100f00f00f00f00fu;
    x = (x | x << 4) & 0x10c30c30c30c30c3u;
    return (x | x << 2) & 0x1249249249249249u;
}

static uint64_t morton(const ctk_box *box, const ctk_box *all, const double scale[3])
{
    uint64_t code = 0;
    for (int k = 0; k < 3; k++) {
        const double mid = 0.5 * (box->lo[k] + box->hi[k]) - all->lo[k];
        code |= spread((uint64_t)(mid * scale[k])) << k;
    }
    return code;
}

/// Stable radix sort of (key, value) pairs by the 63 bits of their keys, 11 bits a pass; the result
/// ends where it began.
static void sort_pairs(int32_t n, uint64_t *pair, uint64_t *other)
{
    for (int shift = 0; shift < 63; shift += 11) {
        int64_t begin[2049] = {0};
        for (int32_t i = 0; i < n; i++) begin[1 + (pair[2 * (int64_t)i] >> shift & 2047)]++;
        for (int b = 0; b < 2048; b++) begin[b + 1] += begin[b];
        for (int32_t i = 0; i < n; i++) {
            const int64_t at = begin[pair[2 * (int64_t)i] >> shift & 2047]++;
            memcpy(other + 2 * at, pair + 2 * (int64_t)i, 2 * sizeof *pair);
        }
        uint64_t *swap = pair;
        pair = other;
        other = swap;
    }
}

int64_t ctk_boxtree_nodes(int32_t n)
{
    return ctk_levels_size(n, CTK_BRANCH);
}

/// Boxes of the levels above the leaves.
static void stack_levels(ctk_boxtree *t)
{
    t->n_levels = 1;
    t->level_begin[0] = 0;
    t->level_begin[1] = t->chains.n;
    while (t->level_begin[t->n_levels] - t->level_begin[t->n_levels - 1] > 1) {
        const int32_t level = t->n_levels++, begin = t->level_begin[level];
        const int32_t below = begin - t->level_begin[level - 1];
        const int32_t n = (below + CTK_BRANCH - 1) / CTK_BRANCH;
        t->level_begin[level + 1] = begin + n;
        for (int32_t i = 0; i < n; i++) {
            int32_t from, to;
            ctk_boxtree_children(t, level, i, &from, &to);
            const ctk_box *child = t->box + t->level_begin[level - 1];
            t->box[begin + i] = child[from];
            for (int32_t c = from + 1; c < to; c++) extend(&t->box[begin + i], &child[c]);
        }
    }
}

void ctk_boxtree_build(ctk_boxtree *t, uint64_t *work, int32_t n_threads)
{
    const int32_t n = t->chains.n;
    ctk_box *plain = t->box; // in input order first
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t i = 0; i < n; i++) plain[i] = chain_box(&t->chains, i);
    ctk_box all = plain[0];
    for (int32_t i = 1; i < n; i++) extend(&all, &plain[i]);
    double scale[3];
    for (int k = 0; k < 3; k++) {
        const double width = all.hi[k] - all.lo[k];
        scale[k] = width > 0.0 ? 2097151.0 / width : 0.0;
    }
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t i = 0; i < n; i++) {
        work[2 * (int64_t)i] = morton(&plain[i], &all, scale);
        work[2 * (int64_t)i + 1] = (uint64_t)i;
    }
    sort_pairs(n, work, work + 2 * (int64_t)n);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t i = 0; i < n; i++) {
        t->leaf[i] = (int32_t)work[2 * (int64_t)i + 1];
        t->box[i] = chain_box(&t->chains, t->leaf[i]);
    }
    stack_levels(t);
}
