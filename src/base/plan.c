/// Plans: made, looked at and let go.
#include "canton/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void ct_bands_free(ct_bands *b)
{
    if (b == NULL) return;
    free(b->lower);
    free(b->upper);
    free(b->target);
    ct_strings_free(&b->name);
    *b = (ct_bands){0};
}

void ct_clusters_free(ct_clusters *c)
{
    free(c->part);
    free(c->center_km);
    free(c->lambda);
    free(c->inertia);
    *c = (ct_clusters){0};
}

void ct_solution_free(ct_solution *p)
{
    if (!p) return;
    free(p->part);
    free(p->like);
    *p = (ct_solution){0};
}

void ct_figures_free(ct_figures *f)
{
    if (f == NULL) return;
    free(f->n_regions);
    free(f->n_accounts);
    free(f->total);
    free(f->deviation_pct);
    free(f->area_m2);
    free(f->perimeter_m);
    free(f->polsby_popper);
    free(f->reock);
    free(f->inertia);
    free(f->parts);
    free(f->pieces);
    free(f->lon_deg);
    free(f->lat_deg);
    free(f->color);
    ct_strings_free(&f->shape_note);
    ct_polygons_free(&f->outline);
    *f = (ct_figures){0};
}

/// Of a bound and an inertia that are the same, summed in different orders.
static const double ROUNDING = 1e-12;

double ct_solution_gap(const ct_solution *s)
{
    if (!s->feasible || !(s->inertia > 0)) return NAN;
    const double gap = (s->inertia - s->lower_bound) / s->inertia;
    return fabs(gap) < ROUNDING ? 0 : gap;
}

double ct_certificate_gap(const ct_certificate *c)
{
    // a plan that misses its bands may be below what holds for those that meet them
    if (!c->is_asked || !(c->medoid > 0) || !(c->medoid >= c->bound)) return NAN;
    return (c->medoid - c->bound) / c->medoid;
}

void ct_level_free(ct_level *l)
{
    if (!l) return;
    ct_figures_free(&l->figures);
    ct_solution_free(&l->solution);
    ct_bands_free(&l->bands);
    *l = (ct_level){0};
}

ct_status ct_plan_single(ct_plan *out, ct_error *err)
{
    *out = (ct_plan){0};
    out->layer = ct_array(1, sizeof *out->layer, "the plan", err);
    if (!out->layer) return CT_ERR_MEMORY;
    out->n_layers = 1;
    out->layer->level = ct_array(1, sizeof *out->layer->level, "the plan", err);
    if (!out->layer->level) return CT_ERR_MEMORY;
    out->layer->n_levels = 1;
    strcpy(out->layer->level->name, "territories");
    return CT_OK;
}

void ct_plan_free(ct_plan *p)
{
    if (!p) return;
    for (int32_t s = 0; s < p->n_layers; s++) {
        for (int32_t l = 0; l < p->layer[s].n_levels; l++) ct_level_free(&p->layer[s].level[l]);
        free(p->layer[s].level);
    }
    free(p->layer);
    *p = (ct_plan){0};
}

void ct_layer_part(const ct_layer *layer, int32_t l, int32_t *out)
{
    const ct_solution *lowest = &layer->level[0].solution;
    memcpy(out, lowest->part, (size_t)lowest->n * sizeof *out);
    for (int32_t above = 1; above <= l; above++)
        for (int32_t i = 0; i < lowest->n; i++)
            if (out[i] >= 0) out[i] = layer->level[above].solution.part[out[i]];
}
