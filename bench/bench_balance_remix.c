/// Rounds of merging and splitting; items are proposals.
#include "kernels/balance/remix.h"

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
    ctk_remix *r = &t.remix;
    r->steps_per_region = 200, r->most = 4, r->slack = 10;
    r->hot = 50 * t.p.spread_km2 * 10, r->cold = 0.1 * t.p.spread_km2 * 10;
    r->pressure = 100 * t.p.spread_km2, r->price = 200 * t.p.spread_km2 * t.p.goal_mass[0];
    for (int32_t i = 0; i < 20; i++) ctk_remix_round(&t.p, &t.d, &t.sweep, r, false);
    x->t.d.contig = t.d.contig; // its stamps have grown
    return bench_digest(t.d.part, N * (int64_t)sizeof *t.d.part);
}

int main(void)
{
    static job x;
    x.t = oracle_problem_make(N, K, 1, 0.05, 1);
    oracle_problem_hands(&x.t, ORACLE_HANDS);
    memcpy(x.first, x.t.d.part, sizeof x.first);
    bench_run("balance_remix", 20 * 200 * N, 2, 3, run, &x);
    oracle_problem_free(&x.t);
    return 0;
}
