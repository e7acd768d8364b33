/// Job files: the same names as the options, under any section.
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct reader {
    const char *path;
    arguments *a;
    ct_setting *setting;
    int32_t *n, most;
    FILE *file;
    int line; ///< lines read so far
    ct_error *err;
    ct_status status;
} reader;

/// A string that lives as long as the arguments.
static const char *keep(reader *r, char *text)
{
    char **kept = realloc(r->a->kept, (size_t)(r->a->n_kept + 1) * sizeof *kept);
    if (!kept || !text) {
        if (kept) r->a->kept = kept;
        free(text);
        r->status = ct_fail_memory(r->err, 4096, "the job file");
        return NULL;
    }
    r->a->kept = kept;
    return kept[r->a->n_kept++] = text;
}

/// Where the last component of `folder` (which ends in a slash) begins; -1 when "a/.." would not
/// undo it.
static int last_component(const char *folder, int length)
{
    int start = length - 1;
    while (start > 0 && folder[start - 1] != '/') start--;
    const int n = length - 1 - start;
    const bool dots = (n == 1 || n == 2) && !strncmp(folder + start, "..", (size_t)n);
    return n <= 0 || dots ? -1 : start;
}

/// Relative paths are relative to the job file, so that a folder with a job can be moved; "a/" and
/// "../b" make "b".
static char *resolve(const reader *r, const ct_option *o, const char *value)
{
    const char *slash = strrchr(r->path, '/');
    const bool is_path =
        o->flags & (CT_OPTION_PATH | CT_OPTION_OUTPUT) ||
        (o->type == CT_TYPE_BRIDGES && strcmp(value, "auto") != 0 && strcmp(value, "none") != 0);
    if (!is_path || !slash || value[0] == '/' || !strcmp(value, "-")) return strdup(value);
    int folder = (int)(slash - r->path + 1);
    for (int start;
         folder && !strncmp(value, "../", 3) && (start = last_component(r->path, folder)) >= 0;) {
        folder = start;
        value += 3;
    }
    char *out = NULL;
    return asprintf(&out, "%.*s%s", folder, r->path, value) < 0 ? NULL : out;
}

/// fgets that counts lines: the library's build may not tell them to the handler.
static char *next_line(char *text, int size, void *user)
{
    reader *r = user;
    char *got = fgets(text, size, r->file);
    if (!got) return NULL;
    r->line++;
    // a zero byte ends what fgets has read of the line before the line's end
    const size_t length = strlen(got);
    const bool is_whole = length > 0 && (got[length - 1] == '\n' || length + 1 == (size_t)size);
    if (is_whole || (length > 0 && feof(r->file))) return got;
    r->status = ct_fail(r->err, CT_ERR_USAGE,
                        "%s: is no job file, which is text; a layer is named by --regions, "
                        "accounts by --accounts",
                        r->path);
    return NULL;
}

static int take(void *user, const char *section, const char *name, const char *value)
{
    reader *r = user;
    const int line = r->line;
    (void)section;
    if (r->status) return 1;
    char where[4200];
    const ct_option *o = ct_option_find(name);
    snprintf(where, sizeof where, "%s line %d: %s", r->path, line, o ? name : "");
    if (!o) {
        r->status = option_unknown(where, name, r->err);
        return 1;
    }
    if (*r->n == r->most) {
        r->status = ct_fail(r->err, CT_ERR_USAGE, "%s: more than %d settings", r->path, r->most);
        return 1;
    }
    ct_setting *s = &r->setting[*r->n];
    s->option = o;
    s->where = keep(r, strdup(where));
    s->value = keep(r, resolve(r, o, value));
    if (!r->status) ++*r->n;
    return 1;
}

ct_status job_read(const char *path, arguments *a, ct_setting *setting, int32_t *n, int32_t most,
                   ct_error *err)
{
    reader r = {.path = path, .a = a, .setting = setting, .n = n, .most = most, .err = err};
    r.file = fopen(path, "r");
    if (!r.file)
        return ct_fail(err, CT_ERR_INPUT, "%s: cannot read the job file: %s", path,
                       strerror(errno));
    const int bad = ini_parse_stream(next_line, &r, take, &r);
    const int why = ferror(r.file) ? errno : 0;
    fclose(r.file);
    if (r.status) return r.status;
    if (why)
        return ct_fail(err, CT_ERR_INPUT, "%s: cannot read the job file: %s", path, strerror(why));
    if (bad > 0)
        return ct_fail(err, CT_ERR_USAGE, "%s line %d: is not of the form 'name = value'", path,
                       bad);
    return bad ? ct_fail(err, CT_ERR_INPUT, "%s: cannot read the job file", path) : CT_OK;
}
