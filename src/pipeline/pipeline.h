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

/// What all verbs do first: read, join, graph. run->given is const from then on.
ct_status ct_pipeline_given(const ct_options *opt, const ct_context *ctx, ct_run *run,
                            ct_error *err);

/// CT_ERR_INPUT, with counts by reason, when more is left out than --max-bad allows; see
/// ct_refuse().
ct_status ct_pipeline_judge(const ct_data_options *opt, const ct_context *ctx,
                            const ct_measures *measures, ct_error *err);

/// The context of a run: what notes may point to is what `opt` has written.
ct_context ct_pipeline_context(const ct_options *opt, const ct_context *ctx);

/// What all that have a plan do last: its figures; its bound, with --certify; the directory, with
/// --out.
ct_status ct_pipeline_deliver(const ct_options *opt, const ct_context *ctx, ct_run *run,
                              ct_error *err);

/// Names of the territories that go on from the plan of --like, and how much of it stays; nothing
/// without one.
ct_status ct_pipeline_name(const ct_context *ctx, const ct_case *given, ct_level *level,
                           ct_error *err);

/// What came of a solve.
typedef struct ct_found {
    ct_solution solution;
    ct_error missed;  ///< what is said of the bands it misses or rules it breaks; status 0 = none
    double worst_pct; ///< the largest distance outside a band, % of its target
    double sum_pct;   ///< of all of them
} ct_found;

/// Is a better than b? Inside its bands and rules; else by the rules broken, then by worst_pct and
/// sum_pct; then by the objective, at the same price for both.
bool ct_found_is_better(const ct_found *a, const ct_found *b, const ct_terms *price);

/// Is a map searched by a portfolio (portfolio.c)? How many searches it gets then, is_met: where
/// bands are met; and the effort of each, from 0.
bool ct_portfolio_is_small(int32_t n_regions);
int32_t ct_portfolio_size(int32_t n_regions, int32_t effort, bool is_met);
int32_t ct_portfolio_effort(int32_t number);

/// Bands -> plan. CT_OK also when bands are missed. most_searches: from how many sets of starts, at
/// most, while bands are missed and nothing proves that they must be; 0 = as --effort has it.
ct_status ct_pipeline_solve(const ct_solve_options *opt, const ct_context *ctx,
                            const ct_case *given, const ct_constraints *constraints,
                            const ct_bands *bands, int32_t most_searches, ct_found *out,
                            ct_error *err);

/// The same for the least number of territories within --capacity: out->bands, capacity and
/// solution; *missed as in ct_found.
ct_status ct_pipeline_capacity(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_level *out, ct_error *missed, ct_error *err);

#endif
