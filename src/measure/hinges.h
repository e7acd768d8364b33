/// Regions on which too much of the map hangs.
#ifndef CT_MEASURE_HINGES_H
#define CT_MEASURE_HINGES_H

#include "canton/case.h"
#include "canton/progress.h"

/// One warning for each of the worst regions whose territory would have to hold more of measure m
/// than its band allows (kernels/graph/hinge.h): then there is no plan. Bands must be equal.
/// *found = their number. Regions that are too heavy by themselves are not counted.
ct_status ct_hinges_explain(const ct_context *ctx, const ct_regions *regions,
                            const ct_measure *measure, const ct_graph *graph, int64_t lower,
                            int64_t upper, int32_t *found, ct_error *err);

#endif
