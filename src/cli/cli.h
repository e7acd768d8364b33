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
/// Print the notes not yet printed.
void tty_notes(const ct_notes *notes);
/// The signal that asked to stop, 0 = none.
int tty_signal(void);
/// One line "canton: error: ..." with what it means.
void tty_error(const ct_error *err);

/// The result for people, on stdout.
void print_summary(const ct_output_options *opt, const ct_run *run);
/// Targets, bands and what to look at first, for `validate`.
void print_inputs(const ct_run *run);

/// Exit code of a finished command, whose standard output must have arrived; prints the error.
int finish(ct_status s, const ct_error *err);

#endif
