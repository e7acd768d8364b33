/// The attribute table of a layer (.dbf): Shapelib reads the field table, cells are slices of the
/// mapped file. Every size the header claims is checked against the file first.
///
/// Reading cells is safe from any number of threads; ct_dbf_utf8() as well.
#ifndef CT_READ_DBF_H
#define CT_READ_DBF_H

#include "base/file.h"
#include "base/memory.h"
#include "canton/options/data.h"

typedef struct ct_dbf_field {
    char name[CT_NAME_SIZE];
    char type;                       ///< 'C' text, 'N' and 'F' number, 'D' date, 'L' logical, ...
    int32_t offset, width, decimals; ///< bytes within a record
} ct_dbf_field;

typedef struct ct_dbf {
    char path[4096];
    ct_file file;
    int32_t n_records, n_fields;
    int32_t header_size, record_size;
    ct_dbf_field *field; ///< [n_fields]
    char encoding[32];   ///< for iconv: from .cpg, else from the language id; "" = not stated
    /// Rows of another format: [n_records] where one begins in `rows`, as in a CT_MESSAGE_ROW (see
    /// base/layer_stream.h). NULL = those of `file`.
    int64_t *row_at;
    const char *rows;
} ct_dbf;

/// Open the table at `path` and its .cpg. CT_ERR_INPUT when sizes do not fit the file. Close it
/// in any case.
ct_status ct_dbf_open(const char *path, ct_dbf *out, ct_error *err);
void ct_dbf_close(ct_dbf *d);

bool ct_dbf_is_deleted(const ct_dbf *d, int32_t record);

/// The bytes of a cell as they stand in the file, blanks (and what follows a NUL) trimmed.
/// *length = 0 for an empty or null ("****") cell.
const char *ct_dbf_cell(const ct_dbf *d, int32_t record, int32_t field, int32_t *length);

/// The same for a number: "****" stays, it is no empty cell but a number too wide for its field.
const char *ct_dbf_number(const ct_dbf *d, int32_t record, int32_t field, int32_t *length);

enum { CT_DBF_TEXT_SIZE = 1032 }; ///< room for any cell in UTF-8 (a cell has at most 255 bytes)

/// The same cell as UTF-8 in out[CT_DBF_TEXT_SIZE]: from the table's encoding; when that is not
/// stated (or wrong for these bytes) UTF-8 where it is valid, else CP1252. Returns the length.
/// A whole number in a numeric field is its digits ("1234.000" and "1.23400e+003" -> "1234").
int32_t ct_dbf_utf8(const ct_dbf *d, int32_t record, int32_t field, char *out);

/// Field called `name` (case ignored), or -1.
int32_t ct_dbf_field_index(const ct_dbf *d, const char *name);

/// As above, CT_ERR_INPUT naming the file, the nearest name and the fields there are.
ct_status ct_dbf_need(const ct_dbf *d, const char *name, int32_t *field, ct_error *err);

/// "A, B, C" into out[size], cut with "..." when it does not fit.
void ct_dbf_list_fields(const ct_dbf *d, char *out, size_t size);

/// iconv name of a .cpg text ("1252", "ISO 88591", "UTF8") or of a language id; "" = unknown.
void ct_dbf_encoding_of_cpg(const char *text, int64_t length, char out[32]);
void ct_dbf_encoding_of_language(uint8_t id, char out[32]);

/// Text in `encoding` ("" = unknown) to UTF-8; see ct_dbf_utf8(). out[4 * length + 4].
int32_t ct_dbf_recode(const char *encoding, const char *text, int32_t length, char *out);

#endif
