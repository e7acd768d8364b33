/// Who holds whom where thousands of rings meet in one point, or lie side by side on one height.
/// Items are edges.
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "tests/support/make_web.h"

enum { N = 40000 };

static uint64_t nest(void *arg, int32_t threads)
{
    (void)threads;
    made_web *m = arg;
    if (ctk_web_chain(&m->web) != 0 || !ctk_web_rings(&m->web)) return 0;
    if (!ctk_web_nest(&m->web)) return 1;
    return bench_digest(m->web.trace_owner, 4 * (int64_t)m->web.n_traces);
}

static void add_triangle(made_web *m, const double xy[6])
{
    for (int k = 0; k < 6; k += 2)
        made_web_edge(m, xy[k], xy[k + 1], xy[(k + 2) % 6], xy[(k + 3) % 6]);
}

int main(void)
{
    made_web m = make_web(4 * N);
    for (int32_t i = 0; i < N; i++) {
        const double a = -6.283185307179586 * i / N, b = a - 3.0 / N;
        add_triangle(&m, (const double[]){0, 0, cos(a), sin(a), cos(b), sin(b)});
    }
    bench_run("geom_dissolve_nest", m.web.net.n_edges, 1, 5, nest, &m);
    made_web_clear(&m);
    for (int32_t i = 0; i < N; i++) add_triangle(&m, (const double[]){i, 0, i + 0.5, 1, i + 1, 0});
    bench_run("geom_dissolve_nest_row", m.web.net.n_edges, 1, 5, nest, &m);
    made_web_free(&m);
    return 0;
}
