/// Links to rows, components, corner pairs: against dense matrices.
#include "kernels/graph/csr.h"

#include <string.h>

#include "kernels/graph/components.h"
#include "kernels/graph/corner.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"
#include "tests/support/make_rings.h"

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

static void rows_are_those_of_the_dense_matrix(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        scene s;
        double sum[N][N] = {{0}};
        int kind[N][N];
        make_scene(&s, seed, seed % 2 ? 3 : 20);
        memset(kind, 0xff, sizeof kind);
        for (int i = 0; i < M; i++) {
            const int32_t a = s.a[i], b = s.b[i];
            if (b < 0) continue;
            sum[b][a] = sum[a][b] += s.value[i];
            if (kind[a][b] < 0 || kind[a][b] > s.kind[i]) kind[b][a] = kind[a][b] = s.kind[i];
        }
        int64_t at = 0;
        for (int32_t r = 0; r < N; r++) {
            assert_int_equal(s.indptr[r], at);
            for (int32_t c = 0; c < N; c++) {
                assert_int_equal(ctk_csr_find(s.indptr, s.indices, r, c) >= 0, kind[r][c] >= 0);
                if (kind[r][c] < 0) continue;
                assert_int_equal(s.indices[at], c);
                assert_true(s.out[at] == sum[r][c]); // the same order of sums on both sides
                assert_int_equal(s.kind_out[at++], kind[r][c]);
            }
        }
        assert_int_equal(s.n, at);
    }
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

/// Corner links of a layer, repeated pairs included, as a dense matrix.
static int64_t corners(const made_rings *m, const int64_t *indptr, const int32_t *indices,
                       int32_t n_threads, int32_t **a, int32_t **b)
{
    ctk_match points = ctk_match_plan(&m->view, true);
    points.begin = calloc((size_t)ctk_match_begin_size(&points), sizeof *points.begin);
    points.use = calloc((size_t)ctk_match_count(&points, n_threads) + 1, sizeof *points.use);
    ctk_match_deal(&points, n_threads);
    int32_t *scratch =
        calloc((size_t)(n_threads * ctk_groups_size(ctk_match_largest(&points))), sizeof *scratch);
    int64_t *begin = calloc((size_t)points.n_parts + 1, sizeof *begin), sum = 0;
    ctk_corner_count(&points, indptr, indices, scratch, n_threads, begin);
    for (int32_t p = 0; p <= points.n_parts; p++) {
        const int64_t n = begin[p];
        begin[p] = sum;
        sum += n;
    }
    *a = calloc((size_t)sum + 1, sizeof **a);
    *b = calloc((size_t)sum + 1, sizeof **b);
    ctk_corner_list(&points, indptr, indices, scratch, n_threads, begin, *a, *b);
    free(points.begin);
    free(points.use);
    free(scratch);
    free(begin);
    return sum;
}

static void corner_pairs_are_all_pairs_at_a_vertex_but_known_ones(void **state)
{
    (void)state;
    enum { R = 20 };
    for (uint64_t seed = 0; seed < 50; seed++) {
        made_rings m = make_wild_rings(seed, 40, R, 9);
        char want[R][R] = {{0}}, got[R][R] = {{0}};
        int64_t indptr[R + 1] = {0, 1, 2};
        const int32_t indices[2] = {1, 0}; // 0 and 1 are neighbours already
        for (int32_t r = 2; r <= R; r++) indptr[r] = 2;
        for (int64_t v = 0; v < m.view.n_vertices; v++) {
            for (int64_t u = 0; u < m.view.n_vertices; u++) {
                const int32_t p = ctk_region_of(&m.view, v), q = ctk_region_of(&m.view, u);
                const bool same = m.xy[2 * v] == m.xy[2 * u] && m.xy[2 * v + 1] == m.xy[2 * u + 1];
                if (p < q && q > 1 && same) want[p][q] = 1;
            }
        }
        int32_t *a, *b;
        const int64_t n = corners(&m, indptr, indices, 2, &a, &b);
        for (int64_t i = 0; i < n; i++) got[a[i]][b[i]] = 1;
        assert_memory_equal(got, want, sizeof got);
        free(a);
        free(b);
        made_rings_free(&m);
    }
}

static void corner_pairs_are_the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    made_rings m = make_grid_rings(120, 100, 1.0);
    int64_t *indptr = calloc(12001, sizeof *indptr);
    int32_t none = 0, *one_a, *one_b, *a, *b;
    const int64_t n = corners(&m, indptr, &none, 1, &one_a, &one_b);
    for (int32_t t = 2; t <= 5; t++) {
        assert_int_equal(corners(&m, indptr, &none, t, &a, &b), n);
        assert_memory_equal(a, one_a, (size_t)n * sizeof *a);
        assert_memory_equal(b, one_b, (size_t)n * sizeof *b);
        free(a);
        free(b);
    }
    free(one_a);
    free(one_b);
    free(indptr);
    made_rings_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_of_the_dense_matrix),
        cmocka_unit_test(components_are_closed_and_ordered_by_size_then_vertex),
        cmocka_unit_test(a_graph_of_nothing_has_no_components),
        cmocka_unit_test(corner_pairs_are_all_pairs_at_a_vertex_but_known_ones),
        cmocka_unit_test(corner_pairs_are_the_same_bytes_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
