/// Wall and CPU time. For messages only: no result may depend on it, but for --time-limit.
#ifndef CT_BASE_CLOCK_H
#define CT_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "canton/progress.h"

double ct_wall_s(void);      ///< monotonic seconds
double ct_cpu_s(void);       ///< CPU seconds of all threads of the process
int64_t ct_peak_bytes(void); ///< largest resident size so far

/// Does the caller want what there is?
bool ct_is_hurried(const ct_context *ctx);
/// Is he in a hurry, or have more than limit_s seconds passed since the search began? Not when
/// either is 0.
bool ct_is_late(const ct_context *ctx, double limit_s);

/// Cores this process may use: affinity mask and cgroup quota, at least 1.
int32_t ct_usable_cores(void);

#endif
