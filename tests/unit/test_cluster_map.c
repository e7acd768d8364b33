/// Rules in clustering: what the one question says, and that every mover of points asks it.
#include "kernels/cluster/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/cluster/even.h"
#include "kernels/cluster/finish.h"
#include "kernels/cluster/units.h"
#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 20, N = SIDE * SIDE, K = 9, SEEDS = 40, PAIRS = N };

/// Random rules of points, as matrices and as the kernels take them.
typedef struct rule_book {
    bool is_forbidden[N][K], is_apart[N][N];
    int32_t only[N], forbid[N * K], apart[2 * PAIRS];
    int64_t forbid_begin[N + 1], apart_begin[N + 1];
    ctk_rules rules;
} rule_book;

typedef struct scene {
    made_map *m;
    ctk_layout l;
    ctk_centers at;
    rule_book *book;
    int32_t *was; ///< [N] the cells before
    void *memory;
    ctk_mend_work mend;
    ctk_even_work even;
} scene;

// ---- making -------------------------------------------------------------------------------------

static void list_rules(rule_book *b)
{
    int64_t n_forbid = 0, n_apart = 0;
    for (int32_t u = 0; u < N; u++) {
        b->forbid_begin[u] = n_forbid;
        b->apart_begin[u] = n_apart;
        for (int32_t j = 0; j < K; j++)
            if (b->is_forbidden[u][j] && b->only[u] < 0) b->forbid[n_forbid++] = j;
        for (int32_t v = 0; v < N; v++)
            if (b->is_apart[u][v]) b->apart[n_apart++] = v;
    }
    b->forbid_begin[N] = n_forbid;
    b->apart_begin[N] = n_apart;
    b->rules = (ctk_rules){.only = b->only,
                           .forbid_begin = b->forbid_begin,
                           .forbid = b->forbid,
                           .apart_begin = b->apart_begin,
                           .apart = b->apart,
                           .budget = INT64_MAX};
}

/// One point in eight has a cell of its own, another may not be in some, pairs are apart. `part`
/// keeps all but one in ten of the rules.
static rule_book *make_rules(uint64_t seed, const int32_t *part)
{
    rule_book *b = cluster_alloc(sizeof *b);
    ctk_rng r = ctk_rng_key(seed, 31, 0);
    for (int32_t u = 0; u < N; u++) {
        const uint32_t kind = ctk_rng_below(&r, 8);
        const int32_t own = ctk_rng_below(&r, 10) ? part[u] : (int32_t)ctk_rng_below(&r, K);
        b->only[u] = kind == 0 ? own : CTK_ANYWHERE;
        for (int32_t j = 0; j < K; j++)
            b->is_forbidden[u][j] = j != own && (kind == 0 || (kind == 1 && ctk_rng_below(&r, 2)));
    }
    for (int32_t i = 0; i < PAIRS; i++) {
        const int32_t u = (int32_t)ctk_rng_below(&r, N), v = (int32_t)ctk_rng_below(&r, N);
        const bool is_kept = part[u] != part[v] || ctk_rng_below(&r, 10) == 0;
        if (u != v && is_kept) b->is_apart[u][v] = b->is_apart[v][u] = true;
    }
    list_rules(b);
    return b;
}

/// Every point in the cell of its nearest centre, whole or with noise; no rules yet.
static scene new_scene(uint64_t seed, bool is_torn)
{
    scene s = {.m = make_map(seed, SIDE, K), .was = cluster_alloc(N * sizeof *s.was)};
    ctk_rng r = ctk_rng_key(seed, 32, 0);
    s.l = make_layout(s.m, seed);
    s.at = made_centers(s.m, &s.l);
    make_whole_cells(s.m, &s.l);
    for (int32_t u = 0; u < N && is_torn; u++)
        if (ctk_rng_below(&r, 6) == 0) s.l.part[u] = (int32_t)ctk_rng_below(&r, K);
    s.book = make_rules(seed, s.l.part);
    memcpy(s.was, s.l.part, N * sizeof *s.was);
    for (int32_t pass = 0; pass < 2; pass++) {
        ctk_carver c = {.base = s.memory};
        ctk_mend_place(&c, N, K, &s.mend);
        ctk_even_place(&c, N, K, &s.even);
        if (!s.memory) s.memory = cluster_alloc(c.used);
    }
    return s;
}

static void free_scene(scene *s)
{
    made_layout_free(&s->l);
    made_map_free(s->m);
    free(s->book);
    free(s->was);
    free(s->memory);
}

// ---- plain forms --------------------------------------------------------------------------------

/// Rules that `was` keeps and `part` breaks.
static int32_t newly_broken(const rule_book *b, const int32_t *was, const int32_t *part)
{
    int32_t n = 0;
    for (int32_t u = 0; u < N; u++) {
        n += b->is_forbidden[u][part[u]] && !b->is_forbidden[u][was[u]];
        for (int32_t v = 0; v < u; v++)
            n += b->is_apart[u][v] && part[u] == part[v] && was[u] != was[v];
    }
    return n;
}

static int32_t n_moved(const scene *s)
{
    int32_t n = 0;
    for (int32_t u = 0; u < N; u++) n += s->l.part[u] != s->was[u];
    return n;
}

// ---- the question -------------------------------------------------------------------------------

static void a_set_joins_exactly_where_no_rule_is_newly_broken(void **state)
{
    (void)state;
    int32_t n_allowed = 0, n_refused = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene s = new_scene(seed, true);
        ctk_rng r = ctk_rng_key(seed, 33, 0);
        s.m->map.rules = &s.book->rules;
        for (int32_t t = 0; t < 100; t++) {
            int32_t point[4], n = 1 + (int32_t)ctk_rng_below(&r, 4);
            const int32_t to = (int32_t)ctk_rng_below(&r, K);
            for (int32_t i = 0; i < n; i++) // distinct, and none that breaks a rule already
                point[i] = (int32_t)ctk_rng_below(&r, N / 4) * 4 + i;
            for (int32_t i = 0; i < n; i++) s.l.part[point[i]] = to;
            const bool is_kept = newly_broken(s.book, s.was, s.l.part) == 0;
            memcpy(s.l.part, s.was, N * sizeof *s.was);
            bool is_stuck = false; // stays where it is, or where it may not be
            for (int32_t i = 0; i < n; i++)
                is_stuck |=
                    s.was[point[i]] == to || s.book->is_forbidden[point[i]][s.was[point[i]]];
            if (is_stuck) continue;
            const bool may = ctk_map_may_join_all(&s.m->map, s.was, n, point, to);
            assert_int_equal(may, is_kept);
            assert_int_equal(ctk_map_move(&s.m->map, s.l.part, n, point, to), may);
            for (int32_t i = 0; i < n; i++)
                assert_int_equal(s.l.part[point[i]], may ? to : s.was[point[i]]);
            memcpy(s.l.part, s.was, N * sizeof *s.was);
            n_allowed += may, n_refused += !may;
        }
        free_scene(&s);
    }
    assert_true(n_allowed > 500 && n_refused > 500);
}

// ---- the movers ---------------------------------------------------------------------------------

static void mend(scene *s)
{
    ctk_mend(&s->m->map, &s->at, &s->mend, s->l.part);
}

static void even(scene *s)
{
    ctk_even(&s->m->map, &s->at, &s->m->quota, INT64_MAX, &s->even, s->l.part);
}

/// Transfers between all pairs of cells, as far as there are any.
static void transfer(scene *s)
{
    ctk_cells *c = &s->even.cells;
    ctk_cells_open(&s->m->map, &s->at, s->l.part, c);
    c->n_left = INT64_MAX;
    for (int32_t a = 0; a < K; a++)
        for (int32_t b = 0; b < K; b++) {
            ctk_transfer t = {.from = a, .to = b, .goal = 12};
            c->n_moved = 0;
            if (a != b && ctk_transfer_find(c, &t)) ctk_transfer_apply(c, &t);
        }
}

/// Every third cell is emptied into the first and filled again.
static void fill(scene *s)
{
    int32_t count[K];
    for (int32_t u = 0; u < N; u++)
        if (s->l.part[u] % 3 == 2) s->l.part[u] = 0;
    memcpy(s->was, s->l.part, N * sizeof *s->was);
    ctk_fill_empty(&s->m->map, K, s->l.center, count, s->l.part);
}

/// What `move` newly breaks without rules is something, and with them nothing; it moves all the
/// same.
static void check_mover(bool is_torn, void (*move)(scene *))
{
    int32_t without = 0, moved = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene s = new_scene(seed, is_torn);
        move(&s);
        without += newly_broken(s.book, s.was, s.l.part);
        free_scene(&s);
        s = new_scene(seed, is_torn);
        s.m->map.rules = &s.book->rules;
        move(&s);
        assert_int_equal(newly_broken(s.book, s.was, s.l.part), 0);
        moved += n_moved(&s);
        free_scene(&s);
    }
    assert_true(without > 0);
    assert_true(moved > SEEDS / 4);
}

static void mending_breaks_no_rule(void **state)
{
    (void)state;
    check_mover(true, mend);
}

static void evening_breaks_no_rule(void **state)
{
    (void)state;
    check_mover(false, even);
}

static void transfers_break_no_rule(void **state)
{
    (void)state;
    check_mover(false, transfer);
}

static void filling_an_empty_cell_breaks_no_rule(void **state)
{
    (void)state;
    check_mover(false, fill);
}

// ---- units --------------------------------------------------------------------------------------

static ctk_units new_units(const scene *s)
{
    ctk_units u = {.of = cluster_alloc(N * sizeof(int32_t)),
                   .pos = cluster_alloc(3 * N * sizeof(double)),
                   .w = cluster_alloc(N * sizeof(double)),
                   .indptr = cluster_alloc((N + 1) * sizeof(int64_t)),
                   .indices = cluster_alloc(4 * N * sizeof(int32_t)),
                   .only = cluster_alloc(N * sizeof(int32_t)),
                   .forbid_begin = cluster_alloc((N + 1) * sizeof(int64_t)),
                   .forbid = cluster_alloc(N * K * sizeof(int32_t)),
                   .apart_begin = cluster_alloc((N + 1) * sizeof(int64_t)),
                   .apart = cluster_alloc(2 * PAIRS * sizeof(int32_t))};
    void *work = cluster_alloc(ctk_units_work(N));
    ctk_units_build(&s->m->map, s->m->blocks.order, 5, 1e9, HUGE_VAL, work, &u);
    free(work);
    return u;
}

static void free_units(ctk_units *u)
{
    free(u->of), free(u->pos), free(u->w), free(u->indptr), free(u->indices);
    free(u->only), free(u->forbid_begin), free(u->forbid), free(u->apart_begin), free(u->apart);
}

static void units_may_be_exactly_where_their_points_may(void **state)
{
    (void)state;
    int32_t n_larger = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene s = new_scene(seed, false);
        s.m->map.rules = &s.book->rules;
        for (int32_t u = 0; u < N; u++) // fewer pairs, so that there is something to group
            for (int32_t v = 0; v < N; v++) s.book->is_apart[u][v] &= u % 5 == 0 && v % 5 == 0;
        list_rules(s.book);
        ctk_units units = new_units(&s);
        ctk_rng r = ctk_rng_key(seed, 34, 0);
        int32_t of_units[N], of_points[N], n_broken = 0;
        for (int32_t j = 0; j < units.n; j++) of_units[j] = (int32_t)ctk_rng_below(&r, K);
        for (int32_t u = 0; u < N; u++) of_points[u] = of_units[units.of[u]];
        for (int32_t u = 0; u < N; u++) {
            n_broken += s.book->is_forbidden[u][of_points[u]];
            for (int32_t v = 0; v < u; v++)
                n_broken += s.book->is_apart[u][v] && of_points[u] == of_points[v];
        }
        assert_true(n_broken > 0);
        assert_int_equal(ctk_rules_broken(&units.rules, units.n, of_units, NULL), n_broken);
        n_larger += units.n < N * 3 / 4;
        free_units(&units);
        free_scene(&s);
    }
    assert_int_equal(n_larger, SEEDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_joins_exactly_where_no_rule_is_newly_broken),
        cmocka_unit_test(mending_breaks_no_rule),
        cmocka_unit_test(evening_breaks_no_rule),
        cmocka_unit_test(transfers_break_no_rule),
        cmocka_unit_test(filling_an_empty_cell_breaks_no_rule),
        cmocka_unit_test(units_may_be_exactly_where_their_points_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
