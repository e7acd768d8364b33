/// canton-gdal: a layer that GDAL reads, on standard output, for canton. A program of its own: GDAL
/// and what it loads may want memory that is not there, or crash on a file, and nobody who reads
/// shapefiles waits for it to be loaded.
#ifndef CT_GDAL_READER_H
#define CT_GDAL_READER_H

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdint.h>

#include "base/layer_stream.h"

// send.c
/// One message; ends the process when nobody listens.
void ctg_send(ct_message_kind kind, int64_t size, const void *bytes);
/// CT_MESSAGE_ERROR, and the end of the process.
void ctg_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/// A count and what of, `many` and `more`; nothing when it is 0.
void ctg_note(int64_t n, const char *one, const char *many, const char *more);
/// Room in *bytes, which may move.
void *ctg_room(void **bytes, int64_t *capacity, int64_t need);
/// From here on what GDAL says goes here, and failures of its own end the process with a message.
void ctg_listen(void);
/// What GDAL complained of since the last call; "" = nothing.
const char *ctg_complaint(void);

// choose.c
/// The layer called `wanted`, or, when that is NULL, the only one of polygons, else of points; in
/// `path`, or in the archive that it is. Does not return without one.
OGRLayerH ctg_choose(const char *path, const char *wanted);

// shape.c
enum { CTG_NULL = 0, CTG_POINT = 1, CTG_LINE = 3, CTG_POLYGON = 5, CTG_MULTIPOINT = 8 };

/// What a geometry is made of; CTG_NULL when it is empty or NULL. Polygons win in a collection.
int ctg_family(OGRGeometryH g);
/// CT_MESSAGE_SHAPE. Curves become lines: *n_curved counts geometries that have them.
void ctg_send_shape(OGRGeometryH g, int64_t *n_curved);

// layer.c
/// All messages of a layer up to CT_MESSAGE_END.
void ctg_send_layer(OGRLayerH layer);

#endif
