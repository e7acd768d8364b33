/// Clouds for tests of the clustering kernels.
#include "cluster_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/oracle/power_diagram.h"

void *cluster_alloc(int64_t bytes)
{
    size_t size = ((size_t)bytes + 64) / 64 * 64;
    void *p = aligned_alloc(64, size);
    if (!p) abort();
    return memset(p, 0, size);
}

cluster_fixture cluster_fixture_new(uint64_t seed, int32_t n, int32_t k, int32_t n_threads)
{
    cluster_fixture f = {.n = n, .k = k};
    ctk_rng r = ctk_rng_key(seed, 78, 0);
    f.pos = cluster_alloc(24 * (int64_t)n);
    f.w = cluster_alloc(8 * (int64_t)n);
    f.center = cluster_alloc(24 * (int64_t)k);
    f.lambda = cluster_alloc(8 * (int64_t)k);
    oracle_cloud(seed, n, f.pos, f.w);
    for (int32_t i = 0; i < n; i++) f.total += f.w[i];
    for (int32_t j = 0; j < k; j++) {
        int32_t i = (int32_t)ctk_rng_below(&r, (uint32_t)n);
        for (int a = 0; a < 3; a++) f.center[a * k + j] = f.pos[a * n + i] + ctk_rng_unit(&r);
        f.lambda[j] = 2e4 * ctk_rng_unit(&r);
    }
    f.at = (ctk_centers){.k = k, .x = f.center, .y = f.center + k};
    f.at.z = f.center + 2 * k;
    f.at.lambda = f.lambda;
    f.blocks_work = cluster_alloc(ctk_blocks_work(n));
    f.blocks = cluster_alloc(sizeof *f.blocks);
    ctk_blocks_build(n, f.pos, f.w, f.blocks_work, f.blocks);
    f.power_work = cluster_alloc(ctk_power_work(f.blocks, k, n_threads));
    ctk_power_init(f.blocks, k, n_threads, f.power_work, &f.power);
    return f;
}

void cluster_fixture_measure(cluster_fixture *f, int32_t n_extra, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 79, 0);
    int32_t threads = f->power.n_threads;
    f->ratio = cluster_alloc(8 * (int64_t)n_extra * f->n);
    f->price = cluster_alloc(8 * (int64_t)n_extra * f->k);
    f->extra_work = cluster_alloc(ctk_blocks_extra_work(f->n, n_extra));
    for (int64_t i = 0; i < (int64_t)n_extra * f->n; i++) {
        f->ratio[i] = 2 * ctk_rng_unit(&r);
        if (ctk_rng_below(&r, 20) == 0) f->ratio[i] *= 1000;
        if (ctk_rng_below(&r, 10) == 0) f->ratio[i] = 0;
    }
    for (int64_t j = 0; j < (int64_t)n_extra * f->k; j++)
        f->price[j] = 3e3 * (ctk_rng_unit(&r) - 0.5);
    ctk_blocks_extra(n_extra, f->ratio, f->extra_work, f->blocks);
    f->at.n_extra = n_extra;
    f->at.price = f->price;
    free(f->power_work);
    f->power_work = cluster_alloc(ctk_power_work(f->blocks, f->k, threads));
    ctk_power_init(f->blocks, f->k, threads, f->power_work, &f->power);
}

void cluster_fixture_free(cluster_fixture *f)
{
    free(f->ratio);
    free(f->price);
    free(f->extra_work);
    free(f->pos);
    free(f->w);
    free(f->center);
    free(f->lambda);
    free(f->blocks_work);
    free(f->blocks);
    free(f->power_work);
}
