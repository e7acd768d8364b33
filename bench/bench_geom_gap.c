/// Spanning tree over islands around a mainland: tree of boxes, then Boruvka. Items are chains.
#include "kernels/geom/gap.h"

#include "bench/bench.h"
#include "support/make_islands.h"

enum { ISLANDS = 500 };

typedef struct job {
    made_islands m;
    ctk_gap_work w;
    ctk_gap tree[ISLANDS];
} job;

static void make_job(job *s)
{
    s->m = make_islands(ISLANDS);
    const int32_t n = s->m.tree.chains.n, n_groups = ISLANDS + 1;
    const int64_t n_tasks = n / CTK_GAP_TASK + n_groups + 2;
    s->w.order = make_array(n, sizeof *s->w.order);
    s->w.task_begin = make_array(n_tasks, sizeof *s->w.task_begin);
    s->w.parent = make_array(n_groups, sizeof *s->w.parent);
    s->w.root = make_array(n_groups, sizeof *s->w.root);
    s->w.label = make_array(ctk_boxtree_nodes(n), sizeof *s->w.label);
    s->w.limit2 = make_array(n_groups, sizeof *s->w.limit2);
    s->w.best = make_array(n_groups, sizeof *s->w.best);
}

static uint64_t build(void *arg, int32_t threads)
{
    job *s = arg;
    ctk_boxtree_build(&s->m.tree, s->m.work, threads);
    return bench_digest(s->m.tree.leaf, 4 * (int64_t)s->m.tree.chains.n);
}

static uint64_t span(void *arg, int32_t threads)
{
    job *s = arg;
    const int32_t n = ctk_gap_tree(&s->m.tree, ISLANDS + 1, s->m.group, &s->w, threads, s->tree);
    return bench_digest(s->tree, n * (int64_t)sizeof *s->tree);
}

int main(void)
{
    static job s;
    make_job(&s);
    for (int32_t threads = 1; threads <= 2; threads++) {
        bench_run("geom_boxtree", s.m.tree.chains.n, threads, 5, build, &s);
        bench_run("geom_gap", s.m.tree.chains.n, threads, 5, span, &s);
    }
    return 0;
}
