/// A small finished run made by hand, for tests of what is written.
#ifndef CT_TESTS_MAKE_RUN_H
#define CT_TESTS_MAKE_RUN_H

#include "canton.h"

enum { MAKE_POINTS = 1, MAKE_INFEASIBLE = 2 };

/// A grid of columns x rows unit squares in degrees, in k vertical strips, with `per_region`
/// accounts in each region and three more that found none. Two measures: "count", and "revenue"
/// with two decimals. A bridge joins the first region to the last. Codes are "R0000", "R0001", ...
/// The layer is also on disk, as test_path("grid.shp").
typedef struct made_run {
    ct_options opt;
    ct_run run;
    ct_level *level; ///< the lowest of the first layer
} made_run;

void make_run(made_run *m, int32_t columns, int32_t rows, int32_t k, int32_t per_region, int flags);
/// Makes the plan one of 2 segments, "clinics" with the k strips and "hospitals" with k + 1, each
/// with 2 "districts" above.
void make_segments(made_run *m, int32_t columns);
/// The outlines of the territories again, for a plan that was changed.
void make_outline(made_run *m);
void made_run_free(made_run *m);

#endif
