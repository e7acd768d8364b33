/// Where results go, and which.
#ifndef CANTON_OPTIONS_OUTPUT_H
#define CANTON_OPTIONS_OUTPUT_H

#include <stdbool.h>

#include "canton/status.h"

/// Files of the output directory that can be left out (--layers).
enum {
    CT_LAYER_H5 = 1 << 0,
    CT_LAYER_TERRITORIES = 1 << 1,
    CT_LAYER_REGIONS = 1 << 2,
    CT_LAYER_BRIDGES = 1 << 3,
    CT_LAYER_ASSIGNMENTS = 1 << 4,
    CT_LAYER_REPORT = 1 << 5,
    CT_LAYER_ACCOUNTS = 1 << 6, ///< /accounts in canton.h5
    CT_LAYER_PROBLEMS = 1 << 7, ///< overlaps and gaps of the regions
    CT_LAYER_ALL = (1 << 8) - 1
};

typedef struct ct_output_options {
    const char *out; ///< directory; NULL = nothing is written
    bool overwrite;
    uint32_t layers; ///< CT_LAYER_*
} ct_output_options;

CT_API_BEGIN

ct_output_options ct_output_options_default(void);
ct_status ct_output_options_check(const ct_output_options *opt, ct_error *err);

CT_API_END
#endif
