/// Where results go, and which.
#ifndef CANTON_OPTIONS_OUTPUT_H
#define CANTON_OPTIONS_OUTPUT_H

#include <stdbool.h>

#include "canton/status.h"

/// Places of the bits below.
enum {
#define CT_LAYER(id, name) CT_LAYER_PLACE_##id,
#include "canton/options/outputs.def"
    CT_N_LAYERS
};

/// What of the output directory can be left out (--layers): CT_LAYER_H5, CT_LAYER_TERRITORIES, ...
enum {
#define CT_LAYER(id, name) CT_LAYER_##id = 1 << CT_LAYER_PLACE_##id,
#include "canton/options/outputs.def"
    CT_LAYER_ALL = (1 << CT_N_LAYERS) - 1
};

/// Cells of CSV files that a spreadsheet would run.
typedef enum ct_formulas { CT_FORMULAS_DISARM, CT_FORMULAS_KEEP } ct_formulas;

typedef struct ct_output_options {
    const char *out; ///< directory; NULL = nothing is written
    bool overwrite;
    uint32_t layers; ///< CT_LAYER_*
    ct_formulas formulas;
} ct_output_options;

CT_API_BEGIN

ct_output_options ct_output_options_default(void);
ct_status ct_output_options_check(const ct_output_options *opt, ct_error *err);

CT_API_END
#endif
