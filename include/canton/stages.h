/// The program on one page: what each stage takes and gives.
///
///     regions.shp  ─ read ─┐              constraints ─┐
///                          ├─ join ─ graph ─ case ─────┼─ cluster ─ balance ─ measure ─ write
///     accounts.csv ─ read ─┘            today's plan ──┘
///
/// Every stage borrows its inputs and is given its own group of options, fills its zero-initialised
/// output, and on failure leaves an output that its _free() accepts. Results never depend on
/// ctx->n_threads. Calls on different data may run at the same time.
#ifndef CANTON_STAGES_H
#define CANTON_STAGES_H

#include "canton/constraints.h"
#include "canton/options.h"
#include "canton/plan.h"
#include "canton/progress.h"

/// Everything of one run, for the writers and for callers that want it all.
typedef struct ct_run {
    ct_verb verb;     ///< what was asked; set by the job functions below
    ct_inputs inputs; ///< the files read so far
    ct_case given;
    ct_constraints constraints;
    ct_plan plan;
    ct_status solve_status; ///< CT_OK or CT_ERR_INFEASIBLE
    bool interrupted;       ///< ct_context.hurry ended the search: the best plan by then
    struct ct_directory
        *place;        ///< where the result is built, see ct_write_claim(); NULL = not claimed
    bool is_looked_at; ///< validate went to its end, whatever it returned
} ct_run;

CT_API_BEGIN

/// Layer -> regions: every record checked, duplicate codes merged, codes sorted, CRS settled.
ct_status ct_read_regions(const ct_data_options *opt, const ct_context *ctx, ct_regions *out,
                          ct_inputs *inputs, ct_error *err);

/// Where canton-gdal is, beside the program or the library, into out[4096]: with it, layers of
/// other formats than shapefiles are read. false: it is not there.
bool ct_gdal_find(char *out);

/// Points in memory -> regions, in the order of their codes.
///
///   code     [n] unique, not empty; NULL = the numbers 0 .. n-1
///   lon_deg, lat_deg  [n] degrees WGS 84
///   out      record_region[i] is the region of point i
///
/// Cost O(n log n). CT_ERR_INPUT names the first item that is wrong.
ct_status ct_regions_of_points(int32_t n, const char *const *code, const double *lon_deg,
                               const double *lat_deg, ct_regions *out, ct_error *err);

/// Rows -> accounts: columns found, numbers parsed, what is dirty counted. No files = zero
/// accounts.
ct_status ct_read_accounts(const ct_data_options *opt, const ct_context *ctx, ct_accounts *out,
                           ct_inputs *inputs, ct_error *err);

/// Takes accounts as they are read, when rows are not to be kept.
typedef struct ct_taker {
    void *user;
    /// The next rows of a file; borrowed for the call. Region and reason are the taker's to fill;
    /// column_decimals grow from batch to batch.
    ct_status (*take)(void *user, ct_accounts *batch, ct_error *err);
    /// The file has ended. keep = false: forget its rows, it will be read again, otherwise.
    ct_status (*end_file)(void *user, bool keep, ct_error *err);
} ct_taker;

/// ct_read_accounts() for any number of rows in bounded memory: batches to the taker.
ct_status ct_read_accounts_by(const ct_data_options *opt, const ct_context *ctx,
                              const ct_taker *taker, ct_inputs *inputs, ct_error *err);

/// Accounts -> their regions (fills accounts->region and ->reason), and each measure per region.
ct_status ct_join(const ct_data_options *opt, const ct_context *ctx, const ct_regions *regions,
                  ct_accounts *accounts, ct_measures *out, ct_error *err);

/// ct_join() for accounts that come in batches: rows that find a region are summed and forgotten.
///     ct_join_begin(..., &join, &taker)   ct_read_accounts_by(..., &taker)
///     ct_join_end(join, &kept, &measures) ct_join_free(join)
/// `kept` gets the rows without a region, without code and point. ctx, opt, regions are borrowed.
typedef struct ct_joining ct_joining;
ct_status ct_join_begin(const ct_data_options *opt, const ct_context *ctx,
                        const ct_regions *regions, ct_joining **out, ct_taker *taker,
                        ct_error *err);
ct_status ct_join_end(ct_joining *join, ct_accounts *kept, ct_measures *out, ct_error *err);
void ct_join_free(ct_joining *join);

/// Borders -> contiguity graph, islands joined by flagged bridges.
ct_status ct_graph_build(const ct_graph_options *opt, const ct_context *ctx,
                         const ct_regions *regions, ct_graph *out, ct_inputs *inputs,
                         ct_error *err);

/// Neighbours in memory.
typedef struct ct_pairs {
    int64_t n;
    const int32_t *a, *b;   ///< [n] two regions, not the same one; in any order
    const double *border_m; ///< [n] length of their border; < 0 = not known
} ct_pairs;

/// ct_graph_build() with pairs in place of --adjacency.
ct_status ct_graph_of_pairs(const ct_graph_options *opt, const ct_context *ctx,
                            const ct_regions *regions, const ct_pairs *pairs, ct_graph *out,
                            ct_inputs *inputs, ct_error *err);

/// Options and totals -> number of territories, targets and bands. Of the case: measures, and
/// whether the graph is apart.
ct_status ct_bands_build(const ct_target_options *opt, const ct_context *ctx, const ct_case *given,
                         ct_bands *out, ct_inputs *inputs, ct_error *err);

/// Notes about bands that no plan can meet, with the arithmetic, before anything is solved.
/// *n_reasons (may be NULL): how many there are.
ct_status ct_bands_explain(const ct_context *ctx, const ct_case *given, const ct_bands *bands,
                           int32_t *n_reasons, ct_error *err);

/// The numbers of territories below which --capacity cannot be kept.
ct_status ct_capacity_least(const ct_target_options *opt, const ct_context *ctx,
                            const ct_case *given, ct_capacity *out, ct_error *err);

/// Files of rules -> arrays. Territories that rules name are those of the bands; without bands
/// (NULL), when their number is yet to be found, no rule can name one.
ct_status ct_constrain(const ct_rule_options *opt, const ct_context *ctx, const ct_case *given,
                       const ct_bands *bands, ct_constraints *out, ct_inputs *inputs,
                       ct_error *err);

/// Weights -> balanced power cells, several starts. constraints may be NULL; cells of their regions
/// have the territories' numbers, and keep the rules where nothing speaks against it: the rest is
/// the balance stage's.
ct_status ct_cluster(const ct_solve_options *opt, const ct_context *ctx, const ct_case *given,
                     const ct_bands *bands, const ct_constraints *constraints, ct_clusters *out,
                     ct_error *err);

/// Cells -> contiguous territories inside every band and rule. CT_ERR_INFEASIBLE with the best plan
/// found.
ct_status ct_balance(const ct_solve_options *opt, const ct_context *ctx, const ct_case *given,
                     const ct_bands *bands, const ct_constraints *constraints,
                     const ct_clusters *clusters, ct_solution *out, ct_error *err);

/// A lower bound, over all centres, of what the plan costs in the medoid form (--certify).
/// Only the bands of the primary measure count; too many regions: no bound, and a note says so.
ct_status ct_certify(const ct_solve_options *opt, const ct_context *ctx, const ct_case *given,
                     const ct_bands *bands, const ct_solution *solution, ct_certificate *out,
                     ct_error *err);

/// An existing alignment (--current) as a partition, unassigned regions refused; for `assess`.
/// Territories keep the names of the file, in byte order: the k of the bands to come.
ct_status ct_read_current(const ct_today_options *opt, const ct_context *ctx,
                          const ct_regions *regions, ct_solution *out, ct_strings *names,
                          ct_inputs *inputs, ct_error *err);

/// Another plan (--like), as far as it knows the regions of the layer: a directory that a run has
/// written, its canton.h5 or regions.csv, or a CSV code,territory.
ct_status ct_read_like(const ct_today_options *opt, const ct_context *ctx,
                       const ct_regions *regions, ct_alignment *out, ct_inputs *inputs,
                       ct_error *err);

/// Partition -> figures, each from scratch.
ct_status ct_measure_plan(const ct_context *ctx, const ct_case *given, const ct_bands *bands,
                          const ct_solution *solution, ct_figures *out, ct_error *err);

/// Called before anything is read, so that nobody waits to learn that --out cannot be written: the
/// place is claimed, and no other run comes in between. CT_ERR_OUTPUT; nothing without opt->out.
ct_status ct_write_claim(const ct_output_options *opt, ct_run *run, ct_error *err);
/// In any case, when the job has ended: what is claimed and was not written goes away. What was
/// found beside it, or went wrong after the result was in its place, is added to `notes`.
void ct_write_release(ct_run *run, ct_notes *notes);
/// For a process that ends before its jobs have: what they have claimed goes away at once. Takes no
/// memory, and may be called by a signal handler. False: a result is in its place already, and the
/// process should rather go on to its end.
bool ct_write_abandon(void);

/// All -> the output directory, whole or not at all. The options go into the record.
ct_status ct_write(const ct_options *opt, const ct_context *ctx, const ct_run *run, ct_error *err);

/// For a program that leaves HDF5 to this library, as its first call: nothing of HDF5 runs at exit,
/// where it would crash over a file that a full disk has left half closed. With HDF5 files of its
/// own, which are to be flushed at exit, a program does not call it.
void ct_hdf5_no_atexit(void);

/// The stages above, in this order. CT_ERR_INFEASIBLE with everything written. Without
/// opt->output.out nothing is.
ct_status ct_run_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err);

/// ct_run_job() from the graph on: run->given is there already. It is not looked at whether the
/// data options name files.
ct_status ct_solve_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err);

/// The inputs only: read, join, graph; bands when a number of territories is given. What of the
/// accounts forbids a plan is returned, as CT_ERR_INPUT, when all has been looked at.
ct_status ct_validate_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err);

/// An existing alignment measured; written when opt->output.out is given.
ct_status ct_assess_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err);

void ct_run_free(ct_run *run);

/// The content of summary.json, for --json; free() it. NULL for a run that failed,
/// and when out of memory.
char *ct_summary_json(const ct_options *opt, const ct_context *ctx, const ct_run *run);

/// What a shapefile, an accounts file or a canton.h5 holds, as text to print; free() it.
ct_status ct_info(const char *path, char **text, ct_error *err);

CT_API_END
#endif
