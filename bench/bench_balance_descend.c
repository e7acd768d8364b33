/// Descent from a first plan to where no move improves.
#include "kernels/balance/descend.h"

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
    ctk_descend(&t.p, &t.d, 200);
    x->t.d.contig = t.d.contig; // its stamps have grown
    return bench_digest(t.d.part, N * (int64_t)sizeof *t.d.part);
}

int main(void)
{
    static job x;
    x.t = oracle_problem_make(N, K, 1, 0.05, 1);
    memcpy(x.first, x.t.d.part, sizeof x.first);
    bench_run("balance_descend", N, 1, 3, run, &x);
    oracle_problem_free(&x.t);
    return 0;
}
