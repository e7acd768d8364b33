/// Whole items in parallel. See each.h.
#include "kernels/balance/each.h"

void ctk_each(int32_t n, int32_t n_threads, void (*work)(void *ctx, int32_t item), void *ctx)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (int32_t i = 0; i < n; i++) work(ctx, i);
}
