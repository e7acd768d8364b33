/// The search over centres: children, threads, and what it finds.
#include "kernels/cluster/evolve.h"

#include <math.h>
#include <string.h>

#include "kernels/cluster/finish.h"
#include "support/check.h"
#include "support/cluster_fixture.h"

enum { SIDE = 24, N = SIDE * SIDE, K = 6, BROODS = 4 };

/// A square grid of equal weights, four neighbours each.
typedef struct scene {
    double pos[3 * N], w[N], limit[3 * K];
    int64_t indptr[N + 1];
    int32_t indices[4 * N];
    ctk_map map;
    ctk_blocks blocks;
    ctk_quota quota;
    ctk_evolution e;
    void *blocks_work, *work;
} scene;

static scene *new_scene(int32_t n_threads)
{
    scene *s = cluster_alloc(sizeof *s);
    int64_t arcs = 0;
    for (int32_t u = 0; u < N; u++) {
        int32_t x = u % SIDE, y = u / SIDE;
        s->pos[u] = x;
        s->pos[N + u] = y;
        s->w[u] = 1;
        if (y > 0) s->indices[arcs++] = u - SIDE;
        if (x > 0) s->indices[arcs++] = u - 1;
        if (x + 1 < SIDE) s->indices[arcs++] = u + 1;
        if (y + 1 < SIDE) s->indices[arcs++] = u + SIDE;
        s->indptr[u + 1] = arcs;
    }
    for (int32_t j = 0; j < K; j++) {
        s->limit[j] = 0.98 * N / K;
        s->limit[K + j] = 1.0 * N / K;
        s->limit[2 * K + j] = 1.02 * N / K;
    }
    s->map =
        (ctk_map){.n = N, .pos = s->pos, .w = s->w, .indptr = s->indptr, .indices = s->indices};
    s->quota = (ctk_quota){s->limit, s->limit + K, s->limit + 2 * K};
    s->blocks_work = cluster_alloc(ctk_blocks_work(N));
    ctk_blocks_build(N, s->pos, s->w, s->blocks_work, &s->blocks);
    s->e = (ctk_evolution){.map = &s->map, .blocks = &s->blocks, .quota = &s->quota, .k = K};
    s->e.is_equal = 1;
    s->e.n_threads = n_threads;
    s->e.seed = 5;
    s->work = cluster_alloc(ctk_evolve_work(&s->blocks, K));
    ctk_evolve_init(&s->e, s->work);
    return s;
}

static void free_scene(scene *s)
{
    free(s->blocks_work);
    free(s->work);
    free(s);
}

static scene *search(int32_t n_threads)
{
    scene *s = new_scene(n_threads);
    ctk_evolve_seed(&s->e, CTK_POPULATION);
    for (int32_t b = 0; b < BROODS; b++) ctk_evolve_brood(&s->e);
    return s;
}

static void threads_do_not_change_a_byte(void **state)
{
    (void)state;
    scene *one = search(1);
    for (int32_t threads = 2; threads <= 5; threads++) {
        scene *many = search(threads);
        assert_int_equal(one->e.n_members, many->e.n_members);
        for (int32_t i = 0; i < one->e.n_members; i++) {
            const ctk_layout *a = one->e.member + i, *b = many->e.member + i;
            assert_memory_equal(a->center, b->center, sizeof(double) * 3 * K);
            assert_memory_equal(a->lambda, b->lambda, sizeof(double) * K);
            assert_memory_equal(a->part, b->part, sizeof(int32_t) * N);
            assert_memory_equal(&a->cost, &b->cost, sizeof a->cost);
        }
        free_scene(many);
    }
    free_scene(one);
}

static void members_are_sorted_and_the_best_never_gets_worse(void **state)
{
    (void)state;
    scene *s = new_scene(1);
    ctk_evolve_seed(&s->e, CTK_POPULATION);
    for (int32_t b = 0; b < BROODS; b++) {
        double best = s->e.member[0].cost;
        ctk_evolve_brood(&s->e);
        assert_true(s->e.member[0].cost <= best);
        for (int32_t i = 1; i < s->e.n_members; i++)
            assert_true(s->e.member[i - 1].cost <= s->e.member[i].cost);
    }
    free_scene(s);
}

/// No partition of even ground beats K discs of area N / K, whose inertia is N (N / K) / (2 pi);
/// six bricks of 12 x 8 points are a partition anybody finds.
static void the_best_lies_between_discs_and_bricks(void **state)
{
    (void)state;
    scene *s = search(1);
    const ctk_layout *best = s->e.member;
    double work[5 * K], discs = (double)N * N / (2 * 3.14159265 * K);
    double bricks = N * (12 * 12 - 1 + 8 * 8 - 1) / 12.0;
    double inertia = ctk_inertia(N, s->pos, s->w, K, best->part, work);
    assert_true(best->cost > 0.99 * discs && best->cost < bricks);
    assert_near(best->cost, inertia, 0.03 * inertia);
    free_scene(s);
}

static void a_spliced_child_takes_each_territory_from_a_parent(void **state)
{
    (void)state;
    scene *s = search(1);
    ctk_layout *child = s->e.child, *a = s->e.member, *b = s->e.member + 1;
    for (uint64_t q = 0; q < 40; q++) {
        ctk_rng r = ctk_rng_key(q, 1, 1);
        int32_t from_a = 0, from_b = 0;
        ctk_vary_splice(K, 0, (int32_t)(q & 1), a, b, &r, s->e.vary, child);
        for (int32_t j = 0; j < K; j++)
            for (int32_t l = 0; l < K; l++) {
                from_a += child->center[j] == a->center[l] && child->lambda[j] == a->lambda[l];
                from_b += child->center[j] == b->center[l] && child->lambda[j] == b->lambda[l];
            }
        assert_int_equal(from_a + from_b, K);
        assert_true(from_a > 0 && from_b > 0);
    }
    free_scene(s);
}

static void a_resplit_keeps_every_cell(void **state)
{
    (void)state;
    scene *s = search(1);
    for (uint64_t q = 0; q < 40; q++) {
        ctk_rng r = ctk_rng_key(q, 2, 1);
        int32_t size[K] = {0};
        ctk_vary_resplit(&s->map, s->quota.target, K, &r, s->e.vary, s->e.member);
        for (int32_t u = 0; u < N; u++) size[s->e.member->part[u]]++;
        for (int32_t j = 0; j < K; j++) assert_true(size[j] > 0);
    }
    free_scene(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(members_are_sorted_and_the_best_never_gets_worse),
        cmocka_unit_test(the_best_lies_between_discs_and_bricks),
        cmocka_unit_test(a_spliced_child_takes_each_territory_from_a_parent),
        cmocka_unit_test(a_resplit_keeps_every_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
