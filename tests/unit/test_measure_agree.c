/// Territories of two plans paired: against all ways to pair them.
#include "kernels/measure/agree.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { MOST_N = 4000, MOST_K = 1024 };

typedef struct plans {
    int32_t n, k, k_other;
    int32_t part[MOST_N], other[MOST_N], match[MOST_K];
    int64_t weight[MOST_N];
} plans;

static void make_plans(plans *p, uint64_t seed, int32_t n, int32_t k, int32_t k_other)
{
    ctk_rng rng = ctk_rng_key(seed, 1, 1);
    *p = (plans){.n = n, .k = k, .k_other = k_other};
    for (int32_t i = 0; i < n; i++) {
        p->part[i] = (int32_t)ctk_rng_below(&rng, (uint32_t)k + 1) - 1;
        p->other[i] = (int32_t)ctk_rng_below(&rng, (uint32_t)k_other + 1) - 1;
        p->weight[i] = ctk_rng_below(&rng, seed % 2 ? 3 : 1000);
    }
}

static void agree(plans *p, bool is_weighted)
{
    void *work = NULL;
    assert_int_equal(posix_memalign(&work, 64, (size_t)ctk_agree_work(p->n, p->k, p->k_other)), 0);
    memset(work, 0xa5, (size_t)ctk_agree_work(p->n, p->k, p->k_other));
    ctk_agree(p->n, p->part, p->k, p->other, p->k_other, is_weighted ? p->weight : NULL, work,
              p->match);
    free(work);
}

static int64_t overlap(const plans *p, int32_t j, int32_t o, bool is_weighted)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < p->n; i++)
        if (p->part[i] == j && p->other[i] == o) sum += is_weighted ? p->weight[i] : 1;
    return sum;
}

static int64_t worth(const plans *p, bool is_weighted)
{
    int64_t sum = 0;
    for (int32_t j = 0; j < p->k; j++)
        if (p->match[j] >= 0) sum += overlap(p, j, p->match[j], is_weighted);
    return sum;
}

/// The most from territory j on, when the others in `taken` have a partner.
static int64_t oracle(const plans *p, int32_t j, uint32_t taken, bool is_weighted)
{
    if (j == p->k) return 0;
    int64_t best = oracle(p, j + 1, taken, is_weighted);
    for (int32_t o = 0; o < p->k_other; o++) {
        if (taken >> o & 1) continue;
        const int64_t sum =
            overlap(p, j, o, is_weighted) + oracle(p, j + 1, taken | UINT32_C(1) << o, is_weighted);
        best = sum > best ? sum : best;
    }
    return best;
}

static void assert_one_to_one(const plans *p)
{
    bool is_taken[MOST_K] = {false};
    for (int32_t j = 0; j < p->k; j++) {
        const int32_t o = p->match[j];
        assert_in_range(o + 1, 0, p->k_other);
        if (o < 0) continue;
        assert_false(is_taken[o]);
        is_taken[o] = true;
        assert_true(overlap(p, j, o, false) > 0);
    }
}

static void nothing_keeps_more_than_the_pairing(void **state)
{
    (void)state;
    static plans p;
    for (uint64_t seed = 0; seed < 300; seed++) {
        const int32_t k = 1 + (int32_t)(seed % 5), k_other = 1 + (int32_t)(seed / 5 % 5);
        make_plans(&p, seed, 1 + (int32_t)(seed % 37), k, k_other);
        for (int w = 0; w < 2; w++) {
            agree(&p, w);
            assert_one_to_one(&p);
            assert_int_equal(worth(&p, w), oracle(&p, 0, 0, w));
        }
    }
}

/// The greatest overlap first would keep 10 + 0, where 9 + 9 can be kept.
static void greed_is_not_followed(void **state)
{
    (void)state;
    static plans p;
    p = (plans){.n = 3, .k = 2, .k_other = 2, .part = {0, 0, 1}, .other = {0, 1, 0}};
    p.weight[0] = 10;
    p.weight[1] = p.weight[2] = 9;
    agree(&p, true);
    assert_int_equal(p.match[0], 1);
    assert_int_equal(p.match[1], 0);
}

static void a_plan_renumbered_is_recognised(void **state)
{
    (void)state;
    static plans p;
    make_plans(&p, 3, MOST_N, MOST_K, MOST_K);
    for (int32_t i = 0; i < p.n; i++) {
        p.part[i] = i % MOST_K;
        p.other[i] = (p.part[i] * 5 + 17) % MOST_K;
    }
    agree(&p, false);
    for (int32_t j = 0; j < MOST_K; j++) assert_int_equal(p.match[j], (j * 5 + 17) % MOST_K);
}

static void territories_without_overlap_stay_alone(void **state)
{
    (void)state;
    static plans p;
    p = (plans){.n = 3, .k = 3, .k_other = 1, .part = {0, 1, 2}, .other = {-1, 0, -1}};
    agree(&p, true);
    assert_int_equal(p.match[0], -1);
    assert_int_equal(p.match[1], 0);
    assert_int_equal(p.match[2], -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_keeps_more_than_the_pairing),
        cmocka_unit_test(greed_is_not_followed),
        cmocka_unit_test(a_plan_renumbered_is_recognised),
        cmocka_unit_test(territories_without_overlap_stay_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
