/// A layer as messages: coordinate system, columns, features.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>

#include "gdal/reader.h"

enum { MAX_COLUMNS = 4096 };

/// Columns that are sent: which field, and its type.
typedef struct columns {
    int n, field[MAX_COLUMNS];
    OGRFieldType type[MAX_COLUMNS];
} columns;

/// As the .prj of a shapefile has it where that can be said so, without heights.
static void send_crs(OGRSpatialReferenceH known)
{
    static const char *const esri[] = {"FORMAT=WKT1_ESRI", NULL}, *const wkt2[] = {"FORMAT=WKT2",
                                                                                   NULL};
    char *text = NULL;
    if (!known || OSRIsLocal(known)) return;
    OGRSpatialReferenceH crs = OSRClone(known);
    if (OSRIsCompound(crs)) OSRStripVertical(crs);
    OSRDemoteTo2D(crs, NULL);
    if (OSRExportToWktEx(crs, &text, esri) || !text || !*text) {
        CPLFree(text);
        text = NULL;
        OSRExportToWktEx(crs, &text, wkt2);
    }
    if (text && *text) ctg_send(CT_MESSAGE_CRS, (int64_t)strlen(text), text);
    CPLFree(text);
    OSRDestroySpatialReference(crs);
}

static char dbf_type(OGRFieldDefnH f)
{
    switch (OGR_Fld_GetType(f)) {
    case OFTInteger: return OGR_Fld_GetSubType(f) == OFSTBoolean ? 'L' : 'N';
    case OFTInteger64:
    case OFTReal: return 'N';
    case OFTDate:
    case OFTTime:
    case OFTDateTime: return 'D';
    default: return 'C';
    }
}

static void send_columns(OGRFeatureDefnH about, columns *c)
{
    c->n = 0;
    for (int i = 0; i < OGR_FD_GetFieldCount(about) && c->n < MAX_COLUMNS; i++) {
        char text[256];
        OGRFieldDefnH f = OGR_FD_GetFieldDefn(about, i);
        if (OGR_Fld_GetType(f) == OFTBinary) continue;
        c->field[c->n] = i;
        c->type[c->n++] = OGR_Fld_GetType(f);
        const int n = snprintf(text, sizeof text, "%c%s", dbf_type(f), OGR_Fld_GetNameRef(f));
        ctg_send(CT_MESSAGE_COLUMN, n < 256 ? n : 255, text);
    }
}

/// Whole characters of it, as many as a cell may have.
static int32_t cell_length(const char *text)
{
    size_t n = strnlen(text, CT_STREAM_CELL + 1);
    if (n <= CT_STREAM_CELL) return (int32_t)n;
    for (n = CT_STREAM_CELL; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80;) n--;
    return (int32_t)n;
}

static void send_row(OGRFeatureH feature, const columns *c)
{
    static void *row;
    static int64_t capacity;
    int64_t used = 0;
    char number[32];
    for (int i = 0; i < c->n; i++) {
        const int f = c->field[i];
        const bool has_value = OGR_F_IsFieldSetAndNotNull(feature, f);
        const bool is_whole = c->type[i] == OFTInteger64 || c->type[i] == OFTInteger;
        if (has_value && is_whole)
            snprintf(number, sizeof number, "%lld", OGR_F_GetFieldAsInteger64(feature, f));
        const char *text = !has_value ? "" : is_whole ? number : OGR_F_GetFieldAsString(feature, f);
        const int32_t n = has_value ? cell_length(text) : -1;
        char *to =
            (char *)ctg_room(&row, &capacity, used + (int64_t)sizeof n + CT_STREAM_CELL) + used;
        memcpy(to, &n, sizeof n);
        if (n > 0) memcpy(to + sizeof n, text, (size_t)n);
        used += (int64_t)sizeof n + (n > 0 ? n : 0);
    }
    ctg_send(CT_MESSAGE_ROW, used, row);
}

void ctg_send_layer(OGRLayerH layer)
{
    static columns c;
    char first[400] = "";
    int64_t n_curved = 0, n_doubtful = 0;
    const char *name = OGR_L_GetName(layer);
    ctg_send(CT_MESSAGE_LAYER, (int64_t)strlen(name), name);
    send_crs(OGR_L_GetSpatialRef(layer));
    send_columns(OGR_L_GetLayerDefn(layer), &c);
    OGR_L_ResetReading(layer);
    ctg_complaint();
    for (OGRFeatureH f; (f = OGR_L_GetNextFeature(layer));) {
        ctg_send_shape(OGR_F_GetGeometryRef(f), &n_curved);
        send_row(f, &c);
        OGR_F_Destroy(f);
        const char *complaint = ctg_complaint();
        if (*complaint && n_doubtful++ == 0) snprintf(first, sizeof first, "%s", complaint);
    }
    const char *complaint = ctg_complaint();
    if (*complaint) ctg_fail("GDAL cannot read on: %s", complaint);
    ctg_note(n_curved, "geometry has curves, drawn as short lines",
             "geometries have curves, drawn as short lines", "");
    ctg_note(n_doubtful,
             "feature of which GDAL says: ", "features of the first of which GDAL says: ", first);
    ctg_send(CT_MESSAGE_END, 0, NULL);
}
