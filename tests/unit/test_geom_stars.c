/// Stars of half-edges against angles in degrees, and faces against Euler.
#include "kernels/geom/stars.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/sets.h"
#include "support/check.h"
#include "support/make_web.h"

enum { CAPACITY = 20000 };

/// Degrees counter-clockwise from the west, [0, 360).
static double from_west(double dx, double dy)
{
    const double a = atan2(dy, dx) * 57.29577951308232;
    return a == 180 ? 0 : a + 180;
}

static void angles_grow_counter_clockwise_from_the_west(void **state)
{
    (void)state;
    enum { SIDE = 9, N = SIDE * SIDE, V = N / 2 };
    made_web m = make_web(N);
    for (int p = 0; p < N; p++) ctk_net_point(&m.web.net, p % SIDE, (double)(p / SIDE));
    for (int32_t a = 0; a < N; a++)
        for (int32_t b = 0; b < N; b++) {
            if (a == V || b == V) continue;
            const double p = from_west(a % SIDE - SIDE / 2, (double)(a / SIDE - SIDE / 2));
            const double q = from_west(b % SIDE - SIDE / 2, (double)(b / SIDE - SIDE / 2));
            const int order = ctk_stars_order(m.web.net.xy, V, a, b);
            assert_int_equal((order > 0) - (order < 0), fabs(p - q) < 1e-9 ? 0 : p > q ? 1 : -1);
        }
    made_web_free(&m);
}

/// The stars of a web that was split, filled.
static ctk_stars *fill(made_web *m)
{
    ctk_stars *s = &m->web.stars;
    const ctk_net *t = &m->web.net;
    s->n_points = t->n_points;
    s->n_edges = t->n_edges;
    s->xy = t->xy;
    s->from = t->from;
    s->to = t->to;
    ctk_stars_fill(s);
    return s;
}

static double direction(const ctk_stars *s, int32_t h)
{
    const double *a = s->xy + 2 * ctk_half_from(s, h), *b = s->xy + 2 * ctk_half_to(s, h);
    return from_west(b[0] - a[0], b[1] - a[1]);
}

static void draw_tangle(made_web *m, uint64_t seed)
{
    made_web_clear(m);
    made_web_tangle(m, seed, 4 + (int32_t)seed / 2, 7, 1 + (int32_t)seed % 8);
    assert_int_equal(ctk_web_node(&m->web), 0);
}

static void every_half_stands_in_the_star_of_its_point_in_order(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    for (uint64_t seed = 0; seed < 30; seed++) {
        draw_tangle(&m, seed);
        const ctk_stars *s = fill(&m);
        ctk_stars_link(&m.web.stars, 1);
        int32_t n = 0;
        for (int32_t p = 0; p < s->n_points; n += s->degree[p++])
            for (int32_t i = 0; i < s->degree[p]; i++) {
                const int32_t h = s->star[s->begin[p] + i];
                assert_int_equal(ctk_half_from(s, h), p);
                assert_int_equal(s->place[h], i);
                assert_true(i == 0 ||
                            direction(s, s->star[s->begin[p] + i - 1]) < direction(s, h) + 1e-9);
            }
        assert_int_equal(n, 2 * s->n_edges);
    }
    made_web_free(&m);
}

/// Spokes to the rim of a square, in an order of no meaning: long stars are merged from short runs.
static void a_star_of_many_edges_is_in_order(void **state)
{
    (void)state;
    enum { SIDE = 101, N = 4 * (SIDE - 1) };
    made_web m = make_web(2 * N);
    for (int32_t n = 1; n <= N; n += 1 + n / 3) {
        made_web_clear(&m);
        for (int32_t i = 0; i < n; i++) {
            const int32_t k = (int32_t)((int64_t)i * 177 % N), at = k % (SIDE - 1),
                          side = k / (SIDE - 1);
            const double x = side == 0 ? at : side == 1 ? SIDE - 1 : side == 2 ? SIDE - 1 - at : 0;
            const double y = side == 0 ? 0 : side == 1 ? at : side == 2 ? SIDE - 1 : SIDE - 1 - at;
            made_web_edge(&m, SIDE / 2, SIDE / 2, x, y);
        }
        const ctk_stars *s = fill(&m);
        ctk_stars_link(&m.web.stars, 1);
        assert_int_equal(s->degree[0], n);
        for (int32_t i = 1; i < n; i++)
            assert_true(direction(s, s->star[i - 1]) < direction(s, s->star[i]));
    }
    made_web_free(&m);
}

/// Circles of next[]; each half is on one of them.
static int32_t count_circles(const ctk_stars *s)
{
    uint8_t *seen = calloc(2 * (size_t)s->n_edges, 1);
    int32_t n = 0;
    for (int32_t h = 0; h < 2 * s->n_edges; h++) {
        if (s->next[h] < 0 || seen[h]) continue;
        n++;
        for (int32_t g = h; !seen[g]; g = s->next[g]) {
            assert_int_equal(ctk_half_from(s, s->next[g]), ctk_half_to(s, g));
            seen[g] = 1;
        }
    }
    free(seen);
    return n;
}

/// Connected parts of the edges that are left, and the points on them.
static int32_t count_parts(const ctk_stars *s, int32_t *n_points)
{
    int32_t *parent = calloc((size_t)s->n_points, sizeof *parent), n = 0;
    for (int32_t p = 0; p < s->n_points; p++) parent[p] = p;
    for (int32_t e = 0; e < s->n_edges; e++)
        if (s->next[2 * e] >= 0) ctk_unite(parent, s->from[e], s->to[e]);
    *n_points = 0;
    for (int32_t p = 0; p < s->n_points; p++) {
        *n_points += s->degree[p] > 0;
        n += s->degree[p] > 0 && parent[p] == p;
    }
    free(parent);
    return n;
}

/// Each part has one circle around it and edges - points + 1 faces.
static void assert_euler(const ctk_stars *s)
{
    int32_t n_edges = 0, n_points;
    const int32_t n_parts = count_parts(s, &n_points);
    for (int32_t e = 0; e < s->n_edges; e++) {
        assert_int_equal(s->next[2 * e] < 0, s->next[2 * e + 1] < 0);
        n_edges += s->next[2 * e] >= 0;
    }
    assert_int_equal(count_circles(s), n_edges - n_points + 2 * n_parts);
}

static void circles_are_as_many_as_euler_says(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    for (uint64_t seed = 0; seed < 30; seed++) {
        draw_tangle(&m, seed);
        ctk_stars *s = fill(&m);
        ctk_stars_link(s, 1 + (int32_t)(seed % 5));
        assert_euler(s);
    }
    made_web_free(&m);
}

/// Take out edges with a loose end until there is none.
static void cut_plainly(const ctk_stars *s, uint8_t *is_cut)
{
    for (bool again = true; again;) {
        again = false;
        for (int32_t e = 0; e < s->n_edges; e++) {
            int32_t n_from = 0, n_to = 0;
            for (int32_t f = 0; f < s->n_edges && !is_cut[e]; f++) {
                if (is_cut[f]) continue;
                n_from += s->from[f] == s->from[e] || s->to[f] == s->from[e];
                n_to += s->from[f] == s->to[e] || s->to[f] == s->to[e];
            }
            if (is_cut[e] || (n_from > 1 && n_to > 1)) continue;
            is_cut[e] = 1;
            again = true;
        }
    }
}

static void what_ends_in_nothing_is_cut_off(void **state)
{
    (void)state;
    enum { MOST = 400 };
    made_web m = make_web(CAPACITY);
    int32_t n_cut = 0, n_left = 0;
    for (uint64_t seed = 0; seed < 30; seed++) {
        uint8_t is_cut[MOST] = {0};
        draw_tangle(&m, seed % 10);
        m.web.net.n_edges = m.web.net.n_edges * (1 + (int32_t)seed % 3) / 4; // torn
        if (m.web.net.n_edges > MOST) m.web.net.n_edges = MOST;
        ctk_stars *s = fill(&m);
        cut_plainly(s, is_cut);
        ctk_stars_cut(s, m.web.stack);
        ctk_stars_link(s, 1);
        for (int32_t e = 0; e < s->n_edges; e++) {
            assert_int_equal(s->next[2 * e] < 0, is_cut[e]);
            n_cut += is_cut[e];
            n_left += !is_cut[e];
        }
        assert_euler(s);
    }
    assert_true(n_cut > 100 && n_left > 100);
    made_web_free(&m);
}

static void any_number_of_threads_links_alike(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    draw_tangle(&m, 29);
    ctk_stars *s = fill(&m);
    const size_t size = 2 * (size_t)s->n_edges * sizeof *s->next;
    int32_t *next = malloc(size), *place = malloc(size);
    ctk_stars_link(s, 1);
    memcpy(next, s->next, size);
    memcpy(place, s->place, size);
    for (int32_t n_threads = 2; n_threads <= 5; n_threads++) {
        ctk_stars_fill(s);
        ctk_stars_link(s, n_threads);
        assert_memory_equal(next, s->next, size);
        assert_memory_equal(place, s->place, size);
    }
    free(place);
    free(next);
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(angles_grow_counter_clockwise_from_the_west),
        cmocka_unit_test(every_half_stands_in_the_star_of_its_point_in_order),
        cmocka_unit_test(a_star_of_many_edges_is_in_order),
        cmocka_unit_test(circles_are_as_many_as_euler_says),
        cmocka_unit_test(what_ends_in_nothing_is_cut_off),
        cmocka_unit_test(any_number_of_threads_links_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
