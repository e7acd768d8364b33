/// kernels/balance/members: lists that are merged in order and changed a few at a time.
#include "kernels/balance/members.h"

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static void merging_lists_gives_their_regions_in_order(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        oracle_problem t = oracle_problem_make(300, 9, 1, 0.1, seed);
        int32_t region[300], territory[9];
        uint64_t bits[300 / 64 + 1] = {0};
        for (int32_t q = 1; q <= 9; q++) {
            bool wanted[9] = {false};
            int32_t n = 0;
            for (int32_t i = 0; i < q; i++)
                wanted[territory[i] = (i * 4 + (int32_t)seed) % 9] = true;
            const int32_t got = ctk_members_merge(&t.sweep.members, q, territory, bits, region);
            for (int32_t u = 0; u < 300; u++)
                if (wanted[t.d.part[u]]) assert_int_equal(region[n++], u);
            assert_int_equal(got, n);
            for (int32_t i = 0; i < 300 / 64 + 1; i++) assert_true(bits[i] == 0);
        }
        oracle_problem_free(&t);
    }
}

static void relisting_a_few_is_listing_all(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(200, 6, 1, 0.1, 5), all = t;
    const int32_t pair[2] = {4, 1};
    int32_t region[200], part[200], head[6], next[200];
    uint64_t bits[200 / 64 + 1] = {0};
    const int32_t n = ctk_members_merge(&t.sweep.members, 2, pair, bits, region);
    for (int32_t i = 0; i < n; i++) {
        part[i] = i % 3 == 0;
        t.d.part[region[i]] = pair[part[i]];
    }
    ctk_members_relist(&t.sweep.members, n, region, part, 2, pair);
    all.sweep.members = (ctk_members){head, next};
    ctk_members_list(200, 6, t.d.part, &all.sweep.members);
    assert_memory_equal(head, t.sweep.members.head, sizeof head);
    assert_memory_equal(next, t.sweep.members.next, sizeof next);
    oracle_problem_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merging_lists_gives_their_regions_in_order),
        cmocka_unit_test(relisting_a_few_is_listing_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
