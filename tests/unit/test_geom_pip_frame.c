/// The root of the grid, parts and records, against every ring and every cell.
#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_pip.h"

enum { SEEDS = 25 };

static int64_t cells_at(const double box[4], double h, double *x0, double *y0)
{
    *x0 = (ceil(box[0] / h) - 1) * h;
    *y0 = (ceil(box[1] / h) - 1) * h;
    return (int64_t)((floor((box[2] - *x0) / h) + 1) * (floor((box[3] - *y0) / h) + 1));
}

static void the_root_holds_every_vertex_in_as_many_cells_as_may_be(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const int64_t most = (int64_t)4 << (seed % 12);
        made_pip m = make_wild_pip(seed, 30, 7, 12, most, 1);
        const ctk_pip *g = &m.grid;
        double box[4] = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL}, x0, y0;
        int exponent;
        for (int64_t i = 0; i < 2 * m.rings.view.n_vertices; i++) {
            box[i % 2] = fmin(box[i % 2], m.rings.xy[i]);
            box[2 + i % 2] = fmax(box[2 + i % 2], m.rings.xy[i]);
        }
        assert_near(frexp(g->h, &exponent), 0.5, 0);
        assert_near(g->h * g->inverse, 1, 0);
        assert_int_equal(cells_at(box, g->h, &x0, &y0), (int64_t)g->nx * g->ny);
        assert_near(g->x0, x0, 0);
        assert_near(g->y0, y0, 0);
        assert_true(g->x0 < box[0] && g->x0 + g->nx * g->h > box[2]);
        assert_true(g->y0 < box[1] && g->y0 + g->ny * g->h > box[3]);
        assert_true((int64_t)g->nx * g->ny <= most);
        assert_true(cells_at(box, g->h / 2, &x0, &y0) > most);
        made_pip_free(&m);
    }
}

static void a_part_is_an_outer_ring_and_the_holes_behind_it(void **state)
{
    (void)state;
    const int32_t begin[4] = {0, 3, 3, 6}, expected[6] = {0, 0, 1, 2, 2, 2};
    const uint8_t is_hole[6] = {0, 1, 0, 1, 1, 1}; // a region may begin with a hole
    const ctk_pip_layer layer = {3, 6, begin, NULL, is_hole, NULL};
    int32_t part[6], region[6];
    assert_int_equal(ctk_pip_parts(&layer, part, region), 3);
    assert_memory_equal(part, expected, sizeof part);
    assert_int_equal(region[0], 0);
    assert_int_equal(region[1], 0);
    assert_int_equal(region[2], 2);
}

static void records_keep_their_order_within_a_cell(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        made_pip m = make_wild_pip(seed, 60, 9, 20, 200, 1);
        int64_t at = 0;
        for (uint32_t cell = 0; cell < (uint32_t)(m.grid.nx * m.grid.ny); cell++) {
            assert_int_equal(m.cell_begin[cell], at);
            for (int64_t c = 0; c < m.n_chunks; c++)
                for (int64_t i = 0; i < m.chunk_n[c]; i++) {
                    const ctk_pip_record *r = m.record + m.chunk_begin[c] + i;
                    if (r->cell == cell) assert_memory_equal(r, m.by_cell + at++, sizeof *r);
                }
        }
        assert_int_equal(m.cell_begin[m.grid.nx * m.grid.ny], at);
        assert_int_equal(at, m.n_records);
        made_pip_free(&m);
    }
}

/// From left to right the records of a row tell which references each part holds.
static void records_turn_each_reference_over_as_often_as_its_part_says(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        made_pip m = make_wild_pip(seed, 24, 9, 10, 120, 1);
        for (int32_t j = 0; j < m.grid.ny; j++) {
            bool odd[24] = {0};
            for (int32_t i = 0; i < m.grid.nx; i++) {
                const int32_t cell = j * m.grid.nx + i;
                for (uint32_t r = m.cell_begin[cell]; r < m.cell_begin[cell + 1]; r++)
                    if (m.by_cell[r].n == 0) odd[m.by_cell[r].part] ^= true;
                const double x = m.grid.x0 + i * m.grid.h, y = m.grid.y0 + j * m.grid.h;
                for (int32_t p = 0; p < m.sorted.n_parts; p++)
                    assert_int_equal(odd[p], made_pip_part_holds(&m, p, x, y));
            }
        }
        made_pip_free(&m);
    }
}

static void every_vertex_is_in_a_run_of_its_cell(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const bool has_chunks = seed < 3; // seams between chunks of vertices
        made_pip m = has_chunks ? make_wild_pip(seed, 9000, 500, 200, 5000, 2)
                                : make_wild_pip(seed, 40, 9, 10, 120, 1);
        for (int32_t ring = 0; ring < m.layer.n_rings; ring++)
            for (int64_t v = m.layer.vertex_begin[ring]; v + 1 < m.layer.vertex_begin[ring + 1];
                 v++) {
                const int32_t i = (int32_t)((m.rings.xy[2 * v] - m.grid.x0) / m.grid.h);
                const int32_t j = (int32_t)((m.rings.xy[2 * v + 1] - m.grid.y0) / m.grid.h);
                const uint32_t *begin = m.cell_begin + j * m.grid.nx + i;
                int32_t uses = 0;
                for (const ctk_pip_record *r = m.by_cell + begin[0]; r < m.by_cell + begin[1]; r++)
                    uses += r->n > 0 && r->first <= v && v < r->first + r->n &&
                            (int32_t)r->part == m.ring_part[ring];
                assert_int_equal(uses, 1);
            }
        made_pip_free(&m);
    }
}

/// Room for ten records a chunk: all are counted, and what is said fits exactly.
static void too_small_a_guess_tells_what_it_takes(void **state)
{
    (void)state;
    made_pip m = make_wild_pip(2, 9000, 500, 200, 5000, 2);
    int64_t begin[64], n[64], total = 0;
    assert_in_range(m.n_chunks, 2, 60);
    for (int64_t c = 0; c <= m.n_chunks; c++) begin[c] = 10 * c;
    ctk_pip_record *out = calloc((size_t)m.n_records, sizeof *out);
    assert_false(ctk_pip_records(&m.layer, &m.grid, m.ring_part, begin, 2, out, n));
    assert_memory_equal(n, m.chunk_n, (size_t)m.n_chunks * sizeof *n);
    for (int64_t c = 0; c < m.n_chunks; c++) begin[c + 1] = begin[c] + n[c];
    assert_true(ctk_pip_records(&m.layer, &m.grid, m.ring_part, begin, 2, out, n));
    for (int64_t c = 0; c < m.n_chunks; total += n[c++])
        assert_memory_equal(out + total, m.record + m.chunk_begin[c], (size_t)n[c] * sizeof *out);
    free(out);
    made_pip_free(&m);
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    made_pip one = make_wild_pip(3, 9000, 500, 200, 5000, 1);
    assert_true(one.n_chunks > 1);
    for (int32_t t = 2; t <= 5; t++) {
        made_pip many = make_wild_pip(3, 9000, 500, 200, 5000, t);
        assert_int_equal(one.n_records, many.n_records);
        assert_near(one.grid.x0, many.grid.x0, 0);
        assert_near(one.grid.h, many.grid.h, 0);
        assert_memory_equal(one.by_cell, many.by_cell, (size_t)one.n_records * sizeof *one.by_cell);
        made_pip_free(&many);
    }
    made_pip_free(&one);
}

static void expected_points_are_those_in_each_cell_for_any_number_of_threads(void **state)
{
    (void)state;
    enum { N = 4000, STEP = 3 };
    static double lon[N], lat[N];
    made_pip m = make_wild_pip(2, 40, 9, 300, 120, 1);
    const ctk_pip *g = &m.grid;
    const size_t n_cells = (size_t)g->nx * (size_t)g->ny;
    uint32_t *counted = calloc(n_cells, sizeof *counted), *found = malloc(n_cells * sizeof *found);
    for (int32_t i = 0; i < N; i++) {
        ctk_rng r = ctk_rng_key(1, 2, (uint64_t)i); // a tenth outside, on each side
        const double u = g->nx * (1.2 * ctk_rng_unit(&r) - 0.1);
        const double v = g->ny * (1.2 * ctk_rng_unit(&r) - 0.1);
        lon[i] = i % 50 ? g->x0 + u * g->h : (double)NAN;
        lat[i] = i % 70 ? g->y0 + v * g->h : (double)INFINITY;
        const bool is_in = i % 50 && i % 70 && u >= 0 && v >= 0 && u < g->nx && v < g->ny;
        if (is_in && i % STEP == 0) counted[(size_t)v * (size_t)g->nx + (size_t)u] += STEP;
    }
    for (int32_t t = 1; t <= 5; t++) {
        memset(found, 0, n_cells * sizeof *found);
        ctk_pip_expect(g, N, lon, lat, STEP, t, found);
        assert_memory_equal(found, counted, n_cells * sizeof *found);
    }
    free(found);
    free(counted);
    made_pip_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_root_holds_every_vertex_in_as_many_cells_as_may_be),
        cmocka_unit_test(a_part_is_an_outer_ring_and_the_holes_behind_it),
        cmocka_unit_test(records_keep_their_order_within_a_cell),
        cmocka_unit_test(records_turn_each_reference_over_as_often_as_its_part_says),
        cmocka_unit_test(every_vertex_is_in_a_run_of_its_cell),
        cmocka_unit_test(too_small_a_guess_tells_what_it_takes),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(expected_points_are_those_in_each_cell_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
