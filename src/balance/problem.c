/// Regions, weights and bands in the form the kernels want.
#include <math.h>
#include <string.h>

#include "balance/balance.h"

/// A region lighter than this part of the mean counts as that heavy in the inertia, so that empty
/// land goes to the territory it is near to.
CTK_KNOB(LEAST_MASS, 1e-3);

typedef struct builder {
    ct_solver *s;
    ctk_problem *p;
    ct_error *err;
} builder;

static void *array(const builder *b, int64_t n, size_t size, const char *what)
{
    if (b->err->status != CT_OK) return NULL;
    return ct_arena_array(&b->s->arena, n, size, what, b->err);
}

static double mean_primary(const ct_balance_input *in)
{
    const double total = (double)in->measures->item[0].total;
    return total > 0 ? total / in->graph->n : 1.0;
}

static void build_places(const builder *b)
{
    const ct_balance_input *in = b->s->in;
    const int32_t n = in->graph->n;
    const double *pos = in->regions->pos_km, mean = mean_primary(in);
    ctk_place *place = array(b, n, sizeof *place, "positions");
    if (!place) return;
    for (int32_t axis = 0; axis < 3; axis++) {
        double sum = 0;
        for (int32_t u = 0; u < n; u++) sum += pos[(int64_t)axis * n + u];
        b->s->origin_km[axis] = sum / n;
    }
    for (int32_t u = 0; u < n; u++) {
        const double w = (double)in->measures->item[0].region[u];
        place[u] =
            (ctk_place){pos[u] - b->s->origin_km[0], pos[n + u] - b->s->origin_km[1],
                        pos[2 * (int64_t)n + u] - b->s->origin_km[2], fmax(w, LEAST_MASS * mean)};
    }
    b->p->place = place;
}

static void build_weights(const builder *b)
{
    const ct_balance_input *in = b->s->in;
    const int32_t n = in->graph->n, m = in->measures->n;
    int64_t *weight = array(b, (int64_t)n * m, sizeof *weight, "region weights");
    if (!weight) return;
    for (int32_t i = 0; i < m; i++)
        for (int32_t u = 0; u < n; u++)
            weight[(int64_t)u * m + i] = in->measures->item[i].region[u];
    b->p->weight = weight;
}

/// 1 / target; a territory with no target counts in units of the mean one.
static double unit_of(const ct_bands *bands, int32_t i, int32_t j)
{
    const double *target = bands->target + (int64_t)i * bands->k;
    if (target[j] > 0) return 1 / target[j];
    double sum = 0;
    for (int32_t t = 0; t < bands->k; t++) sum += target[t];
    return sum > 0 ? bands->k / sum : 1.0;
}

static void build_bands(const builder *b)
{
    const ct_bands *bands = b->s->in->bands;
    const int32_t k = bands->k, m = bands->n_measures;
    int64_t *lower = array(b, (int64_t)k * m, sizeof *lower, "bands");
    int64_t *upper = array(b, (int64_t)k * m, sizeof *upper, "bands");
    double *unit = array(b, (int64_t)k * m, sizeof *unit, "bands");
    double *goal = array(b, k, sizeof *goal, "bands");
    if (!goal) return;
    for (int32_t j = 0; j < k; j++) {
        for (int32_t i = 0; i < m; i++) {
            lower[(int64_t)j * m + i] = bands->lower[(int64_t)i * k + j];
            upper[(int64_t)j * m + i] = bands->upper[(int64_t)i * k + j];
            unit[(int64_t)j * m + i] = unit_of(bands, i, j);
        }
        goal[j] = 1 / unit[(int64_t)j * m];
    }
    b->s->lower = lower;
    b->s->upper = upper;
    b->p->per_unit = unit;
    b->p->goal_mass = goal;
}

/// The near end of every arc and the same arc from its far end. Neighbours ascend, so the arcs into
/// a region are met in the order in which it lists them.
static void build_arcs(const builder *b)
{
    const ct_graph *g = b->s->in->graph;
    const int64_t arcs = g->indptr[g->n];
    int32_t *tail = array(b, arcs, sizeof *tail, "arcs");
    int32_t *twin = array(b, arcs, sizeof *twin, "arcs");
    int64_t *next = array(b, g->n, sizeof *next, "arcs");
    if (!next) return;
    memcpy(next, g->indptr, (size_t)g->n * sizeof *next);
    for (int32_t u = 0; u < g->n; u++) {
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
            tail[arc] = u;
            twin[arc] = (int32_t)next[g->indices[arc]]++;
        }
    }
    b->p->tail = tail;
    b->p->twin = twin;
}

static void build_rings(const builder *b)
{
    const ct_graph *g = b->s->in->graph;
    const int32_t n_threads = b->s->in->ctx->n_threads;
    uint64_t *ring = array(b, g->indptr[g->n], sizeof *ring, "neighbour rings");
    int32_t *position = array(b, (int64_t)g->n * n_threads, sizeof *position, "neighbour rings");
    if (!position) return;
    ctk_contig_rings(g->n, g->indptr, g->indices, n_threads, position, ring);
    b->p->graph = (ctk_ringed){g->n, g->indptr, g->indices, ring};
}

ct_status ct_balance_problem(ct_solver *s, ct_error *err)
{
    builder b = {s, NULL, err};
    ctk_problem *p = b.p = array(&b, 1, sizeof *p, "the problem");
    if (!p) return err->status;
    p->n = s->in->graph->n;
    p->k = s->in->bands->k;
    p->m = s->in->bands->n_measures;
    p->border_m = s->in->graph->border_m;
    build_places(&b);
    build_weights(&b);
    build_bands(&b);
    build_arcs(&b);
    build_rings(&b);
    p->rules = ct_balance_rules(s, err);
    s->sum = array(&b, p->k, sizeof *s->sum, "sums");
    s->problem = p;
    return err->status;
}
