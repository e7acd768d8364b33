/// Names of a result, from the table of outputs.
#include "write/owned.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "write/recorded.h"
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

/// Of the result that stands here, and not only called so: listed in its log, or beside a shapefile
/// that is. `folder` is "" or "layer_SEGMENT/".
static bool is_recorded(const ct_recorded *r, const char *folder, const char *entry)
{
    char name[CT_OWNED_NAME];
    snprintf(name, sizeof name, "%.255s%.255s", folder, entry);
    if (!r->is_any || ct_recorded_has(r, name)) return true;
    for (char *dot = strrchr(name, '.'); dot; dot = strrchr(name, '.')) {
        snprintf(dot, sizeof name - (size_t)(dot - name), ".shp");
        if (ct_recorded_has(r, name)) return true;
        *dot = 0;
    }
    return false;
}

static bool find(const ct_recorded *r, const char *dir, const char *folder,
                 char name[CT_OWNED_NAME]);

/// Is an entry foreign, or a directory of a layer with something foreign in it? Says what.
static bool is_foreign(const ct_recorded *r, const char *dir, const char *folder, const char *entry,
                       char name[CT_OWNED_NAME])
{
    const bool is_top = !*folder;
    const size_t n = sizeof layer_stem - 1;
    snprintf(name, CT_OWNED_NAME, "%s", entry);
    if (!is_directory(dir, entry)) return !is_ours(entry, is_top) || !is_recorded(r, folder, entry);
    if (!is_top || strncmp(entry, layer_stem, n) || !entry[n]) return true;
    char path[4800], within[300], inside[CT_OWNED_NAME];
    snprintf(path, sizeof path, "%s/%s", dir, entry);
    snprintf(within, sizeof within, "%s/", entry);
    if (!find(r, path, within, inside)) return false;
    snprintf(name, CT_OWNED_NAME, "%.255s/%.255s", entry, inside);
    return true;
}

/// In the output directory, or in that of a layer.
static bool find(const ct_recorded *r, const char *dir, const char *folder,
                 char name[CT_OWNED_NAME])
{
    char foreign[CT_OWNED_NAME];
    name[0] = 0;
    DIR *d = opendir(dir);
    if (!d) return false;
    for (struct dirent *e; (e = readdir(d));) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        if (!is_foreign(r, dir, folder, e->d_name, foreign)) continue;
        if (!name[0] || strcmp(foreign, name) < 0) memcpy(name, foreign, sizeof foreign);
    }
    closedir(d);
    return name[0];
}

bool ct_owned_foreign(const char *dir, char name[CT_OWNED_NAME])
{
    ct_recorded r;
    ct_recorded_open(dir, &r);
    const bool found = find(&r, dir, "", name);
    ct_recorded_close(&r);
    return found;
}
