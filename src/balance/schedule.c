/// How much work --effort buys, and the schedules of anneals, mergers and rescues.
#include <math.h>

#include "balance/balance.h"

enum {
    STAGE = 6,  ///< key of the anneals' random numbers
    SLICES = 8, ///< of a phase at least, between which the clock and the caller are asked
    MOST_SLICES = 10000,
    SLICE_STEPS = 8000000, ///< proposals in a slice at most
    EFFORTS = 10,
    STREAMS = 16, ///< of random numbers that a candidate has, one for each phase
    TEAM = 12,    ///< territories that are annealed together
    PRESSES = 4,  ///< rounds of polish after which pressure rises no further
    PER_ARC = 16, ///< proposals for each border arc in an epoch
    LEAST_EPOCHS = 16,
    MOST_EPOCHS = 2000,
    REMIX_STEPS = 200,  ///< proposals for each merged region
    REMIX_TEAM = 4,     ///< territories of a merger at most
    RESCUE_STEPS = 400, ///< proposals for each region of a stir
    RESCUE_POLISH = 100,
    RESCUE_KINDS = 6,
    AREA_STEPS = 1000, ///< proposals for each region of a wide area
    AREA_POLISH = 200
};

/// Regions from which the work for each of them shrinks: borders grow with the root of the map.
static const double USUAL_SIZE = 33000;
static const double MOST_BONUS = 8;

/// Maps of so many regions, and not yet of the usual size, gain most by mergers: plans differ by
/// where territories lie, more than by how their borders run.
static const double WORTH_MIXING = 200;

/// Stress of a band that is missed grows as much as this in a quarter of an anneal, and falls as
/// much in a whole one.
static const double STRESS = 100;

/// Of the long anneal of several measures, see ctk_sweep.
static const double NARROW = 0.7;

static const ct_effort EFFORT[EFFORTS + 1] = {
    {0, 0, 0, 0, 0, 0},
    {40, 60, 60, 1, 1000, 1000},
    {60, 200, 200, 2, 1500, 1500},
    {100, 500, 500, 2, 2000, 2000},
    {150, 700, 600, 2, 3000, 2500},
    {200, 600, 900, 2, 4000, 3000},
    {300, 3000, 2000, 2, 6000, 6000},
    {400, 6000, 6000, 4, 8000, 10000},
    {500, 10000, 10000, 4, 12000, 20000},
    {1000, 30000, 30000, 6, 20000, 50000},
    {2000, 100000, 100000, 8, 40000, 100000},
};

/// Bands of several measures are harder to meet at once: they get what the next effort buys.
const ct_effort *ct_balance_effort(const ct_solver *s)
{
    const int32_t effort = s->in->opt->effort + (s->problem.m > 1);
    return &EFFORT[effort < EFFORTS ? effort : EFFORTS];
}

double ct_balance_bonus(const ct_solver *s)
{
    return fmin(sqrt(USUAL_SIZE / s->problem.n), MOST_BONUS);
}

double ct_balance_steps(const ct_solver *s, double steps)
{
    return steps * ct_balance_bonus(s) * s->problem.n;
}

double ct_balance_mix_steps(const ct_solver *s)
{
    const double more = fmin(ct_balance_bonus(s), s->problem.n / WORTH_MIXING);
    return ct_balance_effort(s)->mix_steps * fmax(more, 1);
}

/// Small enough to work on more candidates, and that long anneals bring less than mergers.
static bool is_small(const ct_solver *s)
{
    return ct_balance_bonus(s) > 2;
}

int32_t ct_balance_n_long(const ct_solver *s)
{
    return ct_balance_effort(s)->n_long * (is_small(s) ? 2 : 1);
}

double ct_balance_long_steps(const ct_solver *s)
{
    return ct_balance_effort(s)->long_steps * (is_small(s) ? 0.5 : 1);
}

int32_t ct_balance_slices(const ct_solver *s, int32_t n, double steps)
{
    return (int32_t)fmin(fmax(ct_balance_steps(s, steps) * n / SLICE_STEPS, SLICES), MOST_SLICES);
}

static uint64_t stream(const ct_solver *s, const ct_candidate *c, int32_t phase)
{
    return ctk_mix64(s->in->opt->seed ^ ((uint64_t)c->start * STREAMS + (uint64_t)phase)) + STAGE;
}

/// What a region contributes to the objective; the cold end of a temperature.
static double region_share(const ct_solver *s, const ct_candidate *c)
{
    return c->objective / s->problem.n;
}

static double hot(const ct_solver *s, const ct_candidate *c)
{
    return region_share(s, c) + 4 * s->edge_value;
}

static double cold(const ct_solver *s, const ct_candidate *c)
{
    return 0.003 * region_share(s, c) + 0.1 * s->edge_value;
}

/// With several measures a region that helps one band harms another: the long anneal begins hotter
/// and with so little pressure that weight passes through territories that are full.
void ct_balance_set_sweep(const ct_solver *s, ct_candidate *c, int32_t phase, double steps)
{
    const ctk_problem *p = &s->problem;
    ctk_sweep *w = &c->sweep;
    const bool is_mixed = p->m > 1 && phase == CT_PHASE_LONG;
    const bool is_hot = is_mixed || (c->is_hot && phase == CT_PHASE_SHORT);
    const double border = (double)ctk_count_border(p, &c->draft) + 1;
    const double per_arc = ct_balance_steps(s, steps) / border;
    w->seed = stream(s, c, phase);
    w->epoch = 0;
    w->n_epochs = (int32_t)fmin(fmax(per_arc / PER_ARC, LEAST_EPOCHS), MOST_EPOCHS);
    w->per_arc = per_arc / w->n_epochs;
    w->team = TEAM;
    w->hot = (is_hot ? 1.0 : 0.25) * hot(s, c);
    w->cold = cold(s, c);
    if (!(w->cold > 0)) w->hot = w->cold = 1;
    w->low = (is_mixed ? 0.1 : 3) * p->spread_km2;
    w->high = 30 * p->spread_km2;
    w->narrow = is_mixed ? NARROW : 0;
    w->more = pow(STRESS, 4.0 / w->n_epochs);
    w->less = pow(STRESS, -1.0 / w->n_epochs);
}

/// Several measures need room for weight to pass: bands that begin narrow, more heat, and at first
/// less pressure.
void ct_balance_set_press(const ct_solver *s, ct_candidate *c)
{
    const bool is_mixed = s->problem.m > 1;
    ctk_sweep *w = &c->sweep;
    ct_balance_set_sweep(s, c, CT_PHASE_PRESS, ct_balance_effort(s)->short_steps);
    w->seed += (uint64_t)s->round << 32;
    w->hot *= is_mixed ? 1.6 : 0.2;
    w->narrow = is_mixed ? 0.8 : 0;
    w->low = (is_mixed ? 0.3 : 1) * w->high;
    for (int32_t t = 0; t <= s->round && t < PRESSES; t++) w->high *= 3;
}

void ct_balance_set_remix(const ct_solver *s, ct_candidate *c)
{
    ctk_remix *r = &c->remix;
    r->seed = stream(s, c, CT_PHASE_MIX);
    r->steps_per_region = REMIX_STEPS;
    r->most = REMIX_TEAM;
    r->polish_steps = 0;
    r->is_stir = false;
    r->slack = 10;
    r->hot = 0.25 * hot(s, c);
    r->cold = cold(s, c);
    if (!(r->cold > 0)) r->hot = r->cold = 1;
    r->pressure = 100 * s->problem.spread_km2;
    r->price = 200 * s->problem.spread_km2 * s->problem.goal_mass[0];
}

void ct_balance_set_rescue(const ct_solver *s, ct_candidate *c)
{
    ctk_remix *r = &c->remix;
    const int32_t kind = r->round % RESCUE_KINDS;
    ct_balance_set_remix(s, c);
    r->polish_steps = RESCUE_POLISH;
    r->is_stir = kind != 0;
    if (!r->is_stir) return;
    r->most = kind % 2 == 0 ? 8 : 12;
    r->steps_per_region = RESCUE_STEPS;
    r->hot *= kind == 3 ? 4 : 16;
    r->slack = kind == 3 ? 100 : 300;
}

void ct_balance_set_area(const ct_solver *s, ct_candidate *c)
{
    ctk_remix *r = &c->remix;
    ct_balance_set_remix(s, c);
    r->polish_steps = AREA_POLISH;
    r->is_stir = true;
    r->steps_per_region = AREA_STEPS;
    r->hot *= 16;
    r->slack = 100;
}
