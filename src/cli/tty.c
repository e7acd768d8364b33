/// How a command ends: what it printed has arrived, what went wrong is told.
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>

#include "cli/cli.h"

bool tty_has_line;
volatile int tty_signal, tty_is_searching;

void tty_erase_line(void)
{
    if (tty_has_line) fputs("\r\033[K", stderr);
    tty_has_line = false;
}

void tty_error(const ct_error *err)
{
    tty_erase_line();
    fprintf(stderr, "canton: error: %s\n", err->text);
}

void tty_warn(const char *format, ...)
{
    va_list ap;
    tty_erase_line();
    fputs("canton: warning: ", stderr);
    va_start(ap, format);
    vfprintf(stderr, format, ap);
    va_end(ap);
    fputc('\n', stderr);
}

ct_status flush_stdout(ct_error *err)
{
    if (!fflush(stdout) && !ferror(stdout)) return CT_OK;
    const ct_status s =
        ct_fail(err, CT_ERR_OUTPUT, "standard output: cannot write: %s", strerror(errno));
    __fpurge(stdout);
    clearerr(stdout);
    return s;
}

int finish(ct_status s, const ct_error *err)
{
    ct_error lost = {0};
    const bool has_result = s == CT_OK || s == CT_ERR_INFEASIBLE;
    if (has_result && flush_stdout(&lost)) {
        s = lost.status;
        err = &lost;
    }
    if (s == CT_OK) return 0;
    tty_error(err);
    return s == CT_ERR_STOPPED && tty_signal ? 128 + tty_signal : (int)s;
}
