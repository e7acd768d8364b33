/// Rows in chunks of a fixed size, in parallel. See chunks.h.
#include "kernels/prim/chunks.h"

void ctk_chunks(int64_t n, int64_t size, int32_t n_threads, ctk_chunk_fn work, void *ctx)
{
    const int64_t n_chunks = ctk_chunks_count(n, size);
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (int64_t c = 0; c < n_chunks; c++)
        work(ctx, c, c * size, (c + 1) * size < n ? (c + 1) * size : n);
}
