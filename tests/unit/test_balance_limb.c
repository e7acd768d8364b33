/// kernels/balance/limb: parts that hang on one region find their territory.
#include "kernels/balance/limb.h"

#include <math.h>

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

enum { N = 60 };

typedef struct room_for_work {
    int32_t list[7][4 * N], touched[4 * N];
    int64_t next[4 * N];
    uint8_t is_in[4 * N];
    uint64_t bits[4 * N / 64 + 1];
    ctk_contact around[4 * N], beside[4 * N];
} room_for_work;

static ctk_limb_work scratch(room_for_work *b)
{
    *b = (room_for_work){0};
    return (ctk_limb_work){b->list[0], b->list[1], b->list[2], b->list[3], b->list[4],
                           b->list[5], b->list[6], b->next,    b->is_in,   b->bits,
                           b->touched, b->around,  b->beside};
}

static double value(const ctk_problem *p, const ctk_draft *d, double price)
{
    return ctk_draft_objective(p, d) + price * ctk_draft_violation(p, d);
}

/// Regions of the piece of u's territory that holds `first`, when `without` is taken out (-1:
/// none).
static int32_t flood(const ctk_problem *p, const int32_t *part, int32_t first, int32_t without,
                     bool *is_in)
{
    int32_t queue[N], n = 0;
    for (int32_t u = 0; u < p->n; u++) is_in[u] = false;
    is_in[first] = true;
    queue[n++] = first;
    for (int32_t at = 0; at < n; at++)
        for (int64_t a = p->graph.indptr[queue[at]]; a < p->graph.indptr[queue[at] + 1]; a++) {
            const int32_t v = p->graph.indices[a];
            if (part[v] != part[first] || is_in[v] || v == without) continue;
            is_in[v] = true;
            queue[n++] = v;
        }
    return n;
}

/// The least value that any one move of a part to a territory it touches leads to, no band missed
/// by more. A part: one of the pieces of a territory without one region, or all but that piece.
static double least_after_one_move(const ctk_problem *p, ctk_draft *d, double price)
{
    const double violation = ctk_draft_violation(p, d);
    double least = HUGE_VAL;
    int32_t kept[N], count[N] = {0};
    bool is_in[N];
    for (int32_t u = 0; u < N; u++) kept[u] = d->part[u];
    for (int32_t u = 0; u < N; u++) count[kept[u]]++;
    for (int32_t v = 0; v < N; v++)
        for (int64_t a = p->graph.indptr[v]; a < p->graph.indptr[v + 1]; a++) {
            const int32_t first = p->graph.indices[a];
            if (kept[first] != kept[v]) continue;
            if (flood(p, kept, first, v, is_in) == count[kept[v]] - 1) continue;
            for (int32_t side = 0; side < 2; side++)
                for (int32_t b = 0; b < p->k; b++) {
                    int32_t n_left = 0;
                    for (int32_t u = 0; u < N; u++) {
                        const bool moves = kept[u] == kept[v] && is_in[u] == (side == 0);
                        d->part[u] = moves ? b : kept[u];
                        n_left += !moves && kept[u] == kept[v];
                    }
                    if (b == kept[v] || n_left == 0 || !oracle_is_contiguous(p, d->part)) continue;
                    ctk_draft_sum(p, d);
                    if (ctk_draft_violation(p, d) > violation + 1e-12) continue;
                    least = fmin(least, value(p, d, price));
                }
        }
    for (int32_t u = 0; u < N; u++) d->part[u] = kept[u];
    ctk_draft_sum(p, d);
    return least;
}

static void no_part_has_a_better_territory_afterwards(void **state)
{
    (void)state;
    int64_t moved = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        oracle_problem t = oracle_problem_make(N, 5, 1 + (int32_t)(seed % 2), 0.3, seed);
        static room_for_work room;
        ctk_limb_work w = scratch(&room);
        oracle_problem_hands(&t, 1);
        if (seed % 4 > 1) oracle_problem_pull(&t, 3 * t.goal->spread_km2 * t.p.goal_mass[0]);
        const double price = 20 * t.goal->spread_km2 * t.p.goal_mass[0];
        const double before = value(&t.p, &t.d, price);
        const int64_t moves = ctk_limb(&t.p, &t.d, price, &t.sweep.members, &w);
        const double after = value(&t.p, &t.d, price);
        assert_int_equal(moves > 0, after < before);
        assert_true(oracle_is_sound(&t));
        assert_true(least_after_one_move(&t.p, &t.d, price) >= after - 1e-9 * after);
        moved += moves;
        oracle_problem_free(&t);
    }
    assert_true(moved > 40);
}

static void bands_are_kept_at_any_price(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        oracle_problem t = oracle_problem_make(4 * N, 12, 2, 0.2, seed);
        static room_for_work room;
        ctk_limb_work w = scratch(&room);
        oracle_problem_hands(&t, 1);
        const double violation = ctk_draft_violation(&t.p, &t.d);
        ctk_limb(&t.p, &t.d, 0, &t.sweep.members, &w);
        assert_true(ctk_draft_violation(&t.p, &t.d) <= violation + 1e-12);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_part_has_a_better_territory_afterwards),
        cmocka_unit_test(bands_are_kept_at_any_price),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
