/// What the commands share.
#ifndef CT_CLI_CLI_H
#define CT_CLI_CLI_H

#include "base/options.h"
#include "canton.h"

/// A verb: what it is called, how it is used.
typedef struct verb_row {
    const char *name;
    ct_verb options; ///< those of the option table that it takes; CT_VERB_NONE = none
    const char *usage, *summary;
} verb_row;

extern const verb_row verbs[]; ///< verbs.def, then one without a name

/// NULL when no verb is called so.
const verb_row *verb_find(const char *name);

/// "run, validate, ... and help".
void verb_list(char *out, size_t size);

/// What runs a verb; argv begins behind its name. Returns the exit code.
#define VERB(name, options, usage, summary) int cmd_##name(int argc, char **argv);
#include "cli/verbs.def"
#undef VERB

/// What --help says behind a verb. Returns the exit code.
int help_verb(const char *name);

/// Options of one call and the memory behind their strings.
typedef struct arguments {
    ct_options opt;
    char **kept; ///< strings of the job file
    int32_t n_kept;
} arguments;

/// [JOB.ini] [options] -> arguments; the command line wins over the job file. Fills defaults for
/// threads. `help` is set when --help was among them.
ct_status arguments_parse(int argc, char **argv, arguments *out, bool *help, ct_error *err);
void arguments_free(arguments *a);

/// The settings of a job file appended to setting[*n]; relative paths are taken from the file's
/// folder.
ct_status job_read(const char *path, arguments *a, ct_setting *setting, int32_t *n, int32_t most,
                   ct_error *err);

/// A context that reports on stderr: one line a stage, a progress line on a terminal.
void tty_open(const ct_options *opt, ct_notes *notes, ct_context *out);
/// The search has begun, and the best plan so far can be asked for; the SIGINT or SIGTERM that has
/// asked for it, 0 = none has come (ending.c).
extern volatile int tty_is_searching, tty_signal;
/// Print the notes not yet printed.
void tty_notes(const ct_notes *notes);
/// The progress line, which whatever else goes to stderr takes away first.
extern bool tty_has_line;
void tty_erase_line(void);
/// One line "canton: error: ..." with what it means.
void tty_error(const ct_error *err);

/// What `work` returns, on a stack that is large enough for it (stack.c).
int stack_run(int (*work)(int argc, char **argv), int argc, char **argv);

// ---- ends before the end (ending.c) -----------------------------------------------------------

/// Signals, and libraries that call exit() when they can have no memory, leave no temporary files
/// from now on. Of SIGINT and SIGTERM the first one is kept for the search, if that has begun.
void ending_prepare(void);
/// The exit code is ours, and what exit() does from now on is not a library's.
int ending_expected(int code);
/// End the process at once with `text` as its error: nothing is written. Takes no memory. Returns
/// only when a result is in its place already.
void ending_now(int code, const char *text);

/// One line "canton: warning: ...".
void tty_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// CT_ERR_OUTPUT when standard output has not taken all that was printed; the rest is dropped.
ct_status flush_stdout(ct_error *err);

/// The result for people, on stdout.
void print_summary(const ct_output_options *opt, const ct_run *run);
/// Targets, bands and what to look at first, for `validate`.
void print_inputs(const ct_run *run);

/// Exit code of a finished command, whose standard output must have arrived; prints the error.
int finish(ct_status s, const ct_error *err);

#endif
