/// Components against the union of sets over the same links.
#include "kernels/graph/components.h"

#include "kernels/prim/sets.h"
#include "tests/support/check.h"
#include "tests/support/make_links.h"

enum { N = MADE_VERTICES };

static void components_are_closed_and_ordered_by_size_then_vertex(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        made_links s;
        int32_t component[N], size[N], work[3 * N + 1];
        make_links(&s, 900 + seed, 2);
        for (int i = 0; i < MADE_LINKS; i++) {
            if (i % 8) s.b[i] = -1;
        }
        pack_links(&s);
        const int32_t n = ctk_components(N, s.indptr, s.indices, component, size, work);
        int32_t parent[N], sets = 0, first[N], count[N] = {0};
        for (int32_t v = 0; v < N; v++) parent[v] = v;
        for (int i = 0; i < MADE_LINKS; i++) {
            if (s.b[i] >= 0) ctk_unite(parent, s.a[i], s.b[i]);
        }
        for (int32_t v = N - 1; v >= 0; v--) {
            sets += ctk_find(parent, v) == v;
            for (int32_t u = 0; u < N; u++)
                assert_int_equal(component[u] == component[v],
                                 ctk_find(parent, u) == ctk_find(parent, v));
            count[component[v]]++;
            first[component[v]] = v;
        }
        assert_int_equal(n, sets);
        for (int32_t c = 0; c < n; c++) {
            assert_int_equal(size[c], count[c]);
            assert_true(c == 0 || count[c] < count[c - 1] ||
                        (count[c] == count[c - 1] && first[c] > first[c - 1]));
        }
    }
}

static void a_graph_of_nothing_has_no_components(void **state)
{
    (void)state;
    int64_t indptr[1] = {0};
    int32_t work[1] = {0};
    assert_int_equal(ctk_components(0, indptr, work, work, work, work), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(components_are_closed_and_ordered_by_size_then_vertex),
        cmocka_unit_test(a_graph_of_nothing_has_no_components),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
