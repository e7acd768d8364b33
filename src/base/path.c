/// Names of files.
#include "base/path.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/// Bytes of the leading components that both have, and the slash behind them.
static size_t common(const char *a, const char *b)
{
    size_t n = 0;
    for (size_t i = 0;; i++) {
        const int x = (unsigned char)a[i], y = (unsigned char)b[i];
        const int end_x = !x || x == '/', end_y = !y || y == '/';
        if (end_x && end_y) n = i + 1;
        if (x != y || !x) return n;
    }
}

/// Without doubled slashes and "." components, in place.
static void tidy(char *path)
{
    char *to = path;
    for (const char *from = path; *from; from++) {
        if (*from == '/' && from[1] == '/') continue;
        if (*from == '/' && from[1] == '.' && from[2] == '/') {
            from++;
            continue;
        }
        *to++ = *from;
    }
    *to = 0;
}

void ct_path_relative(const char *path, const char *here, char *out, size_t size)
{
    char there[4096];
    snprintf(out, size, "%s", path);
    if (path[0] != '/' || strlen(path) >= sizeof there) return;
    snprintf(there, sizeof there, "%s", path);
    tidy(there);
    const size_t n = common(here, there), length = strlen(here);
    const char *rest = n <= strlen(there) ? there + n : "";
    size_t at = 0;
    out[0] = 0;
    for (size_t i = n; i < length && at < size; i++)
        if (i == n || here[i - 1] == '/')
            at += (size_t)snprintf(out + at, size - at, "%s..", at ? "/" : "");
    if (at < size && *rest) snprintf(out + at, size - at, "%s%s", at ? "/" : "", rest);
    if (!*out) snprintf(out, size, ".");
}

void ct_path_from_here(const char *path, char *out, size_t size)
{
    char here[4096];
    if (!getcwd(here, sizeof here)) here[0] = 0;
    ct_path_relative(path, here, out, size);
}
