/// What several files show of a plan, made once.
#ifndef CT_WRITE_VIEWS_H
#define CT_WRITE_VIEWS_H

#include "write/writing.h"

enum { CT_MAX_LEVELS = 16 }; ///< each is a column of the regions

/// Where a plan has several layers or levels, they name files and groups. CT_ERR_USAGE when one of
/// them cannot, or is there twice, and when there is no plan.
ct_status ct_views_check(const ct_plan *plan, ct_error *err);

/// Views of every layer of w->run's plan; directories are set by the caller. *out has one for each,
/// also after a failure, or is NULL.
ct_status ct_views_make(const ct_writing *w, ct_views **out, ct_error *err);
void ct_views_free(ct_views *views, const ct_plan *plan);

#endif
