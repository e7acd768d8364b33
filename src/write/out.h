/// One output file, every byte checked. The first failure is kept, later calls do nothing, and
/// ct_out_close() tells: a writer reads as a list of what it writes.
///
/// Large files go past the page cache, where the file system lets them: all of a result must be on
/// the disk before it gets its name, so pages kept in memory would only be made to be written.
#ifndef CT_WRITE_OUT_H
#define CT_WRITE_OUT_H

#include <stdbool.h>

#include "canton/progress.h"

typedef struct ct_out {
    int fd;
    bool is_open;
    bool is_direct, never_direct; ///< past the page cache; cannot be
    int64_t size;                 ///< bytes so far, those still in the buffer included
    int64_t used;                 ///< bytes in the buffer
    char *memory, *buffer;        ///< buffer lies in memory, aligned
    ct_error first;               ///< first.status == 0: all well
    char path[4096];
} ct_out;

/// Create dir/name, which must not exist.
void ct_out_open(ct_out *o, const char *dir, const char *name);
/// A file that is there, to be written from byte `at` on.
void ct_out_reopen(ct_out *o, const char *path, int64_t at);
void ct_out_bytes(ct_out *o, const void *bytes, int64_t n);
void ct_out_text(ct_out *o, const char *text);
/// Integers and strings only: %f knows the locale.
void ct_out_format(ct_out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// Replace bytes written earlier, as headers are.
void ct_out_at(ct_out *o, const void *bytes, int64_t n, int64_t at);
/// A CSV cell, quoted when it must be (RFC 4180), formulas disarmed.
void ct_out_cell(ct_out *o, const char *text, int64_t length);
/// Keep a failure of the caller's as the file's.
void ct_out_fail(ct_out *o, ct_status status, const char *what);
/// Write what is buffered, close, and return the first failure.
ct_status ct_out_close(ct_out *o, ct_error *err);

/// Items formatted in parallel, by the threads of the team that the caller runs in, and written in
/// order.
typedef struct ct_chunks {
    int64_t n, per_chunk; ///< items; per_chunk must not depend on the number of threads
    /// Most bytes items [begin, end) can take.
    int64_t (*bound)(const void *user, int64_t begin, int64_t end);
    /// Write items [begin, end) at `to`, return their bytes. Called from several threads.
    int64_t (*fill)(const void *user, int64_t begin, int64_t end, char *to);
    const void *user;
    /// Where items [begin, end) stand already, *n bytes, as fill would write them; NULL = nowhere.
    /// May be NULL itself. Called from several threads.
    const char *(*lend)(const void *user, int64_t begin, int64_t end, int64_t *n);
    /// Items [begin, end) are written and what they were made of is not asked for again. May be
    /// NULL.
    void (*done)(const void *user, int64_t begin, int64_t end);
} ct_chunks;
void ct_out_chunks(ct_out *o, const ct_context *ctx, const ct_chunks *c);

/// A spreadsheet would run the text, or take it for what it is not: it begins with = @ + - or their
/// wide forms, or with a tab or carriage return, and is no number.
bool ct_out_is_formula(const char *text, int64_t length);

/// CSV cell at `to`, at most 2 * length + 3 bytes; a formula gets an apostrophe unless it is kept.
/// Returns its length.
int64_t ct_out_csv_cell(const char *text, int64_t length, ct_formulas formulas, char *to);

#endif
