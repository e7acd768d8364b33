/// Overlap of leftover borders on two lines whose distance is known.
#include "kernels/geom/overlap.h"

#include <string.h>

#include "kernels/geom/sphere.h"
#include "tests/support/check.h"

enum { POINTS = 11, PIECES = 2 * (POINTS - 1) * CTK_OVERLAP_PIECES };

/// Two meridian lines of ten segments each; the second starts at the middle of the first and lies
/// `east_deg` beside it.
typedef struct scene {
    ctk_boxtree t;
    double point[3 * 2 * POINTS];
    int64_t point_begin[3], begin[3];
    int32_t region[2], leaf[2], label[3], other[PIECES];
    ctk_box box[3];
    uint64_t work[8];
    double length_m[PIECES];
} scene;

static void make_scene(scene *s, double east_deg)
{
    memset(s, 0, sizeof *s);
    for (int i = 0; i < POINTS; i++) {
        ctk_geocentric_km(0, 1e-3 * i, s->point + 3 * i);
        ctk_geocentric_km(east_deg, 5e-3 + 1e-3 * i, s->point + 3 * (POINTS + i));
    }
    s->point_begin[1] = POINTS;
    s->point_begin[2] = 2 * POINTS;
    s->region[0] = 3;
    s->region[1] = 8;
    s->t = (ctk_boxtree){
        .chains = {2, s->point_begin, s->point, s->region}, .leaf = s->leaf, .box = s->box};
    ctk_boxtree_build(&s->t, s->work, 1);
    ctk_gap_labels(&s->t, s->region, NULL, s->label);
}

/// Length of chain 0 that belongs to region 8.
static double overlap_m(scene *s, double reach_km, int32_t n_threads)
{
    const double step_km = 0.5 * reach_km;
    double sum = 0;
    ctk_overlap_count(&s->t, step_km, s->begin);
    assert_true(s->begin[2] <= PIECES);
    ctk_overlap_pieces(&s->t, s->label, step_km, reach_km, s->begin, n_threads, s->other,
                       s->length_m);
    for (int64_t i = s->begin[0]; i < s->begin[1]; i++) {
        assert_true(s->other[i] == -1 || s->other[i] == 8);
        if (s->other[i] == 8) sum += s->length_m[i];
    }
    return sum;
}

static void overlap_is_the_length_that_runs_side_by_side(void **state)
{
    (void)state;
    scene s;
    make_scene(&s, 1e-4); // 11 m apart, 556 m of overlap, and up to the reach beyond its end
    const double both = ctk_distance_m(0, 5e-3, 0, 10e-3);
    const double got = overlap_m(&s, 0.020, 1);
    assert_true(got >= both && got <= both + 30);
}

static void beyond_the_reach_there_is_none(void **state)
{
    (void)state;
    scene s;
    make_scene(&s, 1e-3);
    assert_near(overlap_m(&s, 0.020, 1), 0.0, 0.0);
}

static void pieces_add_up_to_the_chain(void **state)
{
    (void)state;
    scene s;
    double sum = 0;
    make_scene(&s, 1e-4);
    overlap_m(&s, 0.005, 1);
    for (int64_t i = s.begin[0]; i < s.begin[1]; i++) sum += s.length_m[i];
    assert_near(sum, ctk_distance_m(0, 0, 0, 10e-3), 1e-3);
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    scene one, s;
    make_scene(&one, 1e-4);
    overlap_m(&one, 0.02, 1);
    for (int32_t t = 2; t <= 5; t++) {
        make_scene(&s, 1e-4);
        overlap_m(&s, 0.02, t);
        assert_memory_equal(s.other, one.other, sizeof s.other);
        assert_memory_equal(s.length_m, one.length_m, sizeof s.length_m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlap_is_the_length_that_runs_side_by_side),
        cmocka_unit_test(beyond_the_reach_there_is_none),
        cmocka_unit_test(pieces_add_up_to_the_chain),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
