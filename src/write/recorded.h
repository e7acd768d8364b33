/// The files of a result as its canton.log lists them: what an --overwrite may delete, besides what
/// a GIS has put beside the shapefiles among them.
#ifndef CT_WRITE_RECORDED_H
#define CT_WRITE_RECORDED_H

#include <stdbool.h>

#include "base/content.h"
#include "write/out.h"

/// Lines "file          NAME" for what stands in `dir` and its folders, in byte order.
void ct_recorded_write(ct_out *o, const char *dir);

typedef struct ct_recorded {
    ct_file log; ///< canton.log of a result; empty = there is none
    bool is_any; ///< it lists files: results before 0.2 do not
} ct_recorded;

void ct_recorded_open(const char *dir, ct_recorded *r);
/// name: as it is listed, "regions.shp" or "layer_SEGMENT/regions.shp".
bool ct_recorded_has(const ct_recorded *r, const char *name);
void ct_recorded_close(ct_recorded *r);

#endif
