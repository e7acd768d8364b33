/// The layer: regions.shp, .shx, .dbf, .prj, .cpg. Shapes are drawn while they are written.
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "datasets/synth.h"
#include "write/attributes.h"
#include "write/shapefile.h"

/// Shape i drawn into fresh memory; NULL when there is none.
static double *draw(const synth_country *c, int64_t i, synth_shape *shape)
{
    shape->capacity = synth_shape_bound(c, (int32_t)i);
    shape->xy = malloc((size_t)shape->capacity * 2 * sizeof *shape->xy);
    if (shape->xy) synth_shape_make(c, (int32_t)i, shape);
    return shape->xy;
}

static void fill(const void *user, int64_t i, char *to)
{
    synth_shape s;
    if (!draw(user, i, &s)) return;
    ct_shape_put(to, CT_SHP_POLYGON, s.n_rings, s.begin, s.begin[s.n_rings], s.xy);
    free(s.xy);
}

/// Bytes of every record; false when memory is short.
static bool measure(const synth_country *c, int64_t *bytes)
{
#pragma omp taskloop grainsize(256)
    for (size_t i = 0; i < (size_t)c->opt.n_regions; i++) {
        synth_shape s;
        bytes[i] = 0;
        if (!draw(c, (int64_t)i, &s)) continue;
        bytes[i] = ct_shape_bytes(s.n_rings, s.begin[s.n_rings]);
        free(s.xy);
    }
    bool ok = true;
    for (int32_t i = 0; i < c->opt.n_regions; i++) ok = ok && bytes[i] > 0;
    return ok;
}

static ct_status codes(const synth_country *c, ct_strings_builder *b, ct_error *err)
{
    ct_status s = CT_OK;
    for (int32_t i = 0; i < c->opt.n_regions && !s; i++) {
        char text[32];
        const int n = snprintf(text, sizeof text, "%0*lld", synth_code_digits(c),
                               (long long)synth_code(c, i));
        s = ct_strings_add(b, text, n, err);
    }
    return s;
}

static ct_status write_table(const synth_country *c, const ct_context *ctx, ct_error *err)
{
    ct_strings_builder code = {0};
    static ct_columns table;
    table.n = 0;
    ct_status s = codes(c, &code, err);
    if (!s) {
        ct_columns_add(&table,
                       (ct_column){"code", "", "postal code", "1", CT_CELL_TEXT, .data = &code.s});
        ct_columns_add(&table, (ct_column){"pop", "", "inhabitants", "people", CT_CELL_FIXED,
                                           .data = c->weight});
        s = ct_attributes_write(ctx, c->opt.out, "regions.dbf", &table, c->opt.n_regions, NULL,
                                NULL, err);
    }
    ct_strings_free(&code.s);
    return s;
}

bool synth_write_layer(const synth_country *c, char error[1024])
{
    ct_error err = {0};
    ct_notes notes = {0};
    const ct_context ctx = {.n_threads = omp_get_max_threads(), .notes = &notes};
    int64_t *bytes = ct_array(c->opt.n_regions, sizeof *bytes, "the layer", &err);
    ct_status s = bytes ? CT_OK : CT_ERR_MEMORY;
    if (!s && !measure(c, bytes)) s = ct_fail_memory(&err, synth_shape_bound(c, 0) * 16, "a shape");
    const ct_shapes shapes = {
        .type = CT_SHP_POLYGON, .n = c->opt.n_regions, .bytes = bytes, .fill = fill, .user = c};
    if (!s) s = ct_shapefile_write(&ctx, c->opt.out, "regions", &shapes, &err);
    if (!s) s = ct_shapefile_write_crs(c->opt.out, "regions", NULL, &err);
    if (!s) s = write_table(c, &ctx, &err);
    free(bytes);
    ct_notes_free(&notes);
    snprintf(error, 1024, "%s", err.text);
    return !s;
}
