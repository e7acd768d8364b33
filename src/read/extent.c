/// Extents of layers, and whether they are degrees.
#include "read/extent.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kernels/geom/rect.h"

ct_extent ct_extent_of(int64_t n, const double *xy, int32_t n_threads)
{
    enum { SHARE = 1 << 15 };
    double all[4];
    ctk_rect_put(ctk_rect_of(0, NULL), all);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int64_t begin = 0; begin < n; begin += SHARE) {
        const ctk_rect r = ctk_rect_of(n - begin < SHARE ? n - begin : SHARE, xy + 2 * begin);
#pragma omp critical
        ctk_rect_put(ctk_rect_join(ctk_rect_at(all), r), all);
    }
    return (ct_extent){all[0], all[2], all[1], all[3]};
}

static bool fits(const ct_extent *e, double x_limit, double y_limit)
{
    return e->x_min >= -x_limit && e->x_max <= x_limit && e->y_min >= -y_limit &&
           e->y_max <= y_limit;
}

bool ct_extent_in_degrees(const ct_extent *e)
{
    return e->x_min > e->x_max || fits(e, 180.0 + CT_ROUNDED_DEG, 90.0 + CT_ROUNDED_DEG);
}

bool ct_extent_in_turned_degrees(const ct_extent *e)
{
    return fits(e, 360.0 + CT_ROUNDED_DEG, 90.0 + CT_ROUNDED_DEG);
}

const char *ct_extent_word(const char *path)
{
    const size_t n = strlen(path);
    return n > 4 && ct_name_equal(path + n - 4, ".shp") ? ".prj" : "coordinate system";
}

ct_status ct_extent_fail(const char *path, const char *system, const ct_extent *e, ct_error *err)
{
    char found[160], metres[160];
    const char *word = ct_extent_word(path);
    snprintf(found, sizeof found, "x is %.8g to %.8g and y %.8g to %.8g: no degrees", e->x_min,
             e->x_max, e->y_min, e->y_max);
    snprintf(metres, sizeof metres, "they look like metres%s%s%s", system ? ", so the " : "; ",
             system ? word : "supply the .prj of its coordinate system",
             system ? " does not belong to them; supply the right one" : "");
    const char *hint = fits(e, 90.0, 180.0) ? "longitude and latitude look swapped: x is longitude"
                       : fits(e, 1080.0, 90.0) ? "longitudes go from -180 to 180, or from 0 to 360"
                                               : metres;
    return ct_fail(err, CT_ERR_INPUT, "%s: %s (%s%s): %s", path, found, system ? "" : "no ",
                   system ? system : word, hint);
}

double ct_turned_deg(double lon)
{
    if (lon > 180.0 + CT_ROUNDED_DEG) return lon - 360.0;
    return lon < -180.0 - CT_ROUNDED_DEG ? lon + 360.0 : lon;
}

int64_t ct_turn_points(int64_t n, double *xy)
{
    int64_t n_turned = 0;
    for (int64_t i = 0; i < n; i++) {
        const double lon = ct_turned_deg(xy[2 * i]);
        n_turned += lon != xy[2 * i] && !isnan(lon);
        xy[2 * i] = lon;
    }
    return n_turned;
}

void ct_turned_note(const ct_context *ctx, const char *path, int64_t n, bool are_points)
{
    ct_note_add(ctx->notes, CT_WARN, "read", n,
                are_points ? "%s: {point|points} beyond longitude 180, 360 degrees turned back"
                           : "%s: {region|regions} beyond longitude 180, 360 degrees turned back",
                ct_path_base(path));
}
