/// The balance stage with constraints: plans keep every rule, or the text says which they break.
#include <stdio.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/support/check.h"
#include "tests/support/make_scene.h"

enum { N = 120, K = 6, STARTS = 3 };

/// Rules that a plan from the same starts keeps.
typedef struct ruled {
    made_scene s;
    ct_constraints c;
    int32_t known[N]; ///< that plan
    int32_t only[N], seat[K], from[N], forbid[N], apart[N];
    int64_t forbid_begin[N + 1], apart_begin[N + 1], moved[N], each[K];
} ruled;

static ct_status solve(const made_scene *s, const ct_constraints *c, int32_t n_threads,
                       ct_solution *plan, ct_error *err)
{
    return ct_balance(&s->opt, test_context(n_threads), &s->given, &s->bands, c, &s->clusters, plan,
                      err);
}

static void make(ruled *x, uint64_t seed)
{
    ct_solution plan = {0};
    ct_error err = {0};
    *x = (ruled){.s = make_scene(N, K, 1 + (int32_t)(seed % 2), 0.15, seed % 3 != 2, seed)};
    make_scene_starts(&x->s, STARTS, seed);
    x->s.opt.effort = 2;
    x->c = (ct_constraints){.n = N, .k = K, .n_units = N, .budget = INT64_MAX};
    solve(&x->s, &(const ct_constraints){0}, 1, &plan, &err);
    memcpy(x->known, plan.part, sizeof x->known);
    ct_solution_free(&plan);
}

/// A seat for each territory, a tenth of the regions locked, a tenth forbidden a territory.
static void add_places(ruled *x, ctk_rng *rng)
{
    for (int32_t u = 0; u < N; u++) {
        const int32_t own = x->known[u];
        x->only[u] = ctk_rng_below(rng, 10) == 0 ? own : -1;
        x->seat[own] = u;
        x->forbid_begin[u + 1] = x->forbid_begin[u];
        if (ctk_rng_below(rng, 10) > 0) continue;
        x->forbid[x->forbid_begin[u]] = (own + 1 + (int32_t)ctk_rng_below(rng, K - 1)) % K;
        x->forbid_begin[u + 1]++;
    }
    x->c.only = x->only, x->c.seat = x->seat;
    x->c.forbid_begin = x->forbid_begin, x->c.forbid = x->forbid;
}

/// Every region u < N / 4 and N - 1 - u, where they are in different territories.
static void add_pairs(ruled *x)
{
    for (int32_t u = 0; u < N; u++) {
        const int32_t other = N - 1 - u;
        x->apart_begin[u + 1] = x->apart_begin[u];
        if ((u >= N / 4 && other >= N / 4) || x->known[u] == x->known[other]) continue;
        x->apart[x->apart_begin[u]] = other;
        x->apart_begin[u + 1]++;
    }
    x->c.apart_begin = x->apart_begin, x->c.apart = x->apart;
}

static bool keeps_places(const ruled *x, const int32_t *part)
{
    for (int32_t u = 0; u < N; u++) {
        if (x->c.only && x->only[u] >= 0 && part[u] != x->only[u]) return false;
        if (x->c.forbid && x->forbid_begin[u + 1] > x->forbid_begin[u] &&
            part[u] == x->forbid[x->forbid_begin[u]])
            return false;
    }
    for (int32_t j = 0; j < K && x->c.seat; j++)
        if (part[x->seat[j]] != j) return false;
    return true;
}

static bool keeps_pairs(const ruled *x, const int32_t *part)
{
    for (int32_t u = 0; u < N && x->c.apart; u++)
        if (x->apart_begin[u + 1] > x->apart_begin[u] && part[u] == part[N - 1 - u]) return false;
    return true;
}

/// The plan keeps all rules; where it does not, it is infeasible and says so.
static bool judge(const ruled *x, ct_status status, const ct_solution *plan, const ct_error *err)
{
    const bool is_kept = keeps_places(x, plan->part) && keeps_pairs(x, plan->part);
    assert_true(status == CT_OK || status == CT_ERR_INFEASIBLE);
    assert_int_equal(status == CT_OK, plan->feasible);
    if (status == CT_OK) assert_true(is_kept);
    if (!is_kept) assert_contains(err->text, "no plan that keeps every rule");
    return status == CT_OK;
}

static int32_t found(bool has_places, bool has_pairs, bool has_identity)
{
    int32_t n = 0;
    for (uint64_t seed = 0; seed < 12; seed++) {
        ruled x;
        ct_solution plan = {0};
        ct_error err = {0};
        ctk_rng rng = ctk_rng_key(seed, 0, 0);
        make(&x, seed);
        x.c.has_identity = has_identity;
        if (has_places) add_places(&x, &rng);
        if (has_pairs) add_pairs(&x);
        const ct_status status = solve(&x.s, &x.c, 1, &plan, &err);
        n += judge(&x, status, &plan, &err);
        if (status) printf("# seed %d: %s\n", (int)seed, err.text);
        ct_solution_free(&plan);
        made_scene_free(&x.s);
    }
    printf("# found %d of 12\n", n);
    return n;
}

static void plans_keep_locks_seats_and_forbidden_territories(void **state)
{
    (void)state;
    assert_true(found(true, false, false) >= 11);
}

static void plans_keep_pairs_apart(void **state)
{
    (void)state;
    assert_true(found(false, true, false) >= 11);
}

static void plans_keep_all_of_them_with_an_identity(void **state)
{
    (void)state;
    assert_true(found(true, true, true) >= 11);
}

static int64_t lost(const ruled *x, const int32_t *part, int32_t from)
{
    int64_t sum = 0;
    for (int32_t u = 0; u < N; u++)
        if (part[u] != x->from[u] && (from < 0 || x->from[u] == from)) sum += x->moved[u];
    return sum;
}

/// From the plan of today, which is better left by more than that.
static void plans_from_today_never_exceed_a_budget(void **state)
{
    (void)state;
    int32_t moved = 0;
    for (uint64_t seed = 0; seed < 12; seed++) {
        ruled x;
        ct_solution plan = {0};
        ct_error err = {0};
        make(&x, seed);
        for (int32_t u = 0; u < N; u++) x.from[u] = x.known[u], x.moved[u] = x.s.weights[u];
        for (int32_t j = 0; j < K; j++) x.each[j] = 60 + 20 * j;
        x.c.from = x.from, x.c.moved = x.moved, x.c.budget = 250, x.c.budget_each = x.each;
        x.c.has_identity = true;
        for (int32_t i = 0; i < STARTS; i++)
            memcpy(x.s.clusters.part + (int64_t)i * N, x.known, sizeof x.known);
        solve(&x.s, &x.c, 1, &plan, &err);
        assert_true(lost(&x, plan.part, -1) <= 250);
        for (int32_t j = 0; j < K; j++) assert_true(lost(&x, plan.part, j) <= x.each[j]);
        moved += lost(&x, plan.part, -1) > 0;
        ct_solution_free(&plan);
        made_scene_free(&x.s);
    }
    assert_true(moved > 2);
}

static void rules_that_no_plan_keeps_are_named(void **state)
{
    (void)state;
    ruled x;
    ct_solution plan = {0};
    ct_error err = {0};
    make(&x, 1);
    for (int32_t u = 0; u < N; u++) x.only[u] = -1;
    x.forbid_begin[0] = 0;
    for (int32_t u = 0; u < N; u++) x.forbid_begin[u + 1] = u >= 7, x.forbid[0] = 2;
    x.only[7] = 2;
    x.c.only = x.only, x.c.forbid_begin = x.forbid_begin, x.c.forbid = x.forbid;
    assert_int_equal(solve(&x.s, &x.c, 1, &plan, &err), CT_ERR_INFEASIBLE);
    assert_contains(err.text, "no plan that keeps every rule was found: 1 broken: region ");
    assert_contains(err.text, "territory 3");
    ct_solution_free(&plan);
    made_scene_free(&x.s);
}

static void rules_change_nothing_for_any_number_of_threads(void **state)
{
    (void)state;
    ruled x;
    int32_t first[N];
    ctk_rng rng = ctk_rng_key(4, 0, 0);
    make(&x, 4);
    add_places(&x, &rng);
    add_pairs(&x);
    for (int32_t u = 0; u < N; u++) x.from[u] = x.known[u], x.moved[u] = x.s.weights[u];
    x.c.from = x.from, x.c.moved = x.moved, x.c.budget = 2000;
    for (int32_t threads = 1; threads <= 5; threads++) {
        ct_solution plan = {0};
        ct_error err = {0};
        solve(&x.s, &x.c, threads, &plan, &err);
        if (threads == 1) memcpy(first, plan.part, sizeof first);
        assert_memory_equal(first, plan.part, sizeof first);
        ct_solution_free(&plan);
    }
    made_scene_free(&x.s);
}

/// Equal targets would have the territories numbered along a curve.
static void territories_with_an_identity_keep_their_numbers(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        ruled x;
        ct_solution plan = {0};
        ct_error err = {0};
        int32_t agree = 0;
        make(&x, 6 * seed);
        for (int32_t u = 0; u < N; u++) x.known[u] = (x.known[u] + 1 + (int32_t)seed % 5) % K;
        for (int32_t i = 0; i < STARTS; i++)
            memcpy(x.s.clusters.part + (int64_t)i * N, x.known, sizeof x.known);
        x.c.has_identity = true;
        x.s.opt.effort = 1;
        solve(&x.s, &x.c, 1, &plan, &err);
        for (int32_t u = 0; u < N; u++) agree += plan.part[u] == x.known[u];
        assert_true(agree > N / 2);
        ct_solution_free(&plan);
        made_scene_free(&x.s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_keep_locks_seats_and_forbidden_territories),
        cmocka_unit_test(plans_keep_pairs_apart),
        cmocka_unit_test(plans_keep_all_of_them_with_an_identity),
        cmocka_unit_test(plans_from_today_never_exceed_a_budget),
        cmocka_unit_test(rules_that_no_plan_keeps_are_named),
        cmocka_unit_test(rules_change_nothing_for_any_number_of_threads),
        cmocka_unit_test(territories_with_an_identity_keep_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
