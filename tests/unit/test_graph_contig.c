/// kernels/graph/contig against a full search.
#include "kernels/graph/contig.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/oracle/partition.h"
#include "tests/support/check.h"

typedef struct instance {
    int32_t n, k;
    int64_t *indptr;
    int32_t *indices, *part;
    uint64_t *ring;
    double *lonlat;
    ctk_contig_work work;
} instance;

static void give_work(instance *t)
{
    t->work.mark = calloc((size_t)t->n, sizeof(uint64_t));
    t->work.queue = calloc((size_t)t->n, sizeof(int32_t));
    t->work.parent = calloc((size_t)t->n + 1, sizeof(int32_t));
    t->work.pending = calloc((size_t)t->n + 1, sizeof(int32_t));
}

static void make_rings(instance *t, int32_t n_threads)
{
    int32_t *position = calloc((size_t)n_threads * (size_t)t->n, sizeof *position);
    ctk_contig_rings(t->n, t->indptr, t->indices, n_threads, position, t->ring);
    free(position);
}

static void grow_parts(instance *t, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 5, 0);
    for (int32_t v = 0; v < t->n; v++) t->part[v] = -1;
    for (int32_t a = 0; a < t->k; a++) t->part[ctk_rng_below(&r, (uint32_t)t->n)] = a;
    for (int32_t left = 50 * t->n; left > 0; left--) {
        const int32_t v = (int32_t)ctk_rng_below(&r, (uint32_t)t->n);
        const int64_t degree = t->indptr[v + 1] - t->indptr[v];
        if (t->part[v] >= 0 || degree == 0) continue;
        t->part[v] = t->part[t->indices[t->indptr[v] + ctk_rng_below(&r, (uint32_t)degree)]];
    }
}

static instance make(int32_t n, int32_t k, uint64_t seed)
{
    instance t = {.n = n, .k = k};
    t.lonlat = calloc(2 * (size_t)n, sizeof(double));
    oracle_planar(n, seed, &t.indptr, &t.indices, t.lonlat);
    t.part = calloc((size_t)n, sizeof(int32_t));
    t.ring = calloc((size_t)t.indptr[n] + 1, sizeof(uint64_t));
    make_rings(&t, 1);
    grow_parts(&t, seed);
    give_work(&t);
    return t;
}

static void destroy(instance *t)
{
    free(t->indptr), free(t->indices), free(t->part), free(t->ring), free(t->lonlat);
    free(t->work.mark), free(t->work.queue), free(t->work.parent), free(t->work.pending);
}

static void compare_all(instance *t)
{
    const ctk_ringed g = {t->n, t->indptr, t->indices, t->ring};
    for (int32_t v = 0; v < t->n; v++) {
        if (t->part[v] < 0) continue;
        const bool expected =
            oracle_pieces(t->n, t->indptr, t->indices, t->part, t->part[v], v) == 1;
        assert_int_equal(ctk_contig_may_leave(&g, t->part, v, &t->work), expected);
    }
}

static void agrees_with_a_full_search_on_random_planar_graphs(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        instance t = make(2 + (int32_t)(seed % 90), 1 + (int32_t)(seed % 7), seed);
        compare_all(&t);
        destroy(&t);
    }
}

static void a_yes_of_the_near_test_is_never_wrong_and_a_no_seldom(void **state)
{
    (void)state;
    int32_t agreed = 0, asked = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        instance t = make(20 + (int32_t)(seed % 90), 1 + (int32_t)(seed % 7), seed);
        const ctk_ringed g = {t.n, t.indptr, t.indices, t.ring};
        for (int32_t v = 0; v < t.n; v++) {
            const bool near = ctk_contig_may_leave_near(&g, t.part, v, 12, seed % 2, &t.work);
            const bool exact = ctk_contig_may_leave(&g, t.part, v, &t.work);
            assert_true(exact || !near);
            agreed += near == exact;
            asked++;
        }
        destroy(&t);
    }
    assert_true(agreed > 0.8 * asked);
}

/// Region 0 touches all others, which form a path.
static instance wheel(int32_t n)
{
    instance t = {.n = n, .k = 1};
    t.indptr = calloc((size_t)n + 1, sizeof(int64_t));
    t.indices = calloc(4 * (size_t)n, sizeof(int32_t));
    t.part = calloc((size_t)n, sizeof(int32_t));
    int64_t arcs = 0;
    for (int32_t v = 0; v < n; v++) {
        for (int32_t z = 0; z < n; z++)
            if (z != v && (v == 0 || z == 0 || z == v - 1 || z == v + 1)) t.indices[arcs++] = z;
        t.indptr[v + 1] = arcs;
    }
    t.ring = calloc((size_t)arcs, sizeof(uint64_t));
    make_rings(&t, 1);
    give_work(&t);
    return t;
}

static void a_hub_of_more_than_63_neighbours_is_exact(void **state)
{
    (void)state;
    for (int32_t n = 60; n < 140; n += 13) {
        instance t = wheel(n);
        compare_all(&t);
        t.part[n / 2] = 1;
        compare_all(&t);
        destroy(&t);
    }
}

static void the_last_region_of_a_territory_may_not_leave(void **state)
{
    (void)state;
    instance t = wheel(5);
    t.part[3] = 1;
    const ctk_ringed g = {t.n, t.indptr, t.indices, t.ring};
    assert_false(ctk_contig_may_leave(&g, t.part, 3, &t.work));
    destroy(&t);
}

static void moving_a_cut_vertex_is_refused(void **state)
{
    (void)state;
    const int64_t indptr[] = {0, 1, 3, 4};
    const int32_t indices[] = {1, 0, 2, 1}, part[] = {0, 0, 0};
    uint64_t ring[4], mark[3] = {0};
    int32_t queue[3], parent[3], pending[3], position[3];
    ctk_contig_rings(3, indptr, indices, 1, position, ring);
    const ctk_ringed g = {3, indptr, indices, ring};
    ctk_contig_work work = {mark, queue, parent, pending, 0};
    assert_false(ctk_contig_may_leave(&g, part, 1, &work));
    assert_true(ctk_contig_may_leave(&g, part, 0, &work));
}

/// 0 touches 1, 2 and 3, a ring that ends at 1 and 3; 4 joins them from behind.
static void the_near_test_finds_the_way_around_a_corner(void **state)
{
    (void)state;
    const int64_t indptr[] = {0, 3, 6, 9, 12, 14};
    const int32_t indices[] = {1, 2, 3, 0, 2, 4, 0, 1, 3, 0, 2, 4, 1, 3}, part[] = {0, 0, 1, 0, 0};
    uint64_t ring[14], mark[5] = {0};
    int32_t queue[5], parent[5], pending[5], position[5];
    ctk_contig_rings(5, indptr, indices, 1, position, ring);
    const ctk_ringed g = {5, indptr, indices, ring};
    ctk_contig_work work = {mark, queue, parent, pending, 0};
    assert_true(ctk_contig_may_leave_near(&g, part, 0, 12, true, &work));
}

static void rings_are_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    instance t = make(200, 5, 9);
    const size_t bytes = (size_t)t.indptr[t.n] * sizeof(uint64_t);
    uint64_t *first = malloc(bytes);
    memcpy(first, t.ring, bytes);
    for (int32_t threads = 1; threads <= 5; threads++) {
        memset(t.ring, 0xff, bytes);
        make_rings(&t, threads);
        assert_memory_equal(first, t.ring, bytes);
    }
    free(first);
    destroy(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_a_full_search_on_random_planar_graphs),
        cmocka_unit_test(a_yes_of_the_near_test_is_never_wrong_and_a_no_seldom),
        cmocka_unit_test(a_hub_of_more_than_63_neighbours_is_exact),
        cmocka_unit_test(the_last_region_of_a_territory_may_not_leave),
        cmocka_unit_test(moving_a_cut_vertex_is_refused),
        cmocka_unit_test(the_near_test_finds_the_way_around_a_corner),
        cmocka_unit_test(rings_are_the_same_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
