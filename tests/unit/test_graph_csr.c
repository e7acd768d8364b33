/// Links to rows, against dense matrices.
#include "kernels/graph/csr.h"

#include <string.h>

#include "tests/support/check.h"
#include "tests/support/make_links.h"

enum { N = MADE_VERTICES };

static void rows_are_those_of_the_dense_matrix(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        made_links s;
        double sum[N][N] = {{0}};
        int kind[N][N];
        make_links(&s, seed, seed % 2 ? 3 : 20);
        memset(kind, 0xff, sizeof kind);
        for (int i = 0; i < MADE_LINKS; i++) {
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

static void a_graph_without_links_has_empty_rows(void **state)
{
    (void)state;
    int64_t work[4] = {0}, indptr[4];
    int32_t indices[1];
    assert_int_equal(ctk_csr_build(3, 0, NULL, NULL, NULL, NULL, work, indptr, indices, NULL, NULL),
                     0);
    for (int32_t r = 0; r < 3; r++) assert_int_equal(ctk_csr_find(indptr, indices, r, 1), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_of_the_dense_matrix),
        cmocka_unit_test(a_graph_without_links_has_empty_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
