/// kernels/measure/parts against a flood fill.
#include "kernels/measure/parts.h"

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { N = 400, K = 7, WIDTH = 20 };

static int64_t indptr[N + 1];
static int32_t indices[4 * N], part[N];
static uint8_t kind[4 * N];

/// A WIDTH x N / WIDTH lattice; edges of every fifth cell to later ones are bridges (2).
static void make_lattice(uint64_t seed)
{
    ctk_rng rng = ctk_rng_key(seed, 1, 0);
    const int32_t step[4] = {-WIDTH, -1, 1, WIDTH};
    int64_t n = 0;
    for (int32_t v = 0; v < N; v++) {
        part[v] = (int32_t)ctk_rng_below(&rng, K + 1) - 1;
        if (v % 3 != 0) part[v] = v / (N / K + 1);
        for (int s = 0; s < 4; s++) {
            const int32_t u = v + step[s];
            if (u < 0 || u >= N || (step[s] == 1 && u % WIDTH == 0) ||
                (step[s] == -1 && v % WIDTH == 0))
                continue;
            indices[n] = u;
            kind[n++] = (uint8_t)((u < v ? u : v) % 5 == 0 ? 2 : 0);
        }
        indptr[v + 1] = n;
    }
}

/// Flood fill by repeating until nothing changes.
static int32_t oracle_parts(int32_t j, uint32_t kinds)
{
    int32_t label[N], count = 0;
    for (int32_t v = 0; v < N; v++) label[v] = part[v] == j ? v : -1;
    for (int changed = 1; changed;) {
        changed = 0;
        for (int32_t v = 0; v < N; v++)
            for (int64_t e = indptr[v]; e < indptr[v + 1]; e++) {
                const int32_t u = indices[e];
                if (label[v] < 0 || label[u] < 0 || label[u] >= label[v] || !(kinds >> kind[e] & 1))
                    continue;
                label[v] = label[u];
                changed = 1;
            }
    }
    for (int32_t v = 0; v < N; v++) count += label[v] == v;
    return count;
}

static void parts_equal_a_flood_fill(void **state)
{
    (void)state;
    int32_t parent[N], count[K];
    for (uint64_t seed = 0; seed < 20; seed++) {
        make_lattice(seed);
        for (uint32_t kinds = 1; kinds <= 5; kinds += 4) {
            ctk_parts(N, indptr, indices, kind, kinds, part, K, parent, count);
            for (int32_t j = 0; j < K; j++) assert_int_equal(count[j], oracle_parts(j, kinds));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_equal_a_flood_fill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
