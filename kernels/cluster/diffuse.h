/// A further measure spread over the map, so that prices on it do not tear regions out of their
/// surroundings.
#ifndef CTK_CLUSTER_DIFFUSE_H
#define CTK_CLUSTER_DIFFUSE_H

#include "kernels/cluster/mend.h"

/// ratio[n] of a measure (blocks.h) smoothed: the r' that solves
///
///     (w_u + reach sum_v c_uv) r'_u - reach sum_v c_uv r'_v = w_u r_u,
///     c_uv = 2 w_u w_v / (w_u + w_v) for neighbours u, v
///
/// which is one implicit step of diffusion. Summed over all u the differences cancel: the measure's
/// total sum w_u r_u stays, and none of it goes further than about sqrt(reach) regions. Of a
/// territory much wider than that the weight stays about the same, and in the price of a region
/// (price times ratio) neighbours differ little.
///
/// Points without weight keep their ratio. work ctk_diffuse_work(n, arcs) bytes, aligned to 64.
/// Conjugate gradients: O(arcs) a step, about 3 sqrt(reach) steps.
void ctk_diffuse(const ctk_map *map, double reach, void *work, double *ratio);

int64_t ctk_diffuse_work(int32_t n, int64_t arcs);

#endif
