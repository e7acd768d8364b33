/// A point held against one region: its box first.
#include "base/regions.h"
#include "join/join.h"
#include "join/locate.h"

ct_status ct_join_boxes(join *j, ct_error *err)
{
    j->box = ct_arena_array(&j->arena, 4 * (int64_t)j->regions->n, sizeof *j->box,
                            "boxes of regions", err);
    if (!j->box) return CT_ERR_MEMORY;
    ct_regions_boxes(j->regions, j->box);
    return CT_OK;
}

bool ct_join_is_inside(const join *j, int32_t region, int64_t i)
{
    const double x = j->accounts->lon_deg[i], y = j->accounts->lat_deg[i];
    const double *box = j->box + 4 * (int64_t)region;
    if (!(x > box[0] && y > box[1] && x < box[2] && y < box[3])) return false;
    return ct_locate_is_inside(j->regions, region, x, y);
}
