/// Names of a result, from the table of outputs.
#include "write/owned.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "write/writing.h"

static const char layer_stem[] = "layer_", level_stem[] = "level_";

/// A file's own name, or the stem of a shapefile's.
static const struct output {
    const char *name;
    ct_per per;
    bool is_stem;
} outputs[] = {
#define CT_PLAIN(name, per, layers, function, about)  {name, CT_PER_##per, false},
#define CT_SHAPES(name, per, layers, function, about) {name, CT_PER_##per, true},
#define CT_RECORD(name, per, layers, function, about) {name, CT_PER_##per, false},
#include "canton/options/outputs.def"
};

/// Of a shapefile itself, or what a GIS puts beside one: indices of places (ESRI, MapServer) and of
/// attributes (ESRI, MapInfo), styles, projections, metadata (QGIS, ESRI).
static bool is_of_shapefile(const char *extension)
{
    static const char *const OF[] = {".shp", ".shx", ".dbf", ".prj",     ".cpg", ".qml", ".qix",
                                     ".sbn", ".sbx", ".fbn", ".fbx",     ".ain", ".aih", ".ixs",
                                     ".mxs", ".idm", ".ind", ".shp.xml", ".idx", ".qpj", ".qmd"};
    for (size_t i = 0; i < sizeof OF / sizeof *OF; i++)
        if (!strcmp(OF[i], extension)) return true;
    return false;
}

/// A shapefile of a level above the lowest; its name may have dots.
static bool is_of_level(const char *name)
{
    const size_t n = sizeof level_stem - 1;
    if (strncmp(name, level_stem, n)) return false;
    for (const char *dot = strchr(name + n, '.'); dot; dot = strchr(dot + 1, '.'))
        if (dot > name + n && is_of_shapefile(dot)) return true;
    return false;
}

static bool is_ours(const char *name, bool is_top)
{
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        const size_t n = strlen(outputs[i].name);
        if (strncmp(name, outputs[i].name, n) || (!is_top && outputs[i].per == CT_PER_RUN))
            continue;
        if (outputs[i].is_stem ? is_of_shapefile(name + n) : !name[n]) return true;
    }
    return is_of_level(name);
}

static bool is_directory(const char *dir, const char *name)
{
    char path[4800];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return !lstat(path, &st) && S_ISDIR(st.st_mode);
}

static bool find(const char *dir, bool is_top, char name[CT_OWNED_NAME]);

/// Is an entry foreign, or a directory of a layer with something foreign in it? Says what.
static bool is_foreign(const char *dir, const char *entry, bool is_top, char name[CT_OWNED_NAME])
{
    const size_t n = sizeof layer_stem - 1;
    snprintf(name, CT_OWNED_NAME, "%s", entry);
    if (!is_directory(dir, entry)) return !is_ours(entry, is_top);
    if (!is_top || strncmp(entry, layer_stem, n) || !entry[n]) return true;
    char path[4800], inside[CT_OWNED_NAME];
    snprintf(path, sizeof path, "%s/%s", dir, entry);
    if (!find(path, false, inside)) return false;
    snprintf(name, CT_OWNED_NAME, "%.255s/%.255s", entry, inside);
    return true;
}

/// In the output directory, or in that of a layer.
static bool find(const char *dir, bool is_top, char name[CT_OWNED_NAME])
{
    char foreign[CT_OWNED_NAME];
    name[0] = 0;
    DIR *d = opendir(dir);
    if (!d) return false;
    for (struct dirent *e; (e = readdir(d));) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        if (!is_foreign(dir, e->d_name, is_top, foreign)) continue;
        if (!name[0] || strcmp(foreign, name) < 0) memcpy(name, foreign, sizeof foreign);
    }
    closedir(d);
    return name[0];
}

bool ct_owned_foreign(const char *dir, char name[CT_OWNED_NAME])
{
    return find(dir, true, name);
}
