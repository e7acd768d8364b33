/// Equal segments and equal vertices, against all pairs.
#include "kernels/geom/match.h"

#include <string.h>

#include "support/check.h"
#include "support/make_match.h"
#include "support/make_rings.h"

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
static void check_group(const made_rings *l, bool is_points, const ctk_groups *g, int32_t head,
                        int32_t *group_of)
{
    const int32_t first = g->vertex[head];
    int64_t before = -1;
    assert_int_equal(g->same[head], CTK_MATCH_HEAD);
    for (int32_t i = head; i >= 0; i = g->next[i]) {
        const int64_t v = g->vertex[i];
        assert_true(v > before);
        assert_int_equal(group_of[v], -1);
        assert_int_equal(g->region[i], ctk_region_of(&l->view, v));
        assert_true(same_key(l, is_points, first, v));
        if (before >= 0 && !is_points) assert_int_equal(g->same[i], same_point(l, before, v));
        group_of[v] = first;
        before = v;
    }
}

/// First vertex of each key's group, -1 = no key; free() it. Returns the number of groups by *n.
static int32_t *find_groups(const made_rings *l, bool is_points, int64_t *n_groups)
{
    made_match d = make_match(&l->view, is_points, 2);
    const int64_t n = l->view.n_vertices;
    int32_t *group_of = calloc((size_t)n + 1, sizeof *group_of);
    memset(group_of, 0xff, (size_t)n * sizeof *group_of);
    *n_groups = 0;
    for (int32_t t = 0; t < d.m.n_tiles; t++) {
        ctk_groups g = ctk_groups_at(d.scratch, d.largest);
        ctk_match_group(&d.m, t, &g);
        assert_true(g.n_uses <= d.largest);
        *n_groups += g.n_heads;
        for (int32_t h = 0; h < g.n_heads; h++) {
            assert_true(h == 0 || g.head[h] > g.head[h - 1]);
            check_group(l, is_points, &g, g.head[h], group_of);
        }
    }
    for (int64_t v = 0; v < n; v++) // nothing is left out
        assert_int_equal(group_of[v] >= 0, is_key(l, is_points, v));
    made_match_free(&d);
    return group_of;
}

static void check_layer(const made_rings *l, bool is_points)
{
    int64_t n_groups;
    int32_t *group_of = find_groups(l, is_points, &n_groups);
    for (int64_t v = 0; v < l->view.n_vertices; v++) { // equal keys share a group
        for (int64_t u = 0; u < v; u++)
            if (group_of[u] >= 0 && group_of[v] >= 0)
                assert_int_equal(group_of[u] == group_of[v], same_key(l, is_points, u, v));
    }
    free(group_of);
}

static void groups_are_all_equal_keys_of_wild_layers(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        made_rings l = make_wild_rings(seed, 50, 12, 3 + (int32_t)(seed % 9));
        for (int form = 0; form < 2; form++) check_layer(&l, form);
        made_rings_free(&l);
    }
}

/// The ends of a key, the lower first; a point is both of its own.
typedef struct ends {
    double at[4];
} ends;

static int compare(const void *x, const void *y)
{
    const double *p = ((const ends *)x)->at, *q = ((const ends *)y)->at;
    for (int k = 0; k < 4; k++)
        if (p[k] != q[k]) return p[k] < q[k] ? -1 : 1;
    return 0;
}

/// Different keys of a layer, by sorting them all.
static int64_t count_keys(const made_rings *l, bool is_points)
{
    ends *key = calloc((size_t)l->view.n_vertices + 1, sizeof *key);
    int64_t n = 0, n_different = 0;
    for (int64_t v = 0; v < l->view.n_vertices; v++) {
        if (!is_key(l, is_points, v)) continue;
        const double *p = l->xy + 2 * v, *q = is_points ? p : p + 2;
        const bool swaps = q[0] < p[0] || (q[0] == p[0] && q[1] < p[1]);
        memcpy(key[n].at, swaps ? q : p, 2 * sizeof *p);
        memcpy(key[n++].at + 2, swaps ? p : q, 2 * sizeof *p);
    }
    qsort(key, (size_t)n, sizeof *key, compare);
    for (int64_t i = 0; i < n; i++) n_different += i == 0 || compare(&key[i - 1], &key[i]) != 0;
    free(key);
    return n_different;
}

static void groups_of_many_tiles_are_as_many_as_different_keys(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++) {
        made_rings l = make_wild_rings(seed, 60000, 900, seed ? 90 : 5000);
        for (int form = 0; form < 2; form++) {
            int64_t n_groups;
            assert_true(ctk_match_plan(&l.view, form).n_tiles > 4);
            free(find_groups(&l, form, &n_groups)); // equal keys in each, so:
            assert_int_equal(n_groups, count_keys(&l, form));
        }
        made_rings_free(&l);
    }
}

static void a_grid_of_many_tiles_has_each_segment_once_or_twice(void **state)
{
    (void)state;
    enum { W = 160, H = 130 };
    made_rings l = make_grid_rings(W, H, 0.125);
    made_match d = make_match(&l.view, false, 3);
    int64_t n_uses = 0, n_groups = 0, n_opposite = 0;
    assert_true(d.m.n_tiles > 1);
    for (int32_t t = 0; t < d.m.n_tiles; t++) {
        ctk_groups g = ctk_groups_at(d.scratch, d.largest);
        ctk_match_group(&d.m, t, &g);
        n_uses += g.n_uses;
        n_groups += g.n_heads;
        for (int32_t i = 0; i < g.n_uses; i++) n_opposite += g.same[i] == 0;
    }
    assert_int_equal(n_uses, 4 * W * H);
    assert_int_equal(n_groups, W * (H + 1) + H * (W + 1));
    assert_int_equal(n_opposite, W * (H - 1) + H * (W - 1));
    made_match_free(&d);
    made_rings_free(&l);
}

/// Two long borders that run side by side, the second one against the first, with a step aside.
static void a_long_border_is_followed_up_to_where_it_parts(void **state)
{
    (void)state;
    enum { N = 40, ASIDE = 17 };
    int64_t begin[3] = {0, N, 2 * N};
    int32_t region[2] = {0, 1}, ring_at[1] = {0};
    double xy[4 * N] = {0};
    for (int32_t i = 0; i < N - 1; i++) {
        xy[2 * i] = xy[2 * (2 * N - 2 - i)] = i;
        xy[2 * i + 1] = xy[2 * (2 * N - 2 - i) + 1] = i % 3;
    }
    xy[2 * (2 * N - 2 - ASIDE) + 1] = 9;
    memcpy(xy + 2 * (N - 1), xy, 2 * sizeof *xy);
    memcpy(xy + 2 * (2 * N - 1), xy + 2 * N, 2 * sizeof *xy);
    const made_rings l = {
        .view = {2 * N, 2, begin, region, xy, ring_at}, .vertex_begin = begin, .xy = xy};
    int64_t n_groups;
    check_layer(&l, false);
    free(find_groups(&l, false, &n_groups));
    assert_int_equal(n_groups, N - 1 + 2); // two segments part
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    made_rings l = make_grid_rings(300, 260, 0.5); // two chunks
    made_match one = make_match(&l.view, false, 1);
    assert_true(one.m.n_chunks > 1);
    const int32_t n = ctk_match_tile(&one.m, one.m.n_tiles);
    for (int32_t t = 2; t <= 5; t++) {
        made_match more = make_match(&l.view, false, t);
        assert_memory_equal(more.m.begin, one.m.begin,
                            (size_t)ctk_match_begin_size(&one.m) * sizeof *one.m.begin);
        assert_memory_equal(more.m.run, one.m.run, (size_t)n * sizeof *one.m.run);
        made_match_free(&more);
    }
    made_match_free(&one);
    made_rings_free(&l);
}

/// How often a tile came, and how many groups its worker saw in it.
typedef struct visit {
    const ctk_match *m;
    int32_t *times; ///< [n_tiles]
    int32_t *heads; ///< [n_tiles]
} visit;

static void visit_tile(void *user, int32_t tile, ctk_groups *room)
{
    const visit *v = user;
    v->times[tile]++;
    ctk_match_group(v->m, tile, room);
    for (int32_t h = 0; h < room->n_heads; h++)
        v->heads[tile] += room->same[room->head[h]] == CTK_MATCH_HEAD;
}

static void every_tile_is_worked_once_in_room_of_its_own(void **state)
{
    (void)state;
    enum { MOST = 256 };
    made_rings l = make_grid_rings(160, 130, 0.125);
    for (int32_t n_threads = 1; n_threads <= 5; n_threads++) {
        int32_t times[MOST] = {0}, heads[MOST] = {0};
        made_match d = make_match(&l.view, false, n_threads);
        visit v = {&d.m, times, heads};
        assert_in_range(d.m.n_tiles, 2, MOST);
        ctk_match_each(&d.m, d.scratch, n_threads, visit_tile, &v);
        for (int32_t t = 0; t < d.m.n_tiles; t++) {
            ctk_groups g = ctk_groups_at(d.scratch, d.largest);
            ctk_match_group(&d.m, t, &g);
            assert_int_equal(times[t], 1);
            assert_int_equal(heads[t], g.n_heads);
        }
        made_match_free(&d);
    }
    made_rings_free(&l);
}

static void an_empty_layer_has_no_keys(void **state)
{
    (void)state;
    made_rings l = make_grid_rings(0, 0, 1);
    check_layer(&l, false);
    check_layer(&l, true);
    made_rings_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_all_equal_keys_of_wild_layers),
        cmocka_unit_test(groups_of_many_tiles_are_as_many_as_different_keys),
        cmocka_unit_test(a_grid_of_many_tiles_has_each_segment_once_or_twice),
        cmocka_unit_test(a_long_border_is_followed_up_to_where_it_parts),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(every_tile_is_worked_once_in_room_of_its_own),
        cmocka_unit_test(an_empty_layer_has_no_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
