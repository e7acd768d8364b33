/// A result directory held against itself and its input: what canton.h5 says of the plan is worked
/// out again, slowly, from its regions and neighbours, and the other files are held against it.
#ifndef CT_ORACLE_RESULT_H
#define CT_ORACLE_RESULT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct oracle_result {
    char wrong[512];     ///< the first thing that is not so; "" = all is right
    int32_t n, k, m;     ///< regions, territories, measures
    int64_t n_accounts;  ///< rows in canton.h5
    int64_t n_unmatched; ///< of these without a region
    int32_t n_missed;    ///< bands of territories that are missed
    int32_t n_in_parts;  ///< territories that are not contiguous
} oracle_result;

/// Needs canton.h5, the layers of regions and of territories, the CSVs, and nothing of the program.
oracle_result oracle_result_check(const char *dir);

#endif
