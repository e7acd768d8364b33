/// Canton inside another program: settings by name, a case in memory, a plan to ask.
///
///     ct_settings_new  ct_settings_set("k", "8")  ───────────┐
///     ct_model_new  ct_model_measure  ct_model_neighbors  ───┴─ ct_model_solve ─ ct_result_part
///     ...
///
/// All of it is behind handles, which can grow: a program built against this header works with
/// every later library of the same SOVERSION. Territories are numbered from 0, regions as they were
/// given to ct_model_new(). What is wrong is said in *err, which may be NULL; what failed is
/// unchanged. Every _free() takes NULL.
#ifndef CANTON_EMBED_H
#define CANTON_EMBED_H

#include "canton/options.h"
#include "canton/plan.h"
#include "canton/progress.h"

typedef struct ct_settings ct_settings; ///< what is asked for: the options of the command line
typedef struct ct_model ct_model;       ///< regions, what they weigh, who is whose neighbour
typedef struct ct_result ct_result;     ///< a plan

CT_API_BEGIN

/// Defaults everywhere. CT_ERR_MEMORY.
ct_status ct_settings_new(ct_settings **out, ct_error *err);

/// An option as the command line has it ('canton help run'), without its dashes: "k", "60". The
/// value is copied. A second value takes the place of the first, but for accounts, measure and
/// tolerance, which can be given several times; NULL takes back all there are. "" or "yes" sets a
/// flag.
/// CT_ERR_USAGE when there is no such option, or it cannot have this value.
ct_status ct_settings_set(ct_settings *s, const char *name, const char *value, ct_error *err);

/// The last value set, NULL when there is none. Valid until the option is set again.
const char *ct_settings_get(const ct_settings *s, const char *name);

/// The same as a struct, for the jobs with files (ct_run_job() and others); its strings live as
/// long as the settings are not changed. CT_ERR_USAGE when they do not agree.
ct_status ct_settings_options(const ct_settings *s, ct_options *out, ct_error *err);

void ct_settings_free(ct_settings *s);

/// n regions that are points, all arrays copied.
///
///   code     [n] unique names; NULL = their numbers. Ties are broken by the order of codes.
///   lon_deg  [n] degrees WGS 84, -180..180      lat_deg  [n] -90..90
///
/// Cost O(n log n). CT_ERR_INPUT names the first item that is wrong, CT_ERR_MEMORY.
ct_status ct_model_new(int32_t n, const char *const *code, const double *lon_deg,
                       const double *lat_deg, ct_model **out, ct_error *err);

/// One more quantity to balance, the first is the primary one; at most CT_MAX_MEASURES.
///
///   name      of less than CT_NAME_SIZE bytes, as in the settings "tolerance", "revenue=5"
///   decimals  0..9; sums are exact in units of 10^-decimals, to which weights are rounded
///   weight    [n] >= 0, at most 9e15 such units each, not all 0
///
/// CT_ERR_INPUT, CT_ERR_MEMORY.
ct_status ct_model_measure(ct_model *m, const char *name, int32_t decimals, const double *weight,
                           ct_error *err);

/// Pairs of neighbours, more of them with each call. A pair is given in either or both directions;
/// the longest border given for it counts.
///
///   a, b      [n_pairs] two different regions, 0..n-1
///   border_m  [n_pairs] length of their border, >= 0; NULL = not known, taken for 0. Only the
///             objective "border" looks at it.
///
/// CT_ERR_INPUT names the first pair that is wrong, CT_ERR_MEMORY.
ct_status ct_model_neighbors(ct_model *m, int64_t n_pairs, const int32_t *a, const int32_t *b,
                             const double *border_m, ct_error *err);

void ct_model_free(ct_model *m);

/// The best plan found, the same for every number of threads. A model is not changed by it: it can
/// be solved with several settings at the same time. Regions of which no chain of neighbours leads
/// to the others are joined to them by bridges, unless "bridges" is "none".
///
///   progress  called from this thread, at most about ten times a second; returns 0 to go on; may
///             be NULL
///   *out      a plan with CT_OK and CT_ERR_INFEASIBLE, NULL otherwise; ct_result_free() it
///
/// Cost by "effort": about 1 s at 3,000 regions and effort 1, 3 s at 5.
/// CT_ERR_INFEASIBLE: the plan misses a band, or, with *out NULL, there is none at all.
/// CT_ERR_USAGE: settings that do not agree, or name files where a model has none (regions,
/// accounts, adjacency, measure, current, like, out). CT_ERR_INPUT: no neighbours, more territories
/// than regions, no file of "targets". CT_ERR_STOPPED, CT_ERR_MEMORY.
ct_status ct_model_solve(const ct_model *m, const ct_settings *s, ct_progress_fn progress,
                         void *user, ct_result **out, ct_error *err);

/// All that follows is owned by the result, and computed already.

int32_t ct_result_territories(const ct_result *r); ///< k
const int32_t *ct_result_part(const ct_result *r); ///< [n] territory of each region
bool ct_result_feasible(const ct_result *r);       ///< all inside their bands, and contiguous
double ct_result_inertia(const ct_result *r);      ///< primary measure's unit * km^2
double ct_result_bound(const ct_result *r);        ///< of it, for the plan's own centres; or NaN

/// [k] weight of each territory in the measure's unit, and its distance from the target in % of it.
/// NULL when no measure is called so.
const double *ct_result_total(const ct_result *r, const char *measure);
const double *ct_result_deviation(const ct_result *r, const char *measure);

/// What a person should know: a line for each note, "" when there is none.
const char *ct_result_notes(const ct_result *r);

/// Everything else. What is there for each region is in the order of codes.
const ct_level *ct_result_level(const ct_result *r);

void ct_result_free(ct_result *r);

CT_API_END
#endif
