/// --like: another plan, wherever it stands.
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "canton/stages.h"
#include "read/current.h"

static bool is_directory(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);
    return n >= m && !strcmp(text + n - m, end);
}

/// Of a result the file that says most.
static ct_status find_file(const char *given, char *path, size_t size, ct_error *err)
{
    static const char *const name[] = {"canton.h5", "regions.csv"};
    snprintf(path, size, "%s", given);
    if (!is_directory(given)) return CT_OK;
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        struct stat s;
        snprintf(path, size, "%s/%s", given, name[i]);
        if (stat(path, &s) == 0) return CT_OK;
    }
    return ct_fail(
        err, CT_ERR_INPUT,
        "%s: neither canton.h5 nor regions.csv is in it; --like takes a directory that a "
        "run has written, or a file code,territory",
        given);
}

static ct_status read_h5(const char *path, ct_table *table, ct_inputs *inputs, ct_error *err)
{
    ct_file file = {0};
    ct_status s = ct_file_open(path, &file, err);
    if (s) return s;
    s = ct_inputs_add(inputs, path, &file, err);
    ct_file_close(&file);
    return s ? s : ct_alignment_h5(path, table, err);
}

ct_status ct_read_like(const ct_today_options *opt, const ct_context *ctx,
                       const ct_regions *regions, ct_alignment *out, ct_inputs *inputs,
                       ct_error *err)
{
    char path[4096];
    ct_table table = {0};
    ct_status s = find_file(opt->like, path, sizeof path, err);
    if (s) return s;
    s = ends_with(path, ".h5") ? read_h5(path, &table, inputs, err)
                               : ct_table_read(path, &table, inputs, err);
    if (!s) s = ct_alignment_from(&table, ctx, regions, out, err);
    ct_table_free(&table);
    return s;
}
