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

/// A file of an archive that may have layers; a geodatabase is a folder.
static bool may_have_layers(const char *name)
{
    static const char *const known[] = {".shp", ".gpkg", ".geojson", ".json", ".kml",   ".gml",
                                        ".fgb", ".tab",  ".mif",     ".gdb/", ".sqlite"};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (ends_in(name, known[k])) return true;
    return false;
}

static void add_archive(found *out, const char *path)
{
    char root[PATH], inside[2 * PATH];
    snprintf(root, sizeof root, "/vsizip/{%s}", path);
    char **name = VSIReadDirRecursive(root);
    if (!name || !name[0]) ctg_fail("is an archive without files, or one that is cut off");
    for (int i = 0; name[i]; i++) {
        if (!may_have_layers(name[i])) continue;
        const size_t n = strlen(name[i]);
        snprintf(inside, sizeof inside, "%s/%.*s", root, (int)n - (name[i][n - 1] == '/'), name[i]);
        add_layers(out, inside);
    }
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

/// The layer of this name, else of the same but for its case; *n = how many there are.
static int by_name(const found *in, const char *wanted, int *n)
{
    int at = -1;
    *n = 0;
    for (int i = 0; i < in->n; i++)
        if (!strcmp(OGR_L_GetName(in->layer[i]), wanted)) at = i, ++*n;
    for (int i = 0; i < in->n && at < 0; i++)
        if (!strcasecmp(OGR_L_GetName(in->layer[i]), wanted)) at = i, ++*n;
    return at;
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

static int choose_by_name(const found *in, const char *wanted, const char *all)
{
    int n;
    const int at = by_name(in, wanted, &n);
    if (n == 0) ctg_fail("has no layer '%.80s'; there are %s", wanted, all);
    if (n > 1) ctg_fail("has %d layers '%.80s': unpack it, and give one of them", n, wanted);
    return at;
}

static int choose_only(const found *in, const char *all)
{
    int n;
    int at = only_one(in, CTG_POLYGON, &n);
    if (n == 0) at = only_one(in, CTG_POINT, &n);
    if (n == 0) ctg_fail("has no layer of polygons or points; there are %s", all);
    if (n > 1) ctg_fail("has %d layers of one kind: name one with --layer; there are %s", n, all);
    return at;
}

OGRLayerH ctg_choose(const char *path, const char *wanted)
{
    static found in;
    char all[1500];
    if (is_archive(path))
        add_archive(&in, path);
    else
        add_layers(&in, path);
    const char *complaint = ctg_complaint();
    if (in.n == 0 && *complaint) ctg_fail("GDAL cannot read it: %s", complaint);
    if (in.n == 0) ctg_fail("GDAL finds no layer with geometries in it");
    list(&in, all, sizeof all);
    return in.layer[wanted ? choose_by_name(&in, wanted, all) : choose_only(&in, all)];
}
