/// Edges that a sweep line meets, in their order from below: a balanced tree (treap: Seidel, Aragon
/// 1996, doi:10.1007/BF01940876) whose nodes carry numbers and know nothing of geometry.
///
/// A node is inserted right above another one, so nothing is ever compared here. O(log n) expected
/// for insertion and removal; the priorities are the scrambled numbers of the nodes, so the tree is
/// the same each time.
#ifndef CTK_GEOM_LADDER_H
#define CTK_GEOM_LADDER_H

#include <stdint.h>

/// Arrays by node; root = -1 when empty.
typedef struct ctk_ladder {
    int32_t root, *left, *right, *up;
} ctk_ladder;

static inline uint32_t ctk_ladder_key(int32_t node)
{
    uint32_t x = (uint32_t)node * 2654435769u;
    x = (x ^ x >> 15) * 2246822519u;
    return x ^ x >> 13;
}

static inline void ctk_ladder_rotate(ctk_ladder *t, int32_t x)
{
    const int32_t p = t->up[x], g = t->up[p];
    const int is_left = t->left[p] == x;
    int32_t *const inner = is_left ? &t->right[x] : &t->left[x];
    *(is_left ? &t->left[p] : &t->right[p]) = *inner;
    if (*inner >= 0) t->up[*inner] = p;
    *inner = p;
    t->up[p] = x;
    t->up[x] = g;
    if (g < 0)
        t->root = x;
    else
        *(t->left[g] == p ? &t->left[g] : &t->right[g]) = x;
}

/// Node x, which is not in the tree, right above node `below`; -1 = at the bottom.
static inline void ctk_ladder_insert(ctk_ladder *t, int32_t below, int32_t x)
{
    int32_t p = below < 0 ? t->root : t->right[below];
    t->left[x] = t->right[x] = -1;
    t->up[x] = below;
    if (p >= 0) {
        while (t->left[p] >= 0) p = t->left[p];
        t->up[x] = p;
        t->left[p] = x;
    } else if (below >= 0) {
        t->right[below] = x;
    } else {
        t->root = x;
    }
    while (t->up[x] >= 0 && ctk_ladder_key(x) > ctk_ladder_key(t->up[x])) ctk_ladder_rotate(t, x);
}

static inline void ctk_ladder_remove(ctk_ladder *t, int32_t x)
{
    while (t->left[x] >= 0 || t->right[x] >= 0) {
        const int32_t l = t->left[x], r = t->right[x];
        const int takes_left = r < 0 || (l >= 0 && ctk_ladder_key(l) > ctk_ladder_key(r));
        ctk_ladder_rotate(t, takes_left ? l : r);
    }
    const int32_t p = t->up[x];
    if (p < 0)
        t->root = -1;
    else
        *(t->left[p] == x ? &t->left[p] : &t->right[p]) = -1;
}

/// The node right below x, -1 = none; and the one right above.
static inline int32_t ctk_ladder_before(const ctk_ladder *t, int32_t x)
{
    int32_t y = t->left[x];
    if (y < 0) {
        for (y = t->up[x]; y >= 0 && t->left[y] == x; y = t->up[y]) x = y;
        return y;
    }
    while (t->right[y] >= 0) y = t->right[y];
    return y;
}

static inline int32_t ctk_ladder_after(const ctk_ladder *t, int32_t x)
{
    int32_t y = t->right[x];
    if (y < 0) {
        for (y = t->up[x]; y >= 0 && t->right[y] == x; y = t->up[y]) x = y;
        return y;
    }
    while (t->left[y] >= 0) y = t->left[y];
    return y;
}

#endif
