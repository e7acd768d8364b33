/// Parts of the pipeline; nobody outside src/pipeline includes this.
#ifndef CT_PIPELINE_PIPELINE_H
#define CT_PIPELINE_PIPELINE_H

#include "canton/stages.h"

/// run->bands -> run->clusters, run->plan, run->solve_status. CT_OK also when bands are missed.
ct_status ct_pipeline_solve(const ct_options *opt, const ct_context *ctx, ct_run *run,
                            ct_error *err);

/// The same for the least number of territories within --capacity; fills run->bands and
/// run->capacity too.
ct_status ct_pipeline_capacity(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_error *err);

/// The same targets, but any weight is inside.
ct_status ct_pipeline_loosen(const ct_measures *measures, const ct_bands *bands, ct_bands *out,
                             ct_error *err);

#endif
