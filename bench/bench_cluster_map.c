/// May a point join a cell? With no rules, and with a pair for every point. Items are questions.
#include "kernels/cluster/map.h"

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { N = 33000, K = 250, ASKED = 20 };

typedef struct scene {
    ctk_map map;
    ctk_rules rules;
    int32_t part[N], apart[N];
    int64_t apart_begin[N + 1];
} scene;

static uint64_t ask(void *arg, int32_t threads)
{
    const scene *s = arg;
    uint64_t n_allowed = 0;
    (void)threads;
    for (int32_t u = 0; u < N; u++)
        for (int32_t j = 0; j < ASKED; j++)
            n_allowed += ctk_map_may_join(&s->map, s->part, u, (u + j) % K);
    return n_allowed;
}

int main(void)
{
    static scene s;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t u = 0; u < N; u++) {
        s.part[u] = (int32_t)ctk_rng_below(&r, K);
        s.apart[u] = u ^ 1;
        s.apart_begin[u + 1] = u + 1;
    }
    s.rules = (ctk_rules){.apart_begin = s.apart_begin, .apart = s.apart, .budget = INT64_MAX};
    s.map = (ctk_map){.n = N};
    bench_run("cluster_map_free", (int64_t)N * ASKED, 1, 21, ask, &s);
    s.map.rules = &s.rules;
    bench_run("cluster_map_ruled", (int64_t)N * ASKED, 1, 21, ask, &s);
    return 0;
}
