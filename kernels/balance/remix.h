/// Merge two to four neighbouring territories, split them anew and anneal them alone; keep the
/// result when the plan is better. Leaves basins that single moves cannot: a territory that lies
/// across where it should lie along, or on the wrong side of a mountain range.
///
/// One trial: the territories are opened as a patch; their regions are cut by weighted inertial
/// bisection across a randomly turned axis (ctk_bisect); pieces are repaired; the border between
/// them is annealed and descended; the new split replaces the old one when
/// objective + price * violation is lower. Where rules name territories the pieces are labelled by
/// what they share with those before, and a split that breaks more rules is dropped. A round tries
/// disjoint teams all over the map, in parallel; each depends on its territories and on its stream
/// of random numbers only.
///
/// With several measures every other trial cuts by a mixture of them, drawn anew, in which those
/// that the merged territories miss count most: a cut by the primary alone cannot part what only
/// another measure tells apart. Where bands are tight a trial may instead begin with the borders as
/// they are (is_stir), with more territories, and end in polish.
///
/// Cost of a trial O(merged regions + steps). Recombination as in DeFord, Duchin, Solomon 2021,
/// doi:10.1162/99608f92.eb30390f, with a geometric instead of a spanning-tree cut.
#ifndef CTK_BALANCE_REMIX_H
#define CTK_BALANCE_REMIX_H

#include "kernels/balance/polish.h"
#include "kernels/balance/repair.h"
#include "kernels/balance/sweep.h"

/// Scratch of one thread beyond its hand; sizes for the whole map.
typedef struct ctk_remix_work {
    ctk_repair_work repair;
    int32_t *cut;            ///< [n]
    double *pos;             ///< [3 n]
    double *mass;            ///< [n]
    void *bisect;            ///< ctk_bisect_work(n) bytes
    ctk_polish_work *polish; ///< NULL when r->polish_steps is 0
} ctk_remix_work;

typedef struct ctk_remix {
    uint64_t seed;
    int32_t round;
    int32_t steps_per_region;   ///< of the anneal of a small trial, see ctk_remix_steps()
    int32_t most;               ///< territories of a trial at most, 2..CTK_TEAM_MOST
    int32_t polish_steps;       ///< at the end of a trial that still misses bands
    bool is_stir;               ///< anneal the borders as they are, do not split
    double hot, cold, pressure; ///< as in ctk_anneal; pressure is that of the end
    double slack;               ///< pressure of the end / of the beginning
    double price;               ///< objective per violation
    uint8_t *missed;            ///< [k] scratch
    uint8_t *kept;              ///< [k / 2 + 1] of each team of the last round: was it improved?
    ctk_remix_work *work;       ///< [threads], as the hands of the sweep
} ctk_remix;

/// Proposals of a trial on n regions: in proportion to n, and for large n to its root, because only
/// borders move.
int64_t ctk_remix_steps(const ctk_remix *r, int64_t n);

/// What trials are judged by: objective + price * strain.
double ctk_remix_value(const ctk_patch *x, const ctk_remix *r);

/// Pieces of x->d.part that are torn off go to territories around them, and regions to where the
/// rules let them be, if there is a way; the draft is summed.
void ctk_remix_repair(ctk_patch *x, ctk_remix_work *w);

/// The end of a trial: anneal and descend, then polish what still misses.
void ctk_remix_settle(ctk_patch *x, ctk_rng *rng, const ctk_remix *r, ctk_remix_work *w,
                      ctk_anneal *a);

/// One trial on territory[0..q). d summed (but for what is spent, see patch.h) and members listed
/// on entry and return. Returns whether the plan was improved.
bool ctk_remix_try(const ctk_problem *p, ctk_draft *d, ctk_members *m, int32_t q,
                   const int32_t *territory, ctk_rng rng, const ctk_remix *r, ctk_remix_work *w,
                   ctk_hand *h);

/// One round over the map (or, only_missed, around territories outside their bands), with the
/// members, teams and hands of s. Returns the proposals spent.
int64_t ctk_remix_round(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, ctk_remix *r,
                        bool only_missed);

#endif
