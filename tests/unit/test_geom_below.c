/// The line below each point, against all of them.
#include "kernels/geom/below.h"

#include <stdlib.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

enum { MOST = 400 };

typedef struct scene {
    double xy[4 * MOST];
    int32_t from[MOST], to[MOST], below[2 * MOST];
    ctk_stars stars;
    ctk_below sweep;
    void *memory;
} scene;

static scene s;

static void carve(ctk_carver *c)
{
    ctk_stars_carve(&s.stars, 2 * MOST, c);
    ctk_below_carve(&s.sweep, 2 * MOST, c);
}

/// Level with the point or below it, at its x: the height of line l there; false = it is not there.
static bool height_at(int32_t l, const double *p, double *y)
{
    const double *a = s.xy + 2 * s.from[l], *b = s.xy + 2 * s.to[l];
    const double x0 = a[0] < b[0] ? a[0] : b[0], x1 = a[0] < b[0] ? b[0] : a[0];
    if (!(x0 < p[0] && p[0] < x1)) return false;
    *y = a[1] + (p[0] - a[0]) / (b[0] - a[0]) * (b[1] - a[1]);
    return true;
}

static int32_t below_of(int32_t point)
{
    const double *p = s.xy + 2 * point;
    double best = -1e9, y;
    int32_t line = -1;
    for (int32_t l = 0; l < s.stars.n_edges; l++) {
        if (s.from[l] == point || s.to[l] == point) continue;
        if (!height_at(l, p, &y) || y >= p[1] || y <= best) continue;
        best = y;
        line = l;
    }
    return line;
}

static void judge(int32_t n_points, int32_t n_lines)
{
    s.stars.n_points = n_points;
    s.stars.n_edges = n_lines;
    s.stars.xy = s.xy;
    s.stars.from = s.from;
    s.stars.to = s.to;
    ctk_stars_fill(&s.stars);
    ctk_stars_link(&s.stars, 1);
    ctk_below_find(&s.sweep, &s.stars, s.below);
    for (int32_t p = 0; p < n_points; p++) assert_int_equal(s.below[p], below_of(p));
}

/// Sticks one above the other, each within its own height, so that none meet.
static void sticks_lie_below_each_other_as_their_heights_say(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        ctk_rng r = ctk_rng_key(seed, 43, 0);
        const int32_t n = 1 + (int32_t)ctk_rng_below(&r, MOST);
        for (int32_t l = 0; l < n; l++) {
            s.from[l] = 2 * l + (int32_t)(seed % 2);
            s.to[l] = 2 * l + 1 - (int32_t)(seed % 2);
            for (int32_t p = 2 * l; p < 2 * l + 2; p++) {
                s.xy[2 * p] = ctk_rng_unit(&r);
                s.xy[2 * p + 1] = l + 0.9 * ctk_rng_unit(&r);
            }
        }
        judge(2 * n, n);
    }
}

/// Fans of lines from points to the left and to the right, one fan above the other.
static void fans_enter_in_the_order_of_their_lines(void **state)
{
    (void)state;
    int32_t n_points = 0, n_lines = 0;
    for (int32_t fan = 0; fan < 10; fan++) {
        const int32_t hub = n_points++;
        s.xy[2 * hub] = 0.137 * fan;
        s.xy[2 * hub + 1] = 10 * fan;
        for (int32_t i = 0; i < 12; i++) {
            s.xy[2 * n_points] = s.xy[2 * hub] + (i % 2 ? 4 : -4) + 0.01 * i;
            s.xy[2 * n_points + 1] = 10 * fan + i / 2 - 3;
            s.from[n_lines] = i % 3 ? hub : n_points;
            s.to[n_lines++] = i % 3 ? n_points : hub;
            n_points++;
        }
    }
    judge(n_points, n_lines);
}

int main(void)
{
    ctk_carver c = {0};
    carve(&c);
    s.memory = aligned_alloc(64, (size_t)c.used);
    c = (ctk_carver){.base = s.memory};
    carve(&c);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sticks_lie_below_each_other_as_their_heights_say),
        cmocka_unit_test(fans_enter_in_the_order_of_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
