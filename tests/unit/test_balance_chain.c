/// kernels/balance/chain: weight travels over several territories.
#include "kernels/balance/chain.h"

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

/// A row of 12 regions of weight 10 in 4 territories of 4, 3, 3 and 2: one must travel along all.
static void make_row(oracle_problem *t)
{
    int64_t *indptr = (int64_t *)(uintptr_t)t->p.graph.indptr, arcs = 0;
    int32_t *indices = (int32_t *)(uintptr_t)t->p.graph.indices, position[12];
    for (int32_t u = 0; u < 12; u++) {
        if (u > 0) indices[arcs++] = u - 1;
        if (u < 11) indices[arcs++] = u + 1;
        indptr[u + 1] = arcs;
        ((int64_t *)(uintptr_t)t->p.weight)[u] = 10;
        t->d.part[u] = u < 4 ? 0 : u < 7 ? 1 : u < 10 ? 2 : 3;
    }
    for (int32_t j = 0; j < 4; j++) {
        ((int64_t *)(uintptr_t)t->goal->lower)[j] = ((int64_t *)(uintptr_t)t->goal->upper)[j] = 30;
        ((double *)(uintptr_t)t->p.per_unit)[j] = 1.0 / 30;
    }
    ctk_contig_rings(12, indptr, indices, 1, position, (uint64_t *)(uintptr_t)t->p.graph.ring);
    ctk_draft_sum(&t->p, &t->d);
}

static void surplus_travels_over_several_territories_to_where_it_lacks(void **state)
{
    (void)state;
    for (int32_t end = 0; end < 4; end += 3) {
        oracle_problem t = oracle_problem_make(12, 4, 1, 0.1, 0);
        make_row(&t);
        ctk_members_open(&t.p, &t.d, &t.polish.chain);
        assert_true(ctk_chain_apply(&t.p, &t.d, end, 1, &t.polish.chain));
        assert_true(ctk_draft_violation(&t.p, &t.d) == 0);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surplus_travels_over_several_territories_to_where_it_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
