/// The few regions that a note names.
#ifndef CT_MEASURE_EXAMPLES_H
#define CT_MEASURE_EXAMPLES_H

#include <stdint.h>

enum { CT_EXAMPLES = 3 };

/// Put region i among the heaviest, -1 = none yet; ties keep the one with the smaller code.
static inline void ct_examples_keep(const int64_t *weight, int32_t i, int32_t top[CT_EXAMPLES])
{
    for (int t = 0; t < CT_EXAMPLES; t++) {
        if (top[t] >= 0 && weight[i] <= weight[top[t]]) continue;
        const int32_t pushed = top[t];
        top[t] = i;
        if (pushed < 0) return;
        i = pushed;
    }
}

#endif
