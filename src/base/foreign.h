/// Files of formats that are not read: what they are, and the line that converts them.
#ifndef CT_BASE_FOREIGN_H
#define CT_BASE_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CT_FOREIGN_SIZE = 640 };

/// What a file that should be a layer (else a table of text) is by its first bytes and its name:
/// "is a GeoPackage; convert it by `ogr2ogr -lco ENCODING=UTF-8 a.shp a.gpkg`, and give a.shp" into
/// out[CT_FOREIGN_SIZE]. false: it is not known.
bool ct_foreign_file(const char *path, const char *bytes, int64_t size, bool is_layer, char *out);

/// It is of a format that GDAL reads as a layer; is_table: instead of a table, no archive.
bool ct_foreign_by_gdal(const char *path, const char *bytes, int64_t size, bool is_table);

/// The only .shp in the directory `path`, or the first by name, into out[size]. Returns how many
/// there are; 0 also where it is no directory.
int32_t ct_foreign_layers(const char *path, char *out, size_t size);

#endif
