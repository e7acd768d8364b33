/// Messages to canton.
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cpl_conv.h>
#include <cpl_error.h>

#include "canton/status.h"
#include "gdal/reader.h"

enum { PROBE = 16 << 20 }; ///< bytes that are there when memory is not what is missing

static char complaint[400];

void ctg_send(ct_message_kind kind, int64_t size, const void *bytes)
{
    const ct_message m = {kind, size};
    if (fwrite(&m, sizeof m, 1, stdout) != 1 ||
        (size && fwrite(bytes, (size_t)size, 1, stdout) != 1))
        _exit(1);
}

void ctg_fail(const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ctg_send(CT_MESSAGE_ERROR, (int64_t)strlen(text), text);
    _exit(fflush(stdout) ? 1 : 0);
}

void ctg_note(int64_t n, const char *one, const char *many, const char *more)
{
    char text[1024];
    if (n == 0) return;
    memcpy(text, &n, sizeof n);
    snprintf(text + sizeof n, sizeof text - sizeof n, "%s%s", n == 1 ? one : many, more);
    ctg_send(CT_MESSAGE_NOTE, (int64_t)(sizeof n + strlen(text + sizeof n)), text);
}

void *ctg_room(void **bytes, int64_t *capacity, int64_t need)
{
    if (need <= *capacity) return *bytes;
    const int64_t more = need > 2 * *capacity ? need : 2 * *capacity;
    void *p = realloc(*bytes, (size_t)more);
    if (!p) _exit(CT_ERR_MEMORY);
    *bytes = p;
    *capacity = more;
    return p;
}

/// A library that has no memory aborts, as it does for mistakes of its own.
static void on_abort(int number)
{
    void *p = mmap(NULL, PROBE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) _exit(CT_ERR_MEMORY);
    signal(number, SIG_DFL);
    raise(number);
}

static void CPL_STDCALL on_message(CPLErr class, CPLErrorNum number, const char *text)
{
    if (number == CPLE_OutOfMemory) _exit(CT_ERR_MEMORY);
    if (class == CE_Fatal) ctg_fail("GDAL gives up: %s", text);
    if (class == CE_Failure && !complaint[0]) snprintf(complaint, sizeof complaint, "%s", text);
}

void ctg_listen(void)
{
    signal(SIGABRT, on_abort);
    CPLSetErrorHandler(on_message);
}

const char *ctg_complaint(void)
{
    static char last[sizeof complaint];
    memcpy(last, complaint, sizeof last);
    complaint[0] = 0;
    return last;
}
