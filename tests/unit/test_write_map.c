/// The report's map: where numbers go.
#include "write/map.h"

#include "support/check.h"

/// Territory 1 has a large part and an islet in the main frame, and one that its inset shows larger
/// than both.
static void every_frame_has_the_number_on_its_largest_part(void **state)
{
    (void)state;
    int32_t xy[] = {500,  0,    510,  0,    510,  900,  500,  900,  // tall and thin
                    0,    0,    400,  0,    400,  400,  0,    400,  // large
                    1000, 5000, 3000, 5000, 3000, 7000, 1000, 7000, // in the inset
                    600,  0,    700,  0,    700,  100,  600,  100}; // of territory 2
    int64_t begin[] = {0, 4, 8, 12, 16};
    int32_t territory[] = {0, 0, 0, 1}, frame[] = {0, 0, 1, 0};
    ct_label label[6];
    ct_map m = {.n_frames = 2,
                .n_rings = 4,
                .ring_territory = territory,
                .ring_frame = frame,
                .vertex_begin = begin,
                .xy = xy};
    assert_int_equal(ct_map_labels(&m, 3, label), 3);
    assert_int_equal(label[0].territory, 0);
    assert_int_equal(label[0].x, 200);
    assert_in_range(label[0].y, 100, 300);
    assert_int_equal(label[1].territory, 0);
    assert_int_equal(label[1].x, 2000);
    assert_int_equal(label[2].territory, 1);
    assert_int_equal(label[2].x, 650);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_frame_has_the_number_on_its_largest_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
