/// Accounts of a batch in chunks, and what those of a chunk are counted for.
#include "kernels/prim/chunks.h"

#include "join/join.h"

void ct_join_count(join_part *part, int tally, int64_t account)
{
    if (part->n[tally] < JOIN_EXAMPLES) part->first[tally][part->n[tally]] = account;
    part->n[tally]++;
}

void ct_join_chunks(join *j, void (*work)(void *j, int64_t chunk, int64_t begin, int64_t end))
{
    ctk_chunks(j->accounts->n, JOIN_CHUNK, j->ctx->n_threads, work, j);
}
