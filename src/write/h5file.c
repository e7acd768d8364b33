/// HDF5 files that are the same bytes every time: no times, no fill, a fixed format version.
#include "write/h5file.h"

#include <stdio.h>
#include <string.h>

#include "canton/stages.h"

enum { LONGEST_ATTRIBUTE = 60000, REASON = 1024, PAGE = 1 << 12 };

/// The first description HDF5 gives, which is where the failure happened.
static herr_t first_message(unsigned n, const H5E_error2_t *e, void *user)
{
    (void)n;
    char *text = user;
    if (!*text && e->desc) snprintf(text, REASON, "%s", e->desc);
    return 0;
}

/// "file write failed: time = ..., error message = 'No space left on device', ..." -> what is in
/// quotes; other descriptions are short, and stay.
static void shorten(char reason[REASON])
{
    static const char mark[] = "error message = '";
    const char *quote = strstr(reason, mark);
    if (quote) memmove(reason, quote + strlen(mark), strlen(quote + strlen(mark)) + 1);
    reason[strcspn(reason, quote ? "'" : "\n")] = 0;
}

static void fail(ct_h5 *h, const char *what)
{
    if (h->first.status) return;
    char reason[REASON] = "";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first_message, reason);
    const bool is_lock = strstr(reason, "lock") != NULL;
    shorten(reason);
    ct_fail(&h->first, CT_ERR_OUTPUT, "%s: cannot write %s: %s%s", h->path, what, reason,
            is_lock ? "; on this file system set HDF5_USE_FILE_LOCKING=FALSE" : "");
}

hid_t ct_h5_check(ct_h5 *h, hid_t id, const char *what)
{
    if (id < 0) fail(h, what);
    return id;
}

/// Creation properties that keep times out.
static hid_t untimed(ct_h5 *h, hid_t class)
{
    const hid_t list = ct_h5_check(h, H5Pcreate(class), "properties");
    if (list >= 0) ct_h5_check(h, H5Pset_obj_track_times(list, 0), "properties");
    return list;
}

static void create(ct_h5 *h)
{
    const hid_t creation = untimed(h, H5P_FILE_CREATE);
    const hid_t access = ct_h5_check(h, H5Pcreate(H5P_FILE_ACCESS), "properties");
    if (!h->first.status) {
        H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18);
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
        H5Pset_alignment(access, CT_H5_LARGE, PAGE);
        h->file = ct_h5_check(h, H5Fcreate(h->path, H5F_ACC_EXCL, creation, access), "the file");
    }
    if (access >= 0) H5Pclose(access);
    if (creation >= 0) H5Pclose(creation);
}

void ct_hdf5_no_atexit(void)
{
    H5dont_atexit();
}

void ct_h5_open(ct_h5 *h, const char *path, const ct_context *ctx)
{
    memset(h, 0, sizeof *h);
    snprintf(h->path, sizeof h->path, "%s", path);
    h->ctx = ctx;
    h->file = h->dataset_list = h->large_list = h->group_list = -1;
    h->dataset_list = untimed(h, H5P_DATASET_CREATE);
    h->group_list = untimed(h, H5P_GROUP_CREATE);
    if (!h->first.status)
        ct_h5_check(h, H5Pset_fill_time(h->dataset_list, H5D_FILL_TIME_NEVER), "properties");
    if (!h->first.status) h->large_list = ct_h5_check(h, H5Pcopy(h->dataset_list), "properties");
    if (!h->first.status)
        ct_h5_check(h, H5Pset_alloc_time(h->large_list, H5D_ALLOC_TIME_EARLY), "properties");
    if (!h->first.status) create(h);
}

ct_status ct_h5_close(ct_h5 *h, ct_error *err)
{
    if (h->dataset_list >= 0) H5Pclose(h->dataset_list);
    if (h->large_list >= 0) H5Pclose(h->large_list);
    if (h->group_list >= 0) H5Pclose(h->group_list);
    if (h->file >= 0) ct_h5_check(h, H5Fclose(h->file), "the end of the file");
    if (h->first.status && err) *err = h->first;
    return h->first.status;
}

hid_t ct_h5_group(ct_h5 *h, hid_t parent, const char *name)
{
    if (h->first.status) return -1;
    return ct_h5_check(h, H5Gcreate2(parent, name, H5P_DEFAULT, h->group_list, H5P_DEFAULT), name);
}

void ct_h5_group_close(ct_h5 *h, hid_t group)
{
    if (group >= 0) ct_h5_check(h, H5Gclose(group), "a group");
}

void ct_h5_link(ct_h5 *h, const char *path, hid_t group, const char *name)
{
    if (h->first.status) return;
    const herr_t link = H5Lcreate_hard(h->file, path, group, name, H5P_DEFAULT, H5P_DEFAULT);
    ct_h5_check(h, link, name);
}

/// One value of `file_type` from `memory_type`.
static void write_attribute(ct_h5 *h, hid_t object, const char *name, hid_t file_type,
                            hid_t memory_type, const void *value)
{
    if (h->first.status) return;
    const hid_t space = ct_h5_check(h, H5Screate(H5S_SCALAR), name);
    const hid_t a =
        ct_h5_check(h, H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT), name);
    if (a >= 0) {
        ct_h5_check(h, H5Awrite(a, memory_type, value), name);
        ct_h5_check(h, H5Aclose(a), name);
    }
    if (space >= 0) H5Sclose(space);
}

hid_t ct_h5_string_type(ct_h5 *h, size_t size)
{
    const hid_t type = ct_h5_check(h, H5Tcopy(H5T_C_S1), "a type");
    if (type < 0) return type;
    ct_h5_check(h, H5Tset_size(type, size ? size : 1), "a type");
    ct_h5_check(h, H5Tset_cset(type, H5T_CSET_UTF8), "a type");
    if (size != H5T_VARIABLE) ct_h5_check(h, H5Tset_strpad(type, H5T_STR_NULLPAD), "a type");
    return type;
}

void ct_h5_attribute_text(ct_h5 *h, hid_t object, const char *name, const char *text)
{
    if (h->first.status) return;
    const size_t length = strnlen(text, LONGEST_ATTRIBUTE);
    const hid_t type = ct_h5_string_type(h, length);
    write_attribute(h, object, name, type, type, text);
    if (type >= 0) H5Tclose(type);
}

void ct_h5_attribute_i32(ct_h5 *h, hid_t object, const char *name, int32_t value)
{
    write_attribute(h, object, name, H5T_STD_I32LE, H5T_NATIVE_INT32, &value);
}

void ct_h5_attribute_u64(ct_h5 *h, hid_t object, const char *name, uint64_t value)
{
    write_attribute(h, object, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, &value);
}

void ct_h5_attribute_f64(ct_h5 *h, hid_t object, const char *name, double value)
{
    write_attribute(h, object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
}
