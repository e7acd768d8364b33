/// Two plans of 3,000 territories, a tenth of the regions elsewhere. Items are regions.
#include "kernels/measure/agree.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { SIDE = 600, N = SIDE * SIDE, K_SIDE = 55, K = K_SIDE * K_SIDE };

typedef struct scene {
    int32_t part[N], other[N], match[K];
    int64_t weight[N];
    void *work;
} scene;

static uint64_t pair_up(void *arg, int32_t threads)
{
    scene *s = arg;
    (void)threads;
    ctk_agree(N, s->part, K, s->other, K, s->weight, s->work, s->match);
    return bench_digest(s->match, sizeof s->match);
}

int main(void)
{
    static scene s;
    ctk_rng rng = ctk_rng_key(1, 1, 1);
    for (int32_t i = 0; i < N; i++) {
        const int32_t x = i % SIDE, y = i / SIDE, moved = (int32_t)ctk_rng_below(&rng, 6);
        s.part[i] = y * K_SIDE / SIDE * K_SIDE + x * K_SIDE / SIDE;
        s.other[i] = (y + moved) % SIDE * K_SIDE / SIDE * K_SIDE + (x + 3) % SIDE * K_SIDE / SIDE;
        s.weight[i] = ctk_rng_below(&rng, 1000);
    }
    if (posix_memalign(&s.work, 64, (size_t)ctk_agree_work(N, K, K))) exit(6);
    bench_run("measure_agree", N, 1, 5, pair_up, &s);
    free(s.work);
    return 0;
}
