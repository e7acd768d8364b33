/// The output directory: built beside its final place, and moved there whole.
#ifndef CT_WRITE_DIRECTORY_H
#define CT_WRITE_DIRECTORY_H

#include "canton/progress.h"
#include "write/claim.h"

typedef struct ct_directory {
    char final[4096]; ///< links resolved, no slash at the end
    ct_claim claim;   ///< claim.path: where the files are written
    bool exists;      ///< there is an older result at `final`
    bool overwrite;   ///< which may be replaced
    ct_notes notes;   ///< of what was found beside it: not of the run, whose record they are not in
} ct_directory;

/// Settle the place opt->out, refuse what must not be replaced, and claim it. ct_directory_end() in
/// any case.
ct_status ct_directory_begin(ct_directory *d, const ct_output_options *opt, ct_error *err);

/// Make `dir`, a directory inside the claimed one.
ct_status ct_directory_within(const char *dir, ct_error *err);

/// Bring every file to the disk and the directory to its place. On failure the older result stays,
/// and the claim until ct_directory_end(). What goes wrong when the result is in its place is
/// noted.
ct_status ct_directory_commit(ct_directory *d, ct_error *err);

/// Remove what was claimed and is not in its place; hand over the notes.
void ct_directory_end(ct_directory *d, ct_notes *notes);

#endif
