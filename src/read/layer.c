/// Shapefiles as checked records. Shapelib does not read the shapes: its index reader believes what
/// the files claim, its handles serve one thread, and a record becomes four allocations.
#include "read/layer.h"

#include <math.h>
#include <string.h>

static int32_t read_i32(const char *p)
{
    int32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static double read_f64(const char *p)
{
    double v;
    memcpy(&v, p, sizeof v);
    return v;
}

int32_t ct_layer_shape(const ct_layer_file *l, int32_t record)
{
    const int32_t type = read_i32(l->shp.bytes + l->offset[record]);
    return type > 10 && type < 30 ? type % 10 : type;
}

static ct_status fail_size(const ct_layer_file *l, int32_t record, const char *what, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: record %d is damaged: %s does not fit its %lld bytes; copy the file again",
                   l->path, record + 1, what, (long long)l->size[record]);
}

ct_status ct_layer_point(const ct_layer_file *l, int32_t record, double *x, double *y, bool *found,
                         ct_error *err)
{
    const char *p = l->shp.bytes + l->offset[record];
    const int64_t size = l->size[record];
    const int32_t shape = ct_layer_shape(l, record);
    int64_t at = 4;
    *found = false;
    if (shape == CT_SHAPE_NULL) return CT_OK;
    if (shape == CT_SHAPE_MULTIPOINT) {
        if (size < 40) return fail_size(l, record, "a multipoint", err);
        const int32_t n = read_i32(p + 36);
        if (n == 0) return CT_OK;
        if (n != 1)
            return ct_fail(err, CT_ERR_INPUT,
                           "%s: record %d is a multipoint of %d points; one point each is needed",
                           l->path, record + 1, n);
        at = 40;
    }
    if (size < at + 16) return fail_size(l, record, "a point", err);
    *x = read_f64(p + at);
    *y = read_f64(p + at + 8);
    *found = isfinite(*x) && isfinite(*y);
    return CT_OK;
}

/// Parts start at vertex 0 and never go back.
static bool parts_ascend(const ct_polygon *g)
{
    int32_t before = 0;
    for (int32_t i = 0; i < g->n_parts; i++) {
        const int32_t first = read_i32(g->parts + 4 * (int64_t)i);
        if (first < before || first > g->n_points || (i == 0 && first != 0)) return false;
        before = first;
    }
    return true;
}

ct_status ct_layer_polygon(const ct_layer_file *l, int32_t record, ct_polygon *out, ct_error *err)
{
    const char *p = l->shp.bytes + l->offset[record];
    const int64_t size = l->size[record];
    *out = (ct_polygon){0};
    if (ct_layer_shape(l, record) == CT_SHAPE_NULL) return CT_OK;
    if (size < 44) return fail_size(l, record, "a polygon", err);
    const int32_t n_parts = read_i32(p + 36), n_points = read_i32(p + 40);
    const int64_t need = 44 + 4 * (int64_t)n_parts + 16 * (int64_t)n_points;
    if (n_parts < 0 || n_points < 0 || need > size)
        return fail_size(l, record, "a polygon of as many rings and vertices as it claims", err);
    if (n_parts == 0 || n_points == 0) return CT_OK;
    *out = (ct_polygon){n_parts, n_points, p + 44, p + 44 + 4 * (int64_t)n_parts};
    if (!parts_ascend(out)) return fail_size(l, record, "the list of its rings", err);
    return CT_OK;
}
