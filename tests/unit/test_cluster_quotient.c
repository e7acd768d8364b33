/// The matrix of neighbouring cells, against dense sums.
#include "kernels/cluster/quotient.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/cluster_fixture.h"

enum { K = 30, GROUPS = 40, SIZE = 6 };

typedef struct scene {
    int32_t n_pairs[GROUPS];
    ctk_pair *pair;
    double *value;
    int64_t cursor[K + 1], indptr[K + 1];
    ctk_sparse matrix;
} scene;

/// Every group has up to `most` pairs a != b among K - 2 cells, often repeated.
static void make_scene(scene *s, uint64_t seed, uint32_t most, int32_t block)
{
    const int32_t size = ctk_packed_size(block);
    ctk_rng r = ctk_rng_key(seed, 3, 0);
    s->pair = cluster_alloc((int64_t)sizeof *s->pair * GROUPS * CTK_GROUP_PAIRS);
    s->value = cluster_alloc(8ll * SIZE * GROUPS * CTK_GROUP_PAIRS);
    int64_t n = 0;
    for (int32_t g = 0; g < GROUPS; g++) {
        s->n_pairs[g] = (int32_t)ctk_rng_below(&r, most + 1);
        n += 2 * s->n_pairs[g];
        for (int32_t q = 0; q < s->n_pairs[g]; q++) {
            const int32_t a = (int32_t)ctk_rng_below(&r, K - 3);
            const int32_t b = a + 1 + (int32_t)ctk_rng_below(&r, (uint32_t)(K - 3 - a));
            s->pair[g * CTK_GROUP_PAIRS + q] = (ctk_pair){a, b};
            for (int32_t e = 0; e < size; e++)
                s->value[(g * CTK_GROUP_PAIRS + q) * size + e] = ctk_rng_unit(&r);
        }
    }
    s->matrix = (ctk_sparse){.n = K, .indptr = s->indptr, .block = block};
    s->matrix.indices = cluster_alloc(n * (int64_t)sizeof(int32_t));
    s->matrix.off = cluster_alloc(n * size * (int64_t)sizeof(double));
}

static void free_scene(scene *s)
{
    free(s->pair);
    free(s->value);
    free(s->matrix.indices);
    free(s->matrix.off);
}

/// Row j the slow way: the columns in order of first appearance, sums in group order.
static int32_t make_row(const scene *s, int32_t j, int32_t *column, double *sum)
{
    const int32_t size = ctk_packed_size(s->matrix.block);
    int32_t n = 0;
    for (int32_t g = 0; g < GROUPS; g++)
        for (int32_t q = 0; q < s->n_pairs[g]; q++) {
            const ctk_pair *e = s->pair + g * CTK_GROUP_PAIRS + q;
            if (e->a != j && e->b != j) continue;
            const int32_t l = e->a == j ? e->b : e->a;
            int32_t at = 0;
            while (at < n && column[at] != l) at++;
            if (at == n) {
                column[n] = l;
                for (int32_t v = 0; v < size; v++) sum[n * size + v] = 0;
                n++;
            }
            for (int32_t v = 0; v < size; v++)
                sum[at * size + v] += s->value[(g * CTK_GROUP_PAIRS + q) * size + v];
        }
    return n;
}

static void rows_hold_the_sums_of_all_groups(void **state)
{
    (void)state;
    static scene s;
    for (uint32_t seed = 0; seed < 40; seed++) {
        const int32_t block = 1 + (int32_t)(seed % 3), size = ctk_packed_size(block);
        make_scene(&s, seed, seed % 8 * 40, block);
        ctk_quotient(GROUPS, s.n_pairs, s.pair, s.value, s.cursor, &s.matrix);
        for (int32_t j = 0; j < K; j++) {
            int32_t column[K];
            double sum[K * SIZE];
            const int32_t n = make_row(&s, j, column, sum);
            const int64_t begin = s.indptr[j];
            assert_int_equal(s.indptr[j + 1] - begin, n);
            for (int32_t q = 0; q < n; q++) {
                assert_int_equal(s.matrix.indices[begin + q], column[q]);
                for (int32_t v = 0; v < size; v++)
                    assert_true(s.matrix.off[(begin + q) * size + v] == sum[q * size + v]);
            }
        }
        free_scene(&s);
    }
}

/// `n` candidates: cell 3 s in slot s.
static ctk_near make_near(int32_t n, int32_t *id, int32_t *slot)
{
    for (int32_t q = 0; q < n; q++) {
        slot[q] = q;
        id[q] = 3 * q;
    }
    return (ctk_near){.n = n, .id = id, .slot = slot};
}

static void a_group_takes_the_first_cells_it_meets(void **state)
{
    (void)state;
    enum { SLOTS = 200 };
    static double dense[CTK_GROUP_CELLS * CTK_GROUP_CELLS];
    int32_t local[SLOTS], id[SLOTS], slot[SLOTS], met[SLOTS], n_met = 0;
    const ctk_near near = make_near(SLOTS, id, slot);
    ctk_group_sum g = {.local = local, .dense = dense};
    ctk_rng r = ctk_rng_key(4, 3, 0);
    ctk_group_clear(&g, SLOTS, 1);
    for (int leaf = 0; leaf < 30; leaf++) {
        int32_t active[CTK_GROUP_CELLS], asked[CTK_GROUP_CELLS], place[CTK_GROUP_CELLS], n = 0;
        for (int32_t q = (int32_t)ctk_rng_below(&r, 20); q < SLOTS && n < 12;
             q += 1 + (int32_t)ctk_rng_below(&r, 25))
            asked[n] = active[n] = q, n++;
        const int32_t entered = ctk_group_enter(&g, &near, n, active, place);
        for (int32_t i = 0, e = 0; i < n; i++) {
            int32_t at = 0;
            while (at < n_met && met[at] != asked[i]) at++;
            if (at == n_met && n_met < CTK_GROUP_CELLS) met[n_met++] = asked[i];
            if (at == CTK_GROUP_CELLS) continue; // no place left
            assert_true(e < entered);
            assert_int_equal(active[e], asked[i]);
            assert_int_equal(place[e++], at);
            assert_int_equal(g.id[at], 3 * asked[i]);
        }
        assert_int_equal(g.n, n_met);
    }
    assert_int_equal(n_met, CTK_GROUP_CELLS);
}

static void flushing_gives_the_positive_pairs_and_a_clean_group(void **state)
{
    (void)state;
    enum { SLOTS = 60 };
    static double dense[2 * CTK_GROUP_CELLS * CTK_GROUP_CELLS], value[2 * CTK_GROUP_PAIRS];
    static ctk_pair pair[CTK_GROUP_PAIRS];
    int32_t local[SLOTS], id[SLOTS], slot[SLOTS], active[SLOTS], place[CTK_GROUP_CELLS];
    const ctk_near near = make_near(SLOTS, id, slot);
    ctk_group_sum g = {.local = local, .dense = dense};
    ctk_group_clear(&g, SLOTS, 2);
    for (int32_t step = 1; step < 20; step += 6) { // from too many pairs to few
        int32_t n = 0, want = 0;
        for (int32_t q = 0; q < SLOTS; q++) active[q] = SLOTS - 1 - q;
        assert_int_equal(ctk_group_enter(&g, &near, SLOTS, active, place), SLOTS);
        for (int32_t a = 0; a < SLOTS; a++)
            for (int32_t b = a + 1; b < SLOTS; b++)
                if ((a + b) % step == 0) {
                    g.dense[2 * ctk_group_cell(b, a)] += a + 1;
                    g.dense[2 * ctk_group_cell(b, a) + 1] -= b;
                }
        n = ctk_group_flush(&g, pair, value);
        for (int32_t a = 0; a < SLOTS; a++)
            for (int32_t b = a + 1; b < SLOTS; b++) {
                if ((a + b) % step != 0 || want == CTK_GROUP_PAIRS) continue;
                assert_int_equal(pair[want].a, 3 * (SLOTS - 1 - a));
                assert_int_equal(pair[want].b, 3 * (SLOTS - 1 - b));
                assert_true(value[2 * want] == a + 1 && value[2 * want + 1] == -b);
                want++;
            }
        assert_int_equal(n, want);
        assert_int_equal(g.n, 0);
        for (int32_t q = 0; q < SLOTS; q++) assert_int_equal(local[q], -1);
        for (size_t q = 0; q < sizeof dense / sizeof *dense; q++) assert_true(dense[q] == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold_the_sums_of_all_groups),
        cmocka_unit_test(a_group_takes_the_first_cells_it_meets),
        cmocka_unit_test(flushing_gives_the_positive_pairs_and_a_clean_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
