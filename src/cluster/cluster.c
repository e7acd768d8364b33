/// The stage: weights and bands as numbers, one cut of the map (or of each component), several
/// starts.
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/effort.h"
#include "base/memory.h"
#include "canton/stages.h"
#include "cluster/apportion.h"
#include "cluster/islands.h"
#include "cluster/points.h"
#include "kernels/cluster/finish.h"
#include "kernels/prim/knob.h"

/// Cells are asked to come within this part of the half-width of their band: what is left is for
/// regions that cannot be divided and for the repair of torn cells.
CTK_KNOB(BAND_SHARE, 0.9);

/// Of --time-limit, for layouts; the rest is for what brings them into their bands.
CTK_KNOB(CLUSTER_SHARE, 0.3);

/// This part of a region's weight is what it has of further measures, so that no region with any
/// of them weighs nothing: its distance would not count.
CTK_KNOB(EXTRA_SHARE, 0.05);

typedef struct stage {
    const ct_solve_options *opt;
    const ct_context *ctx;
    const ct_regions *regions;
    const ct_measures *measures;
    const ct_measure *measure; ///< the primary one
    const ct_graph *graph;
    const ct_bands *bands;
    const ct_constraints *constraints; ///< may be NULL
    ctk_rules rules;                   ///< those of the regions
    ct_clusters *out;
    ct_arena arena;
    double *weight;               ///< [n] in the primary measure's unit
    int32_t n_extra;              ///< further measures with any weight
    int32_t of[CT_MAX_MEASURES];  ///< [1 + n_extra] their places among the measures, of[0] = 0
    double unit[CT_MAX_MEASURES]; ///< [1 + n_extra] weight = fixed * unit; all totals are the same
    double *ratio;                ///< [n_extra * n] their weight per unit of weight[]
    int32_t *place; ///< [n] of a region in its component; only for maps without bridges
} stage;

static void *take(stage *s, int64_t n, size_t size, ct_error *err)
{
    return ct_arena_array(&s->arena, n, size, "clustering", err);
}

static ct_status allocate(stage *s, ct_error *err)
{
    ct_clusters *o = s->out;
    o->n = s->regions->n;
    o->k = s->bands->k;
    o->n_starts = ct_effort_of(s->opt->effort)->n_starts;
    int64_t starts = o->n_starts, cells = starts * o->k;
    o->part = ct_array(starts * o->n, sizeof *o->part, "clusters", err);
    o->center_km = ct_array(3 * cells, sizeof *o->center_km, "cluster centres", err);
    o->lambda = ct_array(cells, sizeof *o->lambda, "cluster powers", err);
    o->inertia = ct_array(starts, sizeof *o->inertia, "cluster inertia", err);
    s->weight = take(s, o->n, sizeof *s->weight, err);
    s->ratio = take(s, (int64_t)(s->measures->n - 1) * o->n, sizeof *s->ratio, err);
    bool is_done = o->part && o->center_km && o->lambda && o->inertia && s->weight && s->ratio;
    return is_done ? CT_OK : CT_ERR_MEMORY;
}

// ---- weights ------------------------------------------------------------------------------------

/// Weights in the measure's unit; where there are none at all, regions count equally.
static void set_weights(stage *s)
{
    const ct_measure *m = s->measure;
    s->unit[0] = pow(10.0, -m->decimals);
    for (int32_t i = 0; i < s->out->n; i++)
        s->weight[i] = m->total > 0 ? (double)m->region[i] * s->unit[0] : 1.0;
    if (m->total <= 0)
        ct_note_add(s->ctx->notes, CT_WARN, "cluster", 0,
                    "measure %s is 0 in every region: territories are cut by number of regions",
                    m->name);
}

/// Further measures, scaled to the primary one's total, per unit of the weights, which take their
/// share of them.
static void set_ratios(stage *s)
{
    int64_t n = s->out->n;
    double total = s->measure->total > 0 ? (double)s->measure->total * s->unit[0] : (double)n;
    for (int32_t m = 1; m < s->measures->n; m++) {
        const ct_measure *extra = s->measures->item + m;
        if (extra->total <= 0) continue;
        double *ratio = s->ratio + s->n_extra * n;
        s->of[++s->n_extra] = m;
        s->unit[s->n_extra] = total / (double)extra->total;
        for (int64_t i = 0; i < n; i++) ratio[i] = (double)extra->region[i] * s->unit[s->n_extra];
    }
    for (int64_t i = 0; i < n && s->n_extra; i++) {
        double sum = 0;
        for (int64_t e = 0; e < s->n_extra; e++) sum += s->ratio[e * n + i];
        s->weight[i] = (1 - EXTRA_SHARE) * s->weight[i] + EXTRA_SHARE / s->n_extra * sum;
        for (int64_t e = 0; e < s->n_extra && s->weight[i] > 0; e++)
            s->ratio[e * n + i] /= s->weight[i];
    }
}

// ---- rules --------------------------------------------------------------------------------------

/// Where there are rules: those that name regions. Budgets are the balance stage's.
static ct_status set_rules(stage *s, ct_cut *cut, ct_error *err)
{
    const ct_constraints *c = s->constraints;
    if (!c || !(c->only || c->seat || c->forbid || c->apart)) return CT_OK;
    s->rules = (ctk_rules){.forbid_begin = c->forbid_begin,
                           .forbid = c->forbid,
                           .apart_begin = c->apart_begin,
                           .apart = c->apart,
                           .budget = INT64_MAX};
    cut->rules = &s->rules;
    if (!c->only && !c->seat) return CT_OK;
    int32_t *only = take(s, c->n_units, sizeof *only, err);
    if (!only) return CT_ERR_MEMORY;
    for (int32_t u = 0; u < c->n_units; u++) only[u] = c->only ? c->only[u] : CTK_ANYWHERE;
    for (int32_t j = 0; j < c->k && c->seat; j++)
        if (c->seat[j] >= 0) only[c->seat[j]] = j;
    s->rules.only = only;
    return CT_OK;
}

// ---- one cut ------------------------------------------------------------------------------------

/// Bands of measure e of territories first .. first + k - 1 as numbers that fit `total`: targets
/// scaled to sum to it, limits drawn in by BAND_SHARE and never beyond the target.
static void fit_bands(const stage *s, int32_t e, int32_t first, double total, int32_t k,
                      double *lower, double *target, double *upper)
{
    const ct_bands *b = s->bands;
    int64_t at = (int64_t)s->of[e] * b->k + first;
    bool is_real = s->measures->item[s->of[e]].total > 0;
    double sum = 0;
    for (int32_t j = 0; j < k; j++) {
        target[j] = b->target[at + j] > 0 ? b->target[at + j] : 1e-12;
        sum += target[j];
    }
    for (int32_t j = 0; j < k; j++) {
        double full = target[j], scale = is_real ? s->unit[e] : total / sum;
        double below = fmax(0, full - (double)b->lower[at + j]);
        double above = fmax(0, (double)b->upper[at + j] - full);
        target[j] = full * (total / sum);
        lower[j] = fmin(target[j], (full - BAND_SHARE * below) * scale);
        upper[j] = fmax(target[j], (full + BAND_SHARE * above) * scale);
    }
}

/// Weight of measure e in the cut.
static double sum_measure(const ct_cut *cut, int32_t e)
{
    double sum = 0;
    for (int32_t i = 0; i < cut->n; i++)
        sum += e ? cut->weight[i] * cut->ratio[(e - 1) * (int64_t)cut->n + i] : cut->weight[i];
    return sum;
}

/// Bands of territories from `first` on.
static ct_status set_bands(stage *s, int32_t first, ct_cut *cut, ct_error *err)
{
    int64_t size = (1 + (int64_t)s->n_extra) * cut->k;
    double *lower = take(s, size, sizeof(double), err);
    double *target = take(s, size, sizeof(double), err);
    double *upper = take(s, size, sizeof(double), err);
    if (!lower || !target || !upper) return CT_ERR_MEMORY;
    for (int32_t e = 0; e <= s->n_extra; e++) {
        int64_t at = (int64_t)e * cut->k;
        fit_bands(s, e, first, fmax(sum_measure(cut, e), 1e-9), cut->k, lower + at, target + at,
                  upper + at);
    }
    cut->lower = lower;
    cut->target = target;
    cut->upper = upper;
    return CT_OK;
}

static ct_cut new_cut(const stage *s, int32_t n, int32_t k)
{
    return (ct_cut){.n = n,
                    .k = k,
                    .n_starts = s->out->n_starts,
                    .seed = s->opt->seed,
                    .width_km = HUGE_VAL,
                    .limit_s = CLUSTER_SHARE * s->opt->time_limit_s,
                    .stopped_early = &s->out->stopped_early,
                    .done_to = 1,
                    .effort = s->opt->effort,
                    .n_extra = s->n_extra,
                    .is_equal = s->bands->is_equal};
}

/// Where islands were drawn in, centres and inertia from where they are.
static ct_status move_back(stage *s, ct_error *err)
{
    ct_clusters *o = s->out;
    double *work = take(s, ctk_inertia_work(o->k), 1, err);
    if (!work) return CT_ERR_MEMORY;
    for (int64_t t = 0; t < o->n_starts; t++) {
        const int32_t *part = o->part + t * o->n;
        o->inertia[t] = ctk_inertia(o->n, s->regions->pos_km, s->weight, o->k, part, work);
        ctk_centroids(o->n, s->regions->pos_km, s->weight, o->k, part, work,
                      o->center_km + 3 * t * o->k);
    }
    return CT_OK;
}

static ct_status cut_map(stage *s, ct_error *err)
{
    ct_clusters *o = s->out;
    ct_cut cut = new_cut(s, o->n, o->k);
    ct_status status = ct_islands_draw_in(s->regions, s->graph, s->weight, o->k, &s->arena,
                                          &cut.pos_km, &cut.width_km, err);
    if (status) return status;
    if (cut.pos_km != s->regions->pos_km) cut.true_km = s->regions->pos_km;
    cut.weight = s->weight;
    cut.ratio = s->ratio;
    cut.indptr = s->graph->indptr;
    cut.indices = s->graph->indices;
    cut.part = o->part;
    cut.center_km = o->center_km;
    cut.lambda = o->lambda;
    cut.inertia = o->inertia;
    status = set_bands(s, 0, &cut, err);
    if (!status) status = set_rules(s, &cut, err);
    if (!status) status = ct_cluster_points(s->ctx, &cut, err);
    if (!status && cut.pos_km != s->regions->pos_km) status = move_back(s, err);
    return status;
}

// ---- components ---------------------------------------------------------------------------------

static ct_status count_components(stage *s, ct_component *c, ct_error *err)
{
    const int64_t *w = s->measure->region;
    for (int32_t q = 0; q < s->graph->n_components; q++) c[q].heaviest = -1;
    for (int32_t i = 0; i < s->out->n; i++) {
        ct_component *of = c + s->graph->component[i];
        of->n_regions++;
        of->weight += w[i];
        if (of->heaviest < 0 || w[i] > w[of->heaviest]) of->heaviest = i;
    }
    if (!s->bands->is_equal)
        return ct_fail(err, CT_ERR_USAGE,
                       "unequal --targets need a connected map, and this one has %d components; "
                       "allow --bridges",
                       s->graph->n_components);
    return ct_apportion(s->graph->n_components, c, s->bands->k, s->bands->lower[0],
                        s->bands->upper[0], s->measure, &s->regions->code, err);
}

/// The neighbours of a component's regions, all of whom are in it, by their places in member[].
static ct_status gather_graph(stage *s, const int32_t *member, ct_cut *cut, ct_error *err)
{
    const ct_graph *g = s->graph;
    int64_t n_arcs = 0;
    for (int32_t i = 0; i < cut->n; i++) {
        s->place[member[i]] = i;
        n_arcs += g->indptr[member[i] + 1] - g->indptr[member[i]];
    }
    int64_t *indptr = take(s, cut->n + 1, sizeof *indptr, err), at = 0;
    int32_t *indices = take(s, n_arcs, sizeof *indices, err);
    if (!indptr || !indices) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < cut->n; i++) {
        for (int64_t a = g->indptr[member[i]]; a < g->indptr[member[i] + 1]; a++)
            indices[at++] = s->place[g->indices[a]];
        indptr[i + 1] = at;
    }
    cut->indptr = indptr;
    cut->indices = indices;
    return CT_OK;
}

/// Regions of component q, their positions and weights; arrays for the results.
static ct_status gather(stage *s, int32_t q, ct_cut *cut, int32_t *member, ct_error *err)
{
    int64_t n = cut->n, all = s->out->n, cells = (int64_t)cut->n_starts * cut->k;
    double *pos = take(s, 3 * n, sizeof(double), err), *weight = take(s, n, sizeof(double), err);
    double *ratio = take(s, s->n_extra * n, sizeof(double), err);
    cut->part = take(s, cut->n_starts * n, sizeof(int32_t), err);
    cut->center_km = take(s, 3 * cells, sizeof(double), err);
    cut->lambda = take(s, cells, sizeof(double), err);
    cut->inertia = take(s, cut->n_starts, sizeof(double), err);
    if (!pos || !weight || !ratio || !cut->part || !cut->center_km || !cut->lambda || !cut->inertia)
        return CT_ERR_MEMORY;
    int64_t at = 0;
    for (int32_t i = 0; i < all; i++) {
        if (s->graph->component[i] != q) continue;
        for (int a = 0; a < 3; a++) pos[a * n + at] = s->regions->pos_km[a * all + i];
        for (int64_t e = 0; e < s->n_extra; e++) ratio[e * n + at] = s->ratio[e * all + i];
        weight[at] = s->weight[i];
        member[at++] = i;
    }
    cut->pos_km = pos;
    cut->weight = weight;
    cut->ratio = ratio;
    if (!(sum_measure(cut, 0) > 0))
        for (int64_t i = 0; i < n; i++) weight[i] = 1e-9;
    return gather_graph(s, member, cut, err);
}

/// Results of one component to their places among all territories.
static void scatter(const stage *s, const ct_cut *cut, const int32_t *member, int32_t first)
{
    ct_clusters *o = s->out;
    for (int64_t t = 0; t < cut->n_starts; t++) {
        for (int32_t i = 0; i < cut->n; i++)
            o->part[t * o->n + member[i]] = first + cut->part[t * cut->n + i];
        for (int32_t j = 0; j < cut->k; j++) {
            o->lambda[t * o->k + first + j] = cut->lambda[t * cut->k + j];
            for (int64_t a = 0; a < 3; a++)
                o->center_km[(3 * t + a) * o->k + first + j] =
                    cut->center_km[(3 * t + a) * cut->k + j];
        }
        o->inertia[t] += cut->inertia[t];
    }
}

/// Components get their territories in their own order, so that rules, which name territories, wait
/// for the balance stage.
static ct_status cut_components(stage *s, ct_error *err)
{
    int32_t n_components = s->graph->n_components, first = 0, n_done = 0;
    ct_component *c = take(s, n_components, sizeof *c, err);
    int32_t *member = take(s, s->out->n, sizeof *member, err);
    s->place = take(s, s->out->n, sizeof *s->place, err);
    if (!c || !member || !s->place) return CT_ERR_MEMORY;
    ct_status status = count_components(s, c, err);
    for (int32_t q = 0; q < n_components && !status; q++) {
        ct_cut cut = new_cut(s, c[q].n_regions, c[q].k);
        cut.done_from = (double)n_done / s->out->n;
        cut.done_to = (double)(n_done += c[q].n_regions) / s->out->n;
        status = gather(s, q, &cut, member, err);
        if (!status) status = set_bands(s, first, &cut, err);
        if (!status) status = ct_cluster_points(s->ctx, &cut, err);
        if (!status) scatter(s, &cut, member, first);
        first += c[q].k;
    }
    return status;
}

ct_status ct_cluster(const ct_solve_options *opt, const ct_context *ctx, const ct_case *given,
                     const ct_bands *bands, const ct_constraints *constraints, ct_clusters *out,
                     ct_error *err)
{
    const ct_graph *graph = &given->graph;
    stage s = {.opt = opt,
               .ctx = ctx,
               .regions = &given->regions,
               .measures = &given->measures,
               .measure = given->measures.item,
               .graph = graph,
               .bands = bands,
               .constraints = constraints,
               .out = out};
    if (bands->k > graph->n)
        return ct_fail(err, CT_ERR_INPUT,
                       "k > regions: %d territories asked for, the layer has %d regions; lower --k",
                       bands->k, graph->n);
    ct_status status = allocate(&s, err);
    if (!status) {
        set_weights(&s);
        set_ratios(&s);
        bool is_torn = graph->is_apart && graph->n_components > 1;
        status = is_torn ? cut_components(&s, err) : cut_map(&s, err);
    }
    ct_arena_free(&s.arena);
    if (status) ct_clusters_free(out);
    return status;
}
