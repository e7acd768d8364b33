/// Pairs of owners on each other, against cells of a grid counted one by one.
#include "kernels/geom/pile.h"

#include <stdlib.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

enum { SIDE = 16, CELLS = SIDE * SIDE, MOST = 12, CAPACITY = 4096 };

/// Owners cover cells; their outlines are what the kernel is given.
typedef struct scene {
    int32_t n;
    uint8_t covers[MOST][CELLS];
    ctk_pile pile;
    void *memory;
} scene;

static scene s;

static void setup(int32_t n)
{
    const size_t size = (ctk_pile_layout(&s.pile, CAPACITY, MOST, NULL) + 63) / 64 * 64;
    memset(s.covers, 0, sizeof s.covers);
    if (!s.memory) s.memory = aligned_alloc(64, size);
    s.n = n;
    ctk_pile_layout(&s.pile, CAPACITY, n, s.memory);
    ctk_net_clear(&s.pile.net);
}

static void cover_box(int32_t owner, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
    for (int32_t y = y0; y < y1; y++)
        for (int32_t x = x0; x < x1; x++) s.covers[owner][y * SIDE + x] ^= 1;
}

static bool covers(int32_t owner, int32_t x, int32_t y)
{
    return x >= 0 && y >= 0 && x < SIDE && y < SIDE && s.covers[owner][y * SIDE + x];
}

/// The sides of its cells between what it covers and what it does not. Those of a line that follow
/// each other are one edge, so that edges of different owners have to be split.
static void add_outline(int32_t owner)
{
    for (int32_t line = 0; line <= SIDE; line++)
        for (int k = 0; k < 2; k++)
            for (int32_t i = 0, begin = -1; i <= SIDE; i++) {
                const bool is_side = k ? covers(owner, line, i) != covers(owner, line - 1, i)
                                       : covers(owner, i, line) != covers(owner, i, line - 1);
                if (is_side && begin < 0) begin = i;
                if (is_side || begin < 0) continue;
                const double a[2] = {k ? line : begin, k ? begin : line};
                const double b[2] = {k ? line : i, k ? i : line};
                assert_true(ctk_net_add(&s.pile.net, a, b, owner));
                begin = -1;
            }
}

/// What a pair's edges go around, with the ground on the right of each: its area.
static double area_of(int32_t lower, int32_t upper)
{
    double twice = 0.0;
    for (int64_t i = 0; i < s.pile.n_result; i++) {
        const ctk_pile_edge *e = &s.pile.result[i];
        const double *a = s.pile.net.xy + 2 * e->from, *b = s.pile.net.xy + 2 * e->to;
        if (e->lower == lower && e->upper == upper) twice += (b[0] - a[0]) * (a[1] + b[1]);
    }
    return twice / 2;
}

static int32_t cells_of(int32_t lower, int32_t upper)
{
    int32_t n = 0;
    for (int32_t c = 0; c < CELLS; c++) {
        bool is_pair = s.covers[lower][c] && s.covers[upper][c];
        for (int32_t o = lower + 1; o < upper; o++) is_pair &= !s.covers[o][c];
        n += is_pair;
    }
    return n;
}

static void judge(void)
{
    for (int32_t o = 0; o < s.n; o++) add_outline(o);
    assert_int_equal(ctk_pile_find(&s.pile, 1), 1);
    for (int32_t a = 0; a < s.n; a++)
        for (int32_t b = a + 1; b < s.n; b++) assert_near(area_of(a, b), cells_of(a, b), 0);
}

static void random_boxes_lie_on_each_other_as_their_cells_do(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        ctk_rng r = ctk_rng_key(seed, 41, 0);
        setup(2 + (int32_t)ctk_rng_below(&r, MOST - 1));
        for (int32_t i = 0; i < 2 * s.n; i++) {
            const int32_t x = (int32_t)ctk_rng_below(&r, SIDE),
                          y = (int32_t)ctk_rng_below(&r, SIDE);
            const int32_t w = 1 + (int32_t)ctk_rng_below(&r, (uint32_t)(SIDE - x)),
                          h = 1 + (int32_t)ctk_rng_below(&r, (uint32_t)(SIDE - y));
            cover_box(i % s.n, x, y, x + w, y + h);
        }
        judge();
    }
}

static void owners_inside_each_other_give_a_pair_each(void **state)
{
    (void)state;
    setup(7);
    for (int32_t i = 0; i < 7; i++) cover_box(i, i, i, SIDE - i, SIDE - i);
    judge();
    for (int32_t i = 1; i < 7; i++)
        assert_near(area_of(i - 1, i), (SIDE - 2 * i) * (SIDE - 2 * i), 0);
    assert_near(area_of(0, 2), 0, 0);
}

static void one_under_all_others_lies_under_each(void **state)
{
    (void)state;
    setup(5);
    cover_box(0, 0, 0, SIDE, SIDE);
    for (int32_t i = 0; i < 4; i++)
        cover_box(i + 1, i % 2 * SIDE / 2, i / 2 * SIDE / 2, (i % 2 + 1) * SIDE / 2,
                  (i / 2 + 1) * SIDE / 2);
    judge();
    for (int32_t i = 1; i < 5; i++) assert_near(area_of(0, i), CELLS / 4, 0);
}

static void equal_owners_cover_each_other_wholly(void **state)
{
    (void)state;
    setup(4);
    for (int32_t i = 0; i < 4; i++) cover_box(i, 3, 3, 9, 9);
    judge();
    for (int32_t i = 1; i < 4; i++) assert_near(area_of(i - 1, i), 36, 0);
}

static void neighbours_have_nothing_in_common(void **state)
{
    (void)state;
    setup(2);
    cover_box(0, 0, 0, 8, SIDE);
    cover_box(1, 8, 0, SIDE, SIDE);
    judge();
    assert_int_equal(s.pile.n_result, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_boxes_lie_on_each_other_as_their_cells_do),
        cmocka_unit_test(owners_inside_each_other_give_a_pair_each),
        cmocka_unit_test(one_under_all_others_lies_under_each),
        cmocka_unit_test(equal_owners_cover_each_other_wholly),
        cmocka_unit_test(neighbours_have_nothing_in_common),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
