/// Parts of the balance stage; nobody outside src/balance includes this.
#ifndef CT_BALANCE_BALANCE_H
#define CT_BALANCE_BALANCE_H

#include "base/effort.h"
#include "base/memory.h"
#include "canton/constraints.h"
#include "canton/stages.h"
#include "kernels/balance/anneal.h"
#include "kernels/balance/limb.h"
#include "kernels/balance/polish.h"
#include "kernels/balance/relay.h"
#include "kernels/balance/remix.h"
#include "kernels/prim/knob.h"

/// What the stage was given, in one handle.
typedef struct ct_balance_input {
    const ct_solve_options *opt;
    const ct_context *ctx;
    const ct_regions *regions;
    const ct_measures *measures;
    const ct_graph *graph;
    const ct_bands *bands;
    const ct_constraints *constraints; ///< of the regions, n_units = graph->n; NULL = none
    const ct_alignment *like;          ///< what numbers agree with; k = 0: nothing
    const ct_clusters *clusters;
} ct_balance_input;

/// One plan being worked on. What a thread needs to work on it stands in the solver.
typedef struct ct_candidate {
    int32_t start;     ///< of ct_clusters; also the tie-breaker
    bool is_hot;       ///< annealed from a temperature that leaves the start's basin
    bool is_whole;     ///< every territory contiguous
    bool is_settled;   ///< no single move inside the bands improves it
    double *center_km; ///< [3 * k] of the start, relative to the problem's origin
    double *lambda;    ///< [k] powers of the start
    ctk_draft draft;   ///< contig belongs to a hand, see ct_balance_equip()
    ctk_sweep sweep;
    ctk_remix remix;
    ctk_repair_work repair; ///< borrowed from the thread
    ctk_rng rng;
    double violation, objective;
    int32_t *best_part;    ///< [n] the least violation in the rounds of polish,
    double best_violation; ///< and what it is
    double mix_left;       ///< proposals of merging and splitting to its credit
    int32_t n_mends;       ///< rounds around what it misses
    int64_t n_broken;      ///< rules
} ct_candidate;

/// Scratch of one thread beyond its ctk_hand and ctk_remix_work.
typedef struct ct_desk {
    ctk_polish_work polish;
    ctk_limb_work limb;
} ct_desk;

typedef struct ct_solver {
    const ct_balance_input *in;
    const ctk_problem *problem;
    const int64_t *lower, *upper; ///< [k * m] the bands asked for, territory by territory
    ctk_goal goal;                ///< what is sought in the present phase
    bool has_aim;                 ///< the components leave no way to meet the bands asked for
    double origin_km[3];
    double edge_value;  ///< what a cut edge adds to the objective on average
    double pull;        ///< what standing at the edge of a band adds to it
    ctk_territory *sum; ///< [k] scratch of serial code
    int32_t n_candidates;
    ct_candidate *candidate; ///< [n_candidates]
    int32_t n_live;          ///< candidates still worked on
    int32_t *order;          ///< [n_candidates] candidates, the live ones first, best first
    ctk_relay relay;         ///< of the live candidates among the threads
    int32_t *n_steps;        ///< [n_candidates] scratch of the relay
    ctk_hand *hand;          ///< [n_threads]
    ctk_remix_work *remix;   ///< [n_threads]
    ct_desk *desk;           ///< [n_threads]
    int32_t slice, n_slices; ///< of the present phase
    double mix_steps;        ///< proposals of mergers that a slice adds to a candidate's credit
    int32_t round;           ///< of polish
    bool is_late;            ///< the time limit has passed
    bool is_cut;             ///< and something was left undone for it
    ct_solution *plan;       ///< its trace grows with the phases
    ct_arena arena;
#ifdef CANTON_CHECK
    ctk_draft checked; ///< sums from scratch; part is the candidate's
    int32_t *check_queue;
    bool *check_seen;
#endif
} ct_solver;

// ---- problem.c, rules.c: what is fixed ----------------------------------------------------------

/// Regions, weights, rules and bands in the form the kernels want: s->problem, lower and upper.
ct_status ct_balance_problem(ct_solver *s, ct_error *err);

/// The constraints; NULL when there are none, or no memory.
const ctk_rules *ct_balance_rules(ct_solver *s, ct_error *err);

// ---- goal.c, scale.c, aim.c: what is sought -----------------------------------------------------

/// The bands asked for, and all but the weights of the objective.
void ct_balance_seek(ct_solver *s);

/// The primary of several measures counts more than the others; is_strict: it goes first, if need
/// be at their cost.
void ct_balance_prefer(ct_solver *s, bool is_strict);

/// Less is given for compactness from now on.
void ct_balance_press_time(ct_solver *s);

/// Weights of the objective, scaled so that it is in units of inertia; `draft` is a typical plan.
ct_status ct_balance_scale_objective(ct_solver *s, const ctk_draft *draft, ct_error *err);

/// Bands that can be aimed at in place of those that the components leave no way to meet.
ct_status ct_balance_aim(ct_solver *s, ct_error *err);

// ---- effort.c, schedule.c: how much work, and how hot -------------------------------------------

/// Streams of random numbers of a candidate; those of CT_PHASE_PRESS begin
/// anew with each round of polish.
enum { CT_PHASE_SHORT, CT_PHASE_LONG, CT_PHASE_MIX, CT_PHASE_PRESS };

const ct_effort *ct_balance_effort(const ct_solver *s);

/// Small layers get more work for each region, because they have fewer ways around a wall; large
/// ones less, because only borders can move.
double ct_balance_bonus(const ct_solver *s);

/// Proposals of merging and splitting for each region, and candidates in it, on this map.
double ct_balance_mix_steps(const ct_solver *s);
int32_t ct_balance_n_long(const ct_solver *s);

/// Proposals for each region of the long anneal, before the bonus.
double ct_balance_long_steps(const ct_solver *s);

/// Proposals that `steps` for each region come to, and the slices in which n candidates make them.
double ct_balance_steps(const ct_solver *s, double steps);
int32_t ct_balance_slices(const ct_solver *s, int32_t n, double steps);

void ct_balance_set_sweep(const ct_solver *s, ct_candidate *c, int32_t phase, double steps);
/// A cool anneal from the present plan on; pressure triples with each round.
void ct_balance_set_press(const ct_solver *s, ct_candidate *c);

void ct_balance_set_remix(const ct_solver *s, ct_candidate *c);

/// Mergers, and larger and hotter stirs under a pressure that begins low enough for weight to pass
/// through territories that are full.
void ct_balance_set_rescue(const ct_solver *s, ct_candidate *c);

/// Trials on wide areas around what misses, as hot as the stirs. Many short ones: one that moves a
/// territory from the right place succeeds soon, one from the wrong place never.
void ct_balance_set_area(const ct_solver *s, ct_candidate *c);

// ---- candidates.c, work.c: candidates, and the threads that work on them ------------------------

/// Candidates from the starts, and the scratch of every thread.
ct_status ct_balance_candidates(ct_solver *s, ct_error *err);

/// Work on candidate c with the scratch of `worker`, and of whoever joins in;
/// ct_balance_release() afterwards.
void ct_balance_equip(ct_solver *s, int32_t worker, ct_candidate *c);
void ct_balance_release(ct_solver *s, int32_t worker, const ct_candidate *c);

/// Live candidates in work(s, worker, place in the order), in parallel.
void ct_balance_each(ct_solver *s, void (*work)(void *, int32_t, int32_t));

/// The same in steps, for threads to share what is left of the last candidates.
void ct_balance_relay(ct_solver *s, ctk_step step);

/// Tell the caller how far the stage is, and look at the clock.
ct_status ct_balance_tick(ct_solver *s, double done, const char *detail, ct_error *err);

/// Of several measures the stress that a phase has left is forgotten before the next: by it mergers
/// trade a small miss for larger ones. Of one measure it stays: without it a band that distance
/// makes dear, such as a far coast's, is missed again.
void ct_balance_relax(const ct_solver *s, ct_candidate *c);

/// One of the rounds of merging and splitting around what candidate c misses, which is equipped.
/// False when it was the last, or there was nothing to do. c->n_mends counts them.
bool ct_balance_mend_round(const ct_solver *s, ct_candidate *c);

/// Parts that hang on one region change hands, where that is better as candidates are ranked and no
/// band is missed by more. Only at the end: starts become worse by it. Needs the members listed.
/// Returns the moves made.
int64_t ct_balance_limbs(ct_solver *s, int32_t worker, ct_candidate *c);

// ---- rank.c: which candidate is the better one --------------------------------------------------

/// Violation and objective of a candidate whose draft is summed.
void ct_balance_judge(const ct_solver *s, ct_candidate *c);

/// Live candidates, best first. strict: any violation loses; otherwise it has a price.
void ct_balance_rank(ct_solver *s, bool strict);

/// What a violation of 1 is worth in the objective before it is final.
double ct_balance_price(const ct_solver *s);

/// At most `most` candidates stay live, and of them those that are not far behind a feasible first.
void ct_balance_keep(ct_solver *s, int32_t most);

/// Of the live candidates.
double ct_balance_least_violation(const ct_solver *s);

/// Rank, and note the best in the plan's trace.
void ct_balance_trace(ct_solver *s, const char *name, bool strict);

// ---- search.c, finish.c, rescue.c: the phases ---------------------------------------------------

/// Repair, short anneals, long anneals, mergers.
ct_status ct_balance_search(ct_solver *s, ct_error *err);

/// What still misses is met or comes as near as it can; then no single move improves a plan.
/// s->order[0] is the winner.
ct_status ct_balance_finish(ct_solver *s, ct_error *err);

/// The last resort of one measure: merging, stirs, and trials on wide areas around what misses,
/// until a candidate is feasible or nothing gets better. Of several it never brought a band in.
ct_status ct_balance_rescue(ct_solver *s, ct_error *err);

// ---- figures.c, bound.c, number.c, explain.c: the plan ------------------------------------------

/// Inertia of the primary measure alone: measure unit * km^2.
double ct_balance_inertia(ct_solver *s, const int32_t *part);

/// What the objective of a draft is made of, and the prices in force.
void ct_balance_terms(const ct_solver *s, const ctk_draft *d, ct_terms *terms, ct_terms *price);

/// Largest relative distance outside a band asked for, %, 0 = all met.
double ct_balance_worst_pct(const ct_solver *s, const ctk_draft *d);

/// Lower bound of the inertia of every plan inside the bands whose centres are those of this one,
/// in the same unit; NaN when there is no weight. After ct_balance_inertia() of the same plan. *err
/// is set when memory runs out.
double ct_balance_bound(ct_solver *s, const ctk_draft *d, ct_error *err);

/// Cells of fixed centres: what bounds them.
typedef struct ct_bound_cells {
    int32_t n, k;
    const double *pos, *w;       ///< [3 n] km, [n]
    const double *center;        ///< [3 k] km
    const double *lower, *upper; ///< [k]
    double total;
    double *lambda; ///< [k] km^2
} ct_bound_cells;

/// Shifts powers of the cells beyond wide gaps between centres, to where the bound is highest.
ct_status ct_balance_bound_far(const ct_bound_cells *c, int32_t n_threads, ct_arena *arena,
                               ct_error *err);

/// final[j] = number in the output of territory j: along a Hilbert curve over the centres that
/// begins in the north-west and ends in the south-west. Territories whose bands differ, or that
/// have an identity, keep theirs. With another plan to agree with, like != NULL: as it has them,
/// for the greatest weight of the primary measure; like[number] [k] = its territory, -1 = none, as
/// all are on entry.
ct_status ct_balance_number(const ct_solver *s, const ctk_draft *d, ct_arena *arena, int32_t *final,
                            int32_t *like, ct_error *err);

/// Notes about what is missed and why, and the text of the failure. The draft is summed and final.
ct_status ct_balance_explain(const ct_solver *s, ct_candidate *winner, ct_error *err);

#endif
