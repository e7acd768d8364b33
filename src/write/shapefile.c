/// Shapefiles, byte by byte and in parallel.
#include "write/shapefile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "write/bytes.h"
#include "write/out.h"

enum { HEADER = 100, RECORD_HEADER = 8, CHUNK_BYTES = 1 << 22 };

static const char WGS84[] =
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

int64_t ct_shape_bytes(int64_t n_parts, int64_t n_points)
{
    if (!n_points) return 4;
    return (n_parts ? 44 + 4 * n_parts : 40) + 16 * n_points;
}

static void grow_box(double box[4], double x_min, double y_min, double x_max, double y_max)
{
    if (x_min < box[0]) box[0] = x_min;
    if (y_min < box[1]) box[1] = y_min;
    if (x_max > box[2]) box[2] = x_max;
    if (y_max > box[3]) box[3] = y_max;
}

void ct_shape_put(char *to, int32_t type, int32_t n_parts, const int64_t *part_begin,
                  int64_t n_points, const double *xy)
{
    double box[4] = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    ct_put_le32(to, n_points ? (uint32_t)type : 0);
    if (!n_points) return;
    for (int64_t i = 0; i < n_points; i++)
        grow_box(box, xy[2 * i], xy[2 * i + 1], xy[2 * i], xy[2 * i + 1]);
    ct_put_f64(to + 4, box, 4);
    char *at = to + 36;
    if (n_parts) {
        ct_put_le32(at, (uint32_t)n_parts);
        at += 4;
    }
    ct_put_le32(at, (uint32_t)n_points);
    at += 4;
    for (int32_t p = 0; p < n_parts; p++, at += 4)
        ct_put_le32(at, (uint32_t)(part_begin[p] - part_begin[0]));
    ct_put_f64(at, xy, 2 * n_points);
}

/// What fills the .shp, besides the shapes: where records begin, and the box of each.
typedef struct layout {
    const ct_shapes *shapes;
    int64_t *begin; ///< [n + 1] bytes from the start of the file
    double *box;    ///< [4 n]
} layout;

static int64_t records_bound(const void *user, int64_t begin, int64_t end)
{
    const layout *l = user;
    return l->begin[end] - l->begin[begin];
}

/// Box of a record from its own content; points and null shapes have none of their own.
static void read_box(const char *content, int64_t bytes, double box[4])
{
    const uint32_t type = ct_get_le32(content);
    const bool is_point = type % 10 == CT_SHP_POINT;
    box[0] = box[1] = HUGE_VAL;
    box[2] = box[3] = -HUGE_VAL;
    if (type == 0 || bytes < (is_point ? 20 : 36)) return;
    ct_get_f64(content + 4, box, is_point ? 2 : 4);
    if (!is_point) return;
    box[2] = box[0];
    box[3] = box[1];
}

static int64_t records_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const layout *l = user;
    for (int64_t i = begin; i < end; i++) {
        char *record = to + (l->begin[i] - l->begin[begin]);
        const int64_t bytes = l->shapes->bytes[i];
        ct_put_be32(record, (uint32_t)(i + 1));
        ct_put_be32(record + 4, (uint32_t)(bytes / 2));
        l->shapes->fill(l->shapes->user, i, record + RECORD_HEADER);
        read_box(record + RECORD_HEADER, bytes, l->box + 4 * i);
    }
    return l->begin[end] - l->begin[begin];
}

/// Records of another file that follow each other there and keep their numbers.
static const char *records_lend(const void *user, int64_t begin, int64_t end, int64_t *n)
{
    const layout *l = user;
    const char *const *content = l->shapes->content;
    const char *next = content ? content[begin] : NULL;
    for (int64_t i = begin; content && i < end; i++) {
        const char *record = content[i] - RECORD_HEADER;
        const int64_t bytes = l->shapes->bytes[i];
        const bool is_kept = content[i] == next && ct_get_be32(record) == (uint32_t)(i + 1) &&
                             ct_get_be32(record + 4) == (uint32_t)(bytes / 2);
        if (!is_kept) return NULL;
        read_box(content[i], bytes, l->box + 4 * i);
        next = content[i] + bytes + RECORD_HEADER;
    }
    *n = l->begin[end] - l->begin[begin];
    return content ? content[begin] - RECORD_HEADER : NULL;
}

/// What of the other file lies between the first and the last of these records, where they ascend.
static void records_done(const void *user, int64_t begin, int64_t end)
{
    const ct_shapes *s = ((const layout *)user)->shapes;
    if (s->content)
        ct_file_release(s->file, s->content[begin] - s->file->bytes,
                        s->content[end - 1] + s->bytes[end - 1] - s->file->bytes);
}

static int64_t index_bound(const void *user, int64_t begin, int64_t end)
{
    (void)user;
    return 8 * (end - begin);
}

static int64_t index_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const layout *l = user;
    for (int64_t i = begin; i < end; i++, to += 8) {
        ct_put_be32(to, (uint32_t)(l->begin[i] / 2));
        ct_put_be32(to + 4, (uint32_t)(l->shapes->bytes[i] / 2));
    }
    return 8 * (end - begin);
}

static void put_header(char head[HEADER], const layout *l, int64_t file_bytes)
{
    double box[4] = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (int64_t i = 0; i < l->shapes->n; i++)
        grow_box(box, l->box[4 * i], l->box[4 * i + 1], l->box[4 * i + 2], l->box[4 * i + 3]);
    if (box[0] > box[2]) memset(box, 0, sizeof box);
    memset(head, 0, HEADER);
    ct_put_be32(head, 9994);
    ct_put_be32(head + 24, (uint32_t)(file_bytes / 2));
    ct_put_le32(head + 28, 1000);
    ct_put_le32(head + 32, (uint32_t)l->shapes->type);
    ct_put_f64(head + 36, box, 4);
    if (l->shapes->zm_range) memcpy(head + 68, l->shapes->zm_range, 32);
}

static ct_status lay_out(layout *l, const char *name, ct_error *err)
{
    const int64_t n = l->shapes->n;
    l->begin = ct_array(n + 1, sizeof *l->begin, "record offsets", err);
    l->box = l->begin ? ct_array(4 * n, sizeof *l->box, "record boxes", err) : NULL;
    if (!l->box) return CT_ERR_MEMORY;
    l->begin[0] = HEADER;
    for (int64_t i = 0; i < n; i++)
        l->begin[i + 1] = l->begin[i] + RECORD_HEADER + l->shapes->bytes[i];
    if (l->begin[n] <= INT32_MAX) return CT_OK;
    return ct_fail(err, CT_ERR_OUTPUT,
                   "%s.shp would have %.1f GB and a shapefile holds 2; leave it out with "
                   "--layers all,-%s",
                   name, (double)l->begin[n] / 1e9, name);
}

static ct_status write_shp(const ct_context *ctx, const char *dir, const char *name, layout *l,
                           char head[HEADER], ct_error *err)
{
    const int64_t n = l->shapes->n, bytes = l->begin[n];
    // As many records as make about 4 MB, from totals only: the same for any number of threads.
    const int64_t per_chunk = n ? n * CHUNK_BYTES / bytes + 1 : 1;
    const ct_chunks chunks = {n, per_chunk,    records_bound, records_fill,
                              l, records_lend, records_done};
    ct_out out;
    ct_out_open(&out, dir, name);
    ct_out_bytes(&out, head, HEADER);
    ct_out_chunks(&out, ctx, &chunks);
    put_header(head, l, bytes);
    ct_out_at(&out, head, HEADER, 0);
    return ct_out_close(&out, err);
}

static ct_status write_shx(const ct_context *ctx, const char *dir, const char *name, layout *l,
                           char head[HEADER], ct_error *err)
{
    const int64_t n = l->shapes->n;
    const ct_chunks chunks = {n, CHUNK_BYTES / 8, index_bound, index_fill, l, NULL, NULL};
    ct_out out;
    ct_put_be32(head + 24, (uint32_t)((HEADER + 8 * n) / 2));
    ct_out_open(&out, dir, name);
    ct_out_bytes(&out, head, HEADER);
    ct_out_chunks(&out, ctx, &chunks);
    return ct_out_close(&out, err);
}

ct_status ct_shapefile_write(const ct_context *ctx, const char *dir, const char *name,
                             const ct_shapes *shapes, ct_error *err)
{
    layout l = {.shapes = shapes};
    char head[HEADER] = {0}, file[96];
    ct_status s = lay_out(&l, name, err);
    snprintf(file, sizeof file, "%s.shp", name);
    if (!s) s = write_shp(ctx, dir, file, &l, head, err);
    snprintf(file, sizeof file, "%s.shx", name);
    if (!s) s = write_shx(ctx, dir, file, &l, head, err);
    free(l.begin);
    free(l.box);
    return s;
}

static ct_status write_text(const char *dir, const char *name, const char *extension,
                            const char *text, ct_error *err)
{
    char file[96];
    ct_out out;
    snprintf(file, sizeof file, "%s%s", name, extension);
    ct_out_open(&out, dir, file);
    ct_out_text(&out, text);
    return ct_out_close(&out, err);
}

ct_status ct_shapefile_write_crs(const char *dir, const char *name, const char *wkt, ct_error *err)
{
    const ct_status s = write_text(dir, name, ".prj", wkt ? wkt : WGS84, err);
    return s ? s : write_text(dir, name, ".cpg", "UTF-8\n", err);
}
