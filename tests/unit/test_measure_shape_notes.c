/// measure/shape_notes: what is said of territories that were drawn by hand.
#include "measure/shape_notes.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/check.h"

enum { MOST = 400 };

/// A grid of regions, a letter each: its territory.
typedef struct sheet {
    int64_t indptr[MOST + 1];
    int32_t indices[4 * MOST], part[MOST];
    double border_m[4 * MOST], outer_m[MOST];
    uint8_t kind[4 * MOST];
    ct_graph g;
    int32_t k;
} sheet;

static bool is_land(const char *const *row, int32_t rows, int32_t x, int32_t y)
{
    return y >= 0 && y < rows && x >= 0 && x < (int32_t)strlen(row[0]) && row[y][x] != '.';
}

static void draw(sheet *s, const char *const *row, int32_t rows)
{
    static const int32_t DX[4] = {0, -1, 1, 0}, DY[4] = {-1, 0, 0, 1};
    int32_t number[MOST], n = 0;
    const int32_t columns = (int32_t)strlen(row[0]);
    int64_t at = 0;
    memset(s, 0, sizeof *s);
    for (int32_t i = 0; i < rows * columns; i++)
        number[i] = is_land(row, rows, i % columns, i / columns) ? n++ : -1;
    for (int32_t i = 0; i < rows * columns; i++) {
        const int32_t x = i % columns, y = i / columns, u = number[i];
        if (u < 0) continue;
        s->part[u] = row[y][x] - 'A';
        if (s->part[u] >= s->k) s->k = s->part[u] + 1;
        for (int32_t d = 0; d < 4; d++) {
            if (!is_land(row, rows, x + DX[d], y + DY[d])) {
                s->outer_m[u] += 1000;
                continue;
            }
            s->indices[at] = number[i + DX[d] + DY[d] * columns];
            s->kind[at] = CT_EDGE_BORDER;
            s->border_m[at++] = 1000;
        }
        s->indptr[u + 1] = at;
    }
    s->g = (ct_graph){.n = n,
                      .indptr = s->indptr,
                      .indices = s->indices,
                      .border_m = s->border_m,
                      .kind = s->kind,
                      .outer_m = s->outer_m};
}

/// Note of territory j of the drawing.
static void assert_note(const sheet *s, int32_t j, const char *wanted)
{
    ct_strings notes = {0};
    ct_error err = {0};
    assert_ok(ct_shape_notes(&s->g, s->part, s->k, &notes, &err), err);
    assert_int_equal(notes.n, s->k);
    assert_int_equal(ct_string_length(&notes, j), (int64_t)strlen(wanted));
    assert_memory_equal(ct_string(&notes, j), wanted, strlen(wanted));
    ct_strings_free(&notes);
}

static void compact_territories_are_left_alone(void **state)
{
    (void)state;
    sheet s;
    draw(&s, (const char *const[]){"AABB", "AABB", "CCDD", "CCDD"}, 4);
    for (int32_t j = 0; j < 4; j++) assert_note(&s, j, "");
}

static void a_territory_within_another_one_is_an_enclave(void **state)
{
    (void)state;
    sheet s;
    draw(&s, (const char *const[]){"AAAAAA", "ABBCCA", "ABBCCA", "AAAAAA"}, 4);
    assert_note(&s, 0, "");
    assert_note(&s, 1, "lies within territory 1");
    assert_note(&s, 2, "lies within territory 1");
}

static void a_cape_with_one_neighbour_is_no_enclave(void **state)
{
    (void)state;
    sheet s;
    draw(&s, (const char *const[]){"AAAAA", "AABBA", "AABBA"}, 3);
    assert_note(&s, 1, "");
}

static void three_regions_in_single_file_are_a_finger_and_two_are_not(void **state)
{
    (void)state;
    sheet s;
    draw(&s, (const char *const[]){"BBBBBB", "AAAAAB", "AABBBB"}, 3);
    assert_note(&s, 0, "finger of 3 regions in single file");
    draw(&s, (const char *const[]){"BBBBBB", "AAAABB", "AABBBB"}, 3);
    assert_note(&s, 0, "");
}

static void what_joins_two_wide_parts_is_a_corridor(void **state)
{
    (void)state;
    sheet s;
    draw(&s, (const char *const[]){"BBBBBBBB", "AABBBBAA", "AAAAAAAA", "CCCCCCCC"}, 4);
    assert_note(&s, 0, "corridor of 4 regions in single file");
}

static void where_the_map_is_narrow_nothing_is_said(void **state)
{
    (void)state;
    sheet s;
    draw(&s, (const char *const[]){"AA.....", "AAAAAAA", "BB.....", "BB....."}, 4);
    assert_note(&s, 0, "");
}

static void an_enclave_may_have_a_finger_too(void **state)
{
    (void)state;
    sheet s;
    draw(&s, (const char *const[]){"AAAAAAAA", "ABBBBBBA", "ABBAAAAA", "AAAAAAAA"}, 4);
    assert_note(&s, 1, "lies within territory 1; finger of 4 regions in single file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compact_territories_are_left_alone),
        cmocka_unit_test(a_territory_within_another_one_is_an_enclave),
        cmocka_unit_test(a_cape_with_one_neighbour_is_no_enclave),
        cmocka_unit_test(three_regions_in_single_file_are_a_finger_and_two_are_not),
        cmocka_unit_test(what_joins_two_wide_parts_is_a_corridor),
        cmocka_unit_test(where_the_map_is_narrow_nothing_is_said),
        cmocka_unit_test(an_enclave_may_have_a_finger_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
