/// Boxes of regions, and records that are kept.
#include "base/regions.h"

#include <stdlib.h>

#include "kernels/geom/rect.h"

void ct_kept_records_free(ct_kept_records *k)
{
    if (!k) return;
    free(k->offset);
    free(k->size);
    ct_file_close(&k->file);
    free(k);
}

void ct_region_box(const ct_regions *r, int32_t region, double box[4])
{
    const int64_t begin = r->vertex_begin[r->ring_begin[region]];
    const int64_t end = r->vertex_begin[r->ring_begin[region + 1]];
    ctk_rect_put(ctk_rect_of(end - begin, r->lonlat + 2 * begin), box);
}

void ct_regions_boxes(const ct_regions *r, double *box)
{
    for (int32_t i = 0; i < r->n; i++) ct_region_box(r, i, box + 4 * (int64_t)i);
}
