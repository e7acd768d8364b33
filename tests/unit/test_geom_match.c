/// Equal segments and equal vertices, against all pairs.
#include "kernels/geom/match.h"

#include <string.h>

#include "support/check.h"
#include "support/make_rings.h"

typedef struct dealt {
    ctk_match m;
    int64_t n;
    int32_t *words;
} dealt;

static dealt deal(const made_rings *layer, bool is_points, int32_t n_threads)
{
    dealt d = {.m = ctk_match_plan(&layer->view, is_points)};
    d.m.begin = calloc((size_t)ctk_match_begin_size(&d.m), sizeof *d.m.begin);
    d.n = ctk_match_count(&d.m, n_threads);
    d.m.use = calloc((size_t)d.n + 1, sizeof *d.m.use);
    ctk_match_deal(&d.m, n_threads);
    d.words = calloc((size_t)ctk_groups_size(ctk_match_largest(&d.m)), sizeof *d.words);
    return d;
}

static void free_dealt(dealt *d)
{
    free(d->m.begin);
    free(d->m.use);
    free(d->words);
}

static bool same_point(const made_rings *l, int64_t u, int64_t v)
{
    return l->xy[2 * u] == l->xy[2 * v] && l->xy[2 * u + 1] == l->xy[2 * v + 1];
}

/// v starts a key: it is no ring's last vertex, and as a segment it has a length.
static bool is_key(const made_rings *l, bool is_points, int64_t v)
{
    if (l->vertex_begin[ctk_ring_of(&l->view, v) + 1] == v + 1) return false;
    return is_points || !same_point(l, v, v + 1);
}

static bool same_key(const made_rings *l, bool is_points, int64_t u, int64_t v)
{
    if (is_points) return same_point(l, u, v);
    return (same_point(l, u, v) && same_point(l, u + 1, v + 1)) ||
           (same_point(l, u, v + 1) && same_point(l, u + 1, v));
}

/// Mark the vertices of the group that begins at use `head`, and check what is said about them.
static void check_group(const made_rings *l, const dealt *d, int32_t p, const ctk_groups *g,
                        int32_t head, int32_t *group_of)
{
    const int64_t first = ctk_match_vertex(&d->m, p, head);
    int64_t before = -1;
    for (int32_t i = head; i >= 0; i = g->next[i]) {
        const int64_t v = ctk_match_vertex(&d->m, p, i);
        assert_true(v > before);
        assert_int_equal(group_of[v], -1);
        assert_true(same_key(l, d->m.is_points, first, v));
        if (before >= 0 && !d->m.is_points) assert_int_equal(g->same[i], same_point(l, before, v));
        group_of[v] = (int32_t)first;
        before = v;
    }
}

static void check_layer(const made_rings *l, bool is_points, bool exact)
{
    dealt d = deal(l, is_points, 2);
    const int64_t n = l->view.n_vertices, largest = ctk_match_largest(&d.m);
    int32_t *group_of = calloc((size_t)n + 1, sizeof *group_of);
    memset(group_of, 0xff, (size_t)n * sizeof *group_of);
    for (int32_t p = 0; p < d.m.n_parts; p++) {
        ctk_groups g = ctk_groups_at(d.words, largest);
        ctk_match_group(&d.m, p, exact, &g);
        for (int32_t h = 0; h < g.n_heads; h++) {
            assert_true(h == 0 || g.head[h] > g.head[h - 1]);
            check_group(l, &d, p, &g, g.head[h], group_of);
        }
    }
    for (int64_t v = 0; v < n; v++) { // equal keys share a group, and nothing is left out
        assert_int_equal(group_of[v] >= 0, is_key(l, is_points, v));
        for (int64_t u = 0; u < v && n < 1000; u++)
            if (is_key(l, is_points, u) && is_key(l, is_points, v))
                assert_int_equal(group_of[u] == group_of[v], same_key(l, is_points, u, v));
    }
    free(group_of);
    free_dealt(&d);
}

static void groups_are_all_equal_keys_of_wild_layers(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        made_rings l = make_wild_rings(seed, 50, 12, 3 + (int32_t)(seed % 9));
        for (int form = 0; form < 4; form++) check_layer(&l, form & 1, form & 2);
        made_rings_free(&l);
    }
}

static void a_grid_of_many_parts_has_each_segment_once_or_twice(void **state)
{
    (void)state;
    enum { W = 160, H = 130 };
    made_rings l = make_grid_rings(W, H, 0.125);
    check_layer(&l, false, true);
    check_layer(&l, true, false);
    dealt d = deal(&l, false, 3);
    int64_t n_groups = 0, n_opposite = 0;
    assert_true(d.m.n_parts > 1);
    assert_int_equal(d.n, 4 * W * H);
    for (int32_t p = 0; p < d.m.n_parts; p++) {
        ctk_groups g = ctk_groups_at(d.words, ctk_match_largest(&d.m));
        ctk_match_group(&d.m, p, false, &g);
        n_groups += g.n_heads;
        for (int32_t h = 0; h < g.n_heads; h++) {
            const int32_t second = g.next[g.head[h]];
            if (second < 0) continue;
            assert_int_equal(g.next[second], -1);
            n_opposite += !g.same[second];
        }
    }
    assert_int_equal(n_groups, W * (H + 1) + H * (W + 1));
    assert_int_equal(n_opposite, W * (H - 1) + H * (W - 1));
    free_dealt(&d);
    made_rings_free(&l);
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    made_rings l = make_grid_rings(300, 260, 0.5); // two chunks
    dealt one = deal(&l, false, 1);
    assert_true(one.m.n_chunks > 1);
    for (int32_t t = 2; t <= 5; t++) {
        dealt more = deal(&l, false, t);
        assert_int_equal(more.n, one.n);
        assert_memory_equal(more.m.begin, one.m.begin,
                            (size_t)ctk_match_begin_size(&one.m) * sizeof *one.m.begin);
        assert_memory_equal(more.m.use, one.m.use, (size_t)one.n * sizeof *one.m.use);
        free_dealt(&more);
    }
    free_dealt(&one);
    made_rings_free(&l);
}

static void an_empty_layer_has_no_keys(void **state)
{
    (void)state;
    made_rings l = make_grid_rings(0, 0, 1);
    check_layer(&l, false, true);
    check_layer(&l, true, true);
    made_rings_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_all_equal_keys_of_wild_layers),
        cmocka_unit_test(a_grid_of_many_parts_has_each_segment_once_or_twice),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(an_empty_layer_has_no_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
