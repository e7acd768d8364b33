/// Command line and job file to options.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cli.h"

enum { MOST_SETTINGS = 512 };

/// The option at argv[*i], its value from "=..." or the next argument, unless that is an option.
static ct_status take_option(int argc, char **argv, int *i, ct_setting *out, ct_error *err)
{
    char name[64];
    const char *text = argv[*i] + 2, *equal = strchr(text, '=');
    const size_t length = equal ? (size_t)(equal - text) : strlen(text);
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    *out = (ct_setting){.option = ct_option_find(name), .where = argv[*i]};
    if (!out->option) return ct_option_unknown("", name, err);
    if (equal)
        out->value = equal + 1;
    else if (!out->option->argument)
        out->value = "";
    else if (*i + 1 < argc && strncmp(argv[*i + 1], "--", 2))
        out->value = argv[++*i];
    else
        return ct_fail(err, CT_ERR_USAGE, "--%s needs a value: %s", name, out->option->argument);
    return CT_OK;
}

/// One argument: an option, -v, -h, or the job file.
static ct_status take_argument(int argc, char **argv, int *i, ct_setting *setting, int32_t *n,
                               arguments *a, bool *help, ct_error *err)
{
    const char *arg = argv[*i];
    if (!strcmp(arg, "--help") || !strcmp(arg, "-h")) return *help = true, CT_OK;
    if (*n == MOST_SETTINGS)
        return ct_fail(err, CT_ERR_USAGE, "more than %d options", MOST_SETTINGS);
    const char *spelled_out = !strcmp(arg, "-v") ? "verbose" : !strcmp(arg, "-q") ? "quiet" : NULL;
    if (spelled_out) {
        setting[(*n)++] =
            (ct_setting){.option = ct_option_find(spelled_out), .value = "", .where = arg};
        return CT_OK;
    }
    if (!strncmp(arg, "--", 2)) return take_option(argc, argv, i, &setting[(*n)++], err);
    if (arg[0] == '-')
        return ct_fail(err, CT_ERR_USAGE, "no option %s; 'canton help run' lists them", arg);
    if (a->opt.talk.job)
        return ct_fail(err, CT_ERR_USAGE, "'%s': there is already a job file, '%s'", arg,
                       a->opt.talk.job);
    a->opt.talk.job = arg;
    return CT_OK;
}

/// Job settings whose option also stands on the command line give way to it.
static int32_t drop_overridden(ct_setting *job, int32_t n_job, const ct_setting *line,
                               int32_t n_line)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < n_job; i++) {
        bool again = false;
        for (int32_t j = 0; j < n_line; j++) again |= job[i].option == line[j].option;
        if (!again) job[kept++] = job[i];
    }
    return kept;
}

ct_status arguments_parse(int argc, char **argv, arguments *out, bool *help, ct_error *err)
{
    static ct_setting line[MOST_SETTINGS], all[2 * MOST_SETTINGS];
    int32_t n_line = 0, n_all = 0;
    *out = (arguments){.opt = ct_options_default()};
    ct_status s = CT_OK;
    for (int i = 0; i < argc && !s && !*help; i++)
        s = take_argument(argc, argv, &i, line, &n_line, out, help, err);
    if (s || *help) return s;
    const char *job = out->opt.talk.job;
    if (job) s = job_read(job, out, all, &n_all, MOST_SETTINGS, err);
    if (s) return s;
    n_all = drop_overridden(all, n_all, line, n_line);
    memcpy(all + n_all, line, (size_t)n_line * sizeof *line);
    s = ct_options_apply(all, n_all + n_line, &out->opt, err);
    out->opt.talk.job = job;
    if (!out->opt.machine.threads) out->opt.machine.threads = ct_usable_cores();
    return s;
}

void arguments_free(arguments *a)
{
    for (int32_t i = 0; i < a->n_kept; i++) free(a->kept[i]);
    free(a->kept);
    *a = (arguments){0};
}
