/// kernels/measure/single: files, fingers and enclaves, by cutting and flooding.
#include "kernels/measure/single.h"

#include <stdlib.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/oracle/partition.h"
#include "tests/support/check.h"

enum { N = 36, K = 4, ARCS = 8 * N, KINDS = 1 << 0 | 1 << 2 };

typedef struct scene {
    ctk_parted g;
    int64_t *indptr;
    int32_t *indices, part[N];
    uint8_t kind[ARCS];
    double lonlat[2 * N];
} scene;

/// Parts grown at random over a random planar graph; some arcs are of kinds that do not count.
static void make(scene *s, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 5, 0);
    oracle_planar(N, seed, &s->indptr, &s->indices, s->lonlat);
    assert_true(s->indptr[N] <= ARCS);
    for (int32_t v = 0; v < N; v++)
        for (int64_t e = s->indptr[v]; e < s->indptr[v + 1]; e++) {
            const int32_t u = s->indices[e], low = u < v ? u : v;
            s->kind[e] = (uint8_t)((low * 7 + u + v) % 9 == 0 ? 1 : (u + v) % 2 * 2);
        }
    for (int32_t v = 0; v < N; v++)
        s->part[v] = ctk_rng_below(&r, 3) > 0 && v > 0 ? s->part[v - 1]
                                                       : (int32_t)ctk_rng_below(&r, K + 1) - 1;
    s->g = (ctk_parted){N, s->indptr, s->indices, s->kind, KINDS, s->part};
}

static void drop(scene *s)
{
    free(s->indptr);
    free(s->indices);
}

static bool counts(const scene *s, int32_t v, int64_t e)
{
    return (KINDS >> s->kind[e] & 1) && s->part[v] >= 0 && s->part[s->indices[e]] == s->part[v];
}

/// Distances from v over what counts, without the edge a-b and, only != NULL, elsewhere.
static void flood(const scene *s, int32_t v, int32_t a, int32_t b, const bool *only, int32_t *far)
{
    int32_t queue[N], n = 0;
    for (int32_t u = 0; u < N; u++) far[u] = -1;
    far[v] = 0;
    queue[n++] = v;
    for (int32_t at = 0; at < n; at++) {
        const int32_t x = queue[at];
        for (int64_t e = s->indptr[x]; e < s->indptr[x + 1]; e++) {
            const int32_t u = s->indices[e];
            if ((x == a && u == b) || (x == b && u == a) || !counts(s, x, e)) continue;
            if (far[u] >= 0 || (only && !only[u])) continue;
            far[u] = far[x] + 1;
            queue[n++] = u;
        }
    }
}

static bool is_alone(const scene *s, int32_t v)
{
    int32_t far[N], n = 0;
    for (int64_t e = s->indptr[v]; e < s->indptr[v + 1]; e++) {
        if (!counts(s, v, e)) continue;
        flood(s, v, v, s->indices[e], NULL, far);
        if (far[s->indices[e]] >= 0) return false;
        n++;
    }
    return n > 0;
}

static bool goes_on(const scene *s, const bool *single, int32_t v)
{
    for (int64_t e = s->indptr[v]; e < s->indptr[v + 1]; e++)
        if (counts(s, v, e) && !single[s->indices[e]]) return true;
    return false;
}

static void single_vertices_are_those_whose_every_edge_tears_their_part(void **state)
{
    (void)state;
    void *work = malloc((size_t)ctk_single_work(N));
    int32_t n = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        scene s;
        bool single[N];
        make(&s, seed);
        ctk_single(&s.g, single, work);
        for (int32_t v = 0; v < N; v++) {
            assert_int_equal(single[v], is_alone(&s, v));
            n += single[v];
        }
        drop(&s);
    }
    assert_true(n > 500);
    free(work);
}

/// The longest paths of part j, and which numbers of ends that go on they have.
static int32_t longest_of(const scene *s, const bool *single, int32_t j, bool seen[3])
{
    int32_t far[N], most = 0;
    for (int32_t a = 0; a < N; a++) {
        if (!single[a] || s->part[a] != j) continue;
        flood(s, a, -1, -1, single, far);
        for (int32_t b = 0; b < N; b++) {
            if (far[b] + 1 < most || far[b] < 0) continue;
            if (far[b] + 1 > most) memset(seen, 0, 3 * sizeof *seen);
            most = far[b] + 1;
            seen[goes_on(s, single, a) + goes_on(s, single, b)] = true;
        }
    }
    return most;
}

static void a_file_is_the_longest_path_of_single_vertices(void **state)
{
    (void)state;
    void *work = malloc((size_t)ctk_single_work(N));
    int32_t kind[3] = {0};
    for (uint64_t seed = 0; seed < 200; seed++) {
        scene s;
        bool single[N];
        int32_t longest[K], n_wider[K];
        make(&s, seed);
        ctk_single(&s.g, single, work);
        ctk_single_file(&s.g, single, K, longest, n_wider, work);
        for (int32_t j = 0; j < K; j++) {
            bool seen[3] = {false};
            assert_int_equal(longest[j], longest_of(&s, single, j, seen));
            if (longest[j] == 0) continue;
            assert_true(seen[n_wider[j]]);
            kind[n_wider[j]]++;
        }
        drop(&s);
    }
    assert_true(kind[0] > 10 && kind[1] > 10 && kind[2] > 10);
    free(work);
}

/// Does j reach an open part without passing `without`?
static bool gets_out(const scene *s, const bool *is_open, int32_t j, int32_t without)
{
    int32_t queue[N], n = 0;
    bool seen[N] = {false};
    seen[j] = true;
    queue[n++] = j;
    for (int32_t at = 0; at < n; at++) {
        if (is_open[queue[at]]) return true;
        for (int64_t e = s->indptr[queue[at]]; e < s->indptr[queue[at] + 1]; e++) {
            const int32_t u = s->indices[e];
            if (seen[u] || u == without) continue;
            seen[u] = true;
            queue[n++] = u;
        }
    }
    return false;
}

static void what_lies_inside_another_cannot_get_out_without_it(void **state)
{
    (void)state;
    void *work = malloc((size_t)ctk_single_work(N + 1));
    int32_t n_inside = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        scene s;
        bool is_open[N];
        int32_t inside[N];
        ctk_rng r = ctk_rng_key(seed, 6, 0);
        make(&s, seed);
        for (int32_t v = 0; v < N; v++) is_open[v] = ctk_rng_below(&r, 12) == 0;
        ctk_inside(N, s.indptr, s.indices, is_open, inside, work);
        for (int32_t v = 0; v < N; v++) {
            bool any = false;
            for (int32_t w = 0; w < N; w++) {
                if (w == v || !gets_out(&s, is_open, v, -1) || gets_out(&s, is_open, v, w))
                    continue;
                any = true; // and the nearest lies inside all others
                assert_true(inside[v] == w || !gets_out(&s, is_open, inside[v], w));
            }
            assert_int_equal(inside[v] >= 0, any);
            if (any) assert_false(gets_out(&s, is_open, v, inside[v]));
            n_inside += any;
        }
        drop(&s);
    }
    assert_true(n_inside > 100);
    free(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_vertices_are_those_whose_every_edge_tears_their_part),
        cmocka_unit_test(a_file_is_the_longest_path_of_single_vertices),
        cmocka_unit_test(what_lies_inside_another_cannot_get_out_without_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
