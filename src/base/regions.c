/// Boxes of regions.
#include "base/regions.h"

#include <math.h>
#include <stdlib.h>

void ct_kept_records_free(ct_kept_records *k)
{
    if (!k) return;
    free(k->offset);
    free(k->size);
    ct_file_close(&k->file);
    free(k);
}

void ct_regions_boxes(const ct_regions *r, double *box)
{
    for (int32_t i = 0; i < r->n; i++, box += 4) {
        box[0] = box[1] = HUGE_VAL, box[2] = box[3] = -HUGE_VAL;
        const int64_t begin = r->vertex_begin[r->ring_begin[i]];
        const int64_t end = r->vertex_begin[r->ring_begin[i + 1]];
        for (int64_t v = begin; v < end; v++) {
            const double x = r->lonlat[2 * v], y = r->lonlat[2 * v + 1];
            box[0] = x < box[0] ? x : box[0]; // what fmin() is, without its care for NaN
            box[1] = y < box[1] ? y : box[1];
            box[2] = x > box[2] ? x : box[2];
            box[3] = y > box[3] ? y : box[3];
        }
    }
}
