/// What is behind the handles of canton/embed.h; nobody outside src/embed includes this.
#ifndef CT_EMBED_EMBED_H
#define CT_EMBED_EMBED_H

#include "base/options.h"
#include "canton/embed.h"
#include "canton/stages.h"

struct ct_settings {
    ct_setting *item; ///< [n] in the order in which they were set; values are ours
    int64_t n, capacity;
};

struct ct_model {
    ct_regions regions; ///< its fields are the measures
    int64_t n_pairs, capacity;
    int32_t *a, *b;   ///< [n_pairs] regions in the order of codes
    double *border_m; ///< [n_pairs] < 0 = not known
};

struct ct_result {
    ct_run run; ///< its regions are the model's until it is solved, and none from then on
    ct_notes notes;
    int32_t *part;         ///< [n] in the order of the model's points
    double *total;         ///< [n_measures * k]
    char *text;            ///< the notes
    int64_t text_capacity; ///< bytes
};

/// Empty; NULL when out of memory.
ct_result *ct_result_new(ct_error *err);
/// Figures of run.plan as the getters give them.
ct_status ct_result_settle(ct_result *r, const ct_regions *regions, ct_error *err);

#endif
