/// The parallel anneal: epochs of 40 proposals an arc, 100 of them; items are regions.
#include "kernels/balance/sweep.h"

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
    job *x = arg;
    oracle_problem t = x->t;
    t.sweep.n_hands = threads;
    memcpy(t.d.part, x->first, N * sizeof *t.d.part);
    ctk_draft_sum(&t.p, &t.d);
    ctk_members_list(N, K, t.d.part, &t.sweep.members);
    ctk_sweep *s = &t.sweep;
    s->n_epochs = 100;
    s->hot = 50 * t.p.spread_km2 * 50, s->cold = 0.1 * t.p.spread_km2 * 50;
    s->low = 3 * t.p.spread_km2, s->high = 30 * t.p.spread_km2;
    s->more = 1.2, s->less = 0.95;
    s->per_arc = 40, s->team = 4;
    ctk_draft_relax(&t.p, &t.d);
    while (ctk_sweep_epoch(&t.p, &t.d, s)) continue;
    x->t.d.contig = t.d.contig; // its stamps have grown
    return bench_digest(t.d.part, N * (int64_t)sizeof *t.d.part);
}

int main(void)
{
    static job x;
    x.t = oracle_problem_make(N, K, 1, 0.05, 1);
    oracle_problem_hands(&x.t, ORACLE_HANDS);
    memcpy(x.first, x.t.d.part, sizeof x.first);
    bench_run("balance_sweep", 100 * N, 2, 3, run, &x);
    oracle_problem_free(&x.t);
    return 0;
}
