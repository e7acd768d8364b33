/// Merge two to four neighbouring territories, split them anew and anneal them alone; keep the
/// result when the plan is better. Leaves basins that single moves cannot: a territory that lies
/// across where it should lie along, or on the wrong side of a mountain range.
///
/// One trial: a territory (one that misses a band half of the time) and one to three that touch
/// what is merged already are drawn; their regions
/// are cut by weighted inertial bisection across a randomly turned axis (ctk_bisect); pieces are
/// repaired; the border between the merged territories is annealed, all others standing still; the
/// new plan replaces the old one when objective + price * violation is lower.
///
/// Cost of a trial O(n + E log E + steps). Recombination as in DeFord, Duchin, Solomon 2021,
/// doi:10.1162/99608f92.eb30390f, with a geometric instead of a spanning-tree cut.
#ifndef CTK_BALANCE_REMIX_H
#define CTK_BALANCE_REMIX_H

#include "kernels/balance/anneal.h"
#include "kernels/balance/repair.h"

typedef struct ctk_remix {
    int32_t steps_per_region;   ///< of the anneal of a trial
    double hot, cold, pressure; ///< as in ctk_anneal; pressure is that of the end
    double price;               ///< objective per violation
    int64_t n_kept;             ///< trials that improved the plan
    ctk_anneal anneal;          ///< lists [indptr[n]] as in ctk_anneal
    ctk_repair_work repair;
    uint8_t *open;              ///< [k]
    int32_t *before;            ///< [n] part before a trial
    int32_t *region;            ///< [n] merged regions
    int32_t *cut;               ///< [n] their part in the bisection
    double *pos;                ///< [3 n]
    double *mass;               ///< [n]
    double *center_km, *lambda; ///< [3 k], [k]
    void *bisect;               ///< ctk_bisect_work(n) bytes
} ctk_remix;

/// One trial drawn from rng. d summed on entry and return. Returns the proposals spent.
int64_t ctk_remix_try(const ctk_problem *p, ctk_draft *d, ctk_rng *rng, ctk_remix *r);

#endif
