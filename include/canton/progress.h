/// What a long call tells the caller while it works, and how the caller stops it.
#ifndef CANTON_PROGRESS_H
#define CANTON_PROGRESS_H

#include "canton/options/output.h"

/// Called from the calling thread only, at most about ten times a second.
///   stage   "read", "join", ...
///   done    0..1 within the stage
///   detail  short text such as "1.2 M rows", may be ""
/// Returns 0 to go on, anything else to stop with CT_ERR_STOPPED.
typedef int (*ct_progress_fn)(void *user, const char *stage, double done, const char *detail);

/// Called when a stage ends, with what it found: "32,989 regions, 2.3 M vertices".
typedef void (*ct_stage_fn)(void *user, const char *stage, const char *found);

/// What every stage is given besides its data.
typedef struct ct_context {
    int32_t n_threads;               ///< >= 1; results never depend on it
    ct_notes *notes;                 ///< never NULL
    ct_progress_fn progress;         ///< may be NULL
    ct_stage_fn stage_end;           ///< may be NULL
    void *user;                      ///< handed to both
    const ct_output_options *output; ///< what notes may point to; NULL = nothing is written
    ct_error *refused; ///< what forbids a plan is kept here, the first of it, and the call goes on;
                       ///< NULL = it ends the call
    double began_s;    ///< monotonic seconds when the search began, from which --time-limit counts;
                       ///< 0 = it does not count
    const volatile int *hurry; ///< not 0: search no further, the best plan so far will do; may be
                               ///< set at any time, by a signal handler too; NULL = never
} ct_context;

CT_API_BEGIN

/// The input forbids a plan: CT_ERR_INPUT; where ctx->refused collects it, CT_OK, and a note for
/// all but the first.
ct_status ct_refuse(const ct_context *ctx, ct_error *err, const char *stage, const char *format,
                    ...) __attribute__((format(printf, 4, 5)));

/// Report progress; null-safe. Returns CT_ERR_STOPPED when the caller wants to stop.
ct_status ct_tick(const ct_context *ctx, const char *stage, double done, const char *detail);

CT_API_END
#endif
