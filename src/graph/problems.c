/// Overlaps and gaps: the faces between borders that were drawn apart.
#include <math.h>
#include <stdlib.h>

#include "graph/problems.h"
#include "kernels/geom/planar_faces.h"

enum {
    REACH = 24,           ///< strips along a border that are looked at where it faces another one
    AHEAD = 12,           ///< edges whose points are fetched while others are added
    LEAST_ROOM = 1 << 16, ///< pieces that crossings may make of the edges: at least,
    MOST_PIECES = 8       ///< and of each edge of many
};

/// Strips a and a + 1 follow each other in a ring.
static bool goes_on(const ctk_strips *s, int32_t a)
{
    const int32_t e = s->begin[a + 1];
    return s->edges.vertex[e] == s->edges.vertex[e - 1] + 1 &&
           s->edges.region[e] == s->edges.region[e - 1];
}

/// Mark the strips around strip i, along its border.
static void mark_around(const ctk_strips *s, int32_t i, uint8_t *mark)
{
    mark[i] = 1;
    for (int32_t k = i; k > 0 && i - k < REACH && goes_on(s, k - 1); k--) mark[k - 1] = 1;
    for (int32_t k = i; k + 1 < s->n && k - i < REACH && goes_on(s, k); k++) mark[k + 1] = 1;
}

/// Strips with a stretch, and what is near them on their border.
static void mark_stretches(const ct_leftovers *l, uint8_t *mark)
{
    int32_t at = 0, last = -1;
    for (int64_t i = 0; i < l->n_stretches; i++) {
        while (l->near[at] < l->stretch[i].edge) at++;
        if (l->near_strip[at] != last) mark_around(&l->strips, l->near_strip[at], mark);
        last = l->near_strip[at];
    }
}

/// The same for strips that cross another region's: p holds all near edges, owned by their strips.
static void mark_crossings(const ctk_strips *s, ctk_planar *p, int32_t n_threads, uint8_t *mark)
{
    int32_t n = ctk_net_touches(&p->net, n_threads);
    if (n > p->net.capacity) n = p->net.capacity; // more than edges: enough of them are marked
    for (int32_t i = 0; i < n; i++) {
        const int32_t a = p->net.tag[p->net.pair[2 * (int64_t)i]];
        const int32_t b = p->net.tag[p->net.pair[2 * (int64_t)i + 1]];
        if (s->edges.region[s->begin[a]] == s->edges.region[s->begin[b]]) continue;
        mark_around(s, a, mark);
        mark_around(s, b, mark);
    }
}

/// Strips of regions that draw the same segment on the same side, one over the other.
static void mark_odd(const ctk_strips *s, const uint8_t *is_odd, uint8_t *mark)
{
    for (int32_t i = 0; is_odd && i < s->n; i++) mark[i] |= is_odd[s->edges.region[s->begin[i]]];
}

static int64_t count_edges(const ctk_strips *s, const uint8_t *mark)
{
    int64_t n = 0;
    for (int32_t i = 0; i < s->n; i++) n += mark[i] ? s->begin[i + 1] - s->begin[i] : 0;
    return n;
}

/// On a grid of a tenth of a millimetre, where corners that differ by rounding are one.
static void round_point(const double *p, double xy[2])
{
    static const double PER_DEGREE = 1e9;
    for (int k = 0; k < 2; k++) xy[k] = rint(p[k] * PER_DEGREE) / PER_DEGREE;
}

static bool add_edge(const ctk_strips *s, int32_t e, int32_t owner, ctk_planar *p)
{
    const double *from = s->edges.lonlat + 2 * (int64_t)s->edges.vertex[e];
    double a[2], b[2];
    round_point(from, a);
    round_point(from + 2, b);
    return ctk_net_add(&p->net, a, b, owner);
}

/// The edge that comes some places later: most of adding it is waiting for memory.
static void expect_edge(const ctk_strips *s, int32_t e, const ctk_planar *p)
{
    if (e >= s->edges.n) return;
    double b[2];
    round_point(s->edges.lonlat + 2 * ((int64_t)s->edges.vertex[e] + 1), b);
    ctk_net_expect(&p->net, b[0], b[1]);
}

/// Edges of marked strips, owned by their regions; false = no room.
static bool add_marked(const ctk_strips *s, const uint8_t *mark, ctk_planar *p)
{
    ctk_planar_clear(p);
    for (int32_t i = 0; i < s->n; i++) {
        for (int32_t e = s->begin[i]; mark[i] && e < s->begin[i + 1]; e++) {
            expect_edge(s, e + AHEAD, p);
            if (!add_edge(s, e, s->edges.region[e], p)) return false;
        }
    }
    return true;
}

/// Strips that the faces are looked for among.
static ct_status mark_strips(const ct_graph_job *job, const ct_leftovers *l, uint8_t *mark,
                             ct_error *err)
{
    const ctk_strips *s = &l->strips;
    ctk_planar p = {0};
    void *memory = NULL;
    const ct_status status = ct_planar_room(2 * (int64_t)l->n_near + 256, &p, &memory, err);
    if (!status) {
        ctk_planar_clear(&p);
        for (int32_t i = 0; i < l->n_near; i++) add_edge(s, l->near[i], l->near_strip[i], &p);
        mark_stretches(l, mark);
        mark_crossings(s, &p, job->ctx->n_threads, mark);
        mark_odd(s, job->is_odd, mark);
    }
    free(memory);
    return status;
}

/// The faces of the marked strips; *memory holds them.
static ct_status find_faces(const ct_graph_job *job, const ctk_strips *s, const uint8_t *mark,
                            ctk_planar *p, void **memory, ct_error *err)
{
    const int64_t n_edges = count_edges(s, mark), pieces = MOST_PIECES * n_edges;
    int64_t most = pieces > LEAST_ROOM ? pieces : LEAST_ROOM;
    int done = 0;
    if (most > INT32_MAX / 8) most = INT32_MAX / 8;
    for (int64_t n = 2 * n_edges + 256; done == 0 && n <= most; n *= 2) {
        const ct_status status = ct_planar_room(n, p, memory, err);
        if (status) return status;
        done = add_marked(s, mark, p) ? ctk_planar_faces(p, job->ctx->n_threads) : 0;
    }
    if (done == 1) return CT_OK;
    p->n_faces = 0;
    ct_note_add(job->ctx->notes, CT_WARN, "graph", 0,
                "overlaps and gaps are not listed: unshared borders cross too often");
    return CT_OK;
}

static int compare(const void *x, const void *y)
{
    const ct_problem *p = x, *q = y;
    if (p->area_m2 != q->area_m2) return p->area_m2 > q->area_m2 ? -1 : 1;
    return (p->vertex_begin > q->vertex_begin) - (p->vertex_begin < q->vertex_begin);
}

/// A border through the middle of an overlap is half as long as its outline, area / width.
static ct_status add_deep(const ct_graph *g, ct_links *deep, ct_error *err)
{
    ct_status status = CT_OK;
    for (int32_t i = 0; i < g->n_problems && !status; i++) {
        const ct_problem *x = &g->problem[i];
        if (x->kind == CT_PROBLEM_OVERLAP)
            status = ct_links_add(deep, x->a, x->b, x->area_m2 / x->width_m, CT_EDGE_NEAR, err);
    }
    return status;
}

/// Faces of the marked strips.
static ct_status add_faces(ct_problem_list *list, const ct_leftovers *l, ct_error *err)
{
    void *memory = NULL;
    ctk_planar p = {0};
    uint8_t *mark = ct_array(l->strips.n, sizeof *mark, "overlaps and gaps", err);
    if (!mark) return CT_ERR_MEMORY;
    ct_status status = mark_strips(list->job, l, mark, err);
    if (!status) status = find_faces(list->job, &l->strips, mark, &p, &memory, err);
    if (!status) status = ct_problems_add(list, &p, err);
    free(memory);
    free(mark);
    return status;
}

ct_status ct_graph_problems(ct_graph_job *job, const ct_leftovers *l, ct_links *deep, ct_error *err)
{
    ct_graph *g = job->graph;
    ct_problem_list list = {.job = job};
    list.set = ct_array(g->n, sizeof *list.set, "overlaps", err);
    ct_status status = list.set ? CT_OK : CT_ERR_MEMORY;
    for (int32_t i = 0; i < g->n && !status; i++) list.set[i] = i;
    if (!status) status = ct_tick(job->ctx, "graph", 0.75, "overlaps");
    if (!status && (l->n_near > 0 || job->is_odd)) status = add_faces(&list, l, err);
    if (!status) status = ct_problems_nested(&list, l, err);
    if (!status) status = ct_problems_common(&list, err);
    free(list.set);
    if (status) return status;
    if (g->n_problems > 0) qsort(g->problem, (size_t)g->n_problems, sizeof *g->problem, compare);
    ct_problems_tell(job);
    return add_deep(g, deep, err);
}
