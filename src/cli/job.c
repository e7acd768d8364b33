/// Job files: the same names as the options, under any section.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct reader {
    const char *path;
    arguments *a;
    ct_setting *setting;
    int32_t *n, most;
    int32_t line; ///< lines read so far
    ct_error *err;
} reader;

static const char BLANKS[] = " \t\r\n\f\v";

/// A string that lives as long as the arguments.
static ct_status keep(reader *r, char *text, const char **out)
{
    char **kept = realloc(r->a->kept, (size_t)(r->a->n_kept + 1) * sizeof *kept);
    if (kept) r->a->kept = kept;
    if (!kept || !text) {
        free(text);
        return ct_fail_memory(r->err, 4096, "the job file");
    }
    *out = kept[r->a->n_kept++] = text;
    return CT_OK;
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
    if (!is_path || !slash || !*value || value[0] == '/' || !strcmp(value, "-"))
        return strdup(value);
    int folder = (int)(slash - r->path + 1);
    for (int start;
         folder && !strncmp(value, "../", 3) && (start = last_component(r->path, folder)) >= 0;) {
        folder = start;
        value += 3;
    }
    char *out = NULL;
    return asprintf(&out, "%.*s%s", folder, r->path, value) < 0 ? NULL : out;
}

/// An option is set once; a list of them grows, and each measure has its tolerance.
static bool is_same_setting(const ct_setting *a, const ct_option *o, const char *value)
{
    if (a->option != o || o->type == CT_TYPE_LIST || o->type == CT_TYPE_MEASURE) return false;
    if (o->type != CT_TYPE_TOLERANCE) return true;
    const char *one = strchr(a->value, '='), *two = strchr(value, '=');
    const ptrdiff_t length = one ? one - a->value : 0;
    return length == (two ? two - value : 0) && !strncmp(a->value, value, (size_t)length);
}

static ct_status check_once(const reader *r, const ct_option *o, const char *value)
{
    for (int32_t i = 0; i < *r->n; i++)
        if (is_same_setting(&r->setting[i], o, value))
            return ct_fail(r->err, CT_ERR_USAGE,
                           "%s:%d: %s is already set in line %d; keep one of the two", r->path,
                           r->line, o->name, r->setting[i].line);
    return CT_OK;
}

static ct_status take(reader *r, const char *name, const char *value)
{
    char where[4200];
    const ct_option *o = ct_option_find(name);
    snprintf(where, sizeof where, "%s:%d: %s", r->path, r->line, o ? name : "");
    if (!o) return ct_option_unknown(where, name, r->err);
    if (*r->n == r->most)
        return ct_fail(r->err, CT_ERR_USAGE, "%s: more than %d settings", r->path, r->most);
    ct_status s = check_once(r, o, value);
    if (s) return s;
    ct_setting *setting = &r->setting[*r->n];
    setting->option = o;
    setting->line = r->line;
    s = keep(r, strdup(where), &setting->where);
    if (!s) s = keep(r, resolve(r, o, value), &setting->value);
    if (!s) ++*r->n;
    return s;
}

/// A line ends where a ; or # stands first or behind a blank.
static void cut_comment(char *line)
{
    bool is_behind_blank = true;
    for (; *line; line++) {
        if (is_behind_blank && (*line == ';' || *line == '#')) *line = 0;
        if (!*line) return;
        is_behind_blank = *line == ' ' || *line == '\t';
    }
}

/// Without the blanks around it, in place.
static char *trim(char *text)
{
    text += strspn(text, BLANKS);
    size_t n = strlen(text);
    while (n && strchr(BLANKS, text[n - 1])) n--;
    text[n] = 0;
    return text;
}

/// A setting, a [section] or nothing; every line stands for itself, however long and indented.
static ct_status take_line(reader *r, char *line)
{
    cut_comment(line);
    char *name = trim(line), *mark = strpbrk(name, "=:");
    const size_t length = strlen(name);
    if (length == 0 || (name[0] == '[' && name[length - 1] == ']')) return CT_OK;
    if (!mark || mark == name)
        return ct_fail(r->err, CT_ERR_USAGE, "%s:%d: '%.60s' is not of the form 'name = value'",
                       r->path, r->line, name);
    *mark = 0;
    return take(r, trim(name), trim(mark + 1));
}

static ct_status check_text(const reader *r, const char *line, size_t length)
{
    if (strlen(line) < length) // a zero byte
        return ct_fail(r->err, CT_ERR_USAGE,
                       "%s: is no job file, which is text; a layer is named by --regions, "
                       "accounts by --accounts",
                       r->path);
    const char *end = strchr(line, '\r');
    if (end && end[1] && !strchr("\r\n", end[1]))
        return ct_fail(r->err, CT_ERR_USAGE,
                       "%s: lines end in CR alone; save it with LF or CR LF line ends", r->path);
    return CT_OK;
}

static ct_status take_lines(reader *r, FILE *file)
{
    char *line = NULL;
    size_t room = 0;
    ct_status s = CT_OK;
    for (ssize_t length; !s && (length = getline(&line, &room, file)) >= 0;) {
        const size_t mark = r->line++ == 0 && !strncmp(line, "\xef\xbb\xbf", 3) ? 3 : 0;
        s = check_text(r, line, (size_t)length);
        if (!s) s = take_line(r, line + mark);
    }
    if (!s && !feof(file))
        s = ct_fail(r->err, CT_ERR_INPUT, "%s: cannot read the job file: %s", r->path,
                    strerror(errno));
    free(line);
    return s;
}

ct_status job_read(const char *path, arguments *a, ct_setting *setting, int32_t *n, int32_t most,
                   ct_error *err)
{
    reader r = {.path = path, .a = a, .setting = setting, .n = n, .most = most, .err = err};
    FILE *file = fopen(path, "r");
    if (!file)
        return ct_fail(err, CT_ERR_INPUT, "%s: cannot read the job file: %s", path,
                       strerror(errno));
    const ct_status s = take_lines(&r, file);
    fclose(file);
    return s;
}
