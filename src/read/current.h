/// Plans that stand in tables.
#ifndef CT_READ_CURRENT_H
#define CT_READ_CURRENT_H

#include "base/table.h"
#include "canton/case.h"
#include "canton/progress.h"

/// A table code,territory[,name] as another plan; regions that it does not name are in none, codes
/// that the layer lacks are noted.
ct_status ct_alignment_from(const ct_table *table, const ct_context *ctx, const ct_regions *regions,
                            ct_alignment *out, ct_error *err);

/// Such a table from a canton.h5, any that somebody gives. CT_ERR_INPUT.
ct_status ct_alignment_h5(const char *path, ct_table *out, ct_error *err);

#endif
