/// Components against the union of sets over the same links.
#include "kernels/graph/components.h"

#include "kernels/graph/csr.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { N = 40, M = 150 };

/// M random links among N vertices; some outer (b = -1), many repeated.
typedef struct scene {
    int32_t a[M], b[M], indices[2 * M], component[N], size[N], work32[3 * N + 1];
    double value[M], out[2 * M];
    uint8_t kind[M], kind_out[2 * M];
    int64_t work[4 * M + N + 1], indptr[N + 1], n;
} scene;

static void make_scene(scene *s, uint64_t seed, uint32_t spread)
{
    ctk_rng rng = ctk_rng_key(seed, 5, 5);
    for (int i = 0; i < M; i++) {
        s->a[i] = (int32_t)ctk_rng_below(&rng, N - spread);
        s->b[i] = s->a[i] + 1 + (int32_t)ctk_rng_below(&rng, spread);
        if (ctk_rng_below(&rng, 6) == 0) s->b[i] = -1;
        s->value[i] = ctk_rng_unit(&rng);
        s->kind[i] = (uint8_t)ctk_rng_below(&rng, 5);
    }
    s->n = ctk_csr_build(N, M, s->a, s->b, s->value, s->kind, s->work, s->indptr, s->indices,
                         s->out, s->kind_out);
}

static void components_are_closed_and_ordered_by_size_then_vertex(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        scene s;
        make_scene(&s, 900 + seed, 2);
        for (int i = 0; i < M; i++) {
            if (i % 8) s.b[i] = -1;
        }
        ctk_csr_build(N, M, s.a, s.b, s.value, s.kind, s.work, s.indptr, s.indices, s.out,
                      s.kind_out);
        const int32_t n = ctk_components(N, s.indptr, s.indices, s.component, s.size, s.work32);
        int32_t parent[N], sets = 0, first[N], count[N] = {0};
        for (int32_t v = 0; v < N; v++) parent[v] = v;
        for (int i = 0; i < M; i++) {
            if (s.b[i] >= 0) ctk_unite(parent, s.a[i], s.b[i]);
        }
        for (int32_t v = N - 1; v >= 0; v--) {
            sets += ctk_find(parent, v) == v;
            for (int32_t u = 0; u < N; u++)
                assert_int_equal(s.component[u] == s.component[v],
                                 ctk_find(parent, u) == ctk_find(parent, v));
            count[s.component[v]]++;
            first[s.component[v]] = v;
        }
        assert_int_equal(n, sets);
        for (int32_t c = 0; c < n; c++) {
            assert_int_equal(s.size[c], count[c]);
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
