/// The border anneal of anneal.h, team of territories by team, on many threads.
///
/// An epoch has one temperature and one pressure. In it the map falls into random teams of
/// neighbouring territories (teams.h), each opened as a patch and annealed alone, in parallel, with
/// proposals in proportion to the border inside; the border between teams stands still until the
/// next epoch draws others. What a team does depends on its territories and on (seed, epoch, its
/// first two territories) only, so that the plan is the same for any number of threads. Temperature
/// falls and pressure rises geometrically from epoch to epoch.
///
/// One pressure does not suit all territories: where people live far apart a step into the band
/// costs a hundred times as much as in a city. So every band that is missed at the end of an epoch
/// comes under stress, by which its penalty is multiplied from then on, and which fades when the
/// band is met (breakout local search: Benlic, Hao 2013, doi:10.1016/j.engappai.2012.08.003).
///
/// Bands as wide as they are say nothing to a territory inside them, so that what one has too much
/// of cannot pass through others that are full: of several measures, where a whole part of the map
/// is rich in one, all its territories end on the same edge of their bands. Bands that begin narrow
/// spread what is too much over all around, because far misses cost more than many near ones; they
/// widen evenly until most of the epochs are over.
///
/// Cost of an epoch O(arcs of the map + proposals). A patch fits into the cache of a core, which
/// pays for its copying.
#ifndef CTK_BALANCE_SWEEP_H
#define CTK_BALANCE_SWEEP_H

#include "kernels/balance/anneal.h"
#include "kernels/balance/patch.h"
#include "kernels/balance/relay.h"
#include "kernels/balance/teams.h"

/// What one thread needs.
typedef struct ctk_hand {
    ctk_patch patch;
    ctk_anneal anneal; ///< lists [arcs]; the rest is set by whoever uses it
    char apart[64];    ///< of the next one's first cache line
} ctk_hand;

typedef struct ctk_sweep {
    uint64_t seed;
    int32_t epoch, n_epochs;
    double hot, cold;    ///< temperature of the first and last epoch, in units of the objective
    double low, high;    ///< pressure of the first and last epoch, objective per mass
    double narrow;       ///< part of the way from band to target left out at first; 0 = none
    double more, less;   ///< factors of stress after an epoch, see ctk_draft_stress()
    double per_arc;      ///< proposals in an epoch for each arc between territories of a team
    int32_t team;        ///< territories in a team
    ctk_members members; ///< listed
    ctk_teams teams;
    const ctk_relay *relay; ///< whose threads work on the teams; NULL = the calling thread alone
    ctk_hand *hand;         ///< [threads]
} ctk_sweep;

/// Arcs between territories, both directions counted.
int64_t ctk_count_border(const ctk_problem *p, const ctk_draft *d);

/// One epoch, as a step of s->relay. d summed on entry and return. True while epochs are left.
bool ctk_sweep_epoch(const ctk_problem *p, ctk_draft *d, ctk_sweep *s);

#endif
