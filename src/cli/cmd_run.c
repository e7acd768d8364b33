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
    if (!opt->talk.json) {
        if (opt->talk.verbosity >= 0) print_summary(&opt->output, run);
        return flush_stdout(err);
    }
    char *json = ct_summary_json(opt, ctx, run);
    if (!json) return ct_fail_memory(err, 1 << 16, "the summary");
    puts(json);
    free(json);
    return flush_stdout(err);
}

/// What the job has come to. Its files are in their place already, where there are any: that stdout
/// does not take what is said of them cannot make the run one that has failed.
static ct_status tell_result(const ct_options *opt, const ct_context *ctx, const ct_run *run,
                             ct_status s, ct_error *err)
{
    const ct_level *level = ct_plan_first(&run->plan);
    ct_error lost = {0};
    if (!level || !level->figures.k || (s != CT_OK && s != CT_ERR_INFEASIBLE)) return s;
    if (!print_result(opt, ctx, run, &lost)) return s;
    if (opt->output.out) {
        tty_warn("%s; the result is in %s", lost.text, opt->output.out);
        return s;
    }
    *err = lost;
    return lost.status;
}

/// The exit code is the signal's.
static ct_status tell_stopped(const ct_options *opt, const ct_run *run, ct_error *err)
{
    return ct_fail(err, CT_ERR_STOPPED, "stopped by a signal; %s is in %s%s",
                   run->interrupted ? "the best plan so far" : "the whole result", opt->output.out,
                   run->solve_status ? ", and misses bands or breaks rules" : "");
}

typedef ct_status (*job_fn)(const ct_options *, const ct_context *, ct_run *, ct_error *);

static ct_status do_job(const ct_options *opt, job_fn job, ct_run *run, ct_error *err)
{
    ct_notes notes = {0};
    ct_context ctx;
    limit_memory(opt->machine.max_memory_gb, opt->machine.threads);
    tty_open(opt, &notes, &ctx);
    ct_status s = job(opt, &ctx, run, err);
    tty_notes(&notes);
    s = tell_result(opt, &ctx, run, s, err);
    if (tty_signal && (s == CT_OK || s == CT_ERR_INFEASIBLE)) s = tell_stopped(opt, run, err);
    ct_notes_free(&notes);
    return s;
}

/// Options -> job -> result, the same for all verbs.
static int run_job(int argc, char **argv, ct_verb verb, const char *default_out, job_fn job)
{
    arguments a;
    ct_run run = {0};
    ct_error err = {0};
    bool help = false;
    ct_status s = arguments_parse(argc, argv, &a, &help, &err);
    if (!s && !help) {
        if (!a.opt.output.out) a.opt.output.out = default_out;
        s = ct_options_check(&a.opt, verb, &err); // before signals and limits are set up
        if (!s) s = do_job(&a.opt, job, &run, &err);
    }
    const int code = help ? help_verb(ct_verb_name(verb)) : finish(s, &err);
    ct_run_free(&run);
    arguments_free(&a);
    return code;
}

static ct_status validate(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    const ct_status s = ct_validate_job(opt, ctx, run, err);
    if (run->is_looked_at) print_inputs(run);
    return s;
}

int cmd_run(int argc, char **argv)
{
    return run_job(argc, argv, CT_VERB_RUN, "canton-out", ct_run_job);
}
int cmd_assess(int argc, char **argv)
{
    return run_job(argc, argv, CT_VERB_ASSESS, NULL, ct_assess_job);
}
int cmd_validate(int argc, char **argv)
{
    return run_job(argc, argv, CT_VERB_VALIDATE, NULL, validate);
}
