/// The graph stage on layers small enough to know the answer, and what must never change.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"
#include "tests/support/make_graph.h"

/// Count of the first note with `part`, -1 = none.
static int64_t note(const made_graph *s, const char *part)
{
    const ct_note *x = graph_note(s, part);
    return x ? x->count : -1;
}

/// Kind of the pair, -1 = no neighbours.
static int kind(const made_graph *s, const char *a, const char *b)
{
    const int64_t e = graph_pair(s, a, b);
    return e < 0 ? -1 : s->g.kind[e];
}

static double border_m(const made_graph *s, const char *a, const char *b)
{
    return s->g.border_m[graph_pair(s, a, b)];
}

/// Four squares around one point, "sw" "se" "nw" "ne"; and two islands east of them.
static const made_rectangle town[] = {
    {"sw", 10.00, 50.00, 10.05, 50.05},  {"se", 10.05, 50.00, 10.10, 50.05},
    {"nw", 10.00, 50.05, 10.05, 50.10},  {"ne", 10.05, 50.05, 10.10, 50.10},
    {"i1", 10.20, 50.00, 10.25, 50.05},  {"i2", 10.25, 50.00, 10.30, 50.05},
    {"far", 12.00, 50.00, 12.05, 50.05},
};

static void rook_neighbours_share_a_border_of_its_length(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 4);
    build_graph_ok(&s);
    assert_int_equal(kind(&s, "sw", "se"), CT_EDGE_BORDER);
    assert_int_equal(kind(&s, "sw", "ne"), -1);
    assert_near(border_m(&s, "sw", "se"), ctk_distance_m(10.05, 50, 10.05, 50.05), 0.01);
    assert_near(border_m(&s, "se", "sw"), border_m(&s, "sw", "se"), 0.0);
    assert_int_equal(s.g.n_segments, 12);
    assert_int_equal(s.g.n_components, 1);
    assert_int_equal(s.g.n_bridges, 0);
    for (int32_t r = 0; r < 4; r++) assert_true(s.g.outer_m[r] > 9000 && s.g.outer_m[r] < 9200);
    made_graph_free(&s);
}

static void queen_adds_the_corners_without_length(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 4);
    s.opt.contiguity = CT_QUEEN;
    build_graph_ok(&s);
    assert_int_equal(kind(&s, "sw", "ne"), CT_EDGE_CORNER);
    assert_int_equal(kind(&s, "nw", "se"), CT_EDGE_CORNER);
    assert_int_equal(kind(&s, "sw", "se"), CT_EDGE_BORDER);
    assert_near(border_m(&s, "sw", "ne"), 0.0, 0.0);
    made_graph_free(&s);
}

static void bridges_run_between_the_nearest_borders(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 7);
    build_graph_ok(&s);
    assert_int_equal(s.g.n_components, 3);
    assert_int_equal(s.g.n_bridges, 2);
    // meridians meet to the north: the nearest points are where se and ne share a corner; ne is the
    // lower region of the two
    assert_int_equal(kind(&s, "ne", "i1"), CT_EDGE_BRIDGE);
    assert_int_equal(kind(&s, "i2", "far"), CT_EDGE_BRIDGE);
    for (int32_t i = 0; i < 2; i++) {
        const ct_bridge *b = &s.g.bridge[i];
        const bool is_far = b->length_m > 50e3;
        const double gap = is_far ? ctk_distance_m(10.3, 50.05, 12, 50.05)
                                  : ctk_distance_m(10.1, 50.05, 10.2, 50.05);
        assert_true(b->a < b->b);
        assert_near(b->length_m, gap, 1e-3 * gap);
        assert_string_equal(b->reason, is_far ? "isolated region" : "island of 2 regions");
        assert_near(ctk_distance_m(b->lon_a, b->lat_a, b->lon_b, b->lat_b), b->length_m, 1e-6);
    }
    assert_int_equal(note(&s, "components before bridges"), 3);
    made_graph_free(&s);
}

/// A coast of five squares, and before it a row of five islands nearer to each other than to the
/// coast: each is joined to those beside it, but to none beyond.
static void a_row_of_islands_is_joined_to_its_coast_all_along(void **state)
{
    (void)state;
    made_rectangle ring[10];
    char code[10][8];
    for (int i = 0; i < 10; i++) {
        const double south = 50 + 0.1 * (i % 5), west = i < 5 ? 10 : 10.15;
        const double height = i < 5 ? 0.1 : 0.08;
        snprintf(code[i], sizeof *code, "%s%d", i < 5 ? "land" : "isle", i % 5);
        ring[i] = (made_rectangle){code[i], west, south, west + 0.1, south + height};
    }
    made_graph s = make_graph(ring, 10);
    build_graph_ok(&s);
    assert_int_equal(s.g.n_components, 6);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(kind(&s, code[i], code[5 + i]), CT_EDGE_BRIDGE);
        if (i < 4) assert_int_equal(kind(&s, code[5 + i], code[6 + i]), CT_EDGE_BRIDGE);
        if (i < 3) assert_int_equal(kind(&s, code[5 + i], code[7 + i]), -1);
        if (i < 3) assert_int_equal(kind(&s, code[i], code[7 + i]), -1);
    }
    assert_true(s.g.n_bridges >= 9);
    assert_int_equal(note(&s, "more than joining needs"), s.g.n_bridges - 5);
    int32_t n_more = 0;
    for (int32_t i = 0; i < s.g.n_bridges; i++)
        n_more += !strcmp(s.g.bridge[i].reason, "one more way to an isolated region");
    assert_int_equal(n_more, s.g.n_bridges - 5);
    made_graph_free(&s);
}

static void a_bridge_crosses_the_antimeridian(void **state)
{
    (void)state;
    const made_rectangle ring[] = {{"w", 179.9, 0, 179.99, 0.1}, {"e", -179.99, 0, -179.9, 0.1}};
    made_graph s = make_graph(ring, 2);
    build_graph_ok(&s);
    assert_near(s.g.bridge[0].length_m, 2224, 2);
    made_graph_free(&s);
}

static void components_that_touch_at_a_point_are_bridged_there(void **state)
{
    (void)state;
    const made_rectangle ring[] = {town[0], town[3]};
    made_graph s = make_graph(ring, 2);
    build_graph_ok(&s);
    assert_int_equal(s.g.n_bridges, 1);
    assert_near(s.g.bridge[0].length_m, 0.0, 0.0);
    assert_near(s.g.bridge[0].lon_a, 10.05, 0.0);
    assert_contains(s.g.bridge[0].reason, "touches at a point");
    made_graph_free(&s);
}

static void without_bridges_the_parts_stay_apart_and_are_told(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 7);
    s.opt.bridges = CT_BRIDGES_NONE;
    build_graph_ok(&s);
    assert_int_equal(s.g.n_bridges, 0);
    assert_int_equal(s.g.n_components, 3);
    assert_int_equal(note(&s, "not joined"), 3);
    const int64_t far = ct_strings_find(&s.r.code, "far", 3);
    assert_int_equal(s.g.component[far], 2);
    made_graph_free(&s);
}

static void bridge_gap_links_every_near_pair_besides(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 7);
    s.opt.bridge_gap_km = 8; // se and ne are 7.1 km from i1, i2 is 10.7 km off
    build_graph_ok(&s);
    assert_int_equal(kind(&s, "ne", "i1"), CT_EDGE_BRIDGE);
    assert_int_equal(kind(&s, "se", "i1"), CT_EDGE_NEAR);
    assert_int_equal(kind(&s, "se", "i2"), -1);
    assert_int_equal(s.g.n_bridges, 3);
    made_graph_free(&s);
}

static void named_bridges_come_first_and_the_rest_is_joined(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 7);
    s.opt.bridges = CT_BRIDGES_FILE;
    s.opt.bridge_file = test_file("bridges.csv", "from,to\nnw,far\nfar,nw\nsw,se\n");
    build_graph_ok(&s);
    assert_int_equal(kind(&s, "nw", "far"), CT_EDGE_BRIDGE);
    assert_int_equal(kind(&s, "ne", "i1"), CT_EDGE_BRIDGE);
    assert_int_equal(s.g.n_bridges, 2);
    assert_int_equal(note(&s, "still apart after the bridge file"), 2);
    assert_int_equal(note(&s, "or to a neighbour"), 1);
    s.opt.bridge_file = test_file("bad.csv", "from,to\nnw,far\nnw,nowhere\n");
    assert_fails(build_graph(&s, 1), CT_ERR_INPUT, s.err);
    assert_contains(s.err.text, ":3: 'nowhere'");
    made_graph_free(&s);
}

static void given_neighbours_replace_the_borders_but_not_the_segments(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 4);
    s.opt.adjacency = test_file(
        "adjacency.csv", "from,to,border_m\nsw,ne,12.5\nne,sw,12.5\nsw,se,\nnw,nw,1\nxx,sw,1\n"
                         "nw,ne,7\n");
    build_graph_ok(&s);
    assert_int_equal(kind(&s, "sw", "ne"), CT_EDGE_GIVEN);
    assert_near(border_m(&s, "sw", "ne"), 12.5, 0.0);
    assert_near(border_m(&s, "sw", "se"), ctk_distance_m(10.05, 50, 10.05, 50.05), 0.01);
    assert_int_equal(kind(&s, "sw", "nw"), -1);
    assert_int_equal(s.g.n_segments, 12);
    assert_int_equal(note(&s, "names no region"), 1);
    assert_int_equal(note(&s, "to itself"), 1);
    s.opt.adjacency = test_file("other.csv", "from,to\n1,2\n2,3\n");
    assert_fails(build_graph(&s, 1), CT_ERR_INPUT, s.err);
    s.opt.adjacency = test_file("short.csv", "from,to,border_m\nsw,ne,-3\n");
    assert_fails(build_graph(&s, 1), CT_ERR_INPUT, s.err);
    assert_contains(s.err.text, "short.csv:2:");
    made_graph_free(&s);
}

static void gal_files_say_the_same_as_tables(void **state)
{
    (void)state;
    const char *text = "0 4 layer CODE\nsw 2\nse nw\nse 1\nsw\nnw 2\nsw ne\nne 1\nnw\n";
    made_graph s = make_graph(town, 4);
    for (int i = 0; i < 2; i++) {
        s.opt.adjacency = test_file(i ? "by_header" : "a.gal", text);
        build_graph_ok(&s);
        assert_int_equal(kind(&s, "sw", "se"), CT_EDGE_GIVEN);
        assert_int_equal(kind(&s, "se", "ne"), -1);
        assert_int_equal(s.g.indptr[4], 6);
    }
    s.opt.adjacency = test_file("b.gal", "4\nsw 2\nse\n");
    assert_fails(build_graph(&s, 1), CT_ERR_INPUT, s.err);
    assert_contains(s.err.text, "ends inside a list");
    made_graph_free(&s);
}

static void point_layers_need_given_neighbours(void **state)
{
    (void)state;
    made_graph s = {.opt = ct_graph_options_default()};
    make_point_layer(town, 7, &s.r);
    assert_fails(build_graph(&s, 1), CT_ERR_USAGE, s.err);
    assert_contains(s.err.text, "--adjacency");
    s.opt.adjacency = test_file("points.csv", "from,to\nsw,se\nse,ne\nne,nw\ni1,i2\n");
    build_graph_ok(&s);
    assert_int_equal(s.g.n_components, 3);
    assert_int_equal(kind(&s, "se", "i1"), CT_EDGE_BRIDGE);
    assert_near(s.g.bridge[0].lon_a + s.g.bridge[1].lon_a > 0, 1, 0);
    made_graph_free(&s);
}

static void snapped_borders_run_side_by_side(void **state)
{
    (void)state;
    // 0.0001 degree is 7 m here, 11 m north-south
    const made_rectangle ring[] = {{"a", 10.0, 50.0, 10.0499, 50.1},
                                   {"b", 10.05, 50.0, 10.1, 50.04},
                                   {"c", 10.05, 50.04, 10.1, 50.1},
                                   {"d", 10.0, 50.2, 10.04, 50.3}};
    made_graph s = make_graph(ring, 4);
    build_graph_ok(&s);
    assert_int_equal(s.g.n_components, 3);
    s.opt.snap_m = 20;
    build_graph_ok(&s);
    assert_int_equal(s.g.n_components, 2);
    assert_int_equal(kind(&s, "a", "b"), CT_EDGE_NEAR);
    assert_int_equal(kind(&s, "a", "c"), CT_EDGE_NEAR);
    assert_int_equal(kind(&s, "a", "d"), CT_EDGE_BRIDGE);
    const double want = ctk_distance_m(10.05, 50.04, 10.05, 50.1);
    assert_near(border_m(&s, "a", "c"), want, 0.1 * want);
    made_graph_free(&s);
}

/// Squares of a columns x rows grid; some are left out, so that there are islands.
static int32_t make_archipelago(uint64_t seed, const char *name, made_rectangle *ring,
                                char (*code)[8])
{
    ctk_rng rng = ctk_rng_key(seed, 0, 0);
    int32_t n = 0, order[144];
    for (int32_t i = 0; i < 144; i++) order[i] = i;
    for (int32_t i = 143; i > 0 && name[0] == 'p'; i--) { // permuted names
        const int32_t j = (int32_t)((uint32_t)(i * 7919 + 13) % (uint32_t)(i + 1)), k = order[i];
        order[i] = order[j];
        order[j] = k;
    }
    for (int32_t i = 0; i < 144; i++) {
        if (ctk_rng_below(&rng, 2)) continue;
        const double x = 0.1 * (i % 12) + 0.01 * (i / 12), y = 60 + 0.1 * (i / 12);
        snprintf(code[n], sizeof code[n], "%03d", (int)order[i]);
        ring[n] = (made_rectangle){code[n], x, y, x + 0.1, y + 0.1};
        n++;
    }
    return n;
}

static double total_length(const ct_graph *g)
{
    double sum = 0;
    for (int32_t i = 0; i < g->n_bridges; i++) sum += g->bridge[i].length_m;
    return sum;
}

static void names_and_order_of_regions_change_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        made_rectangle ring[144];
        char code[144][8];
        made_graph s = make_graph(ring, make_archipelago(seed, "as they come", ring, code));
        build_graph_ok(&s);
        made_graph p = make_graph(ring, make_archipelago(seed, "permuted", ring, code));
        build_graph_ok(&p);
        assert_int_equal(p.g.n_components, s.g.n_components);
        assert_int_equal(p.g.n_bridges, s.g.n_bridges);
        assert_int_equal(p.g.indptr[p.g.n], s.g.indptr[s.g.n]);
        assert_near(total_length(&p.g), total_length(&s.g), 1e-3);
        made_graph_free(&p);
        made_graph_free(&s);
    }
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    made_rectangle ring[144];
    char code[144][8];
    made_graph s = make_graph(ring, make_archipelago(3, "as they come", ring, code));
    s.opt.bridge_gap_km = 9;
    s.opt.contiguity = CT_QUEEN;
    assert_ok(build_graph(&s, 1), s.err);
    ct_graph one = s.g;
    const size_t m = (size_t)one.indptr[one.n], n = (size_t)one.n;
    for (int32_t t = 2; t <= 5; t++) {
        s.g = (ct_graph){0};
        assert_ok(build_graph(&s, t), s.err);
        assert_memory_equal(s.g.indptr, one.indptr, (n + 1) * sizeof *one.indptr);
        assert_memory_equal(s.g.indices, one.indices, m * sizeof *one.indices);
        assert_memory_equal(s.g.border_m, one.border_m, m * sizeof *one.border_m);
        assert_memory_equal(s.g.kind, one.kind, m);
        assert_memory_equal(s.g.outer_m, one.outer_m, n * sizeof *one.outer_m);
        assert_int_equal(s.g.n_bridges, one.n_bridges);
        assert_memory_equal(s.g.bridge, one.bridge, (size_t)one.n_bridges * sizeof *one.bridge);
        ct_graph_free(&s.g);
    }
    ct_graph_free(&one);
    made_graph_free(&s);
}

static void every_failing_allocation_is_reported_and_nothing_leaks(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 7);
    s.opt.contiguity = CT_QUEEN;
    s.opt.snap_m = 5;
    s.opt.bridge_gap_km = 8;
    build_graph_starved(&s);
    made_graph_free(&s);
}

static void a_single_region_has_no_neighbours(void **state)
{
    (void)state;
    made_graph s = make_graph(town, 1);
    build_graph_ok(&s);
    assert_int_equal(s.g.n_components, 1);
    assert_int_equal(s.g.indptr[1], 0);
    made_graph_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rook_neighbours_share_a_border_of_its_length),
        cmocka_unit_test(queen_adds_the_corners_without_length),
        cmocka_unit_test(bridges_run_between_the_nearest_borders),
        cmocka_unit_test(a_row_of_islands_is_joined_to_its_coast_all_along),
        cmocka_unit_test(a_bridge_crosses_the_antimeridian),
        cmocka_unit_test(components_that_touch_at_a_point_are_bridged_there),
        cmocka_unit_test(without_bridges_the_parts_stay_apart_and_are_told),
        cmocka_unit_test(bridge_gap_links_every_near_pair_besides),
        cmocka_unit_test(named_bridges_come_first_and_the_rest_is_joined),
        cmocka_unit_test(given_neighbours_replace_the_borders_but_not_the_segments),
        cmocka_unit_test(gal_files_say_the_same_as_tables),
        cmocka_unit_test(point_layers_need_given_neighbours),
        cmocka_unit_test(snapped_borders_run_side_by_side),
        cmocka_unit_test(names_and_order_of_regions_change_nothing),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(every_failing_allocation_is_reported_and_nothing_leaks),
        cmocka_unit_test(a_single_region_has_no_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
