/// A point held against one region: its box first.
#include "base/regions.h"
#include "join/join.h"
#include "join/locate.h"
#include "kernels/prim/chunks.h"

enum { REGIONS = 64 }; ///< a thread takes at a time

static void box_some(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    (void)chunk;
    const join *j = user;
    for (int64_t i = begin; i < end; i++) ct_region_box(j->regions, (int32_t)i, j->box + 4 * i);
}

ct_status ct_join_boxes(join *j, ct_error *err)
{
    j->box = ct_arena_array(&j->arena, 4 * (int64_t)j->regions->n, sizeof *j->box,
                            "boxes of regions", err);
    if (!j->box) return CT_ERR_MEMORY;
    ctk_chunks(j->regions->n, REGIONS, j->ctx->n_threads, box_some, j);
    return CT_OK;
}

bool ct_join_is_inside(const join *j, int32_t region, int64_t i)
{
    const double x = j->accounts->lon_deg[i], y = j->accounts->lat_deg[i];
    const double *box = j->box + 4 * (int64_t)region;
    if (!(x > box[0] && y > box[1] && x < box[2] && y < box[3])) return false;
    return ct_locate_is_inside(j->regions, region, x, y);
}
