/// Regions by their boxes, set by set.
#include "graph/problems_sets.h"

#include <stdlib.h>

#include "base/regions.h"

enum { VERTICES_A_LOOK = 8 }; ///< of a region that is asked whether it holds a point

/// Regions without a ring have no box.
static int32_t list_regions(const ct_regions *r, const double *box, int32_t *vertex,
                            int32_t *region)
{
    int32_t n = 0;
    for (int32_t i = 0; i < r->n; i++) {
        if (!(box[4 * (int64_t)i] <= box[4 * (int64_t)i + 2])) continue;
        vertex[n] = 2 * i;
        region[n++] = i;
    }
    return n;
}

static ct_status build_tree(ct_box_sets *t, ct_error *err)
{
    ctk_strips *s = &t->s;
    s->n = ctk_strips_count(&s->edges);
    const int64_t n_boxes = ctk_strips_boxes(s->n);
    uint64_t *work = ct_array(ctk_strips_work(s->n), sizeof *work, "overlaps", err);
    s->begin = ct_array((int64_t)s->n + 1, sizeof *s->begin, "overlaps", err);
    s->leaf = ct_array(s->n, sizeof *s->leaf, "overlaps", err);
    s->box = ct_array(4 * n_boxes, sizeof *s->box, "overlaps", err);
    s->owner = ct_array(n_boxes, sizeof *s->owner, "overlaps", err);
    t->whole = ct_array(n_boxes, 1, "overlaps", err);
    const bool ok = work && s->begin && s->leaf && s->box && s->owner && t->whole;
    if (ok && s->n > 0) ctk_strips_build(s, work, 1);
    free(work);
    return ok ? CT_OK : CT_ERR_MEMORY;
}

ct_status ct_box_sets_open(ct_box_sets *t, ct_problem_list *list, int64_t looks, ct_error *err)
{
    const ct_regions *r = list->job->regions;
    *t = (ct_box_sets){.list = list, .looks = looks};
    t->box = ct_array(4 * (int64_t)r->n, sizeof *t->box, "overlaps", err);
    int32_t *vertex = ct_array(r->n, sizeof *vertex, "overlaps", err);
    int32_t *region = ct_array(r->n, sizeof *region, "overlaps", err);
    t->s.edges = (ctk_edges){0, vertex, region, t->box};
    if (!t->box || !vertex || !region) return CT_ERR_MEMORY;
    ct_regions_boxes(r, t->box);
    t->s.edges.n = list_regions(r, t->box, vertex, region);
    return build_tree(t, err);
}

void ct_box_sets_free(ct_box_sets *t)
{
    free((void *)(uintptr_t)t->s.edges.vertex);
    free((void *)(uintptr_t)t->s.edges.region);
    free(t->s.begin);
    free(t->s.leaf);
    free(t->s.box);
    free(t->s.owner);
    free(t->whole);
    free(t->box);
    *t = (ct_box_sets){0};
}

/// What a region asks of those whose boxes meet its query.
typedef struct query {
    ct_box_sets *t;
    int32_t region;
    double box[4];
    const double *point; ///< NULL = that boxes share ground
} query;

static bool is_same_set(const query *q, int32_t a, int32_t b)
{
    return ctk_find(q->t->list->set, a) == ctk_find(q->t->list->set, b);
}

static bool share_ground(const double *a, const double *b)
{
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

static bool holds(ct_box_sets *t, int32_t region, const double *p)
{
    const ct_regions *r = t->list->job->regions;
    const int64_t begin = r->vertex_begin[r->ring_begin[region]];
    t->looks -= (r->vertex_begin[r->ring_begin[region + 1]] - begin) / VERTICES_A_LOOK;
    return ct_region_holds(r, region, p);
}

static bool is_asked_for(const query *q, int32_t region)
{
    if (q->point) return holds(q->t, region, q->point);
    return share_ground(q->box, q->t->box + 4 * (int64_t)region);
}

/// The region at the first leaf below node i of a level.
static int32_t first_region(const ctk_strips *s, int level, int32_t i)
{
    for (; level > 0; level--) i *= CTK_STRIP_FAN;
    return s->owner[i];
}

/// Nodes [*from, *to) of the level below that make up node i.
static void children(const ctk_strips *s, int level, int32_t i, int32_t *from, int32_t *to)
{
    const int32_t n = s->level_begin[level] - s->level_begin[level - 1];
    *from = CTK_STRIP_FAN * i;
    *to = *from + CTK_STRIP_FAN < n ? *from + CTK_STRIP_FAN : n;
}

/// All children of a node are whole, and of one set.
static bool is_whole(const query *q, int level, int32_t from, int32_t to)
{
    const ctk_strips *s = &q->t->s;
    const int32_t first = first_region(s, level - 1, from);
    for (int32_t c = from; c < to; c++) {
        if (level > 1 && !q->t->whole[s->level_begin[level - 1] + c]) return false;
        if (!is_same_set(q, first, first_region(s, level - 1, c))) return false;
    }
    return true;
}

/// Unite what is asked for below node i.
static void unite_below(const query *q, int level, int32_t i)
{
    ct_box_sets *t = q->t;
    const ctk_strips *s = &t->s;
    const int32_t at = s->level_begin[level] + i, region = first_region(s, level, i);
    if (t->looks < 0 || !ctk_strips_meet(s->box + 4 * (int64_t)at, q->box)) return;
    t->looks--;
    if ((level == 0 || t->whole[at]) && is_same_set(q, region, q->region)) return;
    if (level == 0) {
        if (is_asked_for(q, region)) ctk_unite(t->list->set, region, q->region);
        return;
    }
    int32_t from, to;
    children(s, level, i, &from, &to);
    for (int32_t c = from; c < to; c++) unite_below(q, level - 1, c);
    t->whole[at] = t->whole[at] || is_whole(q, level, from, to);
}

static void unite(const query *q)
{
    if (q->t->s.n > 0) unite_below(q, q->t->s.n_levels - 1, 0);
}

void ct_box_sets_over(ct_box_sets *t, int32_t region, const double p[2])
{
    const query q = {t, region, {p[0], p[1], p[0], p[1]}, p};
    if (t->looks >= 0 && holds(t, region, p)) unite(&q);
}

void ct_box_sets_beside(ct_box_sets *t, int32_t region)
{
    const double *b = t->box + 4 * (int64_t)region;
    const query q = {t, region, {b[0], b[1], b[2], b[3]}, NULL};
    unite(&q);
}

void ct_box_sets_all(ct_box_sets *t)
{
    const ctk_edges *e = &t->s.edges;
    for (int32_t i = 1; i < e->n; i++) ctk_unite(t->list->set, e->region[0], e->region[i]);
}
