/// A layer as bytes from one process to another on the same machine: what canton-gdal writes and
/// read/gdal.c reads.
///
/// Messages, each a ct_message and then `size` bytes. First a VERSION, last an END or an ERROR;
/// whoever ends without has failed: with exit code CT_ERR_MEMORY for want of memory. Before the
/// first SHAPE stand all COLUMNs, and the CRS when it is known; every SHAPE is followed by its ROW.
#ifndef CT_BASE_LAYER_STREAM_H
#define CT_BASE_LAYER_STREAM_H

#include <stdint.h>

enum { CT_STREAM_VERSION = 1, CT_STREAM_CELL = 255 }; ///< most bytes of a cell

typedef enum ct_message_kind {
    CT_MESSAGE_VERSION, ///< int32 CT_STREAM_VERSION, then that of GDAL as text
    CT_MESSAGE_LAYER,   ///< its name in the file
    CT_MESSAGE_CRS,     ///< WKT
    CT_MESSAGE_COLUMN,  ///< type as in a .dbf ('C', 'N', 'D', 'L'), then the name
    CT_MESSAGE_SHAPE,   ///< content of a record as in a .shp: points, polygons or null, without Z
    CT_MESSAGE_ROW,     ///< for each column int32 length, -1 = null, and so many bytes of UTF-8
    CT_MESSAGE_NOTE,    ///< int64 how many, then of what: "geometries have curves"
    CT_MESSAGE_ERROR,   ///< why the layer cannot be read
    CT_MESSAGE_END      ///< nothing: the layer is whole
} ct_message_kind;

typedef struct ct_message {
    int64_t kind, size;
} ct_message;

#endif
