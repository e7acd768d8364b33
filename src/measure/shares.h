/// Shares of territories in the totals, as whole numbers, so that bands are exact.
#ifndef CT_MEASURE_SHARES_H
#define CT_MEASURE_SHARES_H

#include "canton/types.h"

/// Territory j is to get part[j] of `total` parts. total < 2^33.
typedef struct ct_shares {
    int32_t k;
    int64_t *part;
    int64_t total;
    ct_strings name; ///< [k] names of a targets file, empty strings without
} ct_shares;

ct_status ct_shares_equal(int32_t k, ct_shares *out, ct_error *err);

/// From a table with columns share and, if there, territory (1..k in any order) and name. Shares
/// need not sum to anything. Decimal shares are taken as written when their sum needs no more than
/// 33 bits; otherwise they are rounded to 2^-33 of their sum.
ct_status ct_shares_read(const char *path, ct_shares *out, ct_inputs *inputs, ct_error *err);

void ct_shares_free(ct_shares *s);

#endif
