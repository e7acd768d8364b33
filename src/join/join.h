/// What the steps of the join share.
#ifndef CT_JOIN_JOIN_H
#define CT_JOIN_JOIN_H

#include "base/memory.h"
#include "canton/stages.h"
#include "kernels/geom/pip.h"

enum { JOIN_EXAMPLES = 3 };

/// Accounts counted, the first few kept as examples.
typedef struct join_tally {
    int64_t n;
    int64_t example[JOIN_EXAMPLES]; ///< account indices
} join_tally;

typedef struct join {
    const ct_options *opt;
    const ct_context *ctx;
    const ct_regions *regions;
    ct_accounts *accounts;
    bool by_point, by_code; ///< which keys are used
    ct_arena arena;
    ctk_pip grid; ///< built when any account has a usable point
    bool has_grid;
    join_tally reason[CT_N_REASONS];
    join_tally fallback; ///< matched by code because the point found nothing
    join_tally cut;      ///< codes cut to the length of the regions' (ZIP+4)
    join_tally zeros;    ///< codes given their leading zeros back
    join_tally differ;   ///< point and code name different regions
    join_tally swapped;  ///< unmatched, but in a region when lon and lat change places
} join;

void ct_join_count(join_tally *tally, int64_t account);

/// An account's point: usable, absent (no columns, or both cells empty), or wrong.
typedef enum join_point { JOIN_POINT_USABLE, JOIN_POINT_NONE, JOIN_POINT_BAD } join_point;
join_point ct_join_point_of(const ct_accounts *a, int64_t i);

/// Match by point: fills region and reason of every account (not matched: why its point found
/// none).
ct_status ct_join_points(join *j, ct_error *err);

/// Match by code those accounts that have no region yet; counts repairs and disagreements.
ct_status ct_join_codes(join *j, ct_error *err);

/// Measures per region.
ct_status ct_join_measures(join *j, ct_measures *out, ct_error *err);

/// Notes on what was matched and what was not.
void ct_join_report(const join *j);

/// CT_ERR_INPUT: no account was matched, and the likely cause.
ct_status ct_join_diagnose(const join *j, ct_error *err);

#endif
