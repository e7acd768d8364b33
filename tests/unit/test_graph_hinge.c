/// Loads of hinges against taking each vertex out, and against every plan there is.
#include "kernels/graph/hinge.h"

#include "kernels/prim/rng.h"
#include "tests/oracle/partition.h"
#include "tests/support/check.h"
#include "tests/support/make_links.h"

enum { N = MADE_VERTICES, FEW = 9, K = 3 };

static int64_t weigh(const made_links *s, const int64_t *w, int32_t v, char *seen)
{
    int64_t sum = w[v];
    seen[v] = 1;
    for (int64_t e = s->indptr[v]; e < s->indptr[v + 1]; e++)
        if (!seen[s->indices[e]]) sum += weigh(s, w, s->indices[e], seen);
    return sum;
}

/// By definition; a component that v does not touch is not its business.
static int64_t load_of(const made_links *s, const int64_t *w, int32_t v, int64_t lower,
                       int64_t upper)
{
    char seen[N] = {0};
    int64_t sum = w[v];
    seen[v] = 1;
    for (int64_t e = s->indptr[v]; e < s->indptr[v + 1]; e++)
        if (!seen[s->indices[e]])
            sum += ctk_hinge_excess(weigh(s, w, s->indices[e], seen), lower, upper);
    return sum;
}

static void keep_one_in(made_links *s, int32_t few)
{
    for (int i = 0; i < MADE_LINKS; i++)
        if (i % few) s->b[i] = -1;
    pack_links(s);
}

static void load_is_that_of_the_parts_without_the_vertex(void **state)
{
    (void)state;
    int64_t hinges = 0;
    for (uint64_t seed = 0; seed < 400; seed++) {
        made_links s;
        ctk_rng r = ctk_rng_key(seed, 1, 0);
        int64_t w[N], load[N];
        make_links(&s, 4000 + seed, 2 + (uint32_t)seed % 3);
        keep_one_in(&s, 1 + (int32_t)(seed % 4));
        for (int32_t v = 0; v < N; v++) w[v] = ctk_rng_below(&r, 50);
        const int64_t lower = ctk_rng_below(&r, 200), upper = lower + ctk_rng_below(&r, 40);
        void *work = malloc((size_t)ctk_hinge_work(N));
        ctk_hinge_load(N, s.indptr, s.indices, w, lower, upper, load, work);
        for (int32_t v = 0; v < N; v++) {
            assert_int_equal(load[v], load_of(&s, w, v, lower, upper));
            hinges += load[v] > w[v];
        }
        free(work);
    }
    assert_true(hinges > 1000);
}

/// Of any weight the least that must go so that whole territories are left.
static void excess_is_the_least_that_must_go(void **state)
{
    (void)state;
    for (int64_t upper = 0; upper < 12; upper++)
        for (int64_t lower = 0; lower <= upper; lower++)
            for (int64_t weight = 0; weight < 60; weight++) {
                int64_t left = weight;
                for (bool fits = false; left > 0; left--) {
                    for (int64_t q = 1; q <= 60 && !fits; q++)
                        fits = q * lower <= left && left <= q * upper;
                    if (fits) break;
                }
                assert_int_equal(ctk_hinge_excess(weight, lower, upper), weight - left);
            }
}

/// A tree with one or two more links.
static void make_sparse(made_links *s, ctk_rng *r)
{
    for (int i = 0; i < MADE_LINKS; i++) {
        s->a[i] = 0;
        s->b[i] = -1;
    }
    for (int32_t v = 1; v < FEW + 2; v++) {
        const int32_t high = v < FEW ? v : 1 + (int32_t)ctk_rng_below(r, FEW - 1);
        s->a[v] = (int32_t)ctk_rng_below(r, (uint32_t)high);
        s->b[v] = high;
    }
    pack_links(s);
}

static void no_plan_there_is_is_called_impossible(void **state)
{
    (void)state;
    int32_t impossible = 0, called = 0;
    for (uint64_t seed = 0; seed < 600; seed++) {
        made_links s;
        ctk_rng r = ctk_rng_key(seed, 2, 0);
        int64_t w[FEW], load[FEW], lower[K], upper[K], total = 0;
        make_sparse(&s, &r);
        for (int32_t v = 0; v < FEW; v++) total += w[v] = 1 + ctk_rng_below(&r, 20);
        for (int32_t j = 0; j < K; j++) {
            lower[j] = total * 85 / 100 / K;
            upper[j] = total * 115 / 100 / K + 1;
        }
        void *work = malloc((size_t)ctk_hinge_work(FEW));
        ctk_hinge_load(FEW, s.indptr, s.indices, w, lower[0], upper[0], load, work);
        bool is_called = false;
        for (int32_t v = 0; v < FEW; v++) is_called = is_called || load[v] > upper[0];
        const bool is_feasible = oracle_feasible(FEW, s.indptr, s.indices, K, 1, w, lower, upper);
        assert_false(is_called && is_feasible);
        impossible += !is_feasible;
        called += is_called;
        free(work);
    }
    assert_true(impossible < 500);
    assert_true(called > impossible / 2);
}

static void a_graph_of_nothing_has_no_loads(void **state)
{
    (void)state;
    int64_t indptr[1] = {0}, load[1] = {7};
    ctk_hinge_load(0, indptr, NULL, NULL, 1, 2, load, NULL);
    assert_int_equal(load[0], 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load_is_that_of_the_parts_without_the_vertex),
        cmocka_unit_test(excess_is_the_least_that_must_go),
        cmocka_unit_test(no_plan_there_is_is_called_impossible),
        cmocka_unit_test(a_graph_of_nothing_has_no_loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
