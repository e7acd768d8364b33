/// Chains of boundary segments, against a walk from segment to segment.
#include "kernels/geom/outline.h"

#include <stdbool.h>
#include <string.h>

#include "kernels/geom/boxtree.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "support/check.h"

typedef struct scene {
    ctk_outline o;
    int32_t *segment, *left, *right;
    double *lonlat;
    int64_t n_vertices;
} scene;

/// n segments in runs of random length; a run begins a new ring and a new region. `share` of 8
/// segments have somebody beyond.
static scene make_scene(int64_t n, uint64_t seed, uint32_t share)
{
    scene s = {.n_vertices = 0};
    ctk_rng r = ctk_rng_key(seed, 4, 0);
    s.segment = calloc((size_t)n + 1, sizeof *s.segment);
    s.left = calloc((size_t)n + 1, sizeof *s.left);
    s.right = calloc((size_t)n + 1, sizeof *s.right);
    int32_t vertex = 0, region = 0;
    for (int64_t i = 0; i < n; i++) {
        if (ctk_rng_below(&r, 40) == 0) {
            vertex += 1 + (int32_t)ctk_rng_below(&r, 3); // the last vertex of a ring starts nothing
            region++;
        }
        s.segment[i] = vertex++;
        s.left[i] = region;
        s.right[i] = ctk_rng_below(&r, 8) < share ? 1 : -1;
    }
    s.n_vertices = vertex + 1;
    s.lonlat = calloc(2 * (size_t)s.n_vertices, sizeof *s.lonlat);
    for (int64_t v = 0; v < s.n_vertices; v++) {
        s.lonlat[2 * v] = 360 * ctk_rng_unit(&r) - 180;
        s.lonlat[2 * v + 1] = 180 * ctk_rng_unit(&r) - 90;
    }
    s.o = (ctk_outline){n, s.segment, s.left, s.right, s.lonlat};
    return s;
}

static void free_scene(scene *s)
{
    free(s->segment);
    free(s->left);
    free(s->right);
    free(s->lonlat);
}

typedef struct chains {
    int64_t n, n_points;
    int32_t *region, *vertex;
    int64_t *first_point;
    double *point;
} chains;

static chains new_chains(int64_t n, int64_t n_points)
{
    return (chains){n,
                    n_points,
                    calloc((size_t)n + 1, sizeof(int32_t)),
                    calloc((size_t)n + 1, sizeof(int32_t)),
                    calloc((size_t)n + 1, sizeof(int64_t)),
                    calloc(3 * (size_t)n_points + 1, sizeof(double))};
}

static void free_chains(chains *c)
{
    free(c->region);
    free(c->vertex);
    free(c->first_point);
    free(c->point);
}

static chains find_chains(const ctk_outline *o, int32_t n_threads)
{
    const int64_t n = ctk_outline_blocks(o->n_segments);
    int64_t *begin = calloc(2 * ((size_t)n + 1), sizeof *begin), *points = begin + n + 1;
    ctk_outline_count(o, n_threads, begin, points);
    chains c = new_chains(begin[n], points[n]);
    ctk_outline_fill(o, n_threads, begin, points, c.region, c.vertex, c.first_point, c.point);
    free(begin);
    return c;
}

static void add_point(const ctk_outline *o, int32_t vertex, chains *c)
{
    const double *p = o->lonlat + 2 * (int64_t)vertex;
    ctk_geocentric_km(p[0], p[1], c->point + 3 * c->n_points++);
}

/// Segment by segment: a new chain unless this one goes on where the last one ended.
static chains walk(const ctk_outline *o)
{
    chains c = new_chains(o->n_segments, 2 * o->n_segments);
    int64_t last = -2, length = 0;
    c.n = c.n_points = 0;
    for (int64_t s = 0; s < o->n_segments; s++) {
        if (o->right && o->right[s] >= 0) continue;
        const bool follows = s == last + 1 && o->segment[s] == o->segment[last] + 1;
        if (!follows || length == CTK_LEAF_SEGMENTS || s % CTK_OUTLINE_BLOCK == 0) {
            c.region[c.n] = o->left[s];
            c.vertex[c.n] = o->segment[s];
            c.first_point[c.n++] = c.n_points;
            add_point(o, o->segment[s], &c);
            length = 0;
        }
        add_point(o, o->segment[s] + 1, &c);
        length++;
        last = s;
    }
    return c;
}

static void assert_same_chains(const chains *a, const chains *b)
{
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->n_points, b->n_points);
    assert_memory_equal(a->region, b->region, (size_t)a->n * sizeof *a->region);
    assert_memory_equal(a->vertex, b->vertex, (size_t)a->n * sizeof *a->vertex);
    assert_memory_equal(a->first_point, b->first_point, (size_t)a->n * sizeof *a->first_point);
    assert_memory_equal(a->point, b->point, 3 * (size_t)a->n_points * sizeof *a->point);
}

static void chains_are_those_of_a_plain_walk_on_1_to_5_threads(void **state)
{
    (void)state;
    const int64_t sizes[] = {0, 1, 12, 13, 14, 500, CTK_OUTLINE_BLOCK, 3 * CTK_OUTLINE_BLOCK + 7};
    for (uint32_t i = 0; i < 8; i++) {
        scene s = make_scene(sizes[i], i, i % 3 * 3);
        if (i % 4 == 3) s.o.right = NULL; // all count
        chains want = walk(&s.o);
        for (int32_t t = 1; t <= 5; t++) {
            chains got = find_chains(&s.o, t);
            assert_same_chains(&got, &want);
            free_chains(&got);
        }
        free_chains(&want);
        free_scene(&s);
    }
}

static void borders_with_somebody_beyond_make_no_chain(void **state)
{
    (void)state;
    scene s = make_scene(1000, 1, 8);
    chains c = find_chains(&s.o, 1);
    assert_int_equal(c.n, 0);
    assert_int_equal(c.n_points, 0);
    free_chains(&c);
    free_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_are_those_of_a_plain_walk_on_1_to_5_threads),
        cmocka_unit_test(borders_with_somebody_beyond_make_no_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
