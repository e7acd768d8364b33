/// Which layer of a file, or of an archive, is meant.
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cpl_string.h>
#include <cpl_vsi.h>

#include "gdal/reader.h"

enum { MAX_LAYERS = 512, PATH = 4096 };

typedef struct found {
    int n;
    OGRLayerH layer[MAX_LAYERS];
    int family[MAX_LAYERS];
} found;

static bool ends_in(const char *name, const char *extension)
{
    const size_t n = strlen(name), m = strlen(extension);
    return n > m && !strcasecmp(name + n - m, extension);
}

static int family_of_type(OGRwkbGeometryType type)
{
    switch (wkbFlatten(type)) {
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbCurvePolygon:
    case wkbMultiSurface:
    case wkbSurface:
    case wkbPolyhedralSurface:
    case wkbTIN: return CTG_POLYGON;
    case wkbPoint:
    case wkbMultiPoint: return CTG_POINT;
    case wkbUnknown:
    case wkbGeometryCollection: return -1;
    case wkbNone: return CTG_NULL;
    default: return CTG_LINE;
    }
}

/// By its first geometry where the layer does not say.
static int family_of_layer(OGRLayerH layer)
{
    int family = family_of_type(OGR_L_GetGeomType(layer));
    for (OGRFeatureH f; family < 0 && (f = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(f)) {
        const int first = ctg_family(OGR_F_GetGeometryRef(f));
        if (first != CTG_NULL) family = first;
    }
    OGR_L_ResetReading(layer);
    return family < 0 ? CTG_NULL : family;
}

/// Drivers that read this file and no other, and nothing from a network.
static GDALDatasetH open_file(const char *path)
{
    static const char *const drivers[] = {
        "GPKG",         "SQLite",     "GeoJSON",        "GeoJSONSeq",  "TopoJSON",
        "ESRIJSON",     "FlatGeobuf", "LIBKML",         "KML",         "GML",
        "MapInfo File", "Parquet",    "ESRI Shapefile", "OpenFileGDB", NULL};
    static const char *const gml[] = {"WRITE_GFS=NO", "DOWNLOAD_SCHEMA=NO", NULL};
    const bool is_gml = ends_in(path, ".gml") || ends_in(path, ".xml");
    return GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, is_gml ? gml : NULL, NULL);
}

static void add_layers(found *out, const char *path)
{
    GDALDatasetH d = open_file(path);
    for (int i = 0; d && i < GDALDatasetGetLayerCount(d) && out->n < MAX_LAYERS; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(d, i);
        const int family = family_of_layer(layer);
        if (family == CTG_NULL) continue;
        out->family[out->n] = family;
        out->layer[out->n++] = layer;
    }
}

static void add_archive(found *out, const char *path)
{
    static const char *const known[] = {".shp", ".gpkg", ".geojson", ".json", ".kml",
                                        ".gml", ".fgb",  ".tab",     ".mif",  ".sqlite"};
    char root[PATH], inside[2 * PATH];
    snprintf(root, sizeof root, "/vsizip/{%s}", path);
    char **name = VSIReadDirRecursive(root);
    for (int i = 0; name && name[i]; i++)
        for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
            if (!ends_in(name[i], known[k])) continue;
            snprintf(inside, sizeof inside, "%s/%s", root, name[i]);
            add_layers(out, inside);
        }
    if (out->n == 0) add_layers(out, root); // a geodatabase, or what is named otherwise
    CSLDestroy(name);
}

static bool is_archive(const char *path)
{
    char magic[4] = "";
    FILE *f = fopen(path, "rb");
    const bool is_zip = f && fread(magic, 4, 1, f) == 1 && !memcmp(magic, "PK\3\4", 4);
    if (f) fclose(f);
    return is_zip && !ends_in(path, ".kmz");
}

static const char *family_name(int family)
{
    return family == CTG_POLYGON ? "polygons" : family == CTG_POINT ? "points" : "lines";
}

/// "a (polygons), b (points)", cut where there is no room.
static void list(const found *in, char *out, size_t size)
{
    size_t at = 0;
    out[0] = 0;
    for (int i = 0; i < in->n && at + 128 < size; i++)
        at += (size_t)snprintf(out + at, size - at, "%s'%.80s' (%s)", i ? ", " : "",
                               OGR_L_GetName(in->layer[i]), family_name(in->family[i]));
    if (at + 128 >= size) snprintf(out + at, size - at, ", ...");
}

static int by_name(const found *in, const char *wanted)
{
    for (int i = 0; i < in->n; i++)
        if (!strcmp(OGR_L_GetName(in->layer[i]), wanted)) return i;
    for (int i = 0; i < in->n; i++)
        if (!strcasecmp(OGR_L_GetName(in->layer[i]), wanted)) return i;
    return -1;
}

/// The only layer of a family: *n of them are there.
static int only_one(const found *in, int family, int *n)
{
    int at = -1;
    *n = 0;
    for (int i = 0; i < in->n; i++)
        if (in->family[i] == family) at = i, ++*n;
    return at;
}

OGRLayerH ctg_choose(const char *path, const char *wanted)
{
    static found in;
    char all[1500];
    int n = 0;
    if (is_archive(path))
        add_archive(&in, path);
    else
        add_layers(&in, path);
    const char *complaint = ctg_complaint();
    if (in.n == 0 && *complaint) ctg_fail("GDAL cannot read it: %s", complaint);
    if (in.n == 0) ctg_fail("GDAL finds no layer with geometries in it");
    list(&in, all, sizeof all);
    int at = wanted ? by_name(&in, wanted) : only_one(&in, CTG_POLYGON, &n);
    if (wanted && at < 0) ctg_fail("has no layer '%.80s'; there are %s", wanted, all);
    if (!wanted && n == 0) at = only_one(&in, CTG_POINT, &n);
    if (!wanted && n != 1)
        ctg_fail(n ? "has %d layers of one kind: name one with --layer; there are %s"
                   : "has %d layers of polygons or points; there are %s",
                 n, all);
    return in.layer[at];
}
