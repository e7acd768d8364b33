/// Formats by their first bytes.
#include "base/foreign.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/// What is known of a format. A magic of no bytes: the name decides.
typedef struct format {
    const char *magic;
    int32_t length;
    const char *extension; ///< NULL = any name
    const char *name;
    const char *layer, *table; ///< how it is converted, see expand(); NULL = not at all
} format;

/// OGR to a shapefile, a layer of it, to CSV with points as X and Y; a workbook.
static const char OGR[] = "ogr2ogr -lco ENCODING=UTF-8 @.shp &";
static const char OGR_LAYER[] = "ogr2ogr -lco ENCODING=UTF-8 @.shp & LAYER";
static const char OGR_CSV[] = "ogr2ogr -f CSV -lco GEOMETRY=AS_XY @.csv &";
static const char OFFICE[] = "libreoffice --headless --convert-to csv &";
static const char UNZIP[] = "unzip & -d @";
static const char UTF8[] = "iconv -f UTF-16 -t UTF-8 & > @-utf8.csv";

static const format FORMATS[] = {
    {"SQLite format 3", 16, NULL, "a GeoPackage or another SQLite file", OGR_LAYER, OGR_CSV},
    {"fgb\3fgb", 7, NULL, "FlatGeobuf", OGR, OGR_CSV},
    {"PK\3\4", 4, ".kmz", "a KML archive", OGR, OGR_CSV},
    {"PK\3\4", 4, ".xlsx", "a workbook", NULL, OFFICE},
    {"PK\3\4", 4, ".xlsm", "a workbook", NULL, OFFICE},
    {"PK\3\4", 4, ".ods", "a workbook", NULL, OFFICE},
    {"PK\3\4", 4, NULL, "a zip archive", UNZIP, UNZIP},
    {"\320\317\021\340", 4, NULL, "an old workbook", NULL, OFFICE},
    {"PAR1", 4, NULL, "Parquet", OGR, OGR_CSV},
    {"\377\376", 2, NULL, "UTF-16", NULL, UTF8},
    {"\376\377", 2, NULL, "UTF-16", NULL, UTF8},
    {"{", 1, NULL, "JSON", OGR, OGR_CSV},
    {"[{", 2, NULL, "JSON", OGR, OGR_CSV},
    {"!table", 6, NULL, "a MapInfo table", OGR, OGR_CSV},
    {"", 0, ".mif", "a MapInfo file", OGR, OGR_CSV},
    {"", 0, ".kml", "KML", OGR, OGR_CSV},
    {"", 0, ".gml", "GML", OGR, OGR_CSV},
    {"<?xml", 5, NULL, "XML", OGR, OGR_CSV},
    {"<kml", 4, NULL, "KML", OGR, OGR_CSV},
};

static bool ends_in(const char *path, const char *extension)
{
    const size_t n = strlen(path), m = strlen(extension);
    return n > m && ct_name_equal(path + n - m, extension);
}

static bool is_of(const format *f, const char *path, const char *bytes, int64_t size)
{
    if (f->extension && !ends_in(path, f->extension)) return false;
    return size >= f->length && !memcmp(bytes, f->magic, (size_t)f->length);
}

/// `path` without its extension, as far as it fits.
static void stem_of(const char *path, char *out, size_t size)
{
    const char *dot = strrchr(ct_path_base(path), '.');
    snprintf(out, size, "%.*s", dot ? (int)(dot - path) : (int)strlen(path), path);
}

/// `command` with @ for the name without its extension and & for the name.
static void expand(const char *command, const char *path, char *out, size_t size)
{
    char stem[160];
    size_t at = 0;
    stem_of(path, stem, sizeof stem);
    for (const char *p = command; *p && at + 1 < size; p++) {
        if (*p == '@' || *p == '&')
            at += (size_t)snprintf(out + at, size - at, "%.159s", *p == '@' ? stem : path);
        else
            at += (size_t)snprintf(out + at, size - at, "%c", *p);
    }
}

/// How to convert it, and what to give then.
static void say(const char *what, const char *command, const char *path, bool is_layer, char *out)
{
    char line[400];
    expand(command, path, line, sizeof line);
    const char *then = command == UNZIP  ? "the .shp or the CSV in it"
                       : command == UTF8 ? "what it writes"
                       : is_layer        ? "the .shp"
                                         : "the CSV";
    snprintf(out, CT_FOREIGN_SIZE, "is %s: convert it by `%s`%s, and give %s", what, line,
             command == OGR_LAYER ? " (ogrinfo lists its layers)" : "", then);
}

static const char *past_blanks(const char *bytes, int64_t *size)
{
    if (*size >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3)) bytes += 3, *size -= 3;
    while (*size > 0 && strchr(" \t\r\n", *bytes) && *bytes) bytes++, --*size;
    return bytes;
}

static const format *format_of(const char *path, const char *bytes, int64_t size)
{
    bytes = past_blanks(bytes, &size);
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (is_of(&FORMATS[i], path, bytes, size)) return &FORMATS[i];
    return NULL;
}

bool ct_foreign_file(const char *path, const char *bytes, int64_t size, bool is_layer, char *out)
{
    const format *f = format_of(path, bytes, size);
    if (!f) return false;
    const char *command = is_layer ? f->layer : f->table;
    if (command)
        say(f->name, command, path, is_layer, out);
    else
        snprintf(out, CT_FOREIGN_SIZE, "is %s: a layer is needed, give its .shp", f->name);
    return true;
}

bool ct_foreign_by_gdal(const char *path, const char *bytes, int64_t size, bool is_table)
{
    const format *f = format_of(path, bytes, size);
    return f && (is_table ? f->table == OGR_CSV : f->layer != NULL);
}

int32_t ct_foreign_layers(const char *path, char *out, size_t size)
{
    DIR *d = opendir(path);
    int32_t n = 0;
    if (!d) return 0;
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.' || !ends_in(e->d_name, ".shp")) continue;
        const size_t length = strlen(path);
        n++;
        if (n > 1 && strcmp(ct_path_base(out), e->d_name) < 0) continue;
        snprintf(out, size, "%s%s%s", path, length && path[length - 1] == '/' ? "" : "/",
                 e->d_name);
    }
    closedir(d);
    return n;
}
