/// The output directory: built beside its final place, and moved there whole.
#ifndef CT_WRITE_DIRECTORY_H
#define CT_WRITE_DIRECTORY_H

#include <stdbool.h>

#include "canton/progress.h"

typedef struct ct_directory {
    char final[4096];     ///< links resolved, no slash at the end
    char temporary[4096]; ///< sibling ".<name>.tmp-<pid>"; "" until begun
    bool exists;          ///< there is an older result at `final`
} ct_directory;

/// Settle the place `out` and refuse what must not be replaced. Changes nothing on disk.
ct_status ct_directory_find(const char *out, bool overwrite, ct_directory *d, ct_error *err);

/// Make the parents and the temporary directory.
ct_status ct_directory_begin(ct_directory *d, ct_error *err);

/// Make `dir`, a directory inside the temporary one.
ct_status ct_directory_within(const char *dir, ct_error *err);

/// Bring every file to the disk and the directory to its place. On failure the older result stays,
/// and the temporary one until ct_directory_abandon(). An old result that could not be deleted is
/// noted.
ct_status ct_directory_commit(ct_directory *d, const ct_context *ctx, ct_error *err);

/// Remove the temporary directory, if any.
void ct_directory_abandon(ct_directory *d);

#endif
