/// A layer as it is, before it is a file: geometry as parts, columns, and how it looks. layer_*.c
/// describe theirs, a sink writes what is described in one format.
#ifndef CT_WRITE_FEATURES_H
#define CT_WRITE_FEATURES_H

#include "canton/progress.h"
#include "write/columns.h"

typedef enum ct_geometry_type {
    CT_POINTS,
    CT_MULTIPOINTS, ///< one part a feature
    CT_LINES,
    CT_POLYGONS ///< parts are rings as in ct_polygons
} ct_geometry_type;

/// Feature i has parts part_begin[i] .. part_begin[i + 1), part p has vertices vertex_begin[p] ..
/// vertex_begin[p + 1). A feature without vertices is an empty one.
typedef struct ct_geometry {
    ct_geometry_type type;
    int64_t n;
    const int32_t *part_begin;   ///< [n + 1]; NULL = each feature is one part
    const int64_t *vertex_begin; ///< [n_parts + 1]
    const double *xy;            ///< [2 * n_vertices] x, y interleaved
    const uint8_t *is_hole;      ///< [n_parts] of rings; NULL = none is
} ct_geometry;

/// For a map of it.
typedef enum ct_symbol {
    CT_SYMBOL_TERRITORY, ///< filled, strong outline
    CT_SYMBOL_REGION,    ///< filled, hairline
    CT_SYMBOL_POINT,     ///< dots
    CT_SYMBOL_BRIDGE,    ///< dashed line, one colour
    CT_SYMBOL_PROBLEM    ///< filled, one colour, outline of the same so that slivers show
} ct_symbol;

typedef struct ct_features {
    char name[CT_NAME_SIZE + 16]; ///< "territories"
    const char *wkt;              ///< NULL = WGS 84
    ct_geometry geometry;
    ct_columns columns;       ///< a row is a feature
    const ct_regions *source; ///< the layer whose regions these are, in their order; a sink of its
                              ///< format copies its records, in its CRS; NULL = none
    ct_symbol symbol;
    const char *label; ///< expression over brief names, as it stands in XML; NULL = none
} ct_features;

/// Writes a layer in its format into the directory `dir`.
typedef ct_status ct_sink(const ct_context *ctx, const char *dir, const ct_features *f,
                          ct_error *err);

/// name.shp, .shx, .dbf, .prj, .cpg, .qml
ct_sink ct_sink_shapefile;

#endif
