/// Whole input files as read-only memory, with their provenance. ct_file_close() is in content.h.
#ifndef CT_BASE_FILE_H
#define CT_BASE_FILE_H

#include "base/content.h"
#include "canton/status.h"
#include "canton/types.h"

/// Is there a file at `path` that may be read ("-" is)? CT_ERR_INPUT as below. NULL = nothing to
/// look for.
ct_status ct_file_check(const char *path, ct_error *err);

/// Map `path` (or read standard input to its end for "-"). CT_ERR_INPUT names the path, the reason
/// and, for a missing file, the nearest name in its directory.
ct_status ct_file_open(const char *path, ct_file *out, ct_error *err);
/// The same; of a pipe, at most about `most` bytes stay in memory, see base/spool.h.
ct_status ct_file_open_within(const char *path, int64_t most, ct_file *out, ct_error *err);

/// CT_ERR_INPUT when a mapped file, opened as `path`, has been written to since: what was read is
/// partly of before and partly of after. One that another file has been put in the place of stands.
ct_status ct_file_unchanged(const char *path, const ct_file *f, ct_error *err);

/// Record the file in the run's inputs: basename, size, xxh64 of the content.
ct_status ct_inputs_add(ct_inputs *inputs, const char *path, const ct_file *f, ct_error *err);

/// The digest of an input that is taken on the way, by one thread while others do something else.
/// NULL when there is nothing to be done; so it is left, without `inputs`, by
/// ct_inputs_add_later().
typedef struct ct_digest ct_digest;

/// As ct_inputs_add(), but for the digest: ct_digest_add() up to the end of the file, and
/// ct_digest_end() while `inputs` stands, in any case.
ct_status ct_inputs_add_later(ct_inputs *inputs, const char *path, const ct_file *f,
                              ct_digest **digest, ct_error *err);
/// What has not been added yet of bytes[0 .. end).
void ct_digest_add(ct_digest *digest, const ct_file *f, int64_t end);
void ct_digest_end(ct_digest **digest);

/// `path` with its extension (after the last dot of the last component) replaced: "a/b.shp" ->
/// "a/b.dbf". Tries the extension as given, then in upper case; returns false when neither exists.
/// One that is there and cannot be read is an error: ignored, it would change what is read without
/// a word. out[4096].
bool ct_file_sibling(const char *path, const char *extension, char *out);

#endif
