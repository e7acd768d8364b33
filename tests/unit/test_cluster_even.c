/// Weight passed on between touching cells, on random maps and over a bridge.
#include "kernels/cluster/even.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"
#include "tests/oracle/partition.h"

enum { SIDE = 20, N = SIDE * SIDE, K = 9, SEEDS = 60, BANK = 50 };

typedef struct scene {
    made_map *m;
    ctk_layout l;
    ctk_even_work even;
    void *memory;
} scene;

static ctk_centers centers_of(const scene *c)
{
    return made_centers(c->m, &c->l);
}

static scene new_scene(uint64_t seed, int32_t k)
{
    scene c = {.m = make_map(seed, SIDE, k)};
    c.l = make_layout(c.m, seed);
    make_whole_cells(c.m, &c.l);
    ctk_carver carver = {0};
    ctk_even_place(&carver, N, k, &c.even);
    carver = (ctk_carver){.base = c.memory = cluster_alloc(carver.used)};
    ctk_even_place(&carver, N, k, &c.even);
    return c;
}

static void free_scene(scene *c)
{
    made_layout_free(&c->l);
    free(c->memory);
    made_map_free(c->m);
}

static double even_within(scene *c, int64_t most_points)
{
    const ctk_centers at = centers_of(c);
    return ctk_even(&c->m->map, &at, &c->m->quota, most_points, &c->even, c->l.part);
}

static double even(scene *c)
{
    return even_within(c, INT64_MAX);
}

// ---- plain forms --------------------------------------------------------------------------------

static int32_t count_pieces(const scene *c)
{
    const ctk_map *m = &c->m->map;
    int32_t n = 0;
    for (int32_t j = 0; j < c->m->k; j++)
        n += oracle_pieces(m->n, m->indptr, m->indices, c->l.part, j, -1);
    return n;
}

static int32_t count_cells(const scene *c)
{
    uint8_t used[N] = {0};
    int32_t n = 0;
    for (int32_t u = 0; u < N; u++) {
        n += !used[c->l.part[u]];
        used[c->l.part[u]] = 1;
    }
    return n;
}

/// sum of off^2 / target; the farthest off by itself.
static double strain(const scene *c, double *worst)
{
    double mass[N] = {0}, sum = 0;
    const ctk_quota *q = &c->m->quota;
    *worst = 0;
    for (int32_t u = 0; u < N; u++) mass[c->l.part[u]] += c->m->w[u];
    for (int32_t j = 0; j < c->m->k; j++) {
        const double off = fmax(0, fmax(mass[j] - q->upper[j], q->lower[j] - mass[j]));
        sum += off * off / q->target[j];
        *worst = fmax(*worst, off / q->target[j]);
    }
    return sum;
}

/// sum of w P of the present cells.
static double price(const scene *c)
{
    const ctk_centers at = centers_of(c);
    double sum = 0;
    for (int32_t u = 0; u < N; u++)
        sum += c->m->w[u] * ctk_map_power(&c->m->map, &at, u, c->l.part[u]);
    return sum;
}

// ---- claims -------------------------------------------------------------------------------------

static void whole_cells_stay_whole_and_none_is_lost(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        const int32_t cells = count_cells(&c);
        assert_int_equal(count_pieces(&c), cells);
        even(&c);
        assert_int_equal(count_cells(&c), cells);
        assert_int_equal(count_pieces(&c), cells);
        free_scene(&c);
    }
}

static void the_strain_falls_and_on_open_ground_to_little(void **state)
{
    (void)state;
    int32_t n_even = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        double was, worst;
        const double before = strain(&c, &was), after = (even(&c), strain(&c, &worst));
        assert_true(was <= CTK_EVEN_ENOUGH ? after == before : after <= before);
        n_even += worst <= CTK_EVEN_ENOUGH;
        free_scene(&c);
    }
    assert_true(n_even >= SEEDS * 9 / 10);
}

static void the_cost_is_what_the_prices_say(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        const double before = price(&c), cost = even(&c);
        assert_near(price(&c) - before, cost, 1e-9 * fabs(before));
        free_scene(&c);
    }
}

static void no_more_points_are_met_than_allowed(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        const int32_t cells = count_cells(&c);
        double worst;
        const double before = strain(&c, &worst);
        even_within(&c, 5 * N);
        assert_true(strain(&c, &worst) <= before);
        assert_int_equal(count_pieces(&c), cells);
        assert_true(c.even.cells.n_left > -N); // the last transfer meets a whole cell
        free_scene(&c);
    }
}

static void balanced_cells_are_left_alone_at_no_cost(void **state)
{
    (void)state;
    scene c = new_scene(1, 4);
    int32_t before[N];
    double worst;
    for (int32_t u = 0; u < N; u++) {
        c.m->w[u] = 1;
        before[u] = c.l.part[u] = u % SIDE / (SIDE / 2) + 2 * (u / (N / 2));
    }
    for (int32_t j = 0; j < 4; j++) {
        c.m->limit[j] = 99;
        c.m->limit[4 + j] = 100;
        c.m->limit[8 + j] = 101;
    }
    assert_near(strain(&c, &worst), 0, 0);
    assert_near(even(&c), 0, 0);
    assert_memory_equal(c.l.part, before, sizeof before);
    free_scene(&c);
}

/// A row of n points of weight 1 instead of the map, those from BANK on beyond wide water, and
/// bands of target +- half.
static void lay_row(scene *c, int32_t n, double target, double half)
{
    int64_t arcs = 0;
    for (int32_t u = 0; u < n; u++) {
        c->m->w[u] = 1;
        c->m->pos[u] = u < BANK ? u : u + 1000;
        c->m->pos[n + u] = c->m->pos[2 * n + u] = 0;
        if (u > 0) c->m->indices[arcs++] = u - 1;
        if (u + 1 < n) c->m->indices[arcs++] = u + 1;
        c->m->indptr[u + 1] = arcs;
    }
    for (int32_t j = 0; j < 3 * c->m->k; j++) c->m->limit[j] = target + half * (j / c->m->k - 1);
    c->m->map.n = n;
}

/// Two banks of a row, joined in the middle: 50 points and 50, three cells. Cell 0 has 40 points of
/// the left bank, cell 1 the other 10 and 10 of the right one, cell 2 has 40. They are equal when
/// the left bank gives up 7 and the right one 6, all of it over the bridge and through cell 1.
static void a_cell_across_a_bridge_takes_what_the_banks_have_too_much(void **state)
{
    (void)state;
    scene c = new_scene(2, 3);
    lay_row(&c, 2 * BANK, 100.0 / 3, 2.0 / 3);
    for (int32_t u = 0; u < 2 * BANK; u++) c.l.part[u] = u < 40 ? 0 : u < 60 ? 1 : 2;
    even(&c);
    int32_t n[3] = {0};
    for (int32_t u = 0; u < 2 * BANK; u++) {
        n[c.l.part[u]]++;
        if (u > 0) assert_true(c.l.part[u] >= c.l.part[u - 1]);
    }
    for (int32_t j = 0; j < 3; j++) assert_in_range(n[j], 32, 35);
    free_scene(&c);
}

/// Twenty-five cells of a row: the first has 6 points, the last has 2, the others 4.
static void weight_is_passed_on_over_twenty_four_borders(void **state)
{
    (void)state;
    enum { CELLS = 25, EACH = 4 };
    scene c = new_scene(3, CELLS);
    lay_row(&c, CELLS * EACH, EACH, 0.1);
    for (int32_t u = 0; u < CELLS * EACH; u++) c.l.part[u] = u < 2 ? 0 : (u - 2) / EACH;
    even(&c);
    for (int32_t u = 0; u < CELLS * EACH; u++) assert_int_equal(c.l.part[u], u / EACH);
    free_scene(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_cells_stay_whole_and_none_is_lost),
        cmocka_unit_test(the_strain_falls_and_on_open_ground_to_little),
        cmocka_unit_test(the_cost_is_what_the_prices_say),
        cmocka_unit_test(no_more_points_are_met_than_allowed),
        cmocka_unit_test(balanced_cells_are_left_alone_at_no_cost),
        cmocka_unit_test(a_cell_across_a_bridge_takes_what_the_banks_have_too_much),
        cmocka_unit_test(weight_is_passed_on_over_twenty_four_borders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
