/// Memory for the dissolve kernel, one job at a time.
#include "base/enclose.h"

#include <stdlib.h>

#include "base/memory.h"

enum {
    MAX_EDGES = 1 << 26,
    LEAST_ROOM = 1 << 18, ///< pieces that crossings may make of any job
    MOST_PIECES = 16      ///< and of each edge of a large one
};

static const char RINGS[] = "rings that cross";

ct_status ct_enclosure_room(ct_enclosure *e, int64_t n_vertices, int64_t n_edges, ct_error *err)
{
    const ct_status s =
        ct_grow((void **)&e->xy, &e->xy_capacity, 2 * n_vertices, sizeof *e->xy, RINGS, err);
    if (s) return s;
    return ct_grow((void **)&e->edge, &e->edge_capacity, n_edges, sizeof *e->edge, RINGS, err);
}

static int32_t clamped(int64_t n)
{
    return n < INT32_MAX ? (int32_t)n : INT32_MAX;
}

static ct_status give_room(ct_enclosure *e, int64_t n_vertices, int64_t n_rings, ct_error *err)
{
    ctk_dissolve_job *j = &e->job;
    ct_status s =
        ct_grow((void **)&j->xy, &e->out_capacity, 2 * n_vertices, sizeof *j->xy, RINGS, err);
    if (!s)
        s = ct_grow((void **)&j->ring_end, &e->end_capacity, n_rings, sizeof *j->ring_end, RINGS,
                    err);
    if (!s)
        s = ct_grow((void **)&j->is_hole, &e->hole_capacity, n_rings, sizeof *j->is_hole, RINGS,
                    err);
    const int64_t rings = e->end_capacity < e->hole_capacity ? e->end_capacity : e->hole_capacity;
    j->vertex_capacity = clamped(e->out_capacity / 2);
    j->ring_capacity = clamped(rings);
    return s;
}

static ct_status run(ct_enclosure *e, int64_t capacity, ct_error *err)
{
    const int64_t size = (int64_t)ctk_dissolve_work((int32_t)capacity);
    if (size > e->scratch_capacity) { // nothing in it is worth keeping
        free(e->scratch);
        e->scratch = NULL;
        e->scratch_capacity = 0;
    }
    const ct_status s = ct_grow(&e->scratch, &e->scratch_capacity, size, 1, RINGS, err);
    if (!s) ctk_dissolve(e->xy, 1, &e->job, (int32_t)capacity, e->scratch, 1);
    return s;
}

ct_status ct_enclose(ct_enclosure *e, int32_t n_edges, ctk_dissolve_rule rule, bool *is_done,
                     ct_error *err)
{
    const int64_t pieces = MOST_PIECES * (int64_t)n_edges;
    int64_t most = pieces > LEAST_ROOM ? pieces : LEAST_ROOM, n = n_edges + n_edges / 4 + 64;
    if (most > MAX_EDGES) most = MAX_EDGES;
    ct_status s = give_room(e, n + n_edges / 3, n_edges / 3 + 1, err);
    e->job.edge = e->edge;
    e->job.n_edges = n_edges;
    e->job.rule = rule;
    e->job.state = CTK_DISSOLVE_NEW;
    while (!s && n <= most) {
        s = run(e, n, err);
        if (!s && e->job.state == CTK_DISSOLVE_ROOM)
            s = give_room(e, e->job.n_vertices, e->job.n_rings, err);
        else if (e->job.state == CTK_DISSOLVE_MORE)
            n += n / 2;
        else
            break;
    }
    *is_done = n <= most && e->job.state != CTK_DISSOLVE_OPEN;
    return s;
}

void ct_enclosure_free(ct_enclosure *e)
{
    free(e->xy);
    free(e->edge);
    free(e->scratch);
    free(e->job.xy);
    free(e->job.ring_end);
    free(e->job.is_hole);
    *e = (ct_enclosure){0};
}
