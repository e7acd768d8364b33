/// What the benches of kernels/balance share: a made map with a first plan, put back before every
/// repeat.
#ifndef CT_BENCH_BALANCE_H
#define CT_BENCH_BALANCE_H

#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "tests/oracle/partition_problem.h"

typedef struct bench_balance_job {
    oracle_problem t;
    int32_t *first; ///< [n] the plan that every repeat begins with
    void (*work)(oracle_problem *t);
} bench_balance_job;

static uint64_t bench_balance_repeat(void *arg, int32_t threads)
{
    bench_balance_job *x = (bench_balance_job *)arg;
    oracle_problem t = x->t;
    const size_t bytes = (size_t)t.p.n * sizeof *t.d.part;
    memcpy(t.d.part, x->first, bytes);
    ctk_draft_relax(&t.p, &t.d);
    ctk_draft_sum(&t.p, &t.d);
    ctk_members_list(t.p.n, t.p.k, t.d.part, &t.sweep.members);
    oracle_problem_share(&t, threads, x->work);
    x->t.d.contig = t.d.contig; // its stamps have grown
    return bench_digest(t.d.part, (int64_t)bytes);
}

/// Time work(t) on n regions and k territories, which prepare(t) has had once (NULL = nothing to
/// do); `items` as in bench_run().
static inline int bench_balance_with(const char *name, int32_t n, int32_t k, int64_t items,
                                     int32_t threads, void (*prepare)(oracle_problem *t),
                                     void (*work)(oracle_problem *t))
{
    bench_balance_job x = {oracle_problem_make(n, k, 1, 0.05, 1), NULL, work};
    const size_t bytes = (size_t)n * sizeof *x.first;
    x.first = (int32_t *)malloc(bytes);
    if (!x.first) abort();
    memcpy(x.first, x.t.d.part, bytes);
    oracle_problem_hands(&x.t, ORACLE_HANDS);
    if (prepare) prepare(&x.t);
    bench_run(name, items, threads, 3, bench_balance_repeat, &x);
    free(x.first);
    oracle_problem_free(&x.t);
    return 0;
}

static inline int bench_balance(const char *name, int32_t n, int32_t k, int64_t items,
                                int32_t threads, void (*work)(oracle_problem *t))
{
    return bench_balance_with(name, n, k, items, threads, NULL, work);
}

#endif
