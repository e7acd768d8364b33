/// Bytes that come one after another from a pipe or an archive, kept as an input file: in memory as
/// long as they are few, then in a temporary file that nobody else sees.
///
///     ct_spool s = {.what = path, .most = CT_SPOOL_MEMORY};
///     while (...) {
///         char *to = ct_spool_room(&s, &room, err);      at least CT_SPOOL_STEP bytes
///         s.held += write some to `to`;
///     }
///     ct_spool_end(&s, &file, err);                      or ct_spool_drop(&s)
#ifndef CT_BASE_SPOOL_H
#define CT_BASE_SPOOL_H

#include "base/content.h"
#include "canton/status.h"

enum { CT_SPOOL_STEP = 1 << 22, CT_SPOOL_MEMORY = 1 << 26 };

typedef struct ct_spool {
    const char *what;       ///< whose bytes, for messages
    int64_t most;           ///< bytes in memory; INT64_MAX = all
    char *bytes;            ///< [capacity] not written yet: `held` of them
    int64_t capacity, held; ///< the caller adds to held what it has put behind them
    int64_t written;        ///< to the temporary file
    int file;               ///< 1 + its descriptor, 0 = none
} ct_spool;

/// Room for the next bytes, *room >= CT_SPOOL_STEP. NULL with CT_ERR_MEMORY, or CT_ERR_OUTPUT when
/// the temporary file cannot be written: it lies in $TMPDIR.
char *ct_spool_room(ct_spool *s, int64_t *room, ct_error *err);

/// All bytes as a file; ct_file_close() gives memory, and space on disk, back. Frees the spool in
/// any case.
ct_status ct_spool_end(ct_spool *s, ct_file *out, ct_error *err);
void ct_spool_drop(ct_spool *s);

#endif
