/// The cells below the root, read back and compared with every part.
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_pip.h"

enum { SEEDS = 6, MOST_CELLS = 60 };

/// A cell on the way down, and what its reader needs.
typedef struct cell {
    double x0, y0, h;
    uint32_t value;
} cell;

/// A group of the leaf for each part of its region; the answers of both, in any order.
static void check_group(const made_pip *m, const cell *c, uint32_t region, const uint32_t *odd,
                        int32_t n)
{
    int32_t n_odd = 0, n_held = 0, n_all = 0;
    for (int32_t g = 0; g < n; g++) n_odd += (int32_t)odd[g];
    for (int32_t p = 0; p < m->sorted.n_parts; p++) {
        if (m->part_region[p] != (int32_t)region) continue;
        n_held += made_pip_part_holds(m, p, c->x0, c->y0);
        n_all++;
    }
    assert_true(n <= n_all);
    assert_true(n_odd <= n_held && n_held - n_odd <= n_all - n);
}

static int32_t ring_of(const made_pip *m, int64_t v)
{
    return ctk_ring_of(&m->rings.view, v);
}

/// Groups ascend, their runs are their region's, and their references are as the rings say.
static void check_leaf(const made_pip *m, const cell *c)
{
    ctk_pip_reader l = ctk_pip_leaf(m->grid.pool + (c->value - CTK_PIP_LEAF));
    uint32_t odd[64], last = 0;
    int32_t n = 0;
    assert_in_range(l.n_groups, 1, 64);
    while (ctk_pip_next_group(&l)) {
        assert_true(l.region >= last);
        if (l.region > last) n = 0;
        last = l.region;
        odd[n++] = l.odd;
        check_group(m, c, last, odd, n);
        if (l.is_copy) continue;
        do {
            ctk_pip_next_run(&l);
            assert_true(l.n > 0);
            assert_int_equal(m->rings.view.region[ring_of(m, l.first)], l.region);
            assert_int_equal(ring_of(m, l.first), ring_of(m, (int64_t)l.first + l.n));
        } while (l.has_run);
    }
}

/// Returns the number of leaves.
static int32_t check_cell(const made_pip *m, const cell *c, int32_t depth)
{
    int32_t n_leaves = 0;
    assert_true(depth <= CTK_PIP_DEPTH);
    if (c->value < CTK_PIP_LEAF) { // no segment: one answer for the whole cell
        const int32_t region = c->value == CTK_PIP_NONE ? -1 : (int32_t)c->value;
        assert_int_equal(region, made_pip_region(m, c->x0 + c->h / 3, c->y0 + c->h / 5));
        assert_int_equal(region, made_pip_region(m, c->x0 + c->h / 1.1, c->y0 + c->h / 1.2));
        return 0;
    }
    if (c->value < CTK_PIP_GRID) {
        check_leaf(m, c);
        return 1;
    }
    const uint32_t bits = ctk_pip_grid_bits(c->value), n = 1u << bits;
    assert_in_range(bits, 1, 7);
    for (uint32_t i = 0; i < n * n; i++) {
        const cell sub = {c->x0 + i % n * c->h / n, c->y0 + (i >> bits) * c->h / n, c->h / n,
                          m->grid.pool[ctk_pip_grid_at(c->value) + i]};
        n_leaves += check_cell(m, &sub, depth + 1);
    }
    return n_leaves;
}

static int32_t check_all(const made_pip *m)
{
    const ctk_pip *g = &m->grid;
    int32_t n_leaves = 0;
    for (int32_t i = 0; i < g->nx * g->ny; i++) {
        const cell c = {g->x0 + i % g->nx * g->h, g->y0 + (int)(i / g->nx) * g->h, g->h,
                        g->root[i]};
        n_leaves += check_cell(m, &c, 0);
    }
    return n_leaves;
}

static void cells_say_what_every_ring_says(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        made_pip m = make_wild_pip(seed, 50, 20, 10, MOST_CELLS, 1);
        make_pip_pool(&m, 1);
        assert_true(check_all(&m) > 0);
        made_pip_free(&m);
    }
}

/// The lines of the layer are lines of the grid: everything is in special position.
static void a_tidy_layer_is_found_square_by_square(void **state)
{
    (void)state;
    made_pip m = make_grid_pip(9, 7, 0.5, 200, 1);
    make_pip_pool(&m, 1);
    for (int32_t i = 0; i < 63; i++)
        for (int32_t k = 0; k < 4; k++) {
            const double x = 0.5 * (i % 9) + 0.1 + k % 2 * 0.3;
            const double y = 0.5 * (int)(i / 9) + 0.1 + (k > 1) * 0.3;
            assert_int_equal(ctk_pip_find_one(&m.grid, x, y), i);
        }
    made_pip_free(&m);
}

static void a_row_without_room_is_counted_and_asks_for_what_it_takes(void **state)
{
    (void)state;
    made_pip m = make_wild_pip(3, 60, 30, 12, MOST_CELLS, 1);
    make_pip_pool(&m, 1);
    const int32_t ny = m.grid.ny, n_leaves = check_all(&m);
    int64_t begin[MOST_CELLS + 1] = {0}, words[MOST_CELLS];
    uint32_t guard[4] = {1, 2, 3, 4}, *const whole = m.grid.pool;
    m.grid.pool = guard;
    assert_false(ctk_pip_pool(&m.grid, &m.sorted, begin, 1, m.work, m.work_size, words));
    for (uint32_t i = 0; i < 4; i++) assert_int_equal(guard[i], i + 1);
    assert_memory_equal(words, m.row_words, (size_t)ny * sizeof *words);
    for (int32_t j = 0; j < ny; j++) begin[j + 1] = begin[j] + words[j];
    m.grid.pool = calloc((size_t)begin[ny], sizeof *m.grid.pool);
    assert_true(ctk_pip_pool(&m.grid, &m.sorted, begin, 1, m.work, m.work_size, words));
    assert_int_equal(check_all(&m), n_leaves);
    free(whole);
    made_pip_free(&m);
}

static void a_crowded_cell_is_cut_and_a_lone_ring_is_not(void **state)
{
    (void)state;
    made_pip lone = make_grid_pip(1, 1, 1, 4, 1), many = make_grid_pip(40, 40, 1, 4, 1);
    int32_t n_grids = 0;
    make_pip_pool(&lone, 1);
    make_pip_pool(&many, 1);
    for (int32_t i = 0; i < lone.grid.nx * lone.grid.ny; i++)
        assert_true(lone.grid.root[i] < CTK_PIP_GRID);
    for (int32_t i = 0; i < many.grid.nx * many.grid.ny; i++)
        n_grids += many.grid.root[i] >= CTK_PIP_GRID;
    assert_true(n_grids > 0);
    made_pip_free(&lone);
    made_pip_free(&many);
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    made_pip one = make_wild_pip(4, 300, 60, 30, 900, 1);
    make_pip_pool(&one, 1);
    const size_t n_cells = (size_t)one.grid.nx * (size_t)one.grid.ny;
    for (int32_t t = 2; t <= 5; t++) {
        made_pip many = make_wild_pip(4, 300, 60, 30, 900, t);
        make_pip_pool(&many, t);
        const size_t n_words = (size_t)one.row_begin[one.grid.ny];
        assert_int_equal(n_words, many.row_begin[many.grid.ny]);
        assert_memory_equal(one.grid.root, many.grid.root, n_cells * sizeof *one.grid.root);
        assert_memory_equal(one.grid.pool, many.grid.pool, n_words * sizeof *one.grid.pool);
        made_pip_free(&many);
    }
    made_pip_free(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_say_what_every_ring_says),
        cmocka_unit_test(a_tidy_layer_is_found_square_by_square),
        cmocka_unit_test(a_row_without_room_is_counted_and_asks_for_what_it_takes),
        cmocka_unit_test(a_crowded_cell_is_cut_and_a_lone_ring_is_not),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
