/// Which bridges hold a territory together: against taking any one of them away.
#include "base/bridges.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { N = 24, BRIDGES = 30 };

typedef struct world {
    int64_t indptr[N + 1];
    int32_t indices[N * N], territory[N];
    uint8_t kind[N * N];
    ct_bridge bridge[BRIDGES];
    ct_graph g;
} world;

static bool is_border(int32_t i, int32_t j)
{
    return i / 3 == j / 3 && (i - j == 1 || j - i == 1);
}

static int32_t find_bridge(const world *w, int32_t i, int32_t j)
{
    for (int32_t b = 0; b < w->g.n_bridges; b++)
        if ((w->bridge[b].a == i && w->bridge[b].b == j) ||
            (w->bridge[b].a == j && w->bridge[b].b == i))
            return b;
    return -1;
}

/// Islands of three regions in a row, and bridges at random, many of one length.
static void make_world(world *w, uint64_t seed)
{
    ctk_rng rng = ctk_rng_key(seed, 1, 1);
    memset(w, 0, sizeof *w);
    w->g = (ct_graph){.n = N, .indptr = w->indptr, .indices = w->indices, .kind = w->kind};
    w->g.bridge = w->bridge;
    for (int32_t n = 0; n < BRIDGES; n++) {
        const int32_t a = (int32_t)ctk_rng_below(&rng, N), b = (int32_t)ctk_rng_below(&rng, N);
        if (a / 3 == b / 3 || find_bridge(w, a, b) >= 0) continue;
        w->bridge[w->g.n_bridges++] =
            (ct_bridge){.a = a, .b = b, .length_m = 1 + ctk_rng_below(&rng, 5)};
    }
    for (int32_t i = 0; i < N; i++) {
        w->territory[i] = (int32_t)ctk_rng_below(&rng, 3);
        w->indptr[i + 1] = w->indptr[i];
        for (int32_t j = 0; j < N; j++) {
            if (!is_border(i, j) && find_bridge(w, i, j) < 0) continue;
            w->kind[w->indptr[i + 1]] = is_border(i, j) ? CT_EDGE_BORDER : CT_EDGE_BRIDGE;
            w->indices[w->indptr[i + 1]++] = j;
        }
    }
}

/// Parts of all territories by borders and those bridges that count.
static int32_t count_parts(const world *w, const bool *counts)
{
    int32_t label[N], n = 0;
    for (int32_t i = 0; i < N; i++) label[i] = i;
    for (int32_t round = 0; round < N; round++) {
        for (int32_t i = 0; i < N; i++) {
            for (int32_t j = 0; j < N; j++) {
                const int32_t b = find_bridge(w, i, j);
                const bool is_linked = is_border(i, j) || (b >= 0 && counts[b]);
                if (!is_linked || w->territory[i] == 0 || w->territory[i] != w->territory[j])
                    continue;
                if (label[j] < label[i]) label[i] = label[j];
            }
        }
    }
    for (int32_t i = 0; i < N; i++) n += label[i] == i;
    return n;
}

static void used_bridges_join_what_all_join_and_none_of_them_is_idle(void **state)
{
    (void)state;
    int32_t n_used = 0, n_idle = 0;
    for (uint64_t seed = 0; seed < 30; seed++) {
        static world w;
        int32_t order[BRIDGES], parent[N];
        bool used[BRIDGES], all[BRIDGES];
        make_world(&w, seed);
        memset(all, 1, sizeof all);
        ct_bridges_used(&w.g, w.territory, order, parent, used);
        const int32_t parts = count_parts(&w, all);
        assert_int_equal(count_parts(&w, used), parts);
        for (int32_t b = 0; b < w.g.n_bridges; b++) {
            n_used += used[b];
            n_idle += !used[b];
            if (!used[b]) continue;
            used[b] = false;
            assert_int_equal(count_parts(&w, used), parts + 1);
            used[b] = true;
        }
    }
    assert_true(n_used > 50 && n_idle > 50);
}

static void the_shortest_of_two_is_used(void **state)
{
    (void)state;
    static world w;
    int32_t order[2], parent[N];
    bool used[2];
    memset(&w, 0, sizeof w);
    w.g = (ct_graph){.n = N, .indptr = w.indptr, .indices = w.indices, .kind = w.kind};
    w.g.bridge = w.bridge;
    w.g.n_bridges = 2;
    w.territory[0] = w.territory[3] = 1;
    w.bridge[0] = (ct_bridge){.a = 0, .b = 3, .length_m = 2};
    w.bridge[1] = (ct_bridge){.a = 0, .b = 3, .length_m = 1};
    ct_bridges_used(&w.g, w.territory, order, parent, used);
    assert_true(!used[0] && used[1]);
    w.territory[0] = w.territory[3] = 0;
    ct_bridges_used(&w.g, w.territory, order, parent, used);
    assert_true(!used[0] && !used[1]);
}

static void lengths_rise_and_equal_ones_stay_in_order(void **state)
{
    (void)state;
    static world w;
    int32_t order[BRIDGES];
    make_world(&w, 7);
    ct_bridges_by_length(&w.g, order);
    for (int32_t i = 1; i < w.g.n_bridges; i++) {
        const double before = w.bridge[order[i - 1]].length_m, now = w.bridge[order[i]].length_m;
        assert_true(before < now || (before == now && order[i - 1] < order[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(used_bridges_join_what_all_join_and_none_of_them_is_idle),
        cmocka_unit_test(the_shortest_of_two_is_used),
        cmocka_unit_test(lengths_rise_and_equal_ones_stay_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
