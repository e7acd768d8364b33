/// The schedules of anneals, mergers and rescues.
#include <math.h>

#include "balance/balance.h"
#include "kernels/prim/knob.h"

enum {
    STAGE = 6,   ///< key of the anneals' random numbers
    STREAMS = 16 ///< keys that a candidate has, one for each phase
};

// ---- anneals ------------------------------------------------------------------------------------

/// Territories that are annealed together.
CTK_KNOB_UP_TO(TEAM, 12, CTK_TEAM_MOST);

/// Proposals for each border arc in an epoch, and epochs of an anneal.
CTK_KNOB_N(PER_ARC, 16);
CTK_KNOB_N(LEAST_EPOCHS, 16);
CTK_KNOB_N(MOST_EPOCHS, 2000);

/// Stress of a band that is missed grows as much as this in a part of an anneal, and falls as much
/// in a whole one.
CTK_KNOB(STRESS, 100);
CTK_KNOB(STRESS_HASTE, 4); ///< such parts to an anneal

/// Temperature at either end, in what a region contributes to the objective and in what an edge
/// does.
CTK_KNOB(HOT_EDGES, 4);
CTK_KNOB(COLD, 0.003);
CTK_KNOB(COLD_EDGES, 0.1);

/// Of the hottest, for anneals that keep the start's basin.
CTK_KNOB(WARM, 0.25);

/// Pressure at either end, in inertia of a usual territory for each unit of mass.
CTK_KNOB(LOW, 3);
CTK_KNOB(HIGH, 30);

/// Of the long anneal of several measures: pressure at first, and how narrow bands begin
/// (ctk_sweep).
CTK_KNOB(MIXED_LOW, 0.1);
CTK_KNOB(MIXED_NARROW, 0.7);

/// Of the anneals between rounds of polish: heat against that of a long anneal; pressure at the end
/// grows by PRESS_MORE with each of the first PRESSES rounds.
CTK_KNOB(PRESS_HOT, 0.2);
CTK_KNOB(PRESS_MORE, 3);
CTK_KNOB_N(PRESSES, 4);

/// The same of several measures.
CTK_KNOB(MIXED_PRESS_HOT, 1.6);
CTK_KNOB(MIXED_PRESS_LOW, 0.3);
CTK_KNOB(MIXED_PRESS_NARROW, 0.8);

// ---- mergers, stirs, areas ----------------------------------------------------------------------

/// Steps of polish at the end of a stir that still misses bands.
CTK_KNOB_N(POLISH, 100);

/// Of a merger: proposals for each region, territories at most, pressure at the end and how much
/// less at first, and what a violation of 1 is worth, both in inertia of a usual territory.
CTK_KNOB_N(REMIX_STEPS, 200);
CTK_KNOB_UP_TO(REMIX_TEAM, 4, CTK_TEAM_MOST);
CTK_KNOB(REMIX_PRESSURE, 100);
CTK_KNOB(REMIX_SLACK, 10);
CTK_KNOB(REMIX_PRICE, 200);

/// Rescues take turns: a merger, then stirs of many and of few territories alternately.
CTK_KNOB_N(RESCUE_KINDS, 6);
CTK_KNOB_N(RESCUE_STEPS, 400);
CTK_KNOB_UP_TO(RESCUE_FEW, 8, CTK_TEAM_MOST);
CTK_KNOB_UP_TO(RESCUE_MANY, 12, CTK_TEAM_MOST);
CTK_KNOB(RESCUE_HOT, 16);
CTK_KNOB(RESCUE_SLACK, 300);

/// Of a wide area.
CTK_KNOB_N(AREA_STEPS, 1000);
CTK_KNOB(AREA_HOT, 16);
CTK_KNOB(AREA_SLACK, 100);

static uint64_t stream(const ct_solver *s, const ct_candidate *c, int32_t phase)
{
    return ctk_mix64(s->in->opt->seed ^ ((uint64_t)c->start * STREAMS + (uint64_t)phase)) + STAGE;
}

/// What a region contributes to the objective; the cold end of a temperature.
static double region_share(const ct_solver *s, const ct_candidate *c)
{
    return c->objective / s->problem->n;
}

static double hot(const ct_solver *s, const ct_candidate *c)
{
    return region_share(s, c) + HOT_EDGES * s->edge_value;
}

static double cold(const ct_solver *s, const ct_candidate *c)
{
    return COLD * region_share(s, c) + COLD_EDGES * s->edge_value;
}

/// With several measures a region that helps one band harms another: the long anneal begins hotter
/// and with so little pressure that weight passes through territories that are full.
void ct_balance_set_sweep(const ct_solver *s, ct_candidate *c, int32_t phase, double steps)
{
    const ctk_problem *p = s->problem;
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
    w->hot = (is_hot ? 1.0 : WARM) * hot(s, c);
    w->cold = cold(s, c);
    if (!(w->cold > 0)) w->hot = w->cold = 1;
    w->low = (is_mixed ? MIXED_LOW : LOW) * s->goal.spread_km2;
    w->high = HIGH * s->goal.spread_km2;
    w->narrow = is_mixed ? MIXED_NARROW : 0;
    w->more = pow(STRESS, STRESS_HASTE / w->n_epochs);
    w->less = pow(STRESS, -1.0 / w->n_epochs);
}

/// Several measures need room for weight to pass: bands that begin narrow, more heat, and at first
/// less pressure.
void ct_balance_set_press(const ct_solver *s, ct_candidate *c)
{
    const bool is_mixed = s->problem->m > 1;
    ctk_sweep *w = &c->sweep;
    ct_balance_set_sweep(s, c, CT_PHASE_PRESS, ct_balance_effort(s)->short_steps);
    w->seed += (uint64_t)s->round << 32;
    w->hot *= is_mixed ? MIXED_PRESS_HOT : PRESS_HOT;
    w->narrow = is_mixed ? MIXED_PRESS_NARROW : 0;
    w->low = is_mixed ? MIXED_PRESS_LOW * w->high : w->high;
    for (int32_t t = 0; t <= s->round && t < PRESSES; t++) w->high *= PRESS_MORE;
}

void ct_balance_set_remix(const ct_solver *s, ct_candidate *c)
{
    ctk_remix *r = &c->remix;
    r->seed = stream(s, c, CT_PHASE_MIX);
    r->steps_per_region = REMIX_STEPS;
    r->most = REMIX_TEAM;
    r->polish_steps = 0;
    r->is_stir = false;
    r->slack = REMIX_SLACK;
    r->hot = WARM * hot(s, c);
    r->cold = cold(s, c);
    if (!(r->cold > 0)) r->hot = r->cold = 1;
    r->pressure = REMIX_PRESSURE * s->goal.spread_km2;
    r->price = REMIX_PRICE * s->goal.spread_km2 * s->problem->goal_mass[0];
}

void ct_balance_set_rescue(const ct_solver *s, ct_candidate *c)
{
    ctk_remix *r = &c->remix;
    const int32_t kind = r->round % RESCUE_KINDS;
    ct_balance_set_remix(s, c);
    r->polish_steps = POLISH;
    r->is_stir = kind != 0;
    if (!r->is_stir) return;
    r->most = kind % 2 == 0 ? RESCUE_FEW : RESCUE_MANY;
    r->steps_per_region = RESCUE_STEPS;
    r->hot *= RESCUE_HOT;
    r->slack = RESCUE_SLACK;
}

void ct_balance_set_area(const ct_solver *s, ct_candidate *c)
{
    ctk_remix *r = &c->remix;
    ct_balance_set_remix(s, c);
    r->polish_steps = POLISH;
    r->is_stir = true;
    r->steps_per_region = AREA_STEPS;
    r->hot *= AREA_HOT;
    r->slack = AREA_SLACK;
}
