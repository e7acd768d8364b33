/// A set of centres brought to rest: a few balanced Lloyd iterations, and what the result is worth.
#ifndef CTK_CLUSTER_SETTLE_H
#define CTK_CLUSTER_SETTLE_H

#include "kernels/cluster/even.h"

/// Up to so many cells layouts are cheap, and there will be hundreds; of more there are a dozen,
/// and each is worth some work.
CTK_KNOB_N(CTK_FEW_CELLS, 32);

/// Points that evening may meet, for each one of the map: with 20 fewer layouts end in plans inside
/// their bands, without end a few take several times as long.
CTK_KNOB_N(CTK_LOOKS_EACH, 100);

/// One set of centres. Arrays are the caller's.
typedef struct ctk_layout {
    double *center; ///< [3 k] all x, all y, all z
    double *lambda; ///< [k], then the prices of each further measure: [(1 + n_extra) k]
    int32_t *part;  ///< [n] mended cells, input order
    double cost;    ///< what a balanced and whole partition with these centres costs, about
} ctk_layout;

/// What one thread needs to settle layouts of one map.
typedef struct ctk_settler {
    const ctk_map *map;
    const ctk_quota *quota;
    ctk_power power; ///< over the map's points
    ctk_mend_work mend;
    ctk_even_work even;
    double *newton;   ///< [ctk_newton_work((1 + n_extra) k)]
    double *centroid; ///< [3 k]
    double *weight;   ///< [(1 + n_extra) k] what the cells hold of each measure
    double floor_km2; ///< least smoothing, > 0
} ctk_settler;

/// Bytes of scratch, aligned to 64, and its division; the scratch must outlive the settler.
int64_t ctk_settler_work(const ctk_blocks *blocks, int32_t k);
void ctk_settler_init(const ctk_map *map, const ctk_blocks *blocks, const ctk_quota *quota,
                      int32_t k, void *work, ctk_settler *out);

/// Centres and powers from the cells of l->part: centroids, and twice the mean squared radius less
/// the mean of that; other prices 0. A cell without weight has the mean of its points; one without
/// points stays where l->center has it.
void ctk_layout_seed(ctk_settler *s, ctk_layout *l);

/// At most `iterations` times: balance the cells (newton.h, loosely), mend them, move the centres
/// to the centroids of the mended cells; ends early when that gains hardly anything.
///
/// More than CTK_FEW_CELLS are evened (even.h) when they are mended, if there is
/// one measure (of several, evened starts cost three times as much and were no better). Their
/// centres go beyond the centroids: Lloyd's steps are too short by about
/// half, and hundreds of cells would take a hundred of them. The cost is not monotone then, so the
/// end is where two iterations have found nothing better.
///
/// Further measures come with the map (and the blocks), their quotas behind those of w.
///
/// Where a cell ends farther from balance than the weight of a territory, balancing begins anew,
/// from the widest smoothing: prices that are far off would lead all later iterations astray, as
/// they do when a cell reaches over a long bridge. After the last iteration, where it fails at all.
///
/// cost = D(lambda) - sum_j W_j |way to the centroid|^2 + cost of mending, of evening and of the
/// balance that is still spoilt then, with D the hard dual of the last centres (bound.h). D
/// forgives small errors of the powers: they enter squared, while the inertia of cells that are not
/// quite balanced is wrong by the first order. Large errors it does not forgive (it may even be
/// negative): a layout whose cells could not be balanced costs the inertia of its cells as they
/// are, a tenth of that at most, and twice what is left of the balance. On return part is what the
/// powers give for l->center, mended.
void ctk_settle(ctk_settler *s, int32_t iterations, ctk_layout *l);

/// Balance with little smoothing, cells and cost anew; the centres stay.
void ctk_settle_exactly(ctk_settler *s, ctk_layout *l);

/// Both for n layouts, each with its own settler, in parallel.
void ctk_settle_each(int32_t n, int32_t n_threads, ctk_settler *s, int32_t iterations,
                     ctk_layout *l);

#endif
