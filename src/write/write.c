/// The last stage: every file, then one rename.
#include "write/write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/options.h"
#include "write/directory.h"
#include "write/layers.h"

double ct_fixed_value(int64_t value, int32_t decimals)
{
    static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    const bool is_small = decimals < (int32_t)(sizeof power / sizeof *power);
    return (double)value / (is_small ? power[decimals] : pow(10, decimals));
}

double ct_plan_gap(const ct_plan *plan)
{
    if (!plan->feasible || !(plan->inertia > 0))
        return NAN; // the bound holds inside the bands only
    return (plan->inertia - plan->lower_bound) / plan->inertia;
}

double ct_certified_gap(const ct_certificate *c)
{
    // a plan that misses its bands may be below what holds for those that meet them
    if (!c->is_asked || !(c->medoid > 0) || !(c->medoid >= c->bound)) return NAN;
    return (c->medoid - c->bound) / c->medoid;
}

const char *ct_territory_name(const ct_run *run, int32_t j, int64_t *length)
{
    const ct_strings *names = &run->bands.name;
    const bool has_names = names->n == run->figures.k;
    *length = has_names ? ct_string_length(names, j) : 0;
    return *length ? ct_string(names, j) : "";
}

char *ct_command_line(const ct_writing *w, ct_error *err)
{
    static const char run[] = "canton run", assess[] = "canton assess";
    const size_t size = ct_options_record(w->opt, NULL, 0) + 1, extra = sizeof assess - sizeof run;
    char *line = ct_array((int64_t)(size + extra), 1, "the command line", err);
    if (!line) return NULL;
    ct_options_record(w->opt, line, size);
    if (w->run->clusters.n_starts) return line; // clustering is what assess does without
    memmove(line + strlen(assess), line + strlen(run), size - strlen(run));
    memcpy(line, assess, strlen(assess));
    return line;
}

static ct_status set_regions(ct_writing *w, ct_error *err)
{
    const ct_plan *plan = &w->run->plan;
    w->territory = ct_array(plan->n, sizeof *w->territory, "territories of regions", err);
    if (w->territory) w->color = ct_array(plan->n, sizeof *w->color, "colours of regions", err);
    if (!w->color) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < plan->n; i++) {
        w->territory[i] = plan->part[i] + 1;
        w->color[i] = plan->part[i] < 0 ? -1 : w->run->figures.color[plan->part[i]];
    }
    return CT_OK;
}

/// Territories in the layer's CRS: as they were measured, or dissolved again where that is another.
static ct_status set_territories(ct_writing *w, ct_polygons *own, ct_error *err)
{
    const ct_run *run = w->run;
    const bool measured = run->regions.is_point_layer || run->regions.xy == run->regions.lonlat;
    w->territories = measured ? &run->figures.outline : own;
    if (measured || !(w->opt->layers & CT_LAYER_TERRITORIES)) return CT_OK;
    return ct_dissolve(w->ctx, &run->regions, &run->graph, run->regions.xy, run->plan.part,
                       run->figures.k, own, err);
}

/// The files, in the order they are written; canton.log last, for it holds the notes of the others.
static const struct file {
    const char *name;
    uint32_t layer; ///< CT_LAYER_* that asks for it, 0 = always
    ct_status (*write)(const ct_writing *w, ct_error *err);
} files[] = {
    {"canton.h5", CT_LAYER_H5, ct_write_h5},
    {"territories.shp", CT_LAYER_TERRITORIES, ct_write_territories},
    {"regions.shp", CT_LAYER_REGIONS, ct_write_regions},
    {"bridges.shp", CT_LAYER_BRIDGES, ct_write_bridges},
    {"problems.shp", CT_LAYER_PROBLEMS, ct_write_problems},
    {"fields.csv", CT_LAYER_TERRITORIES | CT_LAYER_REGIONS | CT_LAYER_BRIDGES | CT_LAYER_PROBLEMS,
     ct_write_fields},
    {"assignments.csv", CT_LAYER_ASSIGNMENTS, ct_write_assignments},
    {"unmatched.csv", 0, ct_write_unmatched},
    {"report.html", CT_LAYER_REPORT, ct_write_report},
    {"summary.json", 0, ct_write_summary},
    {"canton.log", 0, ct_write_log},
};

static ct_status write_files(const ct_writing *w, ct_error *err)
{
    enum { N = sizeof files / sizeof *files };
    ct_status s = CT_OK;
    for (int i = 0; !s && i < N; i++) {
        if (files[i].layer && !(files[i].layer & w->opt->layers)) continue;
        if (ct_tick(w->ctx, "write", (double)i / N, files[i].name))
            return ct_fail(err, CT_ERR_STOPPED, "stopped");
        s = files[i].write(w, err);
    }
    return s;
}

ct_status ct_write(const ct_options *opt, const ct_context *ctx, const ct_run *run, ct_error *err)
{
    ct_directory d;
    ct_polygons own = {0};
    ct_writing w = {.opt = opt, .ctx = ctx, .run = run};
    ct_status s = ct_directory_find(opt->out, opt->overwrite, &d, err);
    if (!s) s = set_regions(&w, err);
    if (!s) s = set_territories(&w, &own, err);
    if (!s) s = ct_directory_begin(&d, err);
    w.dir = d.temporary;
    if (!s) s = write_files(&w, err);
    if (!s) s = ct_directory_commit(&d, ctx, err);
    ct_directory_abandon(&d);
    ct_polygons_free(&own);
    free(w.territory);
    free(w.color);
    return s;
}
