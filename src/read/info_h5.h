/// What an HDF5 file holds, for `canton info`.
#ifndef CT_READ_INFO_H5_H
#define CT_READ_INFO_H5_H

#include <stdio.h>

#include "canton/status.h"

/// The attributes of the root that a result of canton has, and every dataset. Any file may be
/// given: an attribute of another type or shape is left out. CT_ERR_INPUT when something of the
/// file cannot be read; what is printed is not all of it then.
ct_status ct_info_h5(const char *path, FILE *out, ct_error *err);

#endif
