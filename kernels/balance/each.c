/// Whole items in parallel. See each.h.
#include "kernels/balance/each.h"

#include <omp.h>

void ctk_each(int32_t n, int32_t n_threads, void (*work)(void *ctx, int32_t worker, int32_t item),
              void *ctx)
{
    if (n_threads == 1 || n == 1) {
        for (int32_t i = 0; i < n; i++) work(ctx, 0, i);
        return;
    }
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (int32_t i = 0; i < n; i++) work(ctx, omp_get_thread_num(), i);
}
