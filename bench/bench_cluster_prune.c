/// Centres that matter, from chunk to group to leaf, for all leaves. Items are leaves.
#include "kernels/cluster/prune.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "support/cluster_fixture.h"

enum { N = 33000, K = 500 };

typedef struct scene {
    cluster_fixture f;
    ctk_near all, chunk, group, leaf;
} scene;

static uint64_t narrow(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    const ctk_blocks *b = s->f.blocks;
    uint64_t digest = 0;
    ctk_near_all(&s->f.at, &s->all);
    for (int32_t leaf = 0; leaf < b->n_leaves; leaf++) {
        const int32_t p = leaf * CTK_LEAF;
        if (p % CTK_CHUNK == 0)
            ctk_near_filter(&s->all, b->chunk + p / CTK_CHUNK, NULL, 0, 1, &s->chunk);
        if (p % CTK_GROUP == 0)
            ctk_near_filter(&s->chunk, b->group + p / CTK_GROUP, NULL, 0, 1, &s->group);
        ctk_near_filter(&s->group, b->leaf + leaf, NULL, 0, 1, &s->leaf);
        digest = 31 * digest + (uint64_t)s->leaf.n;
    }
    return digest;
}

int main(void)
{
    scene s = {.f = cluster_fixture_new(1, N, K, 1)};
    ctk_carver size = {0};
    ctk_near_place(&size, K, 0, &s.all);
    void *work = cluster_alloc(4 * size.used);
    ctk_carver at = {.base = work};
    ctk_near_place(&at, K, 0, &s.all);
    ctk_near_place(&at, K, 0, &s.chunk);
    ctk_near_place(&at, K, 0, &s.group);
    ctk_near_place(&at, K, 0, &s.leaf);
    bench_run("cluster_prune", s.f.blocks->n_leaves, 1, 21, narrow, &s);
    free(work);
    cluster_fixture_free(&s.f);
    return 0;
}
