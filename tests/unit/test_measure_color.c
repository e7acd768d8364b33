/// kernels/measure/color gives neighbours different colours.
#include "kernels/measure/color.h"

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { N = 400, WIDTH = 20 };

static int64_t indptr[N + 1];
static int32_t indices[4 * N];

/// A WIDTH x N / WIDTH lattice.
static void make_lattice(void)
{
    const int32_t step[4] = {-WIDTH, -1, 1, WIDTH};
    int64_t n = 0;
    for (int32_t v = 0; v < N; v++) {
        for (int s = 0; s < 4; s++) {
            const int32_t u = v + step[s];
            if (u < 0 || u >= N || (step[s] == 1 && u % WIDTH == 0) ||
                (step[s] == -1 && v % WIDTH == 0))
                continue;
            indices[n++] = u;
        }
        indptr[v + 1] = n;
    }
}

static void a_lattice_gets_two_colours(void **state)
{
    (void)state;
    uint64_t seen[N];
    int32_t color[N];
    make_lattice();
    assert_int_equal(ctk_color(N, indptr, indices, seen, color), 2);
    for (int32_t v = 0; v < N; v++)
        for (int64_t e = indptr[v]; e < indptr[v + 1]; e++)
            assert_int_not_equal(color[v], color[indices[e]]);
}

static void five_mutual_neighbours_get_five_colours(void **state)
{
    (void)state;
    uint64_t seen[5];
    int32_t color[5];
    const int64_t full_ptr[] = {0, 4, 8, 12, 16, 20};
    const int32_t full[] = {1, 2, 3, 4, 0, 2, 3, 4, 0, 1, 3, 4, 0, 1, 2, 4, 0, 1, 2, 3};
    assert_int_equal(ctk_color(5, full_ptr, full, seen, color), 5);
}

/// Random graphs: neighbours differ, and there are at most largest degree + 1 colours.
static void neighbours_differ_in_any_graph(void **state)
{
    (void)state;
    enum { V = 40 };
    for (uint64_t seed = 0; seed < 50; seed++) {
        ctk_rng rng = ctk_rng_key(seed, 1, 0);
        uint8_t link[V][V] = {{0}};
        int64_t begin[V + 1] = {0}, n = 0, most = 0;
        int32_t to[V * V], color[V];
        uint64_t seen[V];
        for (int a = 0; a < V; a++)
            for (int b = 0; b < a; b++) link[a][b] = link[b][a] = ctk_rng_below(&rng, 6) == 0;
        for (int a = 0; a < V; a++) {
            for (int b = 0; b < V; b++)
                if (link[a][b]) to[n++] = b;
            begin[a + 1] = n;
            most = n - begin[a] > most ? n - begin[a] : most;
        }
        assert_true(ctk_color(V, begin, to, seen, color) <= most + 1);
        for (int a = 0; a < V; a++)
            for (int64_t e = begin[a]; e < begin[a + 1]; e++)
                assert_int_not_equal(color[a], color[to[e]]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lattice_gets_two_colours),
        cmocka_unit_test(five_mutual_neighbours_get_five_colours),
        cmocka_unit_test(neighbours_differ_in_any_graph),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
