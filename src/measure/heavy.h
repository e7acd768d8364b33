/// Regions that alone are more than a territory may hold.
#ifndef CT_MEASURE_HEAVY_H
#define CT_MEASURE_HEAVY_H

#include "canton/progress.h"
#include "canton/types.h"

/// One note a measure: how many regions exceed every territory's upper bound, and the three
/// heaviest.
void ct_note_heavy(const ct_context *ctx, const ct_regions *regions, const ct_measures *measures,
                   const ct_bands *bands);

#endif
