/// Rings in rings by a sweep, against plain loops.
#include "kernels/geom/nest.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/ring.h"
#include "kernels/geom/touch.h"
#include "kernels/prim/rng.h"
#include "support/check.h"

enum { MAX_RINGS = 700, MAX_EDGES = 16 * MAX_RINGS };

/// Rings one after another, each with its first vertex repeated at its end for the plain loops.
typedef struct scene {
    ctk_rng rng;
    int32_t n, n_vertices;
    int32_t begin[MAX_RINGS + 1], vertex[MAX_RINGS + 1], from[MAX_EDGES];
    int32_t parent[MAX_RINGS], depth[MAX_RINGS];
    double xy[2 * (MAX_EDGES + MAX_RINGS)];
    ctk_nest nest;
    void *memory;
} scene;

static scene s;

static void setup(uint64_t seed)
{
    ctk_carver c = {0};
    s.n = s.n_vertices = 0;
    s.rng = ctk_rng_key(seed, 21, 0);
    ctk_nest_carve(&s.nest, MAX_EDGES, &c);
    if (!s.memory) s.memory = aligned_alloc(64, (size_t)c.used);
    c = (ctk_carver){.base = s.memory};
    ctk_nest_carve(&s.nest, MAX_EDGES, &c);
}

static void add_ring(int32_t n, const double *xy)
{
    const int32_t first = s.n_vertices, at = s.n ? s.begin[s.n] : 0;
    s.begin[s.n] = at;
    s.vertex[s.n] = first;
    memcpy(s.xy + 2 * first, xy, 16 * (size_t)n);
    memcpy(s.xy + 2 * (first + n), xy, 16);
    for (int32_t i = 0; i < n; i++) s.from[at + i] = first + i;
    s.n_vertices += n + 1;
    s.begin[++s.n] = at + n;
    s.vertex[s.n] = s.n_vertices;
}

/// A star whose points lie between 0.7 and 1 of `radius` off (x, y), begun anywhere, either way.
static void add_star(double x, double y, double radius)
{
    double xy[2 * 12];
    const int32_t n = 3 + (int32_t)ctk_rng_below(&s.rng, 9);
    const double turn = 6.2831853 * ctk_rng_unit(&s.rng);
    const double way = ctk_rng_below(&s.rng, 2) ? 1.0 : -1.0;
    for (int32_t i = 0; i < n; i++) {
        const double a = turn + way * 6.2831853 * i / n;
        const double r = radius * (0.7 + 0.3 * ctk_rng_unit(&s.rng));
        xy[2 * i] = x + r * cos(a);
        xy[2 * i + 1] = y + r * sin(a);
    }
    add_ring(n, xy);
}

/// Stars side by side in a square, some with more of them inside.
static void fill_square(double x, double y, double half, int depth)
{
    if (s.n + 1 >= MAX_RINGS || depth == 0) return;
    const bool is_whole = ctk_rng_below(&s.rng, 2);
    if (is_whole) {
        add_star(x, y, half);
        fill_square(x, y, 0.2 * half, depth - 1);
        return;
    }
    for (int k = 0; k < 4; k++)
        fill_square(x + (k % 2 ? half : -half) / 2, y + (k / 2 ? half : -half) / 2, half / 2,
                    depth - 1);
}

static double size_of(int32_t r)
{
    double box[4];
    return fabs(ctk_ring_area(s.vertex[r + 1] - s.vertex[r], s.xy + 2 * s.vertex[r], box));
}

static void judge(void)
{
    s.nest.n_rings = s.n;
    s.nest.ring_begin = s.begin;
    s.nest.from = s.from;
    s.nest.xy = s.xy;
    assert_true(ctk_nest_find(&s.nest, s.parent, s.depth));
    for (int32_t i = 0; i < s.n; i++) {
        const double *p = s.xy + 2 * s.vertex[i];
        int32_t depth = 0, parent = -1;
        for (int32_t k = 0; k < s.n; k++) {
            const int32_t n = s.vertex[k + 1] - s.vertex[k];
            if (k == i || ctk_ring_locate(n, s.xy + 2 * s.vertex[k], p[0], p[1]) < 0) continue;
            depth++;
            if (parent < 0 || size_of(k) < size_of(parent)) parent = k;
        }
        assert_int_equal(s.depth[i], depth);
        assert_int_equal(s.parent[i], parent);
    }
}

static void stars_lie_in_the_stars_that_plain_loops_find(void **state)
{
    (void)state;
    int32_t deepest = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        setup(seed);
        fill_square(0, 0, 1, 7);
        judge();
        for (int32_t i = 0; i < s.n; i++) deepest = s.depth[i] > deepest ? s.depth[i] : deepest;
    }
    assert_true(deepest >= 4);
}

static void squares_share_lines_and_are_nested_all_the_same(void **state)
{
    (void)state;
    setup(1);
    for (int32_t i = 0; i < 300; i++) {
        const double x = i, y = 2 * i, w = 1000 - x, h = 1000 - i;
        if (i % 2)
            add_ring(4, (double[]){x, y, w, y, w, 2000 + h, x, 2000 + h});
        else
            add_ring(4, (double[]){w, y, x, y, x, 2000 + h, w, 2000 + h});
    }
    for (int32_t i = 0; i < 300; i++)
        add_ring(4, (double[]){-2 * i - 2, 0, -2 * i - 1, 0, -2 * i - 1, 9, -2 * i - 2, 9});
    judge();
    assert_int_equal(s.depth[299], 299);
}

static void a_ring_between_the_teeth_of_a_comb_is_outside(void **state)
{
    (void)state;
    double comb[2 * 402] = {0, 0, 400, 0};
    setup(2);
    for (int32_t i = 0; i < 400; i++) {
        comb[4 + 2 * i] = 400 - i;
        comb[5 + 2 * i] = i % 2 ? 1 : 100;
    }
    add_ring(402, comb);
    for (int32_t i = 1; i < 199; i++) {
        const double x = 399 - 2 * i; // above a low point of the comb, and below a high one
        add_ring(3, (double[]){x - 0.1, 30, x, 20, x + 0.1, 30});
        add_ring(3, (double[]){x + 0.9, 30, x + 1, 20, x + 1.1, 30});
    }
    judge();
    for (int32_t i = 1; i < s.n; i++) assert_int_equal(s.depth[i], i % 2 ? 0 : 1);
}

/// Stars anywhere: what touches is found, and nothing else is.
static void rings_that_touch_are_told_from_rings_that_do_not(void **state)
{
    (void)state;
    static int32_t to[MAX_EDGES];
    static double box[4 * MAX_EDGES];
    static uint8_t ways[2 * MAX_EDGES];
    int32_t touching = 0;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        setup(100000 + seed);
        const int32_t n = 1 + (int32_t)ctk_rng_below(&s.rng, 8);
        const bool is_coarse = seed % 2;
        for (int32_t i = 0; i < n; i++) {
            add_star(ctk_rng_unit(&s.rng), ctk_rng_unit(&s.rng), 0.15);
            for (int32_t v = s.vertex[i]; is_coarse && v < s.vertex[i + 1]; v++)
                for (int k = 0; k < 2; k++) s.xy[2 * v + k] = rint(30 * s.xy[2 * v + k]);
        }
        for (int32_t r = 0; r < s.n; r++)
            for (int32_t e = s.begin[r]; e < s.begin[r + 1]; e++)
                to[e] = s.from[e + 1 < s.begin[r + 1] ? e + 1 : s.begin[r]];
        s.nest.n_rings = s.n;
        s.nest.ring_begin = s.begin;
        s.nest.from = s.from;
        s.nest.xy = s.xy;
        bool is_point = false; // an edge without length is none
        for (int32_t e = 0; e < s.begin[s.n]; e++)
            is_point |= !memcmp(s.xy + 2 * s.from[e], s.xy + 2 * to[e], 16);
        if (is_point) continue;
        const bool touches = ctk_lines_touch(s.begin[s.n], s.from, to, s.xy, box, ways);
        assert_int_equal(ctk_nest_find(&s.nest, s.parent, s.depth), !touches);
        touching += touches;
    }
    assert_true(touching > 500 && touching < 1700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars_lie_in_the_stars_that_plain_loops_find),
        cmocka_unit_test(squares_share_lines_and_are_nested_all_the_same),
        cmocka_unit_test(a_ring_between_the_teeth_of_a_comb_is_outside),
        cmocka_unit_test(rings_that_touch_are_told_from_rings_that_do_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
