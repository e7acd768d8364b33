/// How many territories, and what each of them should hold.
#ifndef CANTON_OPTIONS_TARGET_H
#define CANTON_OPTIONS_TARGET_H

#include "canton/options/data.h"

/// At most one of capacity and the two others; none of them = the number of territories is not
/// known.
typedef struct ct_target_options {
    int32_t k;                             ///< number of territories, 0 = not given
    double capacity;                       ///< most that a territory may hold, 0 = not given
    int32_t capacity_measure;              ///< index of the measure it limits
    const char *targets;                   ///< file of shares, NULL = equal ones
    double tolerance_pct[CT_MAX_MEASURES]; ///< half-width of a measure's band around the target
} ct_target_options;

CT_API_BEGIN

ct_target_options ct_target_options_default(void);
ct_status ct_target_options_check(const ct_target_options *opt, ct_error *err);

CT_API_END
#endif
