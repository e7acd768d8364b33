/// MODE=ablate: other values for the constants of kernels/prim/knob.h, from the environment.
///
///     CANTON_KNOBS=list build/ablate/canton              every constant: name, value, kind, room
///     CANTON_KNOBS=used CANTON_KNOBS_USED=FILE ...       the run, and the names it has read
///     CANTON_KNOBS=balance/area.INNER=0.35,... ...       other values; of a column a factor
///
/// A constant of a header stands in the program once for each file that includes it; all are set.
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "kernels/prim/knob.h"

extern const ctk_knob __start_ctk_knobs[], __stop_ctk_knobs[];

/// "./kernels/balance/area.c" and "INNER" -> "balance/area.INNER".
static void name_of(const ctk_knob *k, char *out, size_t size)
{
    const char *file = k->file;
    for (const char *at = file, *last = file; (at = strchr(at, '/')) != NULL; last = ++at)
        file = last;
    snprintf(out, size, "%.*s.%s", (int)strcspn(file, "."), file, k->name);
}

/// Constants of headers are listed once.
static int is_listed(const ctk_knob *k)
{
    for (const ctk_knob *o = __start_ctk_knobs; o < k; o++)
        if (!strcmp(o->file, k->file) && !strcmp(o->name, k->name)) return 1;
    return 0;
}

static double round_to(const ctk_knob *k, double value)
{
    if (k->most > 0 && value > k->most) value = k->most;
    return k->whole ? fmax(1, rint(value)) : value;
}

static void set(const ctk_knob *k, double value)
{
    for (int64_t row = 0; row < k->n; row++) {
        double *real = (double *)((char *)k->real + row * k->stride);
        int32_t *whole = (int32_t *)((char *)k->whole + row * k->stride);
        const double to = k->n == 1 ? value : value * (k->whole ? *whole : *real);
        if (k->whole)
            *whole = (int32_t)round_to(k, to);
        else
            *real = to;
    }
}

static void list(void)
{
    for (const ctk_knob *k = __start_ctk_knobs; k < __stop_ctk_knobs; k++) {
        char name[128];
        if (is_listed(k)) continue;
        name_of(k, name, sizeof name);
        printf("%s\t%.17g\t%s\t%g\n", name, k->value,
               k->n > 1   ? "column"
               : k->whole ? "whole"
                          : "real",
               k->most);
    }
}

static void set_by_name(const char *item, size_t length)
{
    const char *equals = memchr(item, '=', length);
    int32_t found = 0;
    for (const ctk_knob *k = __start_ctk_knobs; equals && k < __stop_ctk_knobs; k++) {
        char name[128];
        name_of(k, name, sizeof name);
        if (strlen(name) != (size_t)(equals - item) || memcmp(name, item, strlen(name))) continue;
        set(k, strtod(equals + 1, NULL));
        found++;
    }
    if (found > 0) return;
    fprintf(stderr, "CANTON_KNOBS: no constant %.*s\n", (int)length, item);
    exit(2);
}

// ---- which are read -----------------------------------------------------------------------------

enum { PAGE = 4096, MOST = 4096 };
static int read_of[MOST]; ///< by place in the section

static void *page_of(const ctk_knob *k)
{
    return k->whole ? (void *)k->whole : (void *)k->real;
}

/// The first reading of a constant faults: note it and let it pass.
static void notice(int signal, siginfo_t *info, void *context)
{
    const uintptr_t page = (uintptr_t)info->si_addr / PAGE * PAGE;
    int is_known = 0;
    (void)context;
    for (const ctk_knob *k = __start_ctk_knobs; k < __stop_ctk_knobs; k++) {
        if (k->n > 1 || (uintptr_t)page_of(k) != page) continue;
        read_of[k - __start_ctk_knobs] = is_known = 1;
        mprotect(page_of(k), PAGE, PROT_READ | PROT_WRITE);
    }
    if (!is_known) raise(signal == SIGSEGV ? SIGABRT : signal);
}

/// Columns of tables are always read.
static void write_used(void)
{
    FILE *f = fopen(getenv("CANTON_KNOBS_USED"), "w");
    for (const ctk_knob *k = __start_ctk_knobs; f && k < __stop_ctk_knobs; k++) {
        char name[128];
        if (k->n == 1 && !read_of[k - __start_ctk_knobs]) continue;
        name_of(k, name, sizeof name);
        fprintf(f, "%s\n", name);
    }
    if (f) fclose(f);
}

static void watch(void)
{
    const struct sigaction action = {.sa_sigaction = notice, .sa_flags = SA_SIGINFO};
    if (!getenv("CANTON_KNOBS_USED") || __stop_ctk_knobs - __start_ctk_knobs > MOST) exit(2);
    sigaction(SIGSEGV, &action, NULL);
    atexit(write_used);
    for (const ctk_knob *k = __start_ctk_knobs; k < __stop_ctk_knobs; k++)
        if (k->n == 1) mprotect(page_of(k), PAGE, PROT_NONE);
}

// ---- what is asked ------------------------------------------------------------------------------

__attribute__((constructor)) static void read_environment(void)
{
    const char *at = getenv("CANTON_KNOBS");
    if (!at || !*at) return;
    if (!strcmp(at, "list")) {
        list();
        fflush(stdout);
        _Exit(0);
    }
    if (!strcmp(at, "used")) {
        watch();
        return;
    }
    for (size_t length; *at; at += length + (at[length] == ',')) {
        length = strcspn(at, ",");
        set_by_name(at, length);
    }
}
