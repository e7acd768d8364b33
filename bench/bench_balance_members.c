/// Merging the lists of four territories, all around a made map.
#include "kernels/balance/members.h"

#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "tests/oracle/partition_problem.h"

enum { N = 2000, K = 20 };

typedef struct job {
    oracle_problem t;
    int32_t first[N];
} job;

static uint64_t run(void *arg, int32_t threads)
{
    (void)threads;
    job *x = arg;
    oracle_problem t = x->t;
    memcpy(t.d.part, x->first, N * sizeof *t.d.part);
    ctk_draft_sum(&t.p, &t.d);
    ctk_members_list(N, K, t.d.part, &t.sweep.members);
    static int32_t region[N];
    uint64_t bits[N / 64 + 1] = {0};
    for (int32_t i = 0; i < 10000; i++) {
        const int32_t four[4] = {i % K, (i + 3) % K, (i + 7) % K, (i + 11) % K};
        ctk_members_merge(&t.sweep.members, 4, four, bits, region);
    }
    x->t.d.contig = t.d.contig; // its stamps have grown
    return bench_digest(t.d.part, N * (int64_t)sizeof *t.d.part);
}

int main(void)
{
    static job x;
    x.t = oracle_problem_make(N, K, 1, 0.05, 1);
    memcpy(x.first, x.t.d.part, sizeof x.first);
    bench_run("balance_members", 10000 * 4 * (N / K), 1, 3, run, &x);
    oracle_problem_free(&x.t);
    return 0;
}
