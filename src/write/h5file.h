/// canton.h5 at the level of groups, columns and attributes. The first failure is kept, later calls
/// do nothing, ct_h5_close() tells.
///
/// HDF5 says where in the file a large column stands, on a page of its own; its values go there
/// past HDF5 and the page cache, as large files do (write/out.h).
#ifndef CT_WRITE_H5FILE_H
#define CT_WRITE_H5FILE_H

#include <hdf5.h>

#include "canton/progress.h"
#include "canton/types.h"

typedef struct ct_h5 {
    hid_t file, dataset_list, large_list, group_list;
    const ct_context *ctx;
    ct_error first;
    char path[4096];
} ct_h5;

/// The caller has silenced HDF5 (H5E_BEGIN_TRY).
void ct_h5_open(ct_h5 *h, const char *path, const ct_context *ctx);
ct_status ct_h5_close(ct_h5 *h, ct_error *err);

// ---- for columns (h5column.c) -------------------------------------------------------------------

enum { CT_H5_LARGE = 1 << 22 }; ///< bytes of a column that is written past HDF5

/// id, and where that is negative the failure is kept, with HDF5's reason.
hid_t ct_h5_check(ct_h5 *h, hid_t id, const char *what);
/// Fixed-length UTF-8, padded with zeros; or H5T_VARIABLE.
hid_t ct_h5_string_type(ct_h5 *h, size_t size);

// -------------------------------------------------------------------------------------------------

/// A new group. Close it with ct_h5_group_close().
hid_t ct_h5_group(ct_h5 *h, hid_t parent, const char *name);
void ct_h5_group_close(ct_h5 *h, hid_t group);
/// What stands at `path` also stands in `group` as `name`.
void ct_h5_link(ct_h5 *h, const char *path, hid_t group, const char *name);

/// What a column is, besides its values.
typedef struct ct_h5_about {
    const char *name;
    const char *units; ///< "1" for pure numbers and names
    const char *long_name;
} ct_h5_about;

void ct_h5_i32(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const int32_t *v);
void ct_h5_i64(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const int64_t *v);
void ct_h5_u64(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const uint64_t *v);
void ct_h5_u8(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const uint8_t *v);
void ct_h5_f64(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const double *v);
/// value / 10^decimals as doubles.
void ct_h5_fixed(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const int64_t *v,
                 int32_t decimals);
/// UTF-8 of fixed length, padded with zeros to the longest; of variable length where that is more
/// than 256 bytes and most are much shorter.
void ct_h5_strings(ct_h5 *h, hid_t group, ct_h5_about about, const ct_strings *s);

/// Scalar attributes of a group or dataset (the file itself for the root group).
void ct_h5_attribute_text(ct_h5 *h, hid_t object, const char *name, const char *text);
void ct_h5_attribute_i32(ct_h5 *h, hid_t object, const char *name, int32_t value);
void ct_h5_attribute_u64(ct_h5 *h, hid_t object, const char *name, uint64_t value);
void ct_h5_attribute_f64(ct_h5 *h, hid_t object, const char *name, double value);

#endif
