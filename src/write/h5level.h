/// What canton.h5 has of a level, into the group `parent`; and columns that others have as well.
#ifndef CT_WRITE_H5LEVEL_H
#define CT_WRITE_H5LEVEL_H

#include "write/h5file.h"
#include "write/writing.h"

/// parent/territories and parent/solve of w->level.
void ct_h5_territories(ct_h5 *h, hid_t parent, const ct_writing *w);
void ct_h5_solve(ct_h5 *h, hid_t parent, const ct_writing *w);

/// Values per item and measure, [n_measures][n] fixed point, as a group of columns. NULL = those of
/// the regions.
void ct_h5_measures(ct_h5 *h, hid_t parent, const char *name, const char *what, const ct_writing *w,
                    int64_t n, const int64_t *fixed);

/// Accounts matched. Counts are stored as 32 bits; more than that many in one place stay at the
/// limit.
void ct_h5_counts(ct_h5 *h, hid_t group, int64_t n, const int64_t *count);

#endif
