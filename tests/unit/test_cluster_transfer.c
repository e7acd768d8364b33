/// Weight passed over one border, on random maps, against the definition worked out plainly.
#include "kernels/cluster/transfer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"
#include "tests/oracle/partition.h"

enum { SIDE = 20, N = SIDE * SIDE, K = 9, SEEDS = 100, DRAWS = 10 };

typedef struct scene {
    made_map *m;
    ctk_layout l;
    ctk_centers at;
    ctk_cells cells;
    void *memory;
} scene;

static void open_cells(scene *c)
{
    ctk_cells_open(&c->m->map, &c->at, c->l.part, &c->cells);
    c->cells.n_left = INT64_MAX;
}

/// Whole cells of nearest points, under prices of their own.
static void open_scene(scene *c, uint64_t seed)
{
    c->m = make_map(seed, SIDE, K);
    c->l = make_layout(c->m, seed);
    make_whole_cells(c->m, &c->l);
    c->at = made_centers(c->m, &c->l);
    ctk_rng r = ctk_rng_key(seed, 1, 0);
    for (int32_t j = 0; j < K; j++) c->l.lambda[j] = 20 * ctk_rng_unit(&r);
    ctk_carver carver = {0};
    ctk_cells_place(&carver, N, K, &c->cells);
    carver = (ctk_carver){.base = c->memory = cluster_alloc(carver.used)};
    ctk_cells_place(&carver, N, K, &c->cells);
    open_cells(c);
}

static void free_scene(scene *c)
{
    made_layout_free(&c->l);
    free(c->memory);
    made_map_free(c->m);
}

static double mass_of(const scene *c, int32_t j)
{
    double sum = 0;
    for (int32_t u = 0; u < N; u++) sum += c->l.part[u] == j ? c->m->w[u] : 0;
    return sum;
}

/// A random pair of touching cells, and up to 0.6 of what the first has.
static ctk_transfer draw(const scene *c, ctk_rng *r)
{
    ctk_transfer t = {0};
    while (t.from == t.to) {
        const int32_t u = (int32_t)ctk_rng_below(r, N);
        for (int64_t a = c->m->indptr[u]; a < c->m->indptr[u + 1]; a++)
            if (c->l.part[c->m->indices[a]] != c->l.part[u])
                t = (ctk_transfer){.from = c->l.part[u], .to = c->l.part[c->m->indices[a]]};
    }
    t.goal = mass_of(c, t.from) * (0.02 + 0.6 * ctk_rng_unit(r));
    return t;
}

// ---- plain form ---------------------------------------------------------------------------------

enum state { ELSEWHERE, RESTS, PASSED_OVER, TAKEN };

/// What it costs per unit of weight.
static double price(const scene *c, const ctk_transfer *t, int32_t u)
{
    double p = c->l.lambda[t->from] - c->l.lambda[t->to];
    for (int64_t a = 0; a < 3; a++) {
        const double x = c->m->pos[a * N + u];
        p += pow(x - c->l.center[a * K + t->to], 2) - pow(x - c->l.center[a * K + t->from], 2);
    }
    return p;
}

static bool can_be_taken(const scene *c, const ctk_transfer *t, const int32_t *state, int32_t u)
{
    if (state[u] != RESTS) return false;
    for (int64_t a = c->m->indptr[u]; a < c->m->indptr[u + 1]; a++) {
        const int32_t v = c->m->indices[a];
        if (c->l.part[v] == t->to || state[v] == TAKEN) return true;
    }
    return false;
}

static void grow_plainly(const scene *c, const ctk_transfer *t, int32_t *state)
{
    double amount = 0;
    while (amount < 0.9 * t->goal) {
        int32_t best = -1;
        for (int32_t u = 0; u < N; u++)
            if (can_be_taken(c, t, state, u) && (best < 0 || price(c, t, u) < price(c, t, best)))
                best = u;
        if (best < 0) return;
        const bool fits = amount + c->m->w[best] <= 1.25 * t->goal;
        state[best] = fits ? TAKEN : PASSED_OVER;
        amount += fits ? c->m->w[best] : 0;
    }
}

/// The points connected to u that are not taken: numbered `piece`; returns their weight.
static double number_piece(const scene *c, const int32_t *state, int32_t u, int32_t piece,
                           int32_t *of)
{
    double mass = c->m->w[u];
    of[u] = piece;
    for (int64_t a = c->m->indptr[u]; a < c->m->indptr[u + 1]; a++) {
        const int32_t v = c->m->indices[a];
        if (of[v] == 0 && (state[v] == RESTS || state[v] == PASSED_OVER))
            mass += number_piece(c, state, v, piece, of);
    }
    return mass;
}

/// All pieces of the rest but the heaviest are taken; false = no rest. Tells if there was one.
static bool cut_off_plainly(const scene *c, int32_t *state, bool *is_cut)
{
    int32_t of[N] = {0}, n = 0, heaviest = 0;
    double most = -1;
    for (int32_t u = 0; u < N; u++) {
        if (of[u] || state[u] == ELSEWHERE || state[u] == TAKEN) continue;
        const double mass = number_piece(c, state, u, ++n, of);
        if (mass <= most) continue;
        most = mass;
        heaviest = n;
    }
    for (int32_t u = 0; u < N; u++)
        if (of[u] && of[u] != heaviest) state[u] = TAKEN;
    *is_cut = n > 1;
    return n > 0;
}

/// state[u] == TAKEN for what is to be found; amount and cost of it.
static bool find_plainly(const scene *c, ctk_transfer *t, int32_t *state, bool *is_cut)
{
    for (int32_t u = 0; u < N; u++) state[u] = c->l.part[u] == t->from ? RESTS : ELSEWHERE;
    grow_plainly(c, t, state);
    const bool has_rest = cut_off_plainly(c, state, is_cut);
    t->amount = t->cost = 0;
    for (int32_t u = 0; u < N; u++) {
        if (state[u] != TAKEN) continue;
        t->amount += c->m->w[u];
        t->cost += c->m->w[u] * price(c, t, u);
    }
    return has_rest && t->amount >= 0.5 * t->goal && t->amount <= 1.5 * t->goal;
}

// ---- claims -------------------------------------------------------------------------------------

static void assert_same(const scene *c, const ctk_transfer *fast, const ctk_transfer *plain,
                        const int32_t *state)
{
    int32_t n = 0;
    assert_near(fast->amount, plain->amount, 1e-9);
    assert_near(fast->cost, plain->cost, 1e-6);
    for (int32_t u = 0; u < N; u++) n += state[u] == TAKEN;
    assert_int_equal(c->cells.n_taken, n);
    for (int32_t q = 0; q < n; q++) assert_int_equal(state[c->cells.taken[q]], TAKEN);
}

static void the_plain_form_takes_the_same_points(void **state)
{
    (void)state;
    int32_t n_found = 0, n_missed = 0, n_cut = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c;
        open_scene(&c, seed);
        ctk_rng r = ctk_rng_key(seed, 2, 0);
        for (int32_t i = 0; i < DRAWS; i++) {
            int32_t of[N];
            bool is_cut;
            ctk_transfer t = draw(&c, &r), plain = t;
            const bool found = ctk_transfer_find(&c.cells, &t);
            assert_int_equal(found, find_plainly(&c, &plain, of, &is_cut));
            if (found) {
                assert_same(&c, &t, &plain, of);
                assert_true(ctk_transfer_apply(&c.cells, &t));
                c.cells.n_moved = 0;
            }
            n_found += found;
            n_missed += !found;
            n_cut += found && is_cut;
        }
        free_scene(&c);
    }
    assert_true(n_found > SEEDS * DRAWS / 2);
    assert_true(n_missed > 10);
    assert_true(n_cut > 10);
}

static void assert_lists_agree(const scene *c)
{
    int32_t n = 0;
    for (int32_t j = 0; j < K; j++) {
        assert_near(c->cells.mass[j], mass_of(c, j), 1e-9);
        for (int32_t u = c->cells.head[j], last = -1; u >= 0; last = u, u = c->cells.next[u]) {
            assert_int_equal(c->l.part[u], j);
            assert_int_equal(c->cells.prev[u], last);
            n++;
        }
    }
    assert_int_equal(n, N);
}

static int32_t count_pieces(const scene *c)
{
    int32_t n = 0;
    for (int32_t j = 0; j < K; j++)
        n += oracle_pieces(N, c->m->indptr, c->m->indices, c->l.part, j, -1);
    return n;
}

static void cells_stay_whole_and_none_is_lost(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c;
        open_scene(&c, seed);
        ctk_rng r = ctk_rng_key(seed, 3, 0);
        const int32_t pieces = count_pieces(&c);
        for (int32_t i = 0; i < DRAWS; i++) {
            ctk_transfer t = draw(&c, &r);
            if (!ctk_transfer_find(&c.cells, &t)) continue;
            ctk_transfer_apply(&c.cells, &t);
            c.cells.n_moved = 0;
            assert_int_equal(count_pieces(&c), pieces);
        }
        assert_lists_agree(&c);
        free_scene(&c);
    }
}

static void what_was_moved_since_a_mark_goes_back(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c;
        open_scene(&c, seed);
        ctk_rng r = ctk_rng_key(seed, 4, 0);
        int32_t before[2][N], mark[2];
        for (int32_t i = 0; i < 2; i++) {
            mark[i] = c.cells.n_moved;
            memcpy(before[i], c.l.part, sizeof before[i]);
            ctk_transfer t = draw(&c, &r);
            if (ctk_transfer_find(&c.cells, &t)) ctk_transfer_apply(&c.cells, &t);
        }
        for (int32_t i = 1; i >= 0; i--) {
            ctk_transfer_undo(&c.cells, mark[i]);
            assert_memory_equal(c.l.part, before[i], sizeof before[i]);
            assert_lists_agree(&c);
        }
        free_scene(&c);
    }
}

static void what_cannot_be_remembered_is_not_moved(void **state)
{
    (void)state;
    scene c;
    open_scene(&c, 1);
    ctk_rng r = ctk_rng_key(1, 5, 0);
    int32_t before[N];
    ctk_transfer t = draw(&c, &r);
    while (!ctk_transfer_find(&c.cells, &t)) t = draw(&c, &r);
    memcpy(before, c.l.part, sizeof before);
    c.cells.n_moved = N - c.cells.n_taken + 1;
    assert_false(ctk_transfer_apply(&c.cells, &t));
    assert_memory_equal(c.l.part, before, sizeof before);
    c.cells.n_moved--;
    assert_true(ctk_transfer_apply(&c.cells, &t));
    free_scene(&c);
}

/// Cells 0, 1 and 2 are the west, the middle and the east of the map.
static void open_stripes(scene *c)
{
    open_scene(c, 7);
    for (int32_t u = 0; u < N; u++) c->l.part[u] = u % SIDE * 3 / SIDE;
    open_cells(c);
}

static void nothing_passes_between_cells_that_do_not_touch(void **state)
{
    (void)state;
    scene c;
    open_stripes(&c);
    ctk_transfer over = {.from = 0, .to = 2, .goal = 5}, next = {.from = 0, .to = 1, .goal = 5};
    assert_false(ctk_transfer_find(&c.cells, &over));
    assert_true(ctk_transfer_find(&c.cells, &next));
    free_scene(&c);
}

static void nobody_gives_all_away(void **state)
{
    (void)state;
    scene c;
    open_stripes(&c);
    ctk_transfer all = {.from = 0, .to = 1, .goal = mass_of(&c, 0)};
    assert_true(ctk_transfer_find(&c.cells, &all)); // nearly all is enough
    all.goal *= 1.2;
    assert_false(ctk_transfer_find(&c.cells, &all));
    free_scene(&c);
}

static void a_transfer_meets_the_points_of_the_giver(void **state)
{
    (void)state;
    scene c;
    open_stripes(&c);
    ctk_transfer t = {.from = 0, .to = 1, .goal = 5};
    c.cells.n_left = 1;
    assert_true(ctk_transfer_find(&c.cells, &t));
    assert_int_equal(c.cells.n_left, 1 - 7 * SIDE);
    assert_false(ctk_transfer_find(&c.cells, &t));
    free_scene(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plain_form_takes_the_same_points),
        cmocka_unit_test(cells_stay_whole_and_none_is_lost),
        cmocka_unit_test(what_was_moved_since_a_mark_goes_back),
        cmocka_unit_test(what_cannot_be_remembered_is_not_moved),
        cmocka_unit_test(nothing_passes_between_cells_that_do_not_touch),
        cmocka_unit_test(nobody_gives_all_away),
        cmocka_unit_test(a_transfer_meets_the_points_of_the_giver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
