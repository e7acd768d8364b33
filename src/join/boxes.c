/// Is a point inside one region: its box, then its rings.
#include <math.h>

#include "join/join.h"
#include "join/locate.h"

/// x0, y0, x1, y1 of each region.
static void fill_boxes(const ct_regions *g, double *box)
{
    for (int32_t i = 0; i < g->n; i++, box += 4) {
        box[0] = box[1] = HUGE_VAL, box[2] = box[3] = -HUGE_VAL;
        const int64_t begin = g->vertex_begin[g->ring_begin[i]];
        const int64_t end = g->vertex_begin[g->ring_begin[i + 1]];
        for (int64_t v = begin; v < end; v++) {
            const double x = g->lonlat[2 * v], y = g->lonlat[2 * v + 1];
            box[0] = x < box[0] ? x : box[0]; // what fmin() is, without its care for NaN
            box[1] = y < box[1] ? y : box[1];
            box[2] = x > box[2] ? x : box[2];
            box[3] = y > box[3] ? y : box[3];
        }
    }
}

bool ct_join_is_inside(const join *j, int32_t region, int64_t i)
{
    const double x = j->accounts->lon_deg[i], y = j->accounts->lat_deg[i];
    const double *box = j->box + 4 * (int64_t)region;
    if (!(x > box[0] && y > box[1] && x < box[2] && y < box[3])) return false;
    return ct_locate_is_inside(j->regions, region, x, y);
}

ct_status ct_join_boxes(join *j, ct_error *err)
{
    const int64_t n = j->regions->n;
    j->box = ct_arena_array(&j->arena, 4 * n, sizeof *j->box, "boxes of regions", err);
    if (!j->box) return CT_ERR_MEMORY;
    fill_boxes(j->regions, j->box);
    return CT_OK;
}
