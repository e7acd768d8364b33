/// Search over sets of centres: a population of settled layouts, bred and varied.
///
/// Balanced Lloyd ends in the basin it began in, and basins differ by percents: where a panhandle
/// or a peninsula ends a territory decides how all the others lie. So layouts are bred: two of the
/// population are spliced, or one of them has some cells split anew or a centre moved, and the
/// child is settled (settle.h, which prices what contiguity will cost). It takes the place of the
/// layout it resembles if it is better, else of the worst. After HG-means: Gribel, Vidal 2019,
/// doi:10.1016/j.patcog.2018.12.022.
#ifndef CTK_CLUSTER_EVOLVE_H
#define CTK_CLUSTER_EVOLVE_H

#include "kernels/cluster/vary.h"

enum { CTK_POPULATION = 12, CTK_BROOD = 8 }; ///< room for layouts, and for children at once

typedef struct ctk_evolution {
    const ctk_map *map;
    const ctk_blocks *blocks; ///< of the map's points
    const ctk_quota *quota;
    int32_t k;
    int32_t is_equal; ///< territories are interchangeable: bands are, and no rule names one
    int32_t n_threads;
    uint64_t seed, key; ///< of the random numbers: every child has its own
    // scratch and result
    ctk_layout member[CTK_POPULATION]; ///< distinct, best first after every call
    ctk_layout child[CTK_BROOD];
    ctk_settler settler[CTK_BROOD];
    ctk_vary_work vary[CTK_BROOD];
    int32_t n_members;
    int32_t n_bred; ///< children so far
} ctk_evolution;

/// Bytes of scratch, aligned to 64; fill the fields above first. It must outlive the evolution.
int64_t ctk_evolve_work(const ctk_blocks *blocks, int32_t k);
void ctk_evolve_init(ctk_evolution *e, void *work);

/// n seeds, 1 <= n <= CTK_POPULATION: bisections (the first without tilt) and, where k is small,
/// scattered centres; settled. Where points are bound to cells all are scattered around these
/// seats, and no child is cut anew: bisection names cells as it comes. At least one is a member
/// afterwards.
void ctk_evolve_seed(ctk_evolution *e, int32_t n);

/// One brood of CTK_BROOD children from the population as it stands; the same for every n_threads.
void ctk_evolve_brood(ctk_evolution *e);

#endif
