/// Corner pairs against all pairs of vertices.
#include "kernels/graph/corner.h"
#include "kernels/prim/offsets.h"

#include <string.h>

#include "tests/support/check.h"
#include "tests/support/make_match.h"
#include "tests/support/make_rings.h"

/// Corner links of a layer, repeated pairs included, as a dense matrix.
static int64_t corners(const made_rings *m, const int64_t *indptr, const int32_t *indices,
                       int32_t n_threads, int32_t **a, int32_t **b)
{
    made_match d = make_match(&m->view, true, n_threads);
    int64_t *begin = calloc((size_t)d.m.n_tiles + 1, sizeof *begin);
    ctk_corner_count(&d.m, indptr, indices, d.scratch, n_threads, begin);
    const int64_t sum = ctk_offsets(d.m.n_tiles, begin);
    *a = calloc((size_t)sum + 1, sizeof **a);
    *b = calloc((size_t)sum + 1, sizeof **b);
    ctk_corner_list(&d.m, indptr, indices, d.scratch, n_threads, begin, *a, *b);
    made_match_free(&d);
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
        cmocka_unit_test(corner_pairs_are_all_pairs_at_a_vertex_but_known_ones),
        cmocka_unit_test(corner_pairs_are_the_same_bytes_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
