/// Regions of several records: ground that more than one of them holds counts once.
///
/// A row that stands twice, or parts that reach over each other, would count their common ground
/// twice, and by the even-odd rule a point on it would lie outside. Where the records of a region
/// hold less together than each for itself, the first one gets what they hold together, and the
/// others nothing. Records that touch, or lie apart, stay as they are drawn.
#include <math.h>
#include <stdlib.h>

#include "base/enclose.h"
#include "base/memory.h"
#include "kernels/geom/ring.h"
#include "read/regions.h"

enum { FEW_RECORDS = 64 }; ///< of a region, whose boxes are held against each other

static const double EQUAL_SHARE = 1e-12;

typedef struct work {
    ct_record_plan *plan;
    int32_t *record; ///< [n_records] by region, in the order of the file
    uint8_t *is_anew;
    ct_anew *anew;
    ct_enclosure ground;
    ct_examples united, tangled;
} work;

/// The records of each region one after another; begin[n regions + 1].
static ct_status list_records(const ct_regions *r, work *w, int32_t **begin, ct_error *err)
{
    w->record = ct_array(r->n_records, sizeof *w->record, "records", err);
    w->is_anew = ct_array(r->n_records, 1, "records", err);
    int32_t *at = *begin = ct_array((int64_t)r->n + 2, sizeof **begin, "records", err);
    if (!w->record || !w->is_anew || !at) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < r->n_records; i++)
        if (r->record_region[i] >= 0) at[r->record_region[i] + 2]++;
    for (int32_t i = 0; i < r->n; i++) at[i + 2] += at[i + 1];
    for (int32_t i = 0; i < r->n_records; i++)
        if (r->record_region[i] >= 0) w->record[at[r->record_region[i] + 1]++] = i;
    return CT_OK;
}

/// The rings of a record as they will be stored, closed, behind the *n vertices there are, with
/// their edges; returns their area, and widens the box.
static double add_record(work *w, int32_t record, int64_t *n, int32_t *n_edges, double box[4])
{
    const ct_record_plan *p = &w->plan[record];
    double area = 0.0;
    for (int32_t k = 0; k < p->n_rings; k++) {
        const int32_t size = p->ring[k].n + p->ring[k].is_open;
        double *to = w->ground.xy + 2 * *n, b[4];
        ct_copy_ring(p->anew ? (const char *)p->anew : p->polygon.points, &p->ring[k], to);
        area -= ctk_ring_area(size, to, b);
        for (int j = 0; j < 2; j++) {
            box[j] = fmin(box[j], b[j]);
            box[j + 2] = fmax(box[j + 2], b[j + 2]);
        }
        for (int32_t v = 0; v + 1 < size; v++)
            w->ground.edge[(*n_edges)++] = 2 * (uint32_t)(*n + v);
        *n += size;
    }
    return area;
}

static bool any_boxes_meet(int32_t n, double box[][4])
{
    for (int32_t i = 0; i < n; i++)
        for (int32_t k = 0; k < i; k++)
            if (box[i][0] < box[k][2] && box[k][0] < box[i][2] && box[i][1] < box[k][3] &&
                box[k][1] < box[i][3])
                return true;
    return false;
}

/// All edges of n records; *area = the sum of theirs. *n_edges = 0 when no two of them can meet,
/// -1 when there are more than can be held against each other.
static ct_status gather(work *w, int32_t n, const int32_t *record, double *area, int32_t *n_edges,
                        ct_error *err)
{
    double box[FEW_RECORDS][4];
    int64_t most = 0, at = 0;
    for (int32_t i = 0; i < n; i++) most += w->plan[record[i]].n_vertices;
    *n_edges = 0;
    *area = 0.0;
    if (most >= INT32_MAX / 4) *n_edges = -1;
    if (*n_edges < 0) return CT_OK;
    const ct_status s = ct_enclosure_room(&w->ground, most, most, err);
    for (int32_t i = 0; i < n && !s; i++) {
        double *b = box[i < FEW_RECORDS ? i : 0];
        b[0] = b[1] = HUGE_VAL;
        b[2] = b[3] = -HUGE_VAL;
        *area += add_record(w, record[i], &at, n_edges, b);
    }
    if (n <= FEW_RECORDS && !any_boxes_meet(n, box)) *n_edges = 0;
    return s;
}

/// n records of one region.
static ct_status unite(work *w, int32_t n, const int32_t *record, ct_error *err)
{
    double area;
    int32_t n_edges;
    bool is_done = false;
    ct_status s = gather(w, n, record, &area, &n_edges, err);
    if (!s && n_edges > 0)
        s = ct_enclose(&w->ground, n_edges, CTK_DISSOLVE_POSITIVE, &is_done, err);
    if (!s && n_edges != 0 && !is_done) ct_example(&w->tangled, 1, "%d", record[0] + 1);
    if (s || !is_done) return s;
    const double together = ct_enclosed_area(&w->ground.job);
    if (w->ground.job.n_rings == 0 || area - together <= EQUAL_SHARE * area) return CT_OK;
    for (int32_t i = 1; i < n; i++) {
        w->plan[record[i]].n_rings = 0;
        w->plan[record[i]].n_vertices = 0;
    }
    w->is_anew[record[0]] = 1;
    ct_example(&w->united, 1, "%d", record[0] + 1);
    return ct_keep_anew(&w->ground.job, &w->plan[record[0]], w->anew, err);
}

ct_status ct_unite_records(const ct_context *ctx, const ct_regions *r, ct_record_plan *plan,
                           ct_anew *anew, ct_error *err)
{
    work w = {.plan = plan, .anew = anew};
    int32_t *begin = NULL;
    ct_status s = list_records(r, &w, &begin, err);
    for (int32_t i = 0; i < r->n && !s; i++) {
        const int32_t n = begin[i + 1] - begin[i];
        if (n < 2) continue;
        s = ct_tick(ctx, "read", 0.5, "regions of several records");
        if (!s) s = unite(&w, n, w.record + begin[i], err);
    }
    if (!s) ct_place_anew(r->n_records, w.is_anew, anew, plan);
    if (!s && w.united.n)
        ct_note_add(ctx->notes, CT_WARN, "read", w.united.n,
                    "{region has|regions have} records that lie on each other: their common ground "
                    "counts once (record %s)",
                    w.united.text);
    if (!s && w.tangled.n)
        ct_note_add(ctx->notes, CT_WARN, "read", w.tangled.n,
                    "{region has|regions have} records too tangled to be held against each other: "
                    "ground that several of them hold counts more than once (record %s)",
                    w.tangled.text);
    ct_enclosure_free(&w.ground);
    free(begin);
    free(w.record);
    free(w.is_anew);
    return s;
}
