/// A shapefile opened for reading: .shp mapped, every record found and checked against the file,
/// .dbf beside it. What ct_read_regions and the reader of point accounts share.
///
/// How to read a point layer:
///     ct_layer_open(path, ctx, inputs, &layer, err)      records are 0 .. layer.n_records - 1
///     ct_layer_point(&layer, i, &x, &y, &found, err)     found = false for a null shape
///     ct_dbf_need(&layer.dbf, "NAME", &f, err)           see read/dbf.h
///     ct_dbf_utf8(&layer.dbf, i, f, text)                cell as UTF-8, trimmed
///     ct_crs_settle(layer.path, layer.wkt, n, xy, ...); ct_crs_to_lonlat(...)   see read/crs.h
///     ct_layer_close(&layer)
#ifndef CT_READ_LAYER_H
#define CT_READ_LAYER_H

#include "base/file.h"
#include "canton/progress.h"
#include "read/dbf.h"

/// Shape types of the format; Z and M variants are +10 and +20.
enum {
    CT_SHAPE_NULL = 0,
    CT_SHAPE_POINT = 1,
    CT_SHAPE_LINE = 3,
    CT_SHAPE_POLYGON = 5,
    CT_SHAPE_MULTIPOINT = 8,
    CT_SHAPE_MULTIPATCH = 31
};

typedef struct ct_layer_file {
    char path[4096]; ///< of the .shp
    ct_file shp;
    ct_digest *digest; ///< of the .shp; of polygons taken by ct_plan_records()
    ct_dbf dbf;
    char *wkt; ///< of its coordinate system: content of the .prj; NULL = none stated
    int32_t n_records;
    int64_t *offset; ///< [n_records] first byte of the record's content (its shape type)
    int64_t *size;   ///< [n_records] bytes of content, >= 4, inside the file
    bool is_point;   ///< family of the records that are not null: points, otherwise polygons
    int32_t n_null;  ///< null shapes
} ct_layer_file;

/// A polygon record; pointers into the mapped file, not aligned: memcpy from them.
typedef struct ct_polygon {
    int32_t n_parts, n_points;
    const char *parts;  ///< n_parts little-endian int32, ascending, first vertex of each ring
    const char *points; ///< n_points pairs of little-endian double
} ct_polygon;

/// Open .shp and .dbf and find the records: by the .shx when it agrees with the .shp, otherwise by
/// scanning the record headers (with a note). Adds .shp, .dbf and .prj to `inputs`. CT_ERR_INPUT
/// for missing files, a file cut off, as many rows as records not given, shapes that are neither
/// polygons nor points, both kinds mixed, and a layer without any shape. Other formats are read by
/// GDAL where that is installed (read/gdal.h): `name` is the layer that is meant (NULL = the only
/// one), of a file or of a directory. Close it in any case.
ct_status ct_layer_open(const char *path, const char *name, const ct_context *ctx,
                        ct_inputs *inputs, ct_layer_file *out, ct_error *err);
/// A file that is no shapefile, and would be read as a layer all the same; is_table: where a table
/// is wanted, of which an archive may have many.
bool ct_layer_is_other(const char *path, bool is_table);
void ct_layer_close(ct_layer_file *l);
/// CT_ERR_INPUT when .shp or .dbf have been written to since it was opened.
ct_status ct_layer_unchanged(const ct_layer_file *l, ct_error *err);
/// Give back records and table, all but `path` and `wkt`; closing it is still due.
void ct_layer_release(ct_layer_file *l);

/// Shape type of a record without its Z or M (CT_SHAPE_*).
int32_t ct_layer_shape(const ct_layer_file *l, int32_t record);

/// A point record, or a multipoint of one point. *found = false for a null or empty shape.
ct_status ct_layer_point(const ct_layer_file *l, int32_t record, double *x, double *y, bool *found,
                         ct_error *err);

/// A polygon record with all its counts checked; n_parts = 0 for a null or empty shape.
ct_status ct_layer_polygon(const ct_layer_file *l, int32_t record, ct_polygon *out, ct_error *err);

/// Parts of ct_layer_open(): is `path` a geodatabase of files, which is a folder; open it; read
/// l->path by GDAL, and add what is read besides to `inputs`.
bool ct_layer_is_folder(const char *path);
ct_status ct_layer_open_folder(ct_layer_file *l, const char *name, const ct_context *ctx,
                               ct_inputs *inputs, ct_error *err);
ct_status ct_layer_by_gdal(ct_layer_file *l, const char *program, const char *name,
                           const ct_context *ctx, ct_inputs *inputs, ct_error *err);

/// Build offset and size from `shp` alone or with the index file; parts of ct_layer_open().
ct_status ct_layer_scan(ct_layer_file *l, ct_error *err);
bool ct_layer_index(ct_layer_file *l, const ct_file *shx, int32_t n_threads, ct_error *err);

#endif
