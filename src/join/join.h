/// What the steps of the join share.
///
///     join.c       one batch of accounts: keys, matches, sums; ct_join() is one batch
///     batches.c    accounts that come in batches: what is kept of them
///     chunks.c     the accounts of a batch in parallel
///     points.c     by point        codes.c     by code
///     overlap.c    in two regions  inside.c    in one region
///     measures.c   sums            report.c    notes and errors
#ifndef CT_JOIN_JOIN_H
#define CT_JOIN_JOIN_H

#include "base/code.h"
#include "canton/stages.h"
#include "kernels/geom/pip.h"

enum { JOIN_EXAMPLES = 3, JOIN_CHUNK = 1 << 15 };

/// What accounts are counted for: their ct_reason, and these.
enum {
    JOIN_FALLBACK = CT_N_REASONS, ///< matched by code because the point found nothing
    JOIN_DIFFER,                  ///< point and code name different regions
    JOIN_OVERLAP,                 ///< the point lies in both: the code's was taken
    JOIN_SMALLER,                 ///< the point lies in two regions: the smaller was taken
    JOIN_SEVERAL,                 ///< unmatched, as the code may be that of several regions
    JOIN_SWAPPED,                 ///< unmatched, but in a region when lon and lat change places
    JOIN_REPAIR,                  ///< + ct_repair: codes mended
    JOIN_N_TALLIES = JOIN_REPAIR + CT_N_REPAIRS
};

/// Text written piece by piece; what does not fit is cut.
typedef struct join_line {
    char text[512];
    size_t n;
} join_line;

/// Accounts counted, the first few in words.
typedef struct join_tally {
    int64_t n;
    join_line examples;
} join_tally;

/// What the accounts of one chunk are counted for; which of them are the first.
typedef struct join_part {
    int64_t n[JOIN_N_TALLIES], n_matched;
    int64_t first[JOIN_N_TALLIES][JOIN_EXAMPLES];
    int64_t n_outside; ///< points that lie in no region
} join_part;

/// Smallest box around points; empty when x0 > x1.
typedef struct join_range {
    double x0, x1, y0, y1;
} join_range;

/// What the accounts so far amount to.
typedef struct join_found {
    int64_t n, n_matched;
    join_tally tally[JOIN_N_TALLIES];
    ct_measures sums;
    int64_t below[CT_MAX_MEASURES]; ///< of the sums: negatives that were read and stand as 0
    join_range points;              ///< of all accounts, while none is matched
    join_line codes;                ///< the first codes, while none is matched
    int32_t n_codes;
    bool is_longer; ///< one of them is longer than all of the regions'
} join_found;

typedef struct join {
    const ct_data_options *opt;
    const ct_context *ctx;
    const ct_regions *regions;
    bool is_batched;
    ct_accounts *accounts;  ///< the batch
    bool by_point, by_code; ///< which keys are used
    ct_arena arena;
    ctk_pip grid; ///< built with the first batch, when points are used
    bool has_grid;
    ct_codes *codes; ///< likewise
    double *box;     ///< [4 * n regions] likewise, as what follows: see inside.c, overlap.c
    int32_t n_hidden, *hidden_begin, *hidden;
    join_part *part; ///< of each chunk of JOIN_CHUNK accounts of the batch
    int64_t part_capacity;
    join_found found;
} join;

/// A join without accounts yet; ct_join_close() it in any case.
ct_status ct_join_open(join *j, ct_error *err);
void ct_join_close(join *j);
/// Match j->accounts, and add them to what was found.
ct_status ct_join_match(join *j, ct_error *err);
/// After the last batch: notes, or the error that no account was matched; totals checked.
ct_status ct_join_finish(join *j, ct_error *err);

/// Count an account of the part's chunk; ascending for each tally.
void ct_join_count(join_part *part, int tally, int64_t account);
/// work(j, chunk, begin, end) for the chunks of the batch, in parallel; see kernels/prim/chunks.h.
void ct_join_chunks(join *j, void (*work)(void *j, int64_t chunk, int64_t begin, int64_t end));

/// An account's point: usable, absent (no columns, or both cells empty), or wrong.
typedef enum join_point { JOIN_POINT_USABLE, JOIN_POINT_NONE, JOIN_POINT_BAD } join_point;
join_point ct_join_point_of(const ct_accounts *a, int64_t i);

/// Match by point: fills region and reason of every account (not matched: why its point found
/// none).
ct_status ct_join_points(join *j, ct_error *err);

/// Match by code those accounts that have no region yet; counts repairs and disagreements.
ct_status ct_join_codes(join *j, ct_error *err);
void ct_join_codes_close(join *j);

/// Region that the account's code names, CT_CODE_NONE without a code.
int32_t ct_join_code_region(const join *j, int64_t account);

/// Boxes of the regions, before the next.
ct_status ct_join_boxes(join *j, ct_error *err);
/// The account's point lies inside the region, not on its border.
bool ct_join_is_inside(const join *j, int32_t region, int64_t account);

/// Regions that lie under others, found with the grid of the first batch; boxes, where points will
/// be held against single regions.
ct_status ct_join_overlap_find(join *j, ct_error *err);
/// After the codes: points in two regions, of which their code names neither, go to the smaller.
void ct_join_overlap(join *j);

/// Measures without accounts; then those of the batch added; then checked.
ct_status ct_join_measures_begin(join *j, ct_error *err);
ct_status ct_join_measures_add(join *j, ct_error *err);
ct_status ct_join_measures_check(join *j, ct_error *err);
/// Arrays of the same layer.
void ct_join_measures_copy(const join *j, const ct_measures *from, ct_measures *to);
/// Sums for regions, and nothing else, all zero.
ct_status ct_join_measures_allocate(const join *j, ct_measures *out, ct_error *err);

/// Put the account into the words of its tally.
void ct_join_example(join *j, int tally, int64_t account);

/// While no account is matched: remember what the batch was like.
void ct_join_remember(join *j);

/// Notes on what was matched and what was not.
void ct_join_report(const join *j);

/// CT_ERR_INPUT: no account was matched, and the likely cause.
ct_status ct_join_diagnose(const join *j, ct_error *err);

#endif
