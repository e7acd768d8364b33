/// What regions that overlap have in common, pair by pair.
///
/// Regions of one set make piles, the largest at the bottom; the ground of each pair of neighbours
/// in a pile is a problem (kernels/geom/pile.h). So the areas of all of them add up to the sum of
/// the regions' areas less the area of what they cover together.
#include <stdlib.h>
#include <string.h>

#include "base/enclose.h"
#include "graph/problems_sets.h"
#include "kernels/geom/pile.h"

/// The sets of more than one region, one after another.
typedef struct piling {
    ct_problem_list *list;
    int32_t n_tangled; ///< regions of sets, or of pairs, that could not be told apart
    int32_t n;
    int32_t *region; ///< [n] by set, then from the bottom of a pile to its top
    ctk_pile pile;
    void *memory;
    ct_enclosure ground;
} piling;

/// A region that overlaps one may overlap others, whose borders are all matched there: those whose
/// boxes share ground with its own join the set.
static ct_status add_candidates(ct_problem_list *list, ct_error *err)
{
    const int32_t n = list->job->graph->n;
    ct_box_sets t = {0};
    bool any = false;
    uint8_t *overlaps = ct_array(n, 1, "overlaps", err);
    ct_status status = overlaps ? CT_OK : CT_ERR_MEMORY;
    for (int32_t i = 0; i < n && !status; i++) {
        const int32_t root = ctk_find(list->set, i);
        if (root == i) continue;
        overlaps[i] = overlaps[root] = 1;
        any = true;
    }
    if (any) status = ct_box_sets_open(&t, list, INT64_MAX, err);
    for (int32_t i = 0; i < n && any && !status; i++) {
        if (!overlaps[i]) continue;
        if (i % 256 == 0) status = ct_tick(list->job->ctx, "graph", 0.77, "overlaps");
        ct_box_sets_beside(&t, i);
    }
    ct_box_sets_free(&t);
    free(overlaps);
    return status;
}

/// By set, then the larger region first.
static int compare_regions(const void *x, const void *y, void *user)
{
    const ct_problem_list *list = user;
    const double *area = list->job->regions->area_m2;
    const int32_t i = *(const int32_t *)x, j = *(const int32_t *)y;
    const int32_t a = list->set[i], b = list->set[j];
    if (a != b) return a < b ? -1 : 1;
    if (area[i] != area[j]) return area[i] > area[j] ? -1 : 1;
    return (i > j) - (i < j);
}

static ct_status list_regions(piling *w, ct_error *err)
{
    const int32_t n = w->list->job->graph->n;
    int32_t *set = w->list->set;
    uint8_t *is_one = ct_array(n, 1, "overlaps", err);
    w->region = ct_array(n, sizeof *w->region, "overlaps", err);
    const bool has_memory = is_one && w->region;
    for (int32_t i = 0; i < n && has_memory; i++) {
        set[i] = ctk_find(set, i); // the root is the smallest of the set
        if (set[i] != i) is_one[i] = is_one[set[i]] = 1;
    }
    for (int32_t i = 0; i < n && has_memory; i++)
        if (is_one[i]) w->region[w->n++] = i;
    free(is_one);
    if (!has_memory) return CT_ERR_MEMORY;
    if (w->n > 0) qsort_r(w->region, (size_t)w->n, sizeof *w->region, compare_regions, w->list);
    return CT_OK;
}

/// Slivers between regions of one set are found again, among all their edges.
static void drop_slivers(const ct_problem_list *list)
{
    ct_graph *g = list->job->graph;
    int32_t n = 0;
    for (int32_t i = 0; i < g->n_problems; i++) {
        const ct_problem *x = &g->problem[i];
        if (!x->is_covered || list->set[x->a] != list->set[x->b]) g->problem[n++] = *x;
    }
    g->n_problems = n;
}

static int64_t region_edges(const ct_regions *r, int32_t region)
{
    return r->vertex_begin[r->ring_begin[region + 1]] - r->vertex_begin[r->ring_begin[region]];
}

static bool add_region(const ct_regions *r, int32_t region, int32_t owner, ctk_net *net)
{
    for (int32_t ring = r->ring_begin[region]; ring < r->ring_begin[region + 1]; ring++) {
        for (int64_t v = r->vertex_begin[ring]; v + 1 < r->vertex_begin[ring + 1]; v++)
            if (!ctk_net_add(net, r->lonlat + 2 * v, r->lonlat + 2 * v + 2, owner)) return false;
    }
    return true;
}

/// Room for the pieces that crossings make of the edges: at least, and of each edge of many.
enum { LEAST_ROOM = 1 << 16, MOST_PIECES = 8 };

/// The pairs of n regions; *done as ctk_pile_find() says, 0 = more pieces than there is room for.
static ct_status find_pairs(piling *w, int32_t n, const int32_t *region, int *done, ct_error *err)
{
    const ct_regions *r = w->list->job->regions;
    int64_t n_edges = 0;
    ct_status status = CT_OK;
    for (int32_t i = 0; i < n; i++) n_edges += region_edges(r, region[i]);
    int64_t most = n_edges < INT32_MAX ? MOST_PIECES * n_edges : INT32_MAX, capacity;
    if (most < LEAST_ROOM) most = LEAST_ROOM;
    if (most > INT32_MAX / 8) most = INT32_MAX / 8;
    *done = 0;
    for (capacity = 256 + n_edges + n_edges / 4; *done == 0 && !status && capacity <= most;
         capacity *= 2) {
        const size_t bytes = ctk_pile_layout(&w->pile, (int32_t)capacity, n, NULL);
        bool fits = true;
        free(w->memory);
        w->memory = ct_array((int64_t)bytes, 1, "overlaps", err);
        if (!w->memory) return CT_ERR_MEMORY;
        ctk_pile_layout(&w->pile, (int32_t)capacity, n, w->memory);
        ctk_net_clear(&w->pile.net);
        for (int32_t i = 0; i < n && fits; i++) fits = add_region(r, region[i], i, &w->pile.net);
        if (fits) *done = ctk_pile_find(&w->pile, w->list->job->ctx->n_threads);
        status = ct_tick(w->list->job->ctx, "graph", 0.77, "overlaps");
    }
    return status;
}

static int compare_edges(const void *x, const void *y)
{
    const ctk_pile_edge *e = x, *f = y;
    if (e->lower != f->lower) return e->lower < f->lower ? -1 : 1;
    if (e->upper != f->upper) return e->upper < f->upper ? -1 : 1;
    if (e->from != f->from) return e->from < f->from ? -1 : 1;
    return (e->to > f->to) - (e->to < f->to);
}

/// Rings [first, end) of the ground, an outer one and its holes, as a problem of regions a and b.
static ct_status add_problem(const piling *w, int32_t first, int32_t end, int32_t a, int32_t b,
                             ct_error *err)
{
    ct_problem_list *list = w->list;
    ct_graph *g = list->job->graph;
    const ctk_dissolve_job *j = &w->ground.job;
    const int32_t begin = first ? j->ring_end[first - 1] : 0, n = j->ring_end[end - 1] - begin;
    const ct_status status = ct_problems_room(list, 1, n, err);
    if (status) return status;
    ct_problem x = {.is_covered = true, .n_vertices = n, .a = a < b ? a : b, .b = a < b ? b : a};
    memcpy(g->problem_lonlat + 2 * list->n_vertices, j->xy + 2 * (int64_t)begin, 16 * (size_t)n);
    if (!ct_problems_measure(list, &x)) return CT_OK;
    x.kind = x.width_m < g->snap_m ? CT_PROBLEM_SLIVER : CT_PROBLEM_OVERLAP;
    list->n_vertices += n;
    g->problem[g->n_problems++] = x;
    return CT_OK;
}

/// The outline of one pair, n edges, as polygons.
static ct_status add_pair(piling *w, const ctk_pile_edge *edge, int32_t n, const int32_t *region,
                          ct_error *err)
{
    const double *xy = w->pile.net.xy;
    const ctk_dissolve_job *j = &w->ground.job;
    bool is_done = false;
    ct_status status = ct_enclosure_room(&w->ground, 2 * (int64_t)n, n, err);
    if (status) return status;
    for (int32_t i = 0; i < n; i++) {
        memcpy(w->ground.xy + 4 * (int64_t)i, xy + 2 * (int64_t)edge[i].from, 16);
        memcpy(w->ground.xy + 4 * (int64_t)i + 2, xy + 2 * (int64_t)edge[i].to, 16);
        w->ground.edge[i] = 4 * (uint32_t)i;
    }
    status = ct_enclose(&w->ground, n, CTK_DISSOLVE_POSITIVE, &is_done, err);
    if (!is_done) w->n_tangled += 2;
    for (int32_t r = 0, end; is_done && r < j->n_rings && !status; r = end) {
        for (end = r + 1; end < j->n_rings && j->is_hole[end];) end++;
        status = add_problem(w, r, end, region[edge->lower], region[edge->upper], err);
    }
    return status;
}

/// n regions of one set.
static ct_status add_set(piling *w, int32_t n, const int32_t *region, ct_error *err)
{
    int done;
    ctk_pile *p = &w->pile;
    ct_status status = find_pairs(w, n, region, &done, err);
    if (status) return status;
    if (done != 1) w->n_tangled += n;
    if (done != 1) return CT_OK;
    qsort(p->result, (size_t)p->n_result, sizeof *p->result, compare_edges);
    for (int64_t i = 0, end; i < p->n_result && !status; i = end) {
        const ctk_pile_edge *e = &p->result[i];
        for (end = i + 1; end < p->n_result && p->result[end].lower == e->lower &&
                          p->result[end].upper == e->upper;)
            end++;
        status = add_pair(w, e, (int32_t)(end - i), region, err);
    }
    return status;
}

ct_status ct_problems_common(ct_problem_list *list, ct_error *err)
{
    piling w = {.list = list};
    ct_status status = add_candidates(list, err);
    if (!status) status = list_regions(&w, err);
    if (!status) drop_slivers(list);
    for (int32_t i = 0, end; i < w.n && !status; i = end) {
        for (end = i + 1; end < w.n && list->set[w.region[end]] == list->set[w.region[i]];) end++;
        status = add_set(&w, end - i, w.region + i, err);
    }
    if (!status && w.n_tangled)
        ct_note_add(list->job->ctx->notes, CT_WARN, "graph", w.n_tangled,
                    "{region overlaps|regions overlap} in ways too tangled to be listed");
    ct_enclosure_free(&w.ground);
    free(w.memory);
    free(w.region);
    return status;
}
