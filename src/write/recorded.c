/// Files of a result, listed and looked up.
#include "write/recorded.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

static const char mark[] = "file          ";

static int is_visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_directory(const char *path)
{
    struct stat st;
    return !lstat(path, &st) && S_ISDIR(st.st_mode);
}

/// folder: "" or "layer_SEGMENT/".
static void write_folder(ct_out *o, const char *dir, const char *folder)
{
    struct dirent **entry;
    const int n = scandir(dir, &entry, is_visible, by_bytes);
    if (n < 0) {
        ct_out_fail(o, CT_ERR_OUTPUT, "the list of files");
        return;
    }
    for (int i = 0; i < n; i++) {
        char path[4800], within[300];
        snprintf(path, sizeof path, "%s/%s", dir, entry[i]->d_name);
        snprintf(within, sizeof within, "%s/", entry[i]->d_name);
        if (is_directory(path))
            write_folder(o, path, within);
        else
            ct_out_format(o, "%s%s%s\n", mark, folder, entry[i]->d_name);
        free(entry[i]);
    }
    free(entry);
}

void ct_recorded_write(ct_out *o, const char *dir)
{
    write_folder(o, dir, "");
}

void ct_recorded_open(const char *dir, ct_recorded *r)
{
    char path[4800], first[32];
    *r = (ct_recorded){0};
    snprintf(path, sizeof path, "%s/canton.log", dir);
    if (ct_file_open(path, &r->log, NULL)) return;
    const int n = snprintf(first, sizeof first, "\n%s", mark);
    r->is_any = memmem(r->log.bytes, (size_t)r->log.size, first, (size_t)n);
}

bool ct_recorded_has(const ct_recorded *r, const char *name)
{
    char line[1100];
    const int n = snprintf(line, sizeof line, "\n%s%s\n", mark, name);
    return n < (int)sizeof line && r->log.size &&
           memmem(r->log.bytes, (size_t)r->log.size, line, (size_t)n);
}

void ct_recorded_close(ct_recorded *r)
{
    ct_file_close(&r->log);
}
