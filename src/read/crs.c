/// Coordinate systems by PROJ. It never goes to the network: results would depend on it.
#include "read/crs.h"

#include <math.h>
#include <proj.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "kernels/geom/rect.h"

enum { CHUNK = 4096, SAMPLE = 1024, PROJ_BYTES = 16 << 20 };

static const char ASSUMED_WKT[] =
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

typedef struct extent {
    double x_min, x_max, y_min, y_max;
} extent;

/// What one thread needs to transform: PROJ objects belong to one thread each.
typedef struct transformer {
    PJ_CONTEXT *context;
    PJ *crs, *to_lonlat;
} transformer;

static PJ *normalized(PJ_CONTEXT *c, PJ *crs)
{
    PJ *lonlat = proj_create(c, "OGC:CRS84");
    PJ *raw = lonlat ? proj_create_crs_to_crs_from_pj(c, crs, lonlat, NULL, NULL) : NULL;
    PJ *out = raw ? proj_normalize_for_visualization(c, raw) : NULL;
    proj_destroy(raw);
    proj_destroy(lonlat);
    return out;
}

/// A level of no messages still lets those about its database pass: they go here.
static void say_nothing(void *user, int level, const char *text)
{
    (void)user, (void)level, (void)text;
}

/// A CRS without x and y, to which PROJ would "transform" by leaving them as they are.
static bool is_height_or_time(const PJ *crs)
{
    const PJ_TYPE type = proj_get_type(crs);
    return type == PJ_TYPE_VERTICAL_CRS || type == PJ_TYPE_TEMPORAL_CRS;
}

/// From the system of EPSG's list that the text is, where PROJ finds no way from the text itself:
/// some versions lose themselves among the ways from NTF (Paris) as ESRI writes it.
static PJ *normalized_by_list(PJ_CONTEXT *c, PJ *crs)
{
    enum { SURE = 70 }; // per cent: name and numbers agree
    PJ *out = NULL;
    int *confidence = NULL;
    PJ_OBJ_LIST *list = proj_identify(c, crs, "EPSG", NULL, &confidence);
    const int n = list ? proj_list_get_count(list) : 0;
    for (int i = 0; i < n && !out && confidence[i] >= SURE; i++) {
        PJ *known = proj_list_get(c, list, i);
        if (known) out = normalized(c, known);
        proj_destroy(known);
    }
    proj_int_list_destroy(confidence);
    proj_list_destroy(list);
    return out;
}

static transformer transformer_open(const char *wkt)
{
    transformer t = {.context = proj_context_create()};
    if (!t.context) return t;
    proj_log_func(t.context, NULL, say_nothing);
    proj_context_set_enable_network(t.context, 0);
    t.crs = proj_create(t.context, wkt);
    const bool has_place = t.crs && proj_is_crs(t.crs) && !is_height_or_time(t.crs);
    if (has_place) t.to_lonlat = normalized(t.context, t.crs);
    if (has_place && !t.to_lonlat) t.to_lonlat = normalized_by_list(t.context, t.crs);
    return t;
}

static void transformer_close(transformer *t)
{
    proj_destroy(t->to_lonlat);
    proj_destroy(t->crs);
    if (t->context) proj_context_destroy(t->context);
}

/// No projection of the Earth reaches so far, in metres or feet: PROJ would take such a point to a
/// pole without a word.
static const double FARTHEST = 2e8;

static void drop_far(int64_t n, double *p)
{
    for (int64_t i = 0; i < 2 * n; i++)
        if (fabs(p[i]) > FARTHEST) p[i] = HUGE_VAL;
}

/// In place; NaN pairs stay as they are.
static void transform_chunk(const transformer *t, int64_t n, double *p)
{
    for (int64_t begin = 0, end; begin < n; begin = end) {
        while (begin < n && (isnan(p[2 * begin]) || isnan(p[2 * begin + 1]))) begin++;
        for (end = begin; end < n && !isnan(p[2 * end]) && !isnan(p[2 * end + 1]);) end++;
        const size_t size = (size_t)(end - begin), stride = 2 * sizeof *p;
        if (size == 0) return;
        drop_far((int64_t)size, p + 2 * begin);
        proj_errno_reset(t->to_lonlat);
        proj_trans_generic(t->to_lonlat, PJ_FWD, p + 2 * begin, stride, size, p + 2 * begin + 1,
                           stride, size, NULL, 0, 0, NULL, 0, 0);
    }
}

/// Points [begin, end) of the chunk that PROJ gave up on.
static int64_t count_failed(const double *p, int64_t begin, int64_t end, int64_t *first)
{
    int64_t n = 0;
    for (int64_t i = begin; i < end; i++) {
        if (!isinf(p[2 * i]) && !isinf(p[2 * i + 1])) continue;
        if (*first < 0) *first = i;
        n++;
    }
    return n;
}

ct_status ct_crs_to_lonlat(const ct_crs *crs, int64_t n, const double *xy, double *lonlat,
                           int32_t n_threads, int64_t *n_failed, int64_t *first_failed,
                           ct_error *err)
{
    const int64_t n_chunks = (n + CHUNK - 1) / CHUNK;
    const int32_t useful = (int32_t)(n_chunks < n_threads ? n_chunks : n_threads);
    int32_t n_broken = 0;
    if (lonlat != xy) memcpy(lonlat, xy, 2 * (size_t)n * sizeof *xy);
    *n_failed = 0;
    *first_failed = -1;
    if (n == 0 || crs->is_lonlat) return CT_OK;
#pragma omp parallel num_threads(useful) reduction(+ : n_broken)
    {
        transformer t = transformer_open(crs->wkt);
        n_broken += t.to_lonlat == NULL;
#pragma omp for schedule(dynamic)
        for (int64_t c = 0; c < n_chunks; c++) {
            const int64_t begin = c * CHUNK, size = n - begin < CHUNK ? n - begin : CHUNK;
            if (t.to_lonlat) transform_chunk(&t, size, lonlat + 2 * begin);
        }
        transformer_close(&t);
    }
    if (n_broken) return ct_fail(err, CT_ERR_INTERNAL, "PROJ failed in a thread");
    *n_failed = count_failed(lonlat, 0, n, first_failed);
    return CT_OK;
}

static extent extent_of(int64_t n, const double *xy, int32_t n_threads)
{
    enum { SHARE = 1 << 15 };
    double all[4];
    ctk_rect_put(ctk_rect_of(0, NULL), all);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int64_t begin = 0; begin < n; begin += SHARE) {
        const ctk_rect r = ctk_rect_of(n - begin < SHARE ? n - begin : SHARE, xy + 2 * begin);
#pragma omp critical(extent)
        ctk_rect_put(ctk_rect_join(ctk_rect_at(all), r), all);
    }
    return (extent){all[0], all[2], all[1], all[3]};
}

static bool fits(const extent *e, double x_limit, double y_limit)
{
    return e->x_min >= -x_limit && e->x_max <= x_limit && e->y_min >= -y_limit &&
           e->y_max <= y_limit;
}

/// Degrees, allowing for the rounding of coordinates at +-180 and +-90.
static bool are_degrees(const extent *e)
{
    return e->x_min > e->x_max || fits(e, 180.0 + 1e-6, 90.0 + 1e-6);
}

static ct_status fail_extent(const char *path, const ct_crs *crs, const extent *e, ct_error *err)
{
    const char *what = crs ? crs->name : "no .prj";
    const char *hint = fits(e, 90.0, 180.0) ? "longitude and latitude look swapped: x is longitude"
                       : fits(e, 360.0, 90.0) ? "bring longitudes to -180 .. 180"
                       : crs ? "they look like metres, so the .prj does not belong to them; "
                               "supply the right one"
                             : "they look like metres; supply the .prj of its coordinate system";
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: x is %.8g to %.8g and y %.8g to %.8g: no degrees (%s): %s", path, e->x_min,
                   e->x_max, e->y_min, e->y_max, what, hint);
}

static ct_status copy_text(const char *text, int64_t length, char **out, ct_error *err)
{
    *out = ct_array(length + 1, 1, "name of a coordinate system", err);
    if (!*out) return CT_ERR_MEMORY;
    memcpy(*out, text, (size_t)length);
    return CT_OK;
}

static ct_status assume_lonlat(const char *path, const extent *e, const ct_context *ctx,
                               ct_crs *out, ct_error *err)
{
    if (!are_degrees(e)) return fail_extent(path, NULL, e, err);
    ct_status s = copy_text(ASSUMED_WKT, sizeof ASSUMED_WKT - 1, &out->wkt, err);
    if (!s) s = copy_text("WGS 84 (assumed)", 16, &out->name, err);
    if (s) return s;
    out->is_geographic = out->is_lonlat = true;
    ct_note_add(ctx->notes, CT_WARN, "read", 0,
                "%s: there is no .prj; the coordinates are taken as lon/lat on WGS 84",
                ct_path_base(path));
    return CT_OK;
}

/// Geographic, and its axes count in degrees (not in grads).
static bool counts_in_degrees(const transformer *t)
{
    double unit = 0.0;
    PJ *base =
        proj_get_type(t->crs) == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(t->context, t->crs) : NULL;
    PJ *crs = base ? base : t->crs;
    const PJ_TYPE type = proj_get_type(crs);
    if (type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS) {
        PJ *cs = proj_crs_get_coordinate_system(t->context, crs);
        if (cs) proj_cs_get_axis_info(t->context, cs, 0, NULL, NULL, NULL, &unit, NULL, NULL, NULL);
        proj_destroy(cs);
    }
    proj_destroy(base);
    return fabs(unit - 0.017453292519943295) < 1e-12;
}

/// The transformation moves none of a sample of points, spread over the layer, by 2 m. Modern
/// datums (NAD 83, ETRS 89, GDA 94) drift from WGS 84 by less; to follow them would make the result
/// depend on which correction grids a machine has.
static bool is_identity(const transformer *t, int64_t n, const double *xy)
{
    const int64_t step = n / SAMPLE + 1;
    for (int64_t i = 0; i < n; i += step) {
        double p[2] = {xy[2 * i], xy[2 * i + 1]};
        if (isnan(p[0]) || isnan(p[1])) continue;
        transform_chunk(t, 1, p);
        if (!(fabs(p[0] - xy[2 * i]) < 2e-5 && fabs(p[1] - xy[2 * i + 1]) < 2e-5)) return false;
    }
    return true;
}

static bool has_database(PJ_CONTEXT *c)
{
    return c && proj_context_get_database_metadata(c, "EPSG.VERSION");
}

/// The layer is not to blame.
static ct_status fail_database(const char *path, ct_error *err)
{
    const char *data = getenv("PROJ_DATA"), *lib = getenv("PROJ_LIB");
    const char *where = data ? data : lib;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: its coordinate system cannot be looked up, as PROJ does not find its "
                   "database proj.db%s%.200s%s; set %s to the folder that has it, or install it "
                   "(package proj-data)",
                   path, where ? " in '" : "", where ? where : "", where ? "'" : "",
                   lib && !data ? "PROJ_LIB" : "PROJ_DATA");
}

/// PROJ does not say when it had no memory: what it cannot do is blamed on that when there is none.
static ct_status fail_proj(const char *path, const transformer *t, ct_error *err)
{
    PJ *crs = t->crs;
    void *probe = malloc(PROJ_BYTES);
    free(probe);
    if (!probe) return ct_fail_memory(err, PROJ_BYTES, "coordinate systems");
    if (!has_database(t->context)) return fail_database(path, err);
    if (!crs || !proj_is_crs(crs))
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: PROJ does not understand its .prj; replace it by one that states the "
                       "coordinate system, or remove it if the coordinates are lon/lat on WGS 84",
                       path);
    PJ *earth = proj_crs_get_geodetic_crs(t->context, crs);
    const bool is_on_earth = earth != NULL;
    proj_destroy(earth);
    if (is_on_earth)
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: PROJ knows no way from '%s' to WGS 84: transform the layer by `ogr2ogr "
                       "-t_srs EPSG:4326 new.shp %s`, or state its system in the .prj as EPSG does",
                       path, proj_get_name(crs), ct_path_base(path));
    return ct_fail(
        err, CT_ERR_INPUT,
        "%s: PROJ knows no way from '%s' to WGS 84; replace the .prj by one of a place on "
        "earth, or remove it if the coordinates are lon/lat on WGS 84",
        path, proj_get_name(crs));
}

/// Metres that all are between -180 and 180: a .prj added by mistake.
static void note_degrees(const char *path, const ct_crs *crs, const extent *e,
                         const ct_context *ctx)
{
    if (crs->is_geographic || e->x_min > e->x_max || !are_degrees(e)) return;
    ct_note_add(
        ctx->notes, CT_WARN, "read", 0,
        "%s: x is %.8g to %.8g and y %.8g to %.8g, which look like degrees, but the .prj says "
        "'%s'; remove it if the coordinates are lon/lat on WGS 84",
        ct_path_base(path), e->x_min, e->x_max, e->y_min, e->y_max, crs->name);
}

static ct_status settle_by_wkt(const char *path, int64_t n, const double *xy, const extent *e,
                               const ct_context *ctx, ct_crs *out, ct_error *err)
{
    transformer t = transformer_open(out->wkt);
    ct_status s = CT_OK;
    if (!t.to_lonlat) {
        s = fail_proj(path, &t, err);
    } else {
        const char *name = proj_get_name(t.crs);
        s = copy_text(name, (int64_t)strlen(name), &out->name, err);
        out->is_geographic = counts_in_degrees(&t);
        if (!s && out->is_geographic && !are_degrees(e)) s = fail_extent(path, out, e, err);
        if (!s) note_degrees(path, out, e, ctx);
        if (!s) out->is_lonlat = out->is_geographic && is_identity(&t, n, xy);
    }
    transformer_close(&t);
    return s;
}

/// Content of the .prj without a byte order mark and blanks at its ends; *out stays NULL when there
/// is none or it is empty.
static ct_status read_prj(const char *shp_path, ct_inputs *inputs, char **out, ct_error *err)
{
    char path[4096];
    ct_file f;
    if (!ct_file_sibling(shp_path, ".prj", path)) return CT_OK;
    ct_status s = ct_file_open(path, &f, err);
    if (s) return s;
    const char *p = f.bytes, *end = p + f.size;
    if (f.size >= 3 && !memcmp(p, "\xef\xbb\xbf", 3)) p += 3;
    while (p < end && (uint8_t)*p <= ' ') p++;
    while (end > p && (uint8_t)end[-1] <= ' ') end--;
    s = ct_inputs_add(inputs, path, &f, err);
    if (!s && p < end) s = copy_text(p, end - p, out, err);
    ct_file_close(&f);
    return s;
}

ct_status ct_crs_settle(const char *shp_path, int64_t n, const double *xy, const ct_context *ctx,
                        ct_inputs *inputs, ct_crs *out, ct_error *err)
{
    *out = (ct_crs){0};
    const extent e = extent_of(n, xy, ctx->n_threads);
    const ct_status s = read_prj(shp_path, inputs, &out->wkt, err);
    if (s) return s;
    return out->wkt ? settle_by_wkt(shp_path, n, xy, &e, ctx, out, err)
                    : assume_lonlat(shp_path, &e, ctx, out, err);
}

void ct_crs_free(ct_crs *crs)
{
    if (!crs) return;
    free(crs->wkt);
    free(crs->name);
    *crs = (ct_crs){0};
}
