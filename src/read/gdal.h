/// Layers of other formats, by GDAL: in a process of its own, canton-gdal, where it is installed.
#ifndef CT_READ_GDAL_H
#define CT_READ_GDAL_H

#include "read/layer.h"

/// Read the layer called `name` (NULL = the only one) of out->path, whose shapes, table and CRS
/// become those of `out`. CT_ERR_INPUT with what GDAL says; CT_ERR_MEMORY for want of memory there,
/// too.
ct_status ct_gdal_read(const char *program, const char *name, const ct_context *ctx,
                       ct_layer_file *out, ct_error *err);

/// The messages of out->shp, which are all, to shapes, table and CRS; a part of ct_gdal_read().
/// CT_ERR_INPUT for an error among them, CT_ERR_INTERNAL where they end without an end.
ct_status ct_gdal_take(const ct_context *ctx, ct_layer_file *out, ct_error *err);

#endif
