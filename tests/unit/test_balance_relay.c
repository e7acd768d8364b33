/// kernels/balance/relay: every step once and in order, every item once, workers within range.
#include "kernels/balance/relay.h"

#include "tests/support/check.h"

enum { LINES = 7, STEPS = 40, ITEMS = 9, THREADS = 5 };

typedef struct record {
    ctk_relay relay;
    int32_t n_threads;
    int32_t made[LINES];                ///< steps of each line
    int32_t times[LINES][STEPS][ITEMS]; ///< that each item was done
    bool is_odd;                        ///< something was out of order
} record;

typedef struct place {
    record *x;
    int32_t line, step;
} place;

/// Lines are of different length.
static int32_t length(int32_t line)
{
    return STEPS - 5 * line;
}

static void do_item(void *ctx, int32_t worker, int32_t item)
{
    const place *p = ctx;
    if (worker < 0 || worker >= p->x->n_threads) p->x->is_odd = true;
    p->x->times[p->line][p->step][item]++;
}

static bool make_step(void *ctx, int32_t worker, int32_t line)
{
    record *x = ctx;
    place p = {x, line, x->made[line]++};
    if (worker < 0 || worker >= x->n_threads) x->is_odd = true;
    if (p.step >= length(line)) x->is_odd = true;
    ctk_relay_share(&x->relay, ITEMS, do_item, &p);
    for (int32_t i = 0; i < ITEMS; i++)
        if (x->times[line][p.step][i] != 1) x->is_odd = true;
    return p.step + 1 < length(line);
}

static void every_step_is_made_once_and_all_its_items_before_the_next(void **state)
{
    (void)state;
    for (int32_t threads = 1; threads <= THREADS; threads++) {
        for (int32_t lines = 0; lines <= LINES; lines++) {
            record x = {.n_threads = threads};
            int32_t n_steps[LINES];
            ctk_relay_run(&x.relay, lines, threads, n_steps, make_step, &x);
            assert_false(x.is_odd);
            for (int32_t i = 0; i < lines; i++) assert_int_equal(x.made[i], length(i));
        }
    }
}

typedef struct order {
    int32_t made[LINES];
    bool is_uneven;
} order;

static bool compare_step(void *ctx, int32_t worker, int32_t line)
{
    order *x = ctx;
    (void)worker;
    for (int32_t i = 0; i < LINES; i++)
        if (x->made[line] > x->made[i]) x->is_uneven = true;
    return ++x->made[line] < STEPS;
}

static void no_line_runs_ahead_of_the_others(void **state)
{
    (void)state;
    ctk_relay r;
    order x = {.is_uneven = false};
    int32_t n_steps[LINES];
    ctk_relay_run(&r, LINES, 1, n_steps, compare_step, &x);
    assert_false(x.is_uneven);
}

static void without_a_relay_the_caller_does_all_items(void **state)
{
    (void)state;
    record x = {.n_threads = 1};
    place p = {&x, 0, 0};
    ctk_relay_share(NULL, ITEMS, do_item, &p);
    for (int32_t i = 0; i < ITEMS; i++) assert_int_equal(x.times[0][0][i], 1);
    assert_false(x.is_odd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_made_once_and_all_its_items_before_the_next),
        cmocka_unit_test(no_line_runs_ahead_of_the_others),
        cmocka_unit_test(without_a_relay_the_caller_does_all_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
