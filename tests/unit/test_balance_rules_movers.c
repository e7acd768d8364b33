/// kernels/balance: no mover leads a plan outside its rules, whatever they are.
#include <string.h>

#include "kernels/balance/area.h"
#include "kernels/balance/descend.h"
#include "kernels/balance/limb.h"
#include "kernels/balance/remix.h"
#include "kernels/balance/resplit.h"
#include "tests/oracle/plan_rules.h"
#include "tests/support/check.h"

enum { N = 90, SEEDS = 48 };

/// A plan with rules that it keeps: each kind by itself, and all together.
static oracle_problem make(uint64_t seed, int32_t n, int32_t k, oracle_rules **rules)
{
    oracle_problem t = oracle_problem_make(n, k, 1 + (int32_t)(seed % 3 == 0), 0.1, seed);
    t.goal->per_edge = seed % 2 ? 70 : 0;
    oracle_problem_hands(&t, 2);
    *rules = oracle_rules_make(&t, seed % 5 == 4 ? ORACLE_ALL_RULES : 1 << seed % 5, seed);
    return t;
}

static void settle(oracle_problem *t, uint64_t seed)
{
    ctk_remix *r = &t->remix;
    r->seed = t->sweep.seed = seed;
    r->steps_per_region = 100;
    r->most = 4;
    r->slack = 10;
    r->hot = 50 * t->goal->spread_km2;
    r->cold = 0.1 * t->goal->spread_km2;
    r->pressure = 30 * t->goal->spread_km2;
    r->price = 20 * t->goal->spread_km2 * t->p.goal_mass[0];
    for (int32_t i = 0; i < 2; i++) r->work[i].polish = &t->polish;
}

/// What is left of a plan after `work` is contiguous and inside its rules; returns whether it
/// differs from the one before.
static bool work_on(oracle_problem *t, const oracle_rules *r, uint64_t seed,
                    void (*work)(oracle_problem *t, uint64_t seed))
{
    int32_t before[200], differ = 0;
    for (int32_t u = 0; u < t->p.n; u++) before[u] = t->d.part[u];
    assert_true(oracle_rules_are_sound(r, t));
    work(t, seed);
    assert_true(oracle_is_contiguous(&t->p, t->d.part));
    assert_true(oracle_rules_are_sound(r, t));
    for (int32_t u = 0; u < t->p.n; u++) differ += t->d.part[u] != before[u];
    return differ > 0;
}

/// For many rules; the mover must find something to do in most of them, or nothing is shown.
static void judge(int32_t n, int32_t k, void (*work)(oracle_problem *t, uint64_t seed))
{
    int32_t changed = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        oracle_rules *r;
        oracle_problem t = make(seed, n, k, &r);
        settle(&t, seed);
        changed += work_on(&t, r, seed, work);
        oracle_problem_free(&t);
    }
    assert_true(changed > SEEDS / 4);
}

static void anneal(oracle_problem *t, uint64_t seed)
{
    const oracle_rules *r = (const oracle_rules *)t->p.rules;
    ctk_anneal *a = &t->anneal;
    a->rng = ctk_rng_key(seed, 1, 1);
    a->n_steps = 6 * 4096;
    a->hot = 50 * t->goal->spread_km2;
    a->cold = 0.1 * t->goal->spread_km2;
    a->low = 3 * t->goal->spread_km2;
    a->high = 30 * t->goal->spread_km2;
    ctk_anneal_open(&t->p, &t->d, a);
    while (ctk_anneal_run(&t->p, &t->d, a, 1)) assert_true(oracle_rules_are_sound(r, t));
}

static void the_anneal_breaks_no_rule(void **state)
{
    (void)state;
    judge(N, 6, anneal);
}

static void descend(oracle_problem *t, uint64_t seed)
{
    (void)seed;
    ctk_descend(&t->p, &t->d);
}

static void descent_breaks_no_rule(void **state)
{
    (void)state;
    judge(N, 6, descend);
}

static void polish(oracle_problem *t, uint64_t seed)
{
    ctk_rng rng = ctk_rng_key(seed, 1, 0);
    ctk_polish_open(&t->p, &t->d, &t->polish);
    for (int32_t i = 0; i < 40; i++) {
        ctk_polish_run(&t->p, &t->d, &rng, 1, &t->polish);
        assert_true(oracle_rules_are_sound((const oracle_rules *)t->p.rules, t));
    }
    ctk_polish_close(&t->p, &t->d, &t->polish);
}

static void polish_breaks_no_rule(void **state)
{
    (void)state;
    judge(N, 6, polish);
}

static void chain(oracle_problem *t, uint64_t seed)
{
    (void)seed;
    ctk_members_open(&t->p, &t->d, &t->polish.chain);
    for (int32_t i = 0; i < 5 * t->p.k; i++) {
        if (ctk_violation_with(&t->p, &t->d, i % t->p.k, NULL, NULL) > 0)
            ctk_chain_apply(&t->p, &t->d, i % t->p.k, 1 + i, &t->polish.chain);
        assert_true(oracle_rules_are_sound((const oracle_rules *)t->p.rules, t));
    }
}

static void a_chain_breaks_no_rule(void **state)
{
    (void)state;
    judge(N, 12, chain);
}

static void limb(oracle_problem *t, uint64_t seed)
{
    const int64_t n = t->p.n, k = t->p.k;
    ctk_limb_work w = {.region = oracle_problem_own(t, n, 4),
                       .order = oracle_problem_own(t, n, 4),
                       .place = oracle_problem_own(t, n, 4),
                       .low = oracle_problem_own(t, n, 4),
                       .parent = oracle_problem_own(t, n, 4),
                       .size = oracle_problem_own(t, n, 4),
                       .side = oracle_problem_own(t, n, 4),
                       .next = oracle_problem_own(t, n, 8),
                       .is_in = oracle_problem_own(t, n, 1),
                       .bits = oracle_problem_own(t, n / 64 + 1, 8),
                       .touched = oracle_problem_own(t, k, 4),
                       .around = oracle_problem_own(t, k, sizeof(ctk_contact)),
                       .beside = oracle_problem_own(t, k, sizeof(ctk_contact))};
    (void)seed;
    ctk_limb(&t->p, &t->d, 1e-3, &t->sweep.members, &w);
}

static void limbs_break_no_rule(void **state)
{
    (void)state;
    judge(N, 4, limb);
}

static void sweep(oracle_problem *t, uint64_t seed)
{
    (void)seed;
    ctk_sweep *s = &t->sweep;
    s->epoch = 0, s->n_epochs = 6, s->team = 3, s->per_arc = 20, s->more = 2, s->less = 0.9;
    s->hot = 50 * t->goal->spread_km2, s->cold = t->goal->spread_km2;
    s->low = 3 * t->goal->spread_km2, s->high = 30 * t->goal->spread_km2;
    bool goes_on = true;
    while (goes_on) {
        goes_on = ctk_sweep_epoch(&t->p, &t->d, s);
        assert_true(oracle_rules_are_sound((const oracle_rules *)t->p.rules, t));
    }
}

static void patches_side_by_side_break_no_rule(void **state)
{
    (void)state;
    judge(2 * N, 14, sweep);
}

static void remix(oracle_problem *t, uint64_t seed)
{
    (void)seed;
    for (int32_t i = 0; i < 8; i++) {
        t->remix.is_stir = i % 4 == 3;
        ctk_remix_round(&t->p, &t->d, &t->sweep, &t->remix, false);
        assert_true(oracle_rules_are_sound((const oracle_rules *)t->p.rules, t));
    }
}

static void a_remix_breaks_no_rule(void **state)
{
    (void)state;
    judge(N, 8, remix);
}

static void area(oracle_problem *t, uint64_t seed)
{
    (void)seed;
    t->remix.is_stir = true;
    t->remix.polish_steps = 20;
    for (int32_t i = 0; i < 6; i++) {
        ctk_area_try(&t->p, &t->d, &t->sweep, &t->remix, i % 2);
        assert_true(oracle_rules_are_sound((const oracle_rules *)t->p.rules, t));
    }
}

static void work_on_an_area_breaks_no_rule(void **state)
{
    (void)state;
    judge(2 * N, 20, area);
}

static void resplit(oracle_problem *t, uint64_t seed)
{
    ctk_rng rng = ctk_rng_key(seed, 2, 0);
    for (int32_t j = 0; j < t->p.k; j++) {
        ctk_resplit(&t->p, &t->d, j, &rng, 20000);
        assert_true(oracle_rules_are_sound((const oracle_rules *)t->p.rules, t));
    }
}

static void a_resplit_breaks_no_rule(void **state)
{
    (void)state;
    judge(N, 20, resplit);
}

static void repair(oracle_problem *t, uint64_t seed)
{
    (void)seed;
    ctk_repair(&t->p, t->center_km, t->lambda, &t->d, &t->repair);
}

static void repair_leaves_a_contiguous_plan_inside_its_rules(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        oracle_rules *r;
        oracle_problem t = make(seed, N, 6, &r);
        assert_false(work_on(&t, r, seed, repair));
        oracle_problem_free(&t);
    }
}

/// Some territory that u touches and is not in (is_touching), or does not touch; -1 = none.
static int32_t another(const oracle_problem *t, int32_t u, bool is_touching)
{
    for (int32_t b = 0; b < t->p.k; b++)
        if (b != t->d.part[u] && ctk_draft_touches(&t->p, &t->d, u, b, -1) == is_touching) return b;
    return -1;
}

/// A region that is torn off goes to a neighbour that may have it, though the one that may not were
/// the cheapest.
static void repair_gives_regions_to_territories_that_may_have_them(void **state)
{
    (void)state;
    int32_t n = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        oracle_problem t = oracle_problem_make(N, 6, 1, 0.1, seed);
        const int32_t u = (int32_t)(seed % N), home = t.d.part[u], far = another(&t, u, false);
        int64_t begin[N + 1];
        for (int32_t v = 0; v <= N; v++) begin[v] = v > u;
        const ctk_rules rules = {.forbid_begin = begin, .forbid = &home};
        if (far >= 0 && another(&t, u, true) >= 0 && ctk_draft_may_leave(&t.p, &t.d, u)) {
            t.p.rules = &rules;
            t.d.part[u] = far;
            ctk_repair(&t.p, t.center_km, t.lambda, &t.d, &t.repair);
            assert_true(oracle_is_sound(&t));
            assert_true(t.d.part[u] != home);
            n++;
        }
        oracle_problem_free(&t);
    }
    assert_true(n > 30);
}

static void sweep_all(oracle_problem *t)
{
    sweep(t, 0);
}

/// On any number of threads, budgets included, which patches share.
static void rules_leave_plans_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        int32_t first[2 * N];
        for (int32_t threads = 1; threads <= ORACLE_HANDS; threads++) {
            oracle_problem t = oracle_problem_make(2 * N, 14, 1, 0.1, seed);
            oracle_problem_hands(&t, ORACLE_HANDS);
            oracle_rules_make(&t, ORACLE_BUDGET | ORACLE_FORBID, seed);
            oracle_problem_share(&t, threads, sweep_all);
            if (threads == 1) memcpy(first, t.d.part, sizeof first);
            assert_memory_equal(first, t.d.part, sizeof first);
            oracle_problem_free(&t);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_anneal_breaks_no_rule),
        cmocka_unit_test(descent_breaks_no_rule),
        cmocka_unit_test(polish_breaks_no_rule),
        cmocka_unit_test(a_chain_breaks_no_rule),
        cmocka_unit_test(limbs_break_no_rule),
        cmocka_unit_test(patches_side_by_side_break_no_rule),
        cmocka_unit_test(a_remix_breaks_no_rule),
        cmocka_unit_test(work_on_an_area_breaks_no_rule),
        cmocka_unit_test(a_resplit_breaks_no_rule),
        cmocka_unit_test(repair_leaves_a_contiguous_plan_inside_its_rules),
        cmocka_unit_test(repair_gives_regions_to_territories_that_may_have_them),
        cmocka_unit_test(rules_leave_plans_the_same_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
