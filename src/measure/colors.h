/// Colours of territories on a map.
#ifndef CT_MEASURE_COLORS_H
#define CT_MEASURE_COLORS_H

#include "canton/case.h"
#include "canton/progress.h"

/// color[k] 0..7 such that territories with a common border, corner, given or near edge differ.
/// Should more than 8 be needed, a note says so and colours repeat.
ct_status ct_color_territories(const ct_context *ctx, const ct_graph *g, const int32_t *part,
                               int32_t k, int32_t *color, ct_error *err);

#endif
