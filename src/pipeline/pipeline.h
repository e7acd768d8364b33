/// Parts of the pipeline; nobody outside src/pipeline includes this.
#ifndef CT_PIPELINE_PIPELINE_H
#define CT_PIPELINE_PIPELINE_H

#include "canton/stages.h"

/// A stage begins; CT_ERR_STOPPED when the caller wants to stop.
ct_status ct_pipeline_begin(const ct_context *ctx, const char *stage);
/// It has ended, and this is what it found.
__attribute__((format(printf, 3, 4))) void ct_pipeline_end(const ct_context *ctx, const char *stage,
                                                           const char *format, ...);
/// Counts with separators, in a ring of buffers long enough for one message.
const char *ct_pipeline_count(int64_t n);

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

/// The largest distance of a plan's totals outside a band, % of its target; 0 = all are met.
ct_status ct_pipeline_worst(const ct_measures *measures, const ct_bands *bands, const ct_plan *plan,
                            double *worst_pct, ct_error *err);

#endif
