/// What the layers share: their companions, and the list of their fields.
#include "write/layers.h"

#include <stdio.h>
#include <string.h>

#include "write/out.h"

ct_status ct_layer_write(const ct_writing *w, ct_output_layer *layer, ct_error *err)
{
    char file[64];
    int64_t n_cut = 0;
    snprintf(file, sizeof file, "%s.dbf", layer->name);
    layer->table.n_records = layer->shapes.n;
    ct_status s = ct_shapefile_write(w->ctx, w->dir, layer->name, &layer->shapes, err);
    if (!s) s = ct_attributes_write(w->ctx, w->dir, file, &layer->table, &n_cut, err);
    if (!s) s = ct_shapefile_write_crs(w->dir, layer->name, layer->wkt, err);
    if (!s) s = ct_qml_write(w->dir, layer->name, layer->symbol, layer->label, err);
    if (n_cut)
        ct_note_add(w->ctx->notes, CT_WARN, "write", n_cut,
                    "texts cut at 254 bytes in %s, the limit of the format", file);
    return s;
}

static void write_rows(ct_out *out, const char *layer, const ct_attributes *t)
{
    for (int32_t i = 0; i < t->n_fields; i++) {
        const ct_attribute *f = &t->field[i];
        ct_out_format(out, "%s,%s,", layer, f->name);
        ct_out_cell(out, f->long_name, (int64_t)strlen(f->long_name));
        ct_out_format(out, ",%s\n", f->unit);
    }
}

ct_status ct_write_fields(const ct_writing *w, ct_error *err)
{
    const uint32_t layers = w->opt->output.layers;
    const ct_bridge_columns no_bridges = {0};
    const ct_problem_columns no_problems = {0};
    ct_attributes territories = {0}, regions = {0}, bridges = {0}, problems = {0};
    ct_territories_table(w, &territories);
    ct_regions_table(w, NULL, &regions);
    ct_bridges_table(w, &no_bridges, &bridges);
    ct_problems_table(w, &no_problems, &problems);
    ct_out out;
    ct_out_open(&out, w->dir, "fields.csv");
    ct_out_text(&out, "layer,field,long_name,unit\n");
    if (layers & CT_LAYER_TERRITORIES) write_rows(&out, "territories", &territories);
    if (layers & CT_LAYER_REGIONS) write_rows(&out, "regions", &regions);
    if (layers & CT_LAYER_BRIDGES) write_rows(&out, "bridges", &bridges);
    if (layers & CT_LAYER_PROBLEMS) write_rows(&out, "problems", &problems);
    return ct_out_close(&out, err);
}
