/// Whole items in parallel: work(ctx, worker, i) for i = 0..n-1, each item writing only its own
/// slots and the scratch of its worker, 0 <= worker < n_threads.
#ifndef CTK_BALANCE_EACH_H
#define CTK_BALANCE_EACH_H

#include <stdint.h>

void ctk_each(int32_t n, int32_t n_threads, void (*work)(void *ctx, int32_t worker, int32_t item),
              void *ctx);

#endif
