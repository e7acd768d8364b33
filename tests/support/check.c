/// Assertions cmocka lacks, and a place for files.
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

void check_double(double a, double b, double tolerance, const char *file, int line)
{
    if (a == b || (isnan(a) && isnan(b)) || fabs(a - b) <= tolerance) return;
    print_error("%.17g is not within %g of %.17g\n", a, tolerance, b);
    _fail(file, line);
}

void check_status(ct_status status, ct_status expected, const ct_error *err, const char *file,
                  int line)
{
    if (status == expected) return;
    print_error("status %d, expected %d: %s\n", (int)status, (int)expected, err ? err->text : "");
    _fail(file, line);
}

void check_contains(const char *text, const char *part, const char *file, int line)
{
    if (text && strstr(text, part)) return;
    print_error("'%s' does not contain '%s'\n", text ? text : "(null)", part);
    _fail(file, line);
}

static char directory[256];

static void remove_directory(void)
{
    char command[512];
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    if (system(command)) perror("rm");
}

void check_strings(const ct_strings *a, const ct_strings *b, const char *file, int line)
{
    bool is_same = a->n == b->n;
    for (int64_t i = 0; is_same && i < a->n; i++) {
        const int64_t n = ct_string_length(a, i);
        is_same =
            n == ct_string_length(b, i) && !memcmp(ct_string(a, i), ct_string(b, i), (size_t)n);
        if (!is_same) print_error("string %lld is another one\n", (long long)i);
    }
    if (a->n != b->n) print_error("%lld strings and %lld\n", (long long)a->n, (long long)b->n);
    if (!is_same) _fail(file, line);
}

const char *test_dir(void)
{
    if (directory[0]) return directory;
    const char *tmp = getenv("TMPDIR");
    snprintf(directory, sizeof directory, "%s/canton-test-XXXXXX",
             tmp && strlen(tmp) < 200 ? tmp : "/tmp");
    if (!mkdtemp(directory)) fail_msg("mkdtemp %s", directory);
    atexit(remove_directory);
    return directory;
}

const char *test_path(const char *name)
{
    static char path[8][512];
    static int next;
    char *p = path[next = (next + 1) % 8];
    snprintf(p, sizeof path[0], "%s/%s", test_dir(), name);
    return p;
}

const char *test_file(const char *name, const char *text)
{
    const char *path = test_path(name);
    FILE *f = fopen(path, "wb");
    if (!f || fputs(text, f) < 0 || fclose(f)) fail_msg("cannot write %s", path);
    return path;
}

const ct_context *test_context(int32_t n_threads)
{
    static ct_notes notes;
    static ct_context ctx;
    ct_notes_free(&notes);
    ctx = (ct_context){.n_threads = n_threads, .notes = &notes};
    return &ctx;
}

const char *test_data(void)
{
    const char *d = getenv("CANTON_DATA");
    return d && *d ? d : NULL;
}
