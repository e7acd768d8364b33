/// canton.h5, format 1.1: what stands where.
///
/// /regions, /territories, /accounts, /graph and /solve are those of format 1.0, for the first
/// layer and its lowest level. A plan of more has /layers/SEGMENT/LEVEL for all of them ("all"
/// where accounts are not segmented): territory of every region, territories, solve, and above the
/// lowest level where the territories of the level below are. What stands at a 1.0 path is linked
/// there, not written again; a plan of one layer and one level has no /layers.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "canton.h"
#include "write/h5level.h"

enum { CHUNK_ROWS = 1 << 16 };

static void write_inputs(ct_h5 *h, const ct_inputs *in)
{
    ct_strings_builder names = {0};
    int64_t size[CT_MAX_INPUTS];
    uint64_t digest[CT_MAX_INPUTS];
    for (int32_t i = 0; i < in->n && !h->first.status; i++) {
        size[i] = in->item[i].size;
        digest[i] = in->item[i].xxh64;
        ct_strings_add(&names, in->item[i].basename, (int64_t)strlen(in->item[i].basename),
                       &h->first);
    }
    const hid_t g = ct_h5_group(h, h->file, "inputs");
    ct_h5_strings(h, g, (ct_h5_about){"basename", "1", "name of the input file"}, &names.s);
    ct_h5_i64(h, g, (ct_h5_about){"size", "bytes", "size of the input file"}, in->n, size);
    ct_h5_u64(h, g, (ct_h5_about){"xxh64", "1", "XXH64 digest of the content"}, in->n, digest);
    ct_h5_group_close(h, g);
    ct_strings_free(&names.s);
}

static void write_regions(ct_h5 *h, const ct_writing *w)
{
    const ct_regions *r = &w->given->regions;
    const hid_t g = ct_h5_group(h, h->file, "regions");
    ct_h5_strings(h, g, (ct_h5_about){"code", "1", "code of the region"}, &r->code);
    ct_h5_i32(h, g, (ct_h5_about){"territory", "1", "territory id, 0 = unassigned"}, r->n,
              w->territory);
    ct_h5_f64(h, g, (ct_h5_about){"lon", "degrees_east", "longitude of the centroid, WGS 84"}, r->n,
              r->lon_deg);
    ct_h5_f64(h, g, (ct_h5_about){"lat", "degrees_north", "latitude of the centroid, WGS 84"}, r->n,
              r->lat_deg);
    ct_h5_f64(h, g, (ct_h5_about){"area_m2", "m2", "area on the ellipsoid"}, r->n, r->area_m2);
    ct_h5_counts(h, g, r->n, w->given->measures.n_accounts);
    ct_h5_measures(h, g, "measures", "of the region", w, r->n, NULL);
    ct_h5_group_close(h, g);
}

static void write_account_territories(ct_h5 *h, hid_t group, const ct_writing *w)
{
    const ct_accounts *a = &w->given->accounts;
    int32_t *t = h->first.status ? NULL : ct_array(a->n, sizeof *t, "territories", &h->first);
    if (!t) return;
#pragma omp taskloop grainsize(CHUNK_ROWS)
    for (size_t i = 0; i < (size_t)a->n; i++)
        t[i] = a->region[i] < 0 ? 0 : w->territory[a->region[i]];
    ct_h5_i32(h, group, (ct_h5_about){"territory", "1", "territory id, 0 = unassigned"}, a->n, t);
    free(t);
}

static void write_accounts(ct_h5 *h, const ct_writing *w)
{
    const ct_accounts *a = &w->given->accounts;
    const hid_t g = ct_h5_group(h, h->file, "accounts");
    ct_h5_strings(h, g, (ct_h5_about){"id", "1", "name of the account"}, &a->id);
    ct_h5_i32(h, g, (ct_h5_about){"region", "1", "row in /regions, -1 = in none"}, a->n, a->region);
    write_account_territories(h, g, w);
    ct_h5_group_close(h, g);
}

static void write_graph(ct_h5 *h, const ct_graph *graph)
{
    const int64_t n = graph->indptr[graph->n];
    const hid_t g = ct_h5_group(h, h->file, "graph");
    ct_h5_i64(h, g,
              (ct_h5_about){"indptr", "1", "neighbours of region i are at indptr[i]..indptr[i+1]"},
              graph->n + 1, graph->indptr);
    ct_h5_i32(h, g, (ct_h5_about){"indices", "1", "row of the neighbour in /regions"}, n,
              graph->indices);
    ct_h5_f64(h, g, (ct_h5_about){"border_m", "m", "length of the shared border"}, n,
              graph->border_m);
    ct_h5_u8(h, g, (ct_h5_about){"kind", "1", "0 border, 1 corner, 2 bridge, 3 given, 4 near"}, n,
             graph->kind);
    ct_h5_group_close(h, g);
}

/// Where the territories of the level below are.
static void write_below(ct_h5 *h, hid_t parent, const ct_solution *p)
{
    int32_t *id = h->first.status ? NULL : ct_array(p->n, sizeof *id, "ids of a level", &h->first);
    for (int32_t j = 0; id && j < p->n; j++) id[j] = p->part[j] + 1;
    const ct_h5_about about = {"below", "1", "id for each territory of the level below, 0 = none"};
    if (id) ct_h5_i32(h, parent, about, p->n, id);
    free(id);
}

static void write_level(ct_h5 *h, hid_t parent, const ct_writing *w)
{
    const ct_h5_about about = {"territory", "1", "id for each row of /regions, 0 = unassigned"};
    ct_h5_i32(h, parent, about, w->given->regions.n, w->territory);
    ct_h5_territories(h, parent, w);
    ct_h5_solve(h, parent, w);
    if (w->level_id) write_below(h, parent, &w->level->solution);
}

static void link_first(ct_h5 *h, hid_t parent)
{
    ct_h5_link(h, "/regions/territory", parent, "territory");
    ct_h5_link(h, "/territories", parent, "territories");
    ct_h5_link(h, "/solve", parent, "solve");
}

static void write_layer(ct_h5 *h, hid_t parent, const ct_writing *w, int32_t layer_id)
{
    const ct_layer *layer = &w->run->plan.layer[layer_id];
    const hid_t segment = ct_h5_group(h, parent, ct_segment_name(layer));
    for (int32_t l = 0; l < layer->n_levels; l++) {
        const ct_writing at = ct_writing_at(w, layer_id, l);
        const hid_t level = ct_h5_group(h, segment, layer->level[l].name);
        if (layer_id || l)
            write_level(h, level, &at);
        else
            link_first(h, level);
        ct_h5_group_close(h, level);
    }
    ct_h5_group_close(h, segment);
}

static void write_layers(ct_h5 *h, const ct_writing *w)
{
    const ct_plan *plan = &w->run->plan;
    if (plan->n_layers == 1 && plan->layer[0].n_levels == 1) return;
    const hid_t layers = ct_h5_group(h, h->file, "layers");
    for (int32_t i = 0; i < plan->n_layers; i++) write_layer(h, layers, w, i);
    ct_h5_group_close(h, layers);
}

static void write_root(ct_h5 *h, const ct_writing *w)
{
    ct_h5_attribute_text(h, h->file, "format", "canton");
    ct_h5_attribute_text(h, h->file, "format_version", CANTON_FORMAT);
    ct_h5_attribute_text(h, h->file, "software_version", CANTON_VERSION);
    ct_h5_attribute_text(h, h->file, "command_line", w->command);
    ct_h5_attribute_text(h, h->file, "job", ""); // of 1.0; the command says what was in it
    ct_h5_attribute_u64(h, h->file, "seed", w->opt->solve.seed);
    ct_h5_attribute_text(h, h->file, "crs",
                         w->given->regions.crs_wkt ? w->given->regions.crs_wkt : "");
    ct_h5_attribute_i32(h, h->file, "k", w->level->figures.k);
    ct_h5_attribute_text(h, h->file, "status", w->run->solve_status ? "infeasible" : "ok");
}

static ct_status write_file(const ct_writing *w, const char *path, ct_error *err)
{
    ct_h5 h;
    ct_h5_open(&h, path, w->ctx);
    write_root(&h, w);
    write_inputs(&h, &w->run->inputs);
    write_regions(&h, w);
    ct_h5_territories(&h, h.file, w);
    if (w->opt->output.layers & CT_LAYER_ACCOUNTS) write_accounts(&h, w);
    write_graph(&h, &w->given->graph);
    ct_h5_solve(&h, h.file, w);
    write_layers(&h, w);
    ct_h5_attribute_i32(&h, h.file, "complete", 1);
    return ct_h5_close(&h, err);
}

/// HDF5 would print what fails; who is told otherwise, by whatever program this is part of, is told
/// so again afterwards.
ct_status ct_write_h5(const ct_writing *w, ct_error *err)
{
    char path[4400];
    ct_status s = CT_OK;
    snprintf(path, sizeof path, "%s/canton.h5", w->dir);
    H5E_BEGIN_TRY
    {
        s = write_file(w, path, err);
    }
    H5E_END_TRY
    return s;
}
