/// Parts of the explanation of missed bands.
#ifndef CT_BALANCE_EXPLAIN_H
#define CT_BALANCE_EXPLAIN_H

#include "balance/balance.h"

enum { CT_EXPLAIN_TEXT = 48 };

/// A value of measure m for people: separators when it is whole.
const char *ct_explain_value(const ct_solver *s, int32_t m, int64_t value,
                             char out[CT_EXPLAIN_TEXT]);

/// Which neighbours of territory j could give or take weight of measure m, and why they do not:
/// text that begins with "; " or is empty.
void ct_explain_neighbors(const ct_solver *s, ct_candidate *c, int32_t j, int32_t m, char *out,
                          size_t size);

/// Notes about the rules that the plan breaks, at least one, and the text of the failure.
ct_status ct_explain_rules(const ct_solver *s, const ctk_draft *d, ct_error *err);

/// A note with the smallest tolerances at which this very plan would be inside every band.
void ct_explain_tolerance(const ct_solver *s, const ctk_draft *d);

#endif
