/// Layers of other formats: which they are, what else they are read from, and GDAL to read them.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/foreign.h"
#include "base/text.h"
#include "canton/stages.h"
#include "read/gdal.h"
#include "read/layer.h"

bool ct_layer_is_folder(const char *path)
{
    struct stat about;
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--;
    return n > 4 && !strncasecmp(path + n - 4, ".gdb", 4) && !stat(path, &about) &&
           S_ISDIR(about.st_mode);
}

bool ct_layer_is_other(const char *path, bool is_table)
{
    char program[4096];
    struct stat about;
    ct_file f = {0};
    if (ct_layer_is_folder(path)) return ct_gdal_find(program);
    if (stat(path, &about) || !S_ISREG(about.st_mode) || ct_file_open(path, &f, NULL)) return false;
    const bool is_other = ct_foreign_by_gdal(path, f.bytes, f.size, is_table);
    ct_file_close(&f);
    return is_other && ct_gdal_find(program);
}

static ct_status add_input(const char *path, ct_inputs *inputs, ct_error *err)
{
    ct_file f = {0};
    ct_status s = ct_file_open(path, &f, err);
    if (!s) s = ct_inputs_add(inputs, path, &f, err);
    ct_file_close(&f);
    return s;
}

/// What GDAL reads beside the file.
static ct_status add_companions(const char *path, ct_inputs *inputs, ct_error *err)
{
    static const char *const beside[][4] = {
        {".tab", ".dat", ".map", ".id"}, {".mif", ".mid"}, {".gml", ".xsd", ".gfs"}};
    const char *dot = strrchr(ct_path_base(path), '.');
    char other[4096];
    ct_status s = CT_OK;
    for (size_t i = 0; dot && i < sizeof beside / sizeof *beside; i++)
        for (int k = 1; k < 4 && beside[i][k] && ct_name_equal(dot, beside[i][0]) && !s; k++)
            if (ct_file_sibling(path, beside[i][k], other)) s = add_input(other, inputs, err);
    return s;
}

static int is_content(const struct dirent *e)
{
    const size_t n = strlen(e->d_name);
    return e->d_name[0] != '.' && !(n > 5 && !strcmp(e->d_name + n - 5, ".lock"));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/// All files of a geodatabase, which is a folder.
static ct_status add_folder(const char *path, ct_inputs *inputs, ct_error *err)
{
    struct dirent **entry;
    char file[4400];
    ct_status s = CT_OK;
    const int n = scandir(path, &entry, is_content, by_name);
    for (int i = 0; i < n; i++) {
        snprintf(file, sizeof file, "%s/%s", path, entry[i]->d_name);
        if (!s) s = add_input(file, inputs, err);
        free(entry[i]);
    }
    if (n >= 0) free(entry);
    return s;
}

ct_status ct_layer_by_gdal(ct_layer_file *l, const char *program, const char *name,
                           const ct_context *ctx, ct_inputs *inputs, ct_error *err)
{
    const ct_status s = ct_layer_is_folder(l->path) ? add_folder(l->path, inputs, err)
                                                    : add_companions(l->path, inputs, err);
    return s ? s : ct_gdal_read(program, name, ctx, l, err);
}

ct_status ct_layer_open_folder(ct_layer_file *l, const char *name, const ct_context *ctx,
                               ct_inputs *inputs, ct_error *err)
{
    char program[4096];
    if (ct_gdal_find(program)) return ct_layer_by_gdal(l, program, name, ctx, inputs, err);
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: is a geodatabase: convert it by `ogr2ogr -lco ENCODING=UTF-8 new.shp %s "
                   "LAYER` (ogrinfo lists its layers), and give the .shp; canton-gdal, which would "
                   "read it as it is, is not installed",
                   l->path, l->path);
}
