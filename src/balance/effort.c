/// What the table of effort comes to on this map.
#include <math.h>

#include "balance/balance.h"
#include "kernels/prim/knob.h"

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
CTK_KNOB_N(SLICE_STEPS, 8000000);

/// Bands of several measures are harder to meet at once: they get what the next effort buys.
const ct_effort *ct_balance_effort(const ct_solver *s)
{
    const int32_t effort = s->in->opt->effort + (s->problem->m > 1);
    return ct_effort_of(effort);
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
    return (int32_t)fmax(ct_balance_steps(s, steps) * n / SLICE_STEPS, SLICES);
}
