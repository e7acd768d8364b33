/// How much work --effort buys.
#include <math.h>

#include "balance/balance.h"
#include "kernels/prim/knob.h"

/// By --effort 1..10.
static CTK_KNOB_TABLE ct_effort EFFORT[] = {
    [1] = {.short_steps = 40,
           .long_steps = 60,
           .mix_steps = 60,
           .n_long = 1,
           .polish_steps = 1000,
           .rescue_steps = 1000},
    [2] = {.short_steps = 60,
           .long_steps = 200,
           .mix_steps = 200,
           .n_long = 2,
           .polish_steps = 1500,
           .rescue_steps = 1500},
    [3] = {.short_steps = 100,
           .long_steps = 500,
           .mix_steps = 500,
           .n_long = 2,
           .polish_steps = 2000,
           .rescue_steps = 2000},
    [4] = {.short_steps = 150,
           .long_steps = 700,
           .mix_steps = 600,
           .n_long = 2,
           .polish_steps = 3000,
           .rescue_steps = 2500},
    [5] = {.short_steps = 200,
           .long_steps = 600,
           .mix_steps = 900,
           .n_long = 2,
           .polish_steps = 4000,
           .rescue_steps = 3000},
    [6] = {.short_steps = 300,
           .long_steps = 3000,
           .mix_steps = 2000,
           .n_long = 2,
           .polish_steps = 6000,
           .rescue_steps = 6000},
    [7] = {.short_steps = 400,
           .long_steps = 6000,
           .mix_steps = 6000,
           .n_long = 4,
           .polish_steps = 8000,
           .rescue_steps = 10000},
    [8] = {.short_steps = 500,
           .long_steps = 10000,
           .mix_steps = 10000,
           .n_long = 4,
           .polish_steps = 12000,
           .rescue_steps = 20000},
    [9] = {.short_steps = 1000,
           .long_steps = 30000,
           .mix_steps = 30000,
           .n_long = 6,
           .polish_steps = 20000,
           .rescue_steps = 50000},
    [10] = {.short_steps = 2000,
            .long_steps = 100000,
            .mix_steps = 100000,
            .n_long = 8,
            .polish_steps = 40000,
            .rescue_steps = 100000},
};
enum { EFFORTS = sizeof EFFORT / sizeof *EFFORT - 1 };
CTK_KNOB_COLUMN(EFFORT, short_steps, real);
CTK_KNOB_COLUMN(EFFORT, long_steps, real);
CTK_KNOB_COLUMN(EFFORT, mix_steps, real);
CTK_KNOB_COLUMN(EFFORT, n_long, whole);
CTK_KNOB_COLUMN(EFFORT, polish_steps, whole);
CTK_KNOB_COLUMN(EFFORT, rescue_steps, real);

/// Regions from which the work for each of them shrinks: borders grow with the root of the map.
CTK_KNOB(USUAL_SIZE, 33000);
CTK_KNOB(MOST_BONUS, 8);

/// Maps of so many regions, and not yet of the usual size, gain most by mergers: plans differ by
/// where territories lie, more than by how their borders run.
CTK_KNOB(WORTH_MIXING, 200);

/// Bonus from which a map is small: worth more candidates, and shorter long anneals, which bring
/// less there than mergers.
CTK_KNOB(SMALL, 2);
CTK_KNOB_N(SMALL_LONG, 2);       ///< times as many candidates
CTK_KNOB(SMALL_LONG_STEPS, 0.5); ///< of the steps

/// Parts of a phase between which the clock and the caller are asked; proposals in one at most.
CTK_KNOB_N(SLICES, 8);
CTK_KNOB_N(MOST_SLICES, 10000);
CTK_KNOB_N(SLICE_STEPS, 8000000);

/// Bands of several measures are harder to meet at once: they get what the next effort buys.
const ct_effort *ct_balance_effort(const ct_solver *s)
{
    const int32_t effort = s->in->opt->effort + (s->problem->m > 1);
    return &EFFORT[effort < EFFORTS ? effort : EFFORTS];
}

double ct_balance_bonus(const ct_solver *s)
{
    return fmin(sqrt(USUAL_SIZE / s->problem->n), MOST_BONUS);
}

double ct_balance_steps(const ct_solver *s, double steps)
{
    return steps * ct_balance_bonus(s) * s->problem->n;
}

double ct_balance_mix_steps(const ct_solver *s)
{
    const double more = fmin(ct_balance_bonus(s), s->problem->n / WORTH_MIXING);
    return ct_balance_effort(s)->mix_steps * fmax(more, 1);
}

/// Small enough to work on more candidates, and that long anneals bring less than mergers.
static bool is_small(const ct_solver *s)
{
    return ct_balance_bonus(s) > SMALL;
}

int32_t ct_balance_n_long(const ct_solver *s)
{
    return ct_balance_effort(s)->n_long * (is_small(s) ? SMALL_LONG : 1);
}

double ct_balance_long_steps(const ct_solver *s)
{
    return ct_balance_effort(s)->long_steps * (is_small(s) ? SMALL_LONG_STEPS : 1);
}

int32_t ct_balance_slices(const ct_solver *s, int32_t n, double steps)
{
    return (int32_t)fmin(fmax(ct_balance_steps(s, steps) * n / SLICE_STEPS, SLICES), MOST_SLICES);
}
