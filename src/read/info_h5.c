/// What an HDF5 file holds: any that somebody gives, so that nothing it says of itself is believed.
#include "read/info_h5.h"

#include <hdf5.h>
#include <string.h>

#include "base/file.h"

enum { LONGEST_TEXT = 1024 }; ///< bytes of an attribute's text, the closing zero among them

/// "" = not of a kind that is shown.
typedef struct text {
    char bytes[LONGEST_TEXT];
} text;

static bool is_short_text(hid_t type)
{
    return H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0 &&
           H5Tget_size(type) < LONGEST_TEXT;
}

static herr_t read_number(hid_t a, hid_t type, text *out)
{
    uint64_t value = 0; // or the bits of an int64_t
    const bool is_unsigned = H5Tget_sign(type) == H5T_SGN_NONE;
    const herr_t failed = H5Aread(a, is_unsigned ? H5T_NATIVE_UINT64 : H5T_NATIVE_INT64, &value);
    if (failed < 0) return failed;
    if (is_unsigned)
        snprintf(out->bytes, LONGEST_TEXT, "%llu", (unsigned long long)value);
    else
        snprintf(out->bytes, LONGEST_TEXT, "%lld", (long long)value);
    return 0;
}

/// One value goes into `out`, and no more: HDF5 writes as many as the attribute has.
static herr_t read_value(hid_t a, text *out)
{
    const hid_t type = H5Aget_type(a), space = H5Aget_space(a);
    herr_t failed = type < 0 || space < 0 ? -1 : 0;
    const bool is_one = !failed && H5Sget_simple_extent_npoints(space) == 1;
    if (is_one && is_short_text(type))
        failed = H5Aread(a, type, out->bytes);
    else if (is_one && H5Tget_class(type) == H5T_INTEGER)
        failed = read_number(a, type, out);
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    return failed;
}

/// An attribute as text; left empty when there is none.
static herr_t read_attribute(hid_t object, const char *name, text *out)
{
    memset(out, 0, sizeof *out);
    const htri_t exists = H5Aexists(object, name);
    if (exists <= 0) return exists;
    const hid_t a = H5Aopen(object, name, H5P_DEFAULT);
    const herr_t failed = a < 0 ? -1 : read_value(a, out);
    if (a >= 0) H5Aclose(a);
    return failed;
}

static const char *kind_of(hid_t type)
{
    switch (H5Tget_class(type)) {
    case H5T_STRING: return "text ";
    case H5T_FLOAT: return "float";
    case H5T_INTEGER: return H5Tget_sign(type) == H5T_SGN_NONE ? "uint" : "int";
    default: return "other ";
    }
}

static herr_t print_row(hid_t dataset, const char *name, FILE *out)
{
    text units;
    const hid_t space = H5Dget_space(dataset), type = H5Dget_type(dataset);
    herr_t failed = space < 0 || type < 0 ? -1 : read_attribute(dataset, "units", &units);
    if (failed >= 0) {
        const H5T_class_t class = H5Tget_class(type);
        const bool is_number = class == H5T_INTEGER || class == H5T_FLOAT;
        char size[24] = "of any length";
        if (H5Tis_variable_str(type) <= 0)
            snprintf(size, sizeof size, "%zu", H5Tget_size(type) * (is_number ? 8 : 1));
        fprintf(out, "  %-36s %12lld  %s%s  %s\n", name,
                (long long)H5Sget_simple_extent_npoints(space), kind_of(type), size, units.bytes);
    }
    if (type >= 0) H5Tclose(type);
    if (space >= 0) H5Sclose(space);
    return failed;
}

static herr_t print_dataset(hid_t root, const char *name, const H5O_info_t *info, void *user)
{
    if (info->type != H5O_TYPE_DATASET) return 0;
    const hid_t dataset = H5Dopen2(root, name, H5P_DEFAULT);
    const herr_t failed = dataset < 0 ? -1 : print_row(dataset, name, user);
    if (dataset >= 0) H5Dclose(dataset);
    return failed;
}

static herr_t print_file(hid_t file, FILE *out)
{
    static const char *const names[] = {
        "format", "format_version", "software_version", "status", "complete", "k", "seed", "crs",
        "job",    "command_line"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        text value;
        if (read_attribute(file, names[i], &value) < 0) return -1;
        if (value.bytes[0]) fprintf(out, "  %-16s %s\n", names[i], value.bytes);
    }
    fprintf(out, "\n  %-36s %12s  %s\n", "dataset", "items", "type, unit");
    return H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, print_dataset, out, H5O_INFO_BASIC);
}

static ct_status list(const char *path, FILE *out, ct_error *err)
{
    const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0)
        return ct_fail(
            err, CT_ERR_INPUT,
            "%s: is no readable HDF5 file; on NFS or Lustre try HDF5_USE_FILE_LOCKING=FALSE", path);
    fprintf(out, "%s: HDF5\n", path);
    const herr_t failed = print_file(file, out);
    H5Fclose(file);
    if (failed >= 0) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: cannot be read to its end: the file is damaged, cut, or on a disk that "
                   "fails; write it again",
                   path);
}

ct_status ct_info_h5(const char *path, FILE *out, ct_error *err)
{
    ct_status s = ct_file_check(path, err);
    if (s) return s;
    H5E_BEGIN_TRY
    {
        s = list(path, out, err);
    }
    H5E_END_TRY
    return s;
}
