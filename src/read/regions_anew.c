/// Records whose rings touch or cross: kept as they are drawn, or read anew by the even-odd rule.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/enclose.h"
#include "base/memory.h"
#include "kernels/geom/ring.h"
#include "read/regions.h"

enum { FEW_PAIRS = 1 << 14 }; ///< of a hole and an outer ring, to be held against each other

/// Areas that differ by less, as a share of those of the rings, are equal.
static const double EQUAL_SHARE = 1e-12;

/// What a record needs, kept for the next one.
typedef struct work {
    const ct_layer_file *layer;
    char *room; ///< of ct_ring_room
    int64_t room_capacity;
    ct_enclosure ground;
} work;

static ct_status take_room(work *w, const ct_polygon *g, ct_ring_room *q, ct_error *err)
{
    const int64_t size = ct_ring_room_layout(q, g->n_points, g->n_parts, NULL);
    const ct_status s =
        ct_grow((void **)&w->room, &w->room_capacity, size, 1, "rings of a record", err);
    if (!s) ct_ring_room_layout(q, g->n_points, g->n_parts, w->room);
    return s;
}

/// The vertices of every part, flat ones too, closed, and its edges; *n_edges of them.
static ct_status list_edges(work *w, const ct_polygon *g, const ct_ring_room *q, int32_t *n_edges,
                            ct_error *err)
{
    const int64_t most = (int64_t)g->n_points + g->n_parts;
    const ct_status s = ct_enclosure_room(&w->ground, most, most, err);
    uint32_t n = 0;
    *n_edges = 0;
    for (int32_t i = 0; i < g->n_parts && !s; i++) {
        const int32_t first = q->part[i], size = q->part[i + 1] - first;
        double *to = w->ground.xy + 2 * (int64_t)n;
        if (size == 0) continue;
        memcpy(to, q->xy + 2 * (int64_t)first, 16 * (size_t)size);
        memcpy(to + 2 * (int64_t)size, to, 16);
        for (int32_t v = 0; v < size; v++) w->ground.edge[(*n_edges)++] = 2 * n++;
        n++;
    }
    return s;
}

/// The ground of the record by a rule, as rings in w->ground.job.
static ct_status enclose(work *w, int32_t record, int32_t n_edges, ctk_dissolve_rule rule,
                         ct_error *err)
{
    bool is_done;
    const ct_status s = ct_enclose(&w->ground, n_edges, rule, &is_done, err);
    if (s || is_done) return s;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: record %d: its rings cross themselves too often to tell what they enclose; "
                   "repair it, for example with 'ogr2ogr -makevalid'",
                   w->layer->path, record + 1);
}

double ct_enclosed_area(const ctk_dissolve_job *j)
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

/// The rings as they run on the Earth: only so have they a direction.
static void unwrap_rings(ct_ring_room *q, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        ct_ring_scratch *r = &q->ring[i];
        double *p = q->xy + 2 * (int64_t)r->plan.first, turn = 0.0;
        for (int32_t v = 0; v + 1 < r->plan.n; v++) {
            double *a = p + 2 * (int64_t)v;
            const double edge[4] = {a[0] - turn, a[1], a[2], a[3]};
            turn += ct_short_way(edge);
            a[2] += turn;
        }
        r->area = ctk_ring_area(r->plan.n, p, r->box);
    }
}

static void keep_directed(ct_ring_room *q, int32_t n, ct_record_plan *plan)
{
    for (int32_t i = 0; i < n; i++)
        if (q->ring[i].plan.is_hole) own_hole(q->ring, n, i);
    ct_order_rings(q->ring, n, plan);
}

/// The rings as they are drawn enclose what they do by the rule: they only touch.
static bool keep_drawn(ct_ring_room *q, int32_t n, double area, ct_record_plan *plan)
{
    double slack;
    int64_t n_holes = 0;
    if (n == 0 || fabs(direct_rings(q->ring, n, &slack) - area) > slack) return false;
    for (int32_t i = 0; i < n; i++) n_holes += q->ring[i].plan.is_hole;
    if (n_holes * (n - n_holes) > FEW_PAIRS) return false;
    keep_directed(q, n, plan);
    return true;
}

ct_status ct_keep_anew(const ctk_dissolve_job *j, ct_record_plan *plan, ct_anew *anew,
                       ct_error *err)
{
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
    const ct_polygon g = plan->polygon;
    ct_ring_room q;
    *plan = (ct_record_plan){.polygon = g, .ring = plan->ring};
    ct_status s = take_room(w, &g, &q, err);
    if (s) return s;
    const ctk_dissolve_job *job = &w->ground.job;
    const int32_t n = ct_keep_rings(&g, &q, plan);
    int32_t n_edges;
    plan->is_tangled = false;
    if (ct_has_wide_edges(&q, n)) {
        double slack;
        unwrap_rings(&q, n);
        direct_rings(q.ring, n, &slack);
        keep_directed(&q, n, plan);
        return CT_OK;
    }
    s = list_edges(w, &g, &q, &n_edges, err);
    if (!s) s = enclose(w, record, n_edges, CTK_DISSOLVE_EVEN_ODD, err);
    if (s || keep_drawn(&q, n, ct_enclosed_area(job), plan)) return s;
    if (job->n_rings == 0) s = enclose(w, record, n_edges, CTK_DISSOLVE_NON_ZERO, err);
    if (s || job->n_rings == 0) return s;
    *is_anew = true;
    return ct_keep_anew(job, plan, anew, err);
}

void ct_place_anew(int32_t n, const uint8_t *is_anew, const ct_anew *anew, ct_record_plan *plan)
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
    if (!s) ct_place_anew(n, is_anew, anew, plan);
    ct_enclosure_free(&w.ground);
    free(w.room);
    free(is_anew);
    return s;
}
