/// Layouts brought to rest: seeds, cells and cost against plain sums.
#include "kernels/cluster/settle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/cluster/bound.h"
#include "kernels/cluster/finish.h"
#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 20, N = SIDE * SIDE, K = 6, MANY = CTK_FEW_CELLS + 8, SEEDS = 12 };

/// A map, a settler and a layout.
typedef struct scene {
    made_map *m;
    ctk_settler s;
    ctk_layout l;
    void *work;
} scene;

static scene new_scene(uint64_t seed, int32_t k)
{
    scene c = {.m = make_map(seed, SIDE, k)};
    c.work = make_settler(c.m, &c.s);
    c.l = make_layout(c.m, seed);
    return c;
}

static void free_scene(scene *c)
{
    made_layout_free(&c->l);
    free(c->work);
    made_map_free(c->m);
}

static double way2(const scene *c, int32_t u, int32_t j)
{
    double sum = 0;
    for (int64_t a = 0; a < 3; a++)
        sum += pow(c->m->pos[a * N + u] - c->l.center[a * c->m->k + j], 2);
    return sum;
}

static double inertia(const scene *c, const int32_t *part)
{
    double *work = cluster_alloc(8 * 5 * (int64_t)c->m->k);
    const double sum = ctk_inertia(N, c->m->pos, c->m->w, c->m->k, part, work);
    free(work);
    return sum;
}

/// Cells 0 .. 3 drawn by lot; cell 4 has one point without weight, cell 5 none.
static void a_seed_is_centroids_and_twice_the_mean_squared_radius(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        double x[K] = {0}, r2[K] = {0}, weight[K] = {0}, mean = 0, total = 0;
        const double left = c.l.center[5];
        ctk_rng r = ctk_rng_key(seed, 1, 0);
        for (int32_t u = 0; u < N; u++) c.l.part[u] = (int32_t)ctk_rng_below(&r, 4);
        c.l.part[7] = 4;
        c.m->w[7] = 0;
        ctk_layout_seed(&c.s, &c.l);
        for (int32_t u = 0; u < N; u++) {
            weight[c.l.part[u]] += c.m->w[u];
            x[c.l.part[u]] += c.m->w[u] * c.m->pos[u];
            r2[c.l.part[u]] += 2 * c.m->w[u] * way2(&c, u, c.l.part[u]);
            total += c.m->w[u];
        }
        for (int32_t j = 0; j < 4; j++) mean += r2[j] / total;
        for (int32_t j = 0; j < 4; j++) {
            assert_near(c.l.center[j], x[j] / weight[j], 1e-9);
            assert_near(c.l.lambda[j], r2[j] / weight[j] - mean, 1e-9);
        }
        assert_near(c.l.center[4], c.m->pos[7], 1e-9);
        assert_near(c.l.lambda[4], -mean, 1e-9);
        assert_near(c.l.center[5], left, 0);
        free_scene(&c);
    }
}

/// What the powers give each point, by looking at all of them, and then mended; many cells evened.
static double assign_plainly(scene *c, int32_t *part)
{
    const ctk_layout *l = &c->l;
    const int64_t k = c->m->k;
    const ctk_centers at = made_centers(c->m, l);
    for (int32_t u = 0; u < N; u++) {
        part[u] = 0;
        for (int32_t j = 1; j < k; j++)
            if (way2(c, u, j) - l->lambda[j] < way2(c, u, part[u]) - l->lambda[part[u]])
                part[u] = j;
    }
    double cost = ctk_mend(&c->m->map, &at, &c->s.mend, part);
    if (k > CTK_FEW_CELLS)
        cost +=
            ctk_even(&c->m->map, &at, &c->m->quota, CTK_LOOKS_EACH * c->m->map.n, &c->s.even, part);
    return cost;
}

static void the_cells_are_those_of_the_powers_mended(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, seed % 2 ? K : MANY);
        int32_t plain[N];
        for (int32_t iterations = 1; iterations <= 5; iterations += 2) {
            ctk_settle(&c.s, iterations, &c.l);
            assign_plainly(&c, plain);
            assert_memory_equal(c.l.part, plain, sizeof plain);
        }
        free_scene(&c);
    }
}

static bool is_in_bands(const scene *c)
{
    double weight[K] = {0};
    bool in = true;
    for (int32_t u = 0; u < N; u++) weight[c->l.part[u]] += c->m->w[u];
    for (int32_t j = 0; j < K; j++)
        in = in && weight[j] >= c->m->quota.lower[j] && weight[j] <= c->m->quota.upper[j];
    return in;
}

/// Inside the bands the cost is a dual value plus that of mending, so no more than the inertia and
/// the mending; outside it is near.
static void the_cost_is_about_the_inertia(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        int32_t plain[N];
        ctk_settle(&c.s, 12, &c.l);
        ctk_settle_exactly(&c.s, &c.l);
        const double sum = inertia(&c, c.l.part), mending = assign_plainly(&c, plain);
        assert_near(c.l.cost, sum, 0.03 * sum);
        if (is_in_bands(&c)) assert_true(c.l.cost <= sum + mending + 1e-9 * sum);
        free_scene(&c);
    }
}

/// Dual less the ways to the centroids, and what leaving the bands costs.
static double cost_plainly(const scene *c, double mending)
{
    const ctk_layout *l = &c->l;
    const int32_t k = c->m->k;
    double dual = 0, total = 0, gain = 0, off = 0, way[3][MANY] = {{0}}, weight[MANY] = {0};
    double work[MANY], s;
    for (int32_t u = 0; u < N; u++) {
        double least = HUGE_VAL;
        for (int32_t j = 0; j < k; j++) least = fmin(least, way2(c, u, j) - l->lambda[j]);
        dual += c->m->w[u] * least;
        total += c->m->w[u];
        weight[l->part[u]] += c->m->w[u];
        for (int32_t a = 0; a < 3; a++)
            way[a][l->part[u]] +=
                c->m->w[u] * (c->m->pos[a * N + u] - l->center[a * k + l->part[u]]);
    }
    const ctk_quota *q = &c->m->quota;
    dual = ctk_bound_shift(k, l->lambda, q->lower, q->upper, dual, total, work, &s);
    for (int32_t j = 0; j < k; j++) {
        const double out = fmax(0, fmax(weight[j] - q->upper[j], q->lower[j] - weight[j]));
        for (int32_t a = 0; a < 3; a++) gain += way[a][j] * way[a][j] / weight[j];
        off += out * out / q->target[j];
    }
    return dual + mending - gain + 2 * off * dual / total;
}

/// Of many cells those drawn by lot cannot be balanced; 8 x 5 blocks of 10 points can.
static scene new_scene_of_blocks(uint64_t seed)
{
    scene c = new_scene(seed, MANY);
    for (int32_t u = 0; u < N; u++) c.l.part[u] = u % SIDE * 8 / SIDE + u / SIDE * 5 / SIDE * 8;
    ctk_layout_seed(&c.s, &c.l);
    return c;
}

static void the_cost_is_the_sum_the_header_gives(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = seed % 2 ? new_scene(seed, K) : new_scene_of_blocks(seed);
        int32_t plain[N];
        ctk_settle(&c.s, 1 + (int32_t)seed % 3, &c.l);
        ctk_settle_exactly(&c.s, &c.l);
        const double cost = cost_plainly(&c, assign_plainly(&c, plain));
        assert_near(c.l.cost, cost, 1e-9 * cost);
        free_scene(&c);
    }
}

/// What is left of the balance, sum of off^2 / target, as a share of all weight.
static double left_off(const scene *c)
{
    const ctk_quota *q = &c->m->quota;
    double off = 0, total = 0, weight[MANY] = {0};
    for (int32_t u = 0; u < N; u++) weight[c->l.part[u]] += c->m->w[u];
    for (int32_t j = 0; j < c->m->k; j++) {
        off +=
            pow(fmax(0, fmax(weight[j] - q->upper[j], q->lower[j] - weight[j])), 2) / q->target[j];
        total += q->target[j];
    }
    return off / total;
}

/// A tenth of the inertia at most, and twice what is left of the balance: never less than the cells
/// cost as they are.
static void what_cannot_be_balanced_costs_at_least_its_inertia(void **state)
{
    (void)state;
    int32_t n_unbalanced = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, MANY);
        int32_t plain[N];
        ctk_settle(&c.s, 1, &c.l);
        const double balanced = cost_plainly(&c, assign_plainly(&c, plain));
        if (fabs(c.l.cost - balanced) > 1e-9 * balanced) {
            const double sum = inertia(&c, c.l.part), least = sum * (1 + 4 * left_off(&c));
            assert_true(c.l.cost >= least * (1 - 1e-9));
            assert_true(c.l.cost <= (least + 0.1 * sum) * (1 + 1e-9));
            n_unbalanced++;
        }
        free_scene(&c);
    }
    assert_true(n_unbalanced > 2);
}

static void more_iterations_do_not_make_it_worse(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const int32_t k = seed % 2 ? K : MANY;
        scene one = new_scene(seed, k), many = new_scene(seed, k);
        ctk_settle(&one.s, 1, &one.l);
        ctk_settle(&many.s, 20, &many.l);
        assert_true(many.l.cost <= 1.001 * one.l.cost);
        free_scene(&one);
        free_scene(&many);
    }
}

static void settling_exactly_leaves_the_centres(void **state)
{
    (void)state;
    scene c = new_scene(3, K);
    double before[3 * K];
    memcpy(before, c.l.center, sizeof before);
    ctk_settle_exactly(&c.s, &c.l);
    assert_memory_equal(before, c.l.center, sizeof before);
    free_scene(&c);
}

static void one_cell_costs_the_inertia_of_the_map(void **state)
{
    (void)state;
    scene c = new_scene(4, 1);
    ctk_settle(&c.s, 3, &c.l);
    const double sum = inertia(&c, c.l.part);
    for (int32_t u = 0; u < N; u++) assert_int_equal(c.l.part[u], 0);
    assert_near(c.l.cost, sum, 1e-6 * sum);
    free_scene(&c);
}

static void threads_do_not_change_a_byte(void **state)
{
    (void)state;
    scene c[SEEDS];
    ctk_settler s[SEEDS];
    ctk_layout l[SEEDS], first[SEEDS];
    for (int32_t t = 1; t <= 5; t++) {
        for (int32_t i = 0; i < SEEDS; i++) {
            c[i] = new_scene(9, K);
            s[i] = c[i].s;
            l[i] = make_layout(c[i].m, (uint64_t)i);
        }
        ctk_settle_each(SEEDS, t, s, 4, l);
        for (int32_t i = 0; i < SEEDS; i++) {
            free_scene(&c[i]);
            if (t == 1) {
                first[i] = l[i];
                continue;
            }
            assert_memory_equal(l[i].center, first[i].center, sizeof(double) * 3 * K);
            assert_memory_equal(l[i].lambda, first[i].lambda, sizeof(double) * K);
            assert_memory_equal(l[i].part, first[i].part, sizeof(int32_t) * N);
            assert_memory_equal(&l[i].cost, &first[i].cost, sizeof(double));
            made_layout_free(&l[i]);
        }
    }
    for (int32_t i = 0; i < SEEDS; i++) made_layout_free(&first[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_is_centroids_and_twice_the_mean_squared_radius),
        cmocka_unit_test(the_cells_are_those_of_the_powers_mended),
        cmocka_unit_test(the_cost_is_about_the_inertia),
        cmocka_unit_test(the_cost_is_the_sum_the_header_gives),
        cmocka_unit_test(what_cannot_be_balanced_costs_at_least_its_inertia),
        cmocka_unit_test(more_iterations_do_not_make_it_worse),
        cmocka_unit_test(settling_exactly_leaves_the_centres),
        cmocka_unit_test(one_cell_costs_the_inertia_of_the_map),
        cmocka_unit_test(threads_do_not_change_a_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
