/// What a person sees while it runs: a progress line on a terminal, one line a stage, the notes.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
    double stage_wall, stage_cpu, drawn;
    int32_t notes_printed, verbosity;
    bool is_terminal, color;
    ct_notes *notes;
} tty;

static void draw(const char *stage, double done, const char *detail)
{
    const double now = ct_wall_s();
    if (!tty.is_terminal || now - tty.drawn < 0.1) return;
    tty.drawn = now;
    tty_has_line = true;
    fprintf(stderr, "\r\033[K%-8s %3.0f %%  %6.1f s  %.60s", stage, 100 * done,
            now - tty.stage_wall, detail);
    fflush(stderr);
}

static int on_progress(void *user, const char *stage, double done, const char *detail)
{
    (void)user;
    if (!strcmp(stage, "cluster")) tty_is_searching = 1;
    if (done <= 0 && !*detail) {
        tty.stage_wall = ct_wall_s();
        tty.stage_cpu = ct_cpu_s();
    }
    draw(stage, done, detail);
    return 0; // a signal ends the process, or the search by ct_context.hurry
}

static void on_stage_end(void *user, const char *stage, const char *found)
{
    (void)user;
    const double wall = ct_wall_s() - tty.stage_wall, cpu = ct_cpu_s() - tty.stage_cpu;
    tty_erase_line();
    if (tty.verbosity >= 0)
        fprintf(stderr, "%-8s %8.2f s  %4.1fx cpu  %s\n", stage, wall,
                wall > 1e-3 ? cpu / wall : 1.0, found);
    tty_notes(tty.notes);
}

void tty_notes(const ct_notes *notes)
{
    tty_erase_line();
    for (; tty.notes_printed < notes->n; tty.notes_printed++) {
        const ct_note *note = &notes->item[tty.notes_printed];
        const bool warn = note->severity == CT_WARN;
        if (tty.verbosity < 0 && !warn) continue;
        const char *on = warn && tty.color ? "\033[33m" : "",
                   *off = warn && tty.color ? "\033[0m" : "";
        char count[32] = "";
        if (note->count) ct_format_count(note->count, count);
        fprintf(stderr, "         %s%s%s%s%s%s\n", on, warn ? "! " : "- ", count, *count ? " " : "",
                note->text, off);
    }
}

void tty_open(const ct_options *opt, ct_notes *notes, ct_context *out)
{
    tty.is_terminal = isatty(STDERR_FILENO) && opt->talk.verbosity >= 0;
    const char *no_color = getenv("NO_COLOR");
    tty.color = isatty(STDERR_FILENO) && !(no_color && *no_color);
    tty.verbosity = opt->talk.verbosity;
    tty.notes = notes;
    tty.stage_wall = ct_wall_s();
    *out = (ct_context){.n_threads = opt->machine.threads,
                        .notes = notes,
                        .progress = on_progress,
                        .stage_end = on_stage_end,
                        .hurry = &tty_signal};
}
