/// Outcome of every fallible call, and the one message that goes with it.
#ifndef CANTON_STATUS_H
#define CANTON_STATUS_H

#include <stdint.h>

#include "canton/api.h"

CT_API_BEGIN

/// The number is the program's exit code.
typedef enum ct_status {
    CT_OK = 0,
    CT_ERR_INTERNAL = 1,   ///< a bug of ours
    CT_ERR_USAGE = 2,      ///< options that make no sense
    CT_ERR_INPUT = 3,      ///< a file that is missing, unreadable or wrong
    CT_ERR_INFEASIBLE = 4, ///< no plan inside every band was found; the best one is still delivered
    CT_ERR_OUTPUT = 5,     ///< results could not be written; an older result is intact
    CT_ERR_MEMORY = 6,
    CT_ERR_STOPPED = 130 ///< the progress callback asked to stop
} ct_status;

/// The first failure of a call chain. Zero-initialise.
typedef struct ct_error {
    ct_status status;
    char text[1024]; ///< one line: file, record or line, field, value, what to do
} ct_error;

/// Fill *err (may be NULL) and return `status`. A text that does not fit is cut.
ct_status ct_fail(ct_error *err, ct_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/// ct_fail() for "out of memory", naming what the `bytes` were for.
ct_status ct_fail_memory(ct_error *err, int64_t bytes, const char *what);

typedef enum ct_severity { CT_INFO, CT_WARN } ct_severity;

/// One thing a person should know about the run: counted, with examples.
typedef struct ct_note {
    ct_severity severity;
    char stage[12];
    int64_t count; ///< how many records it is about; 0 = not a count
    char *text;    ///< one line
} ct_note;

typedef struct ct_notes {
    int32_t n, capacity;
    ct_note *item;
} ct_notes;

/// Append a note. Order of calls is order of output, so only serial code adds notes.
/// "{record|records} without a code" says record when count is 1, records otherwise; no directives
/// inside, and at most 1 kB of format.
/// Out of memory loses the note and sets nothing: notes never fail a run.
void ct_note_add(ct_notes *notes, ct_severity severity, const char *stage, int64_t count,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));
/// All notes of `from` behind those of `to`; `from` is empty then.
void ct_notes_hand_over(ct_notes *from, ct_notes *to);
void ct_notes_free(ct_notes *notes);

CT_API_END
#endif
