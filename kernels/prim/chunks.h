/// Rows in chunks of a fixed size, in parallel: work(ctx, chunk, begin, end) for every chunk of
/// rows [begin, end), each writing its own rows and what belongs to its chunk alone. Which thread
/// does a chunk is open; what comes of all chunks is put together by the caller in their order.
#ifndef CTK_PRIM_CHUNKS_H
#define CTK_PRIM_CHUNKS_H

#include <stdint.h>

typedef void (*ctk_chunk_fn)(void *ctx, int64_t chunk, int64_t begin, int64_t end);

static inline int64_t ctk_chunks_count(int64_t n, int64_t size)
{
    return (n + size - 1) / size;
}

void ctk_chunks(int64_t n, int64_t size, int32_t n_threads, ctk_chunk_fn work, void *ctx);

#endif
