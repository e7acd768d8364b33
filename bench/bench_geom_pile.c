/// Squares inside each other, and a grid of squares each of which lies on its neighbours. Items are
/// edges.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/pile.h"

enum { SQUARES = 4000, CAPACITY = 64 * SQUARES };

typedef struct scene {
    ctk_pile pile;
    void *memory;
    double xy[SQUARES][3]; ///< corner and side
} scene;

static uint64_t find(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_net_clear(&s->pile.net);
    for (int32_t i = 0; i < SQUARES; i++) {
        const double x = s->xy[i][0], y = s->xy[i][1], w = s->xy[i][2];
        const double p[5][2] = {{x, y}, {x, y + w}, {x + w, y + w}, {x + w, y}, {x, y}};
        for (int k = 0; k < 4; k++) ctk_net_add(&s->pile.net, p[k], p[k + 1], i);
    }
    if (ctk_pile_find(&s->pile, threads) != 1) abort();
    return (uint64_t)s->pile.n_result;
}

int main(void)
{
    static scene s;
    const size_t size = ctk_pile_layout(&s.pile, CAPACITY, SQUARES, NULL);
    s.memory = aligned_alloc(64, (size + 63) / 64 * 64);
    ctk_pile_layout(&s.pile, CAPACITY, SQUARES, s.memory);
    for (int32_t i = 0; i < SQUARES; i++) {
        s.xy[i][0] = s.xy[i][1] = i;
        s.xy[i][2] = 2 * (SQUARES - i);
    }
    bench_run("geom_pile_nested", 4 * SQUARES, 1, 9, find, &s);
    for (int32_t i = 0; i < SQUARES; i++) {
        s.xy[i][0] = i % 64;
        s.xy[i][1] = i / 64;
        s.xy[i][2] = 1.25;
    }
    bench_run("geom_pile", 4 * SQUARES, 1, 9, find, &s);
    free(s.memory);
    return 0;
}
