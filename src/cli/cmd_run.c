/// canton run: read, solve, write.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "cli/cli.h"

/// Private memory beyond this fails to allocate, which the stages report as exit 6. The stacks of
/// the threads to come are reserved whole and hardly used: they are granted on top, for without
/// them the runtime of OpenMP ends the process.
static void limit_memory(double gb, int32_t n_threads)
{
    if (gb <= 0) return;
    pthread_attr_t usual;
    size_t stack = 0;
    if (!pthread_attr_init(&usual)) {
        pthread_attr_getstacksize(&usual, &stack);
        pthread_attr_destroy(&usual);
    }
    const rlim_t most = (rlim_t)(gb * 1e9) + (rlim_t)(n_threads - 1) * stack;
    setrlimit(RLIMIT_DATA, &(struct rlimit){most, most});
}

/// The summary on stdout, as JSON or for people.
static ct_status print_result(const ct_options *opt, const ct_context *ctx, const ct_run *run,
                              ct_error *err)
{
    if (!opt->json) {
        if (opt->verbosity >= 0) print_summary(opt, run);
        return CT_OK;
    }
    char *json = ct_summary_json(opt, ctx, run);
    if (!json) return ct_fail_memory(err, 1 << 16, "the summary");
    puts(json);
    free(json);
    return CT_OK;
}

typedef ct_status (*job_fn)(const ct_options *, const ct_context *, ct_run *, ct_error *);

/// Nothing is written, whatever a job file says; and a layer can be looked at without accounts,
/// when nothing is counted.
static void only_look(ct_options *opt)
{
    opt->out = NULL;
    const bool counts = opt->n_measures == 1 && opt->measure[0].kind == CT_COUNT;
    if (opt->n_accounts == 0 && counts && opt->capacity <= 0) opt->n_measures = 0;
}

/// Options -> job -> result, the same for all verbs.
static int run_job(int argc, char **argv, const char *verb, const char *default_out, job_fn job)
{
    arguments a;
    ct_run run = {0};
    ct_notes notes = {0};
    ct_context ctx;
    ct_error err = {0};
    bool help = false;
    ct_status s = arguments_parse(argc, argv, &a, &help, &err);
    if (help) {
        char name[16];
        snprintf(name, sizeof name, "%s", verb);
        char *of[] = {name};
        arguments_free(&a);
        return cmd_help(1, of);
    }
    if (!a.opt.out) a.opt.out = default_out;
    if (!strcmp(verb, "validate")) only_look(&a.opt);
    if (!s) s = ct_options_check(&a.opt, &err);
    if (!s) {
        limit_memory(a.opt.max_memory_gb, a.opt.threads);
        tty_open(&a.opt, &notes, &ctx);
        s = job(&a.opt, &ctx, &run, &err);
        tty_notes(&notes);
        if (run.figures.k && (s == CT_OK || s == CT_ERR_INFEASIBLE)) {
            const ct_status printed = print_result(&a.opt, &ctx, &run, &err);
            if (printed) s = printed;
        }
    }
    const int code = finish(s, &err);
    ct_run_free(&run);
    ct_notes_free(&notes);
    arguments_free(&a);
    return code;
}

static ct_status run_with_k(const ct_options *opt, const ct_context *ctx, ct_run *run,
                            ct_error *err)
{
    if (!opt->k && opt->capacity <= 0 && !opt->targets)
        return ct_fail(
            err, CT_ERR_USAGE,
            "how many territories? give --k N, --capacity NAME=VALUE or --targets F.csv");
    return ct_run_job(opt, ctx, run, err);
}

static ct_status assess_current(const ct_options *opt, const ct_context *ctx, ct_run *run,
                                ct_error *err)
{
    if (!opt->current)
        return ct_fail(err, CT_ERR_USAGE,
                       "--current is missing: which file holds the alignment (code,territory)?");
    return ct_assess_job(opt, ctx, run, err);
}

static ct_status validate(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    const ct_status s = ct_validate_job(opt, ctx, run, err);
    if (!s) print_inputs(run);
    return s;
}

int cmd_run(int argc, char **argv)
{
    return run_job(argc, argv, "run", "canton-out", run_with_k);
}
int cmd_assess(int argc, char **argv)
{
    return run_job(argc, argv, "assess", NULL, assess_current);
}
int cmd_validate(int argc, char **argv)
{
    return run_job(argc, argv, "validate", NULL, validate);
}
