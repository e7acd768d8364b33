/// A few territories as a problem of their own: everything about them side by side, in local
/// numbers, so that work on them costs what they are, not what the map is, and works on different
/// patches can run at once.
///
/// Local territory t stands for territory[t], local region i for region[i] (ascending, so that
/// local order is global order). Arcs that leave the patch are left out: the border with other
/// territories does not change by what happens inside. Rings are cut to the neighbours that stay.
/// Rules are told in local numbers. Of what is left of a budget a patch may spend the share that
/// its regions have in all that could be moved, so that patches that are open together do not
/// spend it twice; what they have spent is summed when all are closed (ctk_draft_sum_spent()).
///
/// Opening and closing costs O(regions + arcs of the patch). A thread writes nothing outside its
/// territories: patches without a common territory may be open at the same time.
#ifndef CTK_BALANCE_PATCH_H
#define CTK_BALANCE_PATCH_H

#include "kernels/balance/draft.h"
#include "kernels/balance/members.h"

enum { CTK_PATCH_TERRITORIES = 32 }; ///< room for

/// The rules of a patch; arrays that the map's rules lack are NULL. Purses are those of the map.
typedef struct ctk_patch_rules {
    int32_t *only, *from, *purse;        ///< [n]
    int64_t *moved;                      ///< [n]
    int64_t *forbid_begin, *apart_begin; ///< [n + 1]
    int32_t *forbid, *apart;             ///< as many as the map has
    int64_t *budget_each, *spent_each;   ///< [n_purses]; spent 0 between patches
    int64_t *movable_each;               ///< [n_purses] 0 but while a patch is opened
} ctk_patch_rules;

/// One per thread. Sizes are those of the largest patch, the whole map; what is not used is not
/// touched. bits is zero and local is -1 everywhere between patches.
typedef struct ctk_patch {
    ctk_problem p; ///< as ctk_problem, pointing into the arrays below
    ctk_rules rules;
    ctk_patch_rules own_rules;
    ctk_goal goal; ///< that of the map, with the bands below
    ctk_draft d;   ///< summed on opening
    int32_t territory[CTK_PATCH_TERRITORIES];
    int32_t *region;                ///< [n]
    int32_t *local;                 ///< [n] of the map
    int32_t *label;                 ///< [k of the map] local number of a territory; scratch
    uint64_t *bits;                 ///< [n / 64 + 1] scratch
    int64_t *indptr;                ///< [n + 1]
    int64_t *next;                  ///< [n]
    int32_t *indices, *tail, *twin; ///< [arcs]
    uint64_t *ring;                 ///< [arcs]
    double *border_m;               ///< [arcs]
    ctk_place *place;               ///< [n]
    int64_t *weight;                ///< [n * m]
    int64_t lower[CTK_PATCH_TERRITORIES * CTK_MAX_MEASURES];
    int64_t upper[CTK_PATCH_TERRITORIES * CTK_MAX_MEASURES];
    double per_unit[CTK_PATCH_TERRITORIES * CTK_MAX_MEASURES];
    double pull[CTK_PATCH_TERRITORIES * CTK_MAX_MEASURES];
    double goal_mass[CTK_PATCH_TERRITORIES];
    int32_t count[CTK_PATCH_TERRITORIES];
    ctk_territory sum[CTK_PATCH_TERRITORIES];
    int64_t total[CTK_PATCH_TERRITORIES * CTK_MAX_MEASURES];
    double stress[CTK_PATCH_TERRITORIES * CTK_MAX_MEASURES];
} ctk_patch;

/// Fill the patch from territory[0..q) of plan d.
void ctk_patch_open(const ctk_problem *p, const ctk_draft *d, const ctk_members *m, int32_t q,
                    const int32_t *territory, ctk_patch *x);

/// The rules of the map for an open patch, whose regions have their local numbers; and the end of
/// them.
void ctk_patch_open_rules(const ctk_rules *map, const ctk_spent *spent, ctk_patch *x);
void ctk_patch_drop_rules(ctk_patch *x);

/// Forget the patch; what was done in it is lost.
void ctk_patch_drop(ctk_patch *x);

/// The patch's plan, summed, becomes that of d and m, but for what d has spent; then as
/// ctk_patch_drop().
void ctk_patch_close(const ctk_problem *p, ctk_draft *d, ctk_members *m, ctk_patch *x);

#endif
