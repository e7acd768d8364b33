/// The records of the input layer, found again so that their bytes can be copied.
#ifndef CT_WRITE_RECORDS_H
#define CT_WRITE_RECORDS_H

#include "base/file.h"
#include "canton/case.h"

typedef struct ct_records {
    ct_file shp;
    int64_t n;            ///< records that belong to a region, in the order of the file
    const char **content; ///< [n] into shp
    int64_t *bytes;       ///< [n] of content
    int32_t *region;      ///< [n]
} ct_records;

/// CT_ERR_INPUT when the file is no longer the one that was read.
ct_status ct_records_open(const ct_regions *regions, ct_records *out, ct_error *err);
void ct_records_close(ct_records *r);

#endif
