/// Records whose rings touch or cross: kept as they are drawn, or read anew by the even-odd rule.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/dissolve.h"
#include "kernels/geom/ring.h"
#include "read/regions.h"

enum {
    MAX_EDGES = 1 << 26,
    LEAST_ROOM = 1 << 18, ///< edges that crossings may make of any record
    MOST_PIECES = 16,     ///< and of each edge of a large one
    FEW_PAIRS = 1 << 14   ///< of a hole and an outer ring, to be held against each other
};

/// Areas that differ by less, as a share of those of the rings, are equal.
static const double EQUAL_SHARE = 1e-12;

/// What a record needs, kept for the next one.
typedef struct work {
    const ct_layer_file *layer;
    char *room; ///< of ct_ring_room
    int64_t room_capacity;
    double *xy; ///< all rings, closed
    int64_t xy_capacity;
    uint32_t *edge;
    int64_t edge_capacity;
    void *scratch; ///< of the dissolve kernel
    int64_t scratch_capacity;
    ctk_dissolve_job job;
    int64_t job_xy_capacity, job_end_capacity, job_hole_capacity;
} work;

static void work_free(work *w)
{
    free(w->room);
    free(w->xy);
    free(w->edge);
    free(w->scratch);
    free(w->job.xy);
    free(w->job.ring_end);
    free(w->job.is_hole);
}

static ct_status take_room(work *w, const ct_polygon *g, ct_ring_room *q, ct_error *err)
{
    const int64_t size = ct_ring_room_layout(q, g->n_points, g->n_parts, NULL);
    const ct_status s =
        ct_grow((void **)&w->room, &w->room_capacity, size, 1, "rings of a record", err);
    if (!s) ct_ring_room_layout(q, g->n_points, g->n_parts, w->room);
    return s;
}

/// The vertices of every part, flat ones too, closed; edge i starts at one of them.
static ct_status list_edges(work *w, const ct_polygon *g, const ct_ring_room *q, ct_error *err)
{
    const int64_t most = (int64_t)g->n_points + g->n_parts;
    ct_status s = ct_grow((void **)&w->xy, &w->xy_capacity, 2 * most, sizeof *w->xy,
                          "vertices of a record", err);
    if (!s)
        s = ct_grow((void **)&w->edge, &w->edge_capacity, most, sizeof *w->edge,
                    "edges of a record", err);
    if (s) return s;
    uint32_t n = 0;
    w->job.n_edges = 0;
    for (int32_t i = 0; i < g->n_parts; i++) {
        int32_t first, end = g->n_points;
        memcpy(&first, g->parts + 4 * (int64_t)i, sizeof first);
        if (i + 1 < g->n_parts) memcpy(&end, g->parts + 4 * ((int64_t)i + 1), sizeof end);
        if (end == first) continue;
        memcpy(w->xy + 2 * (int64_t)n, q->xy + 2 * (int64_t)first, 16 * (size_t)(end - first));
        memcpy(w->xy + 2 * (int64_t)(n + (uint32_t)(end - first)), q->xy + 2 * (int64_t)first, 16);
        for (int32_t v = first; v < end; v++) w->edge[w->job.n_edges++] = 2 * n++;
        n++;
    }
    w->job.edge = w->edge;
    return CT_OK;
}

static ct_status give_room(work *w, ct_error *err)
{
    ctk_dissolve_job *j = &w->job;
    ct_status s = ct_grow((void **)&j->xy, &w->job_xy_capacity, 2 * (int64_t)j->n_vertices,
                          sizeof *j->xy, "rings of a record", err);
    if (!s)
        s = ct_grow((void **)&j->ring_end, &w->job_end_capacity, j->n_rings, sizeof *j->ring_end,
                    "rings of a record", err);
    if (!s)
        s = ct_grow((void **)&j->is_hole, &w->job_hole_capacity, j->n_rings, sizeof *j->is_hole,
                    "rings of a record", err);
    if (s) return s;
    j->vertex_capacity = (int32_t)fmin((double)(w->job_xy_capacity / 2), INT32_MAX);
    j->ring_capacity =
        (int32_t)fmin((double)(w->job_end_capacity < w->job_hole_capacity ? w->job_end_capacity
                                                                          : w->job_hole_capacity),
                      INT32_MAX);
    return CT_OK;
}

static ct_status fail_tangled(const work *w, int32_t record, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: record %d: its rings cross themselves too often to tell what they enclose; "
                   "repair it, for example with 'ogr2ogr -makevalid'",
                   w->layer->path, record + 1);
}

/// The ground of the listed edges by a rule, as rings in w->job.
static ct_status enclose(work *w, int32_t record, ctk_dissolve_rule rule, ct_error *err)
{
    ctk_dissolve_job *j = &w->job;
    const int64_t pieces = MOST_PIECES * (int64_t)j->n_edges;
    const int64_t most = pieces > LEAST_ROOM ? pieces : LEAST_ROOM;
    int64_t n = 2 * (int64_t)j->n_edges + 64;
    if (n > MAX_EDGES) return fail_tangled(w, record, err);
    j->rule = rule;
    j->n_vertices = 2 * j->n_edges;
    j->n_rings = j->n_edges / 3 + 1;
    ct_status s = give_room(w, err);
    if (s) return s;
    for (j->state = CTK_DISSOLVE_NEW;; n = j->state == CTK_DISSOLVE_MORE ? 2 * n : n) {
        if (n > most || n > MAX_EDGES) return fail_tangled(w, record, err);
        const int64_t size = (int64_t)ctk_dissolve_work((int32_t)n);
        s = ct_grow(&w->scratch, &w->scratch_capacity, size, 1, "rings of a record", err);
        if (!s && j->state == CTK_DISSOLVE_ROOM) s = give_room(w, err);
        if (s) return s;
        ctk_dissolve(w->xy, 1, j, (int32_t)n, w->scratch, 1);
        if (j->state != CTK_DISSOLVE_MORE && j->state != CTK_DISSOLVE_ROOM) return CT_OK;
    }
}

static double enclosed_area(const ctk_dissolve_job *j)
{
    double sum = 0.0, box[4];
    for (int32_t r = 0; r < j->n_rings; r++) {
        const int32_t begin = r ? j->ring_end[r - 1] : 0;
        sum -= ctk_ring_area(j->ring_end[r] - begin, j->xy + 2 * (int64_t)begin, box);
    }
    return sum;
}

/// Roles by direction: the ring with the largest area is outer, those that run the other way are
/// holes. Returns the area they enclose so, and in *slack what of it may be rounding.
static double direct_rings(ct_ring_scratch *s, int32_t n, double *slack)
{
    double sum = 0.0;
    int32_t largest = 0;
    *slack = 0.0;
    for (int32_t i = 0; i < n; i++) {
        const double *b = s[i].box;
        const double x = fmax(fabs(b[0]), fabs(b[2])), y = fmax(fabs(b[1]), fabs(b[3]));
        if (fabs(s[i].area) > fabs(s[largest].area)) largest = i;
        sum += s[i].area;
        *slack += EQUAL_SHARE * fabs(s[i].area) + 0x1p-50 * (y * (b[2] - b[0]) + x * (b[3] - b[1]));
    }
    for (int32_t i = 0; i < n; i++) s[i].plan.is_hole = (s[i].area < 0) != (s[largest].area < 0);
    return fabs(sum);
}

static double common(const double a[4], const double b[4])
{
    return fmax(0.0, fmin(a[2], b[2]) - fmax(a[0], b[0])) *
           fmax(0.0, fmin(a[3], b[3]) - fmax(a[1], b[1]));
}

/// The owner of a hole is the outer ring that shares most of its box; of equal ones the smallest.
static void own_hole(ct_ring_scratch *s, int32_t n, int32_t hole)
{
    double best = -1.0;
    for (int32_t i = 0; i < n; i++) {
        if (s[i].plan.is_hole) continue;
        const double share = common(s[i].box, s[hole].box);
        const int32_t now = s[hole].owner;
        if (share < best || (share == best && fabs(s[i].area) >= fabs(s[now].area))) continue;
        best = share;
        s[hole].owner = i;
    }
}

/// The rings as they are drawn enclose what they do by the rule: they only touch.
static bool keep_drawn(ct_ring_room *q, int32_t n, double area, ct_record_plan *plan)
{
    double slack;
    int64_t n_holes = 0;
    if (n == 0 || fabs(direct_rings(q->ring, n, &slack) - area) > slack) return false;
    for (int32_t i = 0; i < n; i++) n_holes += q->ring[i].plan.is_hole;
    if (n_holes * (n - n_holes) > FEW_PAIRS) return false;
    for (int32_t i = 0; i < n; i++)
        if (q->ring[i].plan.is_hole) own_hole(q->ring, n, i);
    ct_order_rings(q->ring, n, plan);
    return true;
}

/// The rings of w->job become those of the record. Until all are read, plan->n_vertices says where
/// they end: the arrays still move.
static ct_status keep_anew(const work *w, ct_record_plan *plan, ct_anew *anew, ct_error *err)
{
    const ctk_dissolve_job *j = &w->job;
    ct_status s =
        ct_grow((void **)&anew->xy, &anew->xy_capacity, 2 * (anew->n_vertices + j->n_vertices),
                sizeof *anew->xy, "rings read anew", err);
    if (!s)
        s = ct_grow((void **)&anew->ring, &anew->ring_capacity, anew->n_rings + j->n_rings,
                    sizeof *anew->ring, "rings read anew", err);
    if (s) return s;
    memcpy(anew->xy + 2 * anew->n_vertices, j->xy, 16 * (size_t)j->n_vertices);
    for (int32_t r = 0; r < j->n_rings; r++) {
        const int32_t first = r ? j->ring_end[r - 1] : 0;
        anew->ring[anew->n_rings + r] =
            (ct_ring_plan){.first = first, .n = j->ring_end[r] - first, .is_hole = j->is_hole[r]};
    }
    plan->n_rings = j->n_rings;
    plan->n_vertices = j->n_vertices;
    plan->n_turned = plan->n_closed = plan->n_dropped = 0;
    anew->n_vertices += j->n_vertices;
    anew->n_rings += j->n_rings;
    return CT_OK;
}

/// *is_anew = the record got new rings.
static ct_status read_one(work *w, int32_t record, ct_record_plan *plan, ct_anew *anew,
                          bool *is_anew, ct_error *err)
{
    ct_polygon g;
    ct_ring_room q;
    ct_layer_polygon(w->layer, record, &g, NULL);
    *plan = (ct_record_plan){.ring = plan->ring};
    ct_status s = take_room(w, &g, &q, err);
    if (s) return s;
    const int32_t n = ct_keep_rings(&g, &q, plan);
    plan->is_tangled = false;
    s = list_edges(w, &g, &q, err);
    if (!s) s = enclose(w, record, CTK_DISSOLVE_EVEN_ODD, err);
    if (s || keep_drawn(&q, n, enclosed_area(&w->job), plan)) return s;
    if (w->job.n_rings == 0) s = enclose(w, record, CTK_DISSOLVE_NON_ZERO, err);
    if (s || w->job.n_rings == 0) return s;
    *is_anew = true;
    return keep_anew(w, plan, anew, err);
}

/// Where the rings are, now that their arrays stay where they are.
static void place_anew(int32_t n, const uint8_t *is_anew, const ct_anew *anew, ct_record_plan *plan)
{
    int64_t vertex = 0, ring = 0;
    for (int32_t i = 0; i < n; i++) {
        if (!is_anew[i]) continue;
        plan[i].anew = anew->xy + 2 * vertex;
        plan[i].ring = anew->ring + ring;
        vertex += plan[i].n_vertices;
        ring += plan[i].n_rings;
    }
}

ct_status ct_read_tangled(const ct_layer_file *layer, const ct_context *ctx, ct_record_plan *plan,
                          ct_anew *anew, ct_error *err)
{
    const int32_t n = layer->n_records;
    work w = {.layer = layer};
    uint8_t *is_anew = ct_array(n, 1, "records", err);
    ct_status s = is_anew ? CT_OK : CT_ERR_MEMORY;
    for (int32_t i = 0; i < n && !s; i++) {
        bool has_new = false;
        if (!plan[i].is_tangled) continue;
        s = ct_tick(ctx, "read", 0.4, "rings that cross");
        if (!s) s = read_one(&w, i, &plan[i], anew, &has_new, err);
        is_anew[i] = has_new;
    }
    if (!s) place_anew(n, is_anew, anew, plan);
    work_free(&w);
    free(is_anew);
    return s;
}
