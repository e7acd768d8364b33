/// Geometry files (.shp and .shx) and their companions. Layout: ESRI Shapefile Technical
/// Description, July 1998.
#ifndef CT_WRITE_SHAPEFILE_H
#define CT_WRITE_SHAPEFILE_H

#include "base/file.h"
#include "canton/progress.h"
#include "canton/types.h"

enum { CT_SHP_POINT = 1, CT_SHP_LINE = 3, CT_SHP_POLYGON = 5, CT_SHP_MULTIPOINT = 8 };

/// Records to write. Content is what follows a record's 8-byte header, its type first.
typedef struct ct_shapes {
    int32_t type;
    int64_t n;
    const int64_t *bytes; ///< [n] of content, even
    /// Write the content of record i at `to`; called from several threads.
    void (*fill)(const void *user, int64_t i, char *to);
    const void *user;
    const char *const *content; ///< [n] where it stands, behind its header, in `file`; NULL =
                                ///< nowhere
    const ct_file *file;        ///< a shapefile that is in memory as a whole; NULL = none
    const char *zm_range;       ///< the header's last 32 bytes; NULL = zeros
} ct_shapes;

/// dir/name.shp and dir/name.shx. Refuses what does not fit into 2 GB.
ct_status ct_shapefile_write(const ct_context *ctx, const char *dir, const char *name,
                             const ct_shapes *shapes, ct_error *err);

/// dir/name.prj with `wkt` (NULL = WGS 84) and dir/name.cpg.
ct_status ct_shapefile_write_crs(const char *dir, const char *name, const char *wkt, ct_error *err);

/// Content bytes of a polygon, line or multipoint; without points it is a null shape.
int64_t ct_shape_bytes(int64_t n_parts, int64_t n_points);
/// Write type, box, counts and vertices of a multipoint (n_parts = 0), line or polygon. Part p
/// starts at point part_begin[p] - part_begin[0].
void ct_shape_put(char *to, int32_t type, int32_t n_parts, const int64_t *part_begin,
                  int64_t n_points, const double *xy);

#endif
