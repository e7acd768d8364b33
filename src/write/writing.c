/// What several writers say the same way.
#include "write/writing.h"

#include <math.h>

const char *const ct_palette[CT_N_COLORS] = {"#E69F00", "#56B4E9", "#009E73", "#F0E442",
                                             "#0072B2", "#D55E00", "#CC79A7", "#999999"};

double ct_fixed_value(int64_t value, int32_t decimals)
{
    static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    const bool is_small = decimals < (int32_t)(sizeof power / sizeof *power);
    return (double)value / (is_small ? power[decimals] : pow(10, decimals));
}

const char *ct_territory_name(const ct_level *level, int32_t j, int64_t *length)
{
    const ct_strings *names = &level->bands.name;
    const bool has_names = names->n == level->figures.k;
    *length = has_names ? ct_string_length(names, j) : 0;
    return *length ? ct_string(names, j) : "";
}

const char *ct_segment_name(const ct_layer *layer)
{
    return *layer->segment ? layer->segment : "all";
}

ct_writing ct_writing_at(const ct_writing *w, int32_t layer_id, int32_t level_id)
{
    const ct_view *v = &w->views[layer_id].level[level_id];
    ct_writing at = *w;
    at.layer_id = layer_id;
    at.level_id = level_id;
    at.level = &w->run->plan.layer[layer_id].level[level_id];
    at.territories = v->shown;
    at.territory = v->territory;
    at.color = v->color;
    at.dir = w->views[layer_id].dir;
    return at;
}

int32_t ct_per_times(const ct_run *run, ct_per per, int32_t layer_id)
{
    if (per == CT_PER_LEVEL) return run->plan.layer[layer_id].n_levels;
    return per == CT_PER_SEGMENT || layer_id == 0;
}
