/// Levels as files show them.
#include "write/views.h"

#include <stdlib.h>
#include <string.h>

#include "base/dissolve.h"

/// Part of a file's name.
static bool is_word(const char *name)
{
    for (const char *c = name; *c; c++)
        if (*c == '/' || (unsigned char)*c < ' ') return false;
    return *name && strcmp(name, ".") != 0;
}

static ct_status fail_name(const char *what, const char *name, ct_error *err)
{
    return ct_fail(
        err, CT_ERR_USAGE,
        "the %s '%s' of the plan cannot name files: a name of its own is needed, without "
        "'/' and control characters",
        what, name);
}

static ct_status check_levels(const ct_layer *layer, ct_error *err)
{
    if (layer->n_levels > CT_MAX_LEVELS)
        return ct_fail(err, CT_ERR_USAGE, "a plan of %d levels: at most %d can be written",
                       layer->n_levels, CT_MAX_LEVELS);
    for (int32_t l = 0; l < layer->n_levels; l++) {
        bool is_taken = false;
        for (int32_t below = 0; below < l; below++)
            is_taken |= !strcmp(layer->level[l].name, layer->level[below].name);
        if (is_taken || !is_word(layer->level[l].name))
            return fail_name("level", layer->level[l].name, err);
    }
    return CT_OK;
}

ct_status ct_views_check(const ct_plan *plan, ct_error *err)
{
    ct_status s = CT_OK;
    if (!ct_plan_first(plan)) return ct_fail(err, CT_ERR_USAGE, "there is no plan to be written");
    if (plan->n_layers == 1 && plan->layer[0].n_levels == 1) return CT_OK;
    for (int32_t i = 0; !s && i < plan->n_layers; i++) {
        bool is_taken = false;
        for (int32_t before = 0; before < i; before++)
            is_taken |=
                !strcmp(ct_segment_name(&plan->layer[i]), ct_segment_name(&plan->layer[before]));
        if (is_taken || (i && !is_word(plan->layer[i].segment)))
            return fail_name("segment", plan->layer[i].segment, err);
        s = check_levels(&plan->layer[i], err);
    }
    return s;
}

/// Territories in the layer's CRS: as they were measured, or dissolved again where that is another.
static ct_status set_shown(const ct_writing *w, const ct_level *level, ct_view *v, ct_error *err)
{
    const ct_regions *r = &w->given->regions;
    const bool measured = r->is_point_layer || r->xy == r->lonlat;
    v->shown = measured ? &level->figures.outline : &v->own;
    if (measured || !(w->opt->output.layers & CT_LAYER_TERRITORIES)) return CT_OK;
    return ct_dissolve(w->ctx, r, &w->given->graph, r->xy, v->territory, level->figures.k, &v->own,
                       err);
}

static ct_status set_view(const ct_writing *w, const ct_layer *layer, int32_t l, ct_view *v,
                          ct_error *err)
{
    const ct_level *level = &layer->level[l];
    const int32_t n = layer->level[0].solution.n;
    v->territory = ct_array(n, sizeof *v->territory, "territories of regions", err);
    if (v->territory) v->color = ct_array(n, sizeof *v->color, "colours of regions", err);
    if (!v->color) return CT_ERR_MEMORY;
    ct_layer_part(layer, l, v->territory);
    const ct_status s = set_shown(w, level, v, err);
    for (int32_t i = 0; i < n; i++) {
        v->color[i] = v->territory[i] < 0 ? -1 : level->figures.color[v->territory[i]];
        v->territory[i]++;
    }
    return s;
}

ct_status ct_views_make(const ct_writing *w, ct_views **out, ct_error *err)
{
    const ct_plan *plan = &w->run->plan;
    ct_status s = CT_OK;
    ct_views *views = *out = ct_array(plan->n_layers, sizeof *views, "the plan", err);
    if (!views) return CT_ERR_MEMORY;
    for (int32_t i = 0; !s && i < plan->n_layers; i++) {
        const ct_layer *layer = &plan->layer[i];
        views[i].level = ct_array(layer->n_levels, sizeof *views[i].level, "the plan", err);
        if (!views[i].level) return CT_ERR_MEMORY;
        views[i].n = layer->n_levels;
        for (int32_t l = 0; !s && l < layer->n_levels; l++)
            s = set_view(w, layer, l, &views[i].level[l], err);
    }
    return s;
}

void ct_views_free(ct_views *views, const ct_plan *plan)
{
    for (int32_t i = 0; views && i < plan->n_layers; i++) {
        for (int32_t l = 0; l < views[i].n; l++) {
            free(views[i].level[l].territory);
            free(views[i].level[l].color);
            ct_polygons_free(&views[i].level[l].own);
        }
        free(views[i].level);
    }
    free(views);
}
