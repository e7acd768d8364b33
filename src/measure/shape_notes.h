/// What a person who draws territories would look at twice.
#ifndef CT_MEASURE_SHAPE_NOTES_H
#define CT_MEASURE_SHAPE_NOTES_H

#include "base/memory.h"
#include "canton/case.h"

/// A note for each of k territories, "" where there is nothing to say: that it lies within another
/// one, or is one region wide for three regions or more where the map itself is not. Bridges do not
/// count.
///   part [g->n] 0..k-1, < 0 = in none
ct_status ct_shape_notes(const ct_graph *g, const int32_t *part, int32_t k, ct_strings *out,
                         ct_error *err);

#endif
