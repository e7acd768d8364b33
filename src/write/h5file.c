/// HDF5 files that are the same bytes every time: no times, no fill, a fixed format version.
#include "write/h5file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "write/out.h"
#include "write/write.h"

enum { LONGEST_ATTRIBUTE = 60000, REASON = 1024, PAGE = 1 << 12 };
enum {
    LARGE = 1 << 22,
    CHUNK_BYTES = 1 << 22
}; ///< columns past HDF5, and the pieces they are made in

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

static hid_t check(ct_h5 *h, hid_t id, const char *what)
{
    if (id < 0) fail(h, what);
    return id;
}

/// Creation properties that keep times out.
static hid_t untimed(ct_h5 *h, hid_t class)
{
    const hid_t list = check(h, H5Pcreate(class), "properties");
    if (list >= 0) check(h, H5Pset_obj_track_times(list, 0), "properties");
    return list;
}

static void create(ct_h5 *h)
{
    const hid_t creation = untimed(h, H5P_FILE_CREATE);
    const hid_t access = check(h, H5Pcreate(H5P_FILE_ACCESS), "properties");
    if (!h->first.status) {
        H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18);
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
        H5Pset_alignment(access, LARGE, PAGE);
        h->file = check(h, H5Fcreate(h->path, H5F_ACC_EXCL, creation, access), "the file");
    }
    if (access >= 0) H5Pclose(access);
    if (creation >= 0) H5Pclose(creation);
}

void ct_h5_open(ct_h5 *h, const char *path, const ct_context *ctx)
{
    memset(h, 0, sizeof *h);
    snprintf(h->path, sizeof h->path, "%s", path);
    h->ctx = ctx;
    h->file = h->dataset_list = h->large_list = h->group_list = -1;
    H5dont_atexit(); // a file that a full disk left half closed would crash there
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    h->dataset_list = untimed(h, H5P_DATASET_CREATE);
    h->group_list = untimed(h, H5P_GROUP_CREATE);
    if (!h->first.status)
        check(h, H5Pset_fill_time(h->dataset_list, H5D_FILL_TIME_NEVER), "properties");
    if (!h->first.status) h->large_list = check(h, H5Pcopy(h->dataset_list), "properties");
    if (!h->first.status)
        check(h, H5Pset_alloc_time(h->large_list, H5D_ALLOC_TIME_EARLY), "properties");
    if (!h->first.status) create(h);
}

ct_status ct_h5_close(ct_h5 *h, ct_error *err)
{
    if (h->dataset_list >= 0) H5Pclose(h->dataset_list);
    if (h->large_list >= 0) H5Pclose(h->large_list);
    if (h->group_list >= 0) H5Pclose(h->group_list);
    if (h->file >= 0) check(h, H5Fclose(h->file), "the end of the file");
    if (h->first.status && err) *err = h->first;
    return h->first.status;
}

hid_t ct_h5_group(ct_h5 *h, hid_t parent, const char *name)
{
    if (h->first.status) return -1;
    char safe[CT_NAME_SIZE + 1];
    snprintf(safe, sizeof safe, "%s", name);
    for (char *p = safe; *p; p++)
        if (*p == '/') *p = '_';
    return check(h, H5Gcreate2(parent, safe, H5P_DEFAULT, h->group_list, H5P_DEFAULT), name);
}

void ct_h5_group_close(ct_h5 *h, hid_t group)
{
    if (group >= 0) check(h, H5Gclose(group), "a group");
}

/// One value of `file_type` from `memory_type`.
static void write_attribute(ct_h5 *h, hid_t object, const char *name, hid_t file_type,
                            hid_t memory_type, const void *value)
{
    if (h->first.status) return;
    const hid_t space = check(h, H5Screate(H5S_SCALAR), name);
    const hid_t a =
        check(h, H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT), name);
    if (a >= 0) {
        check(h, H5Awrite(a, memory_type, value), name);
        check(h, H5Aclose(a), name);
    }
    if (space >= 0) H5Sclose(space);
}

static hid_t string_type(ct_h5 *h, size_t size)
{
    const hid_t type = check(h, H5Tcopy(H5T_C_S1), "a type");
    if (type < 0) return type;
    check(h, H5Tset_size(type, size ? size : 1), "a type");
    check(h, H5Tset_cset(type, H5T_CSET_UTF8), "a type");
    check(h, H5Tset_strpad(type, H5T_STR_NULLPAD), "a type");
    return type;
}

void ct_h5_attribute_text(ct_h5 *h, hid_t object, const char *name, const char *text)
{
    if (h->first.status) return;
    const size_t length = strnlen(text, LONGEST_ATTRIBUTE);
    const hid_t type = string_type(h, length);
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

static bool is_large(hid_t type, int64_t n)
{
    return n >= LARGE / (int64_t)H5Tget_size(type);
}

/// The empty column, with its attributes.
static hid_t create_column(ct_h5 *h, hid_t group, ct_h5_about about, hid_t type, int64_t n)
{
    if (h->first.status || ct_tick(h->ctx, "write", 0, about.long_name)) {
        if (!h->first.status) ct_fail(&h->first, CT_ERR_STOPPED, "stopped");
        return -1;
    }
    char safe[CT_NAME_SIZE + 1];
    snprintf(safe, sizeof safe, "%s", about.name);
    for (char *p = safe; *p; p++)
        if (*p == '/') *p = '_';
    const hsize_t size = (hsize_t)n;
    const hid_t space = check(h, H5Screate_simple(1, &size, NULL), about.name);
    const hid_t list = is_large(type, n) ? h->large_list : h->dataset_list;
    const hid_t column =
        check(h, H5Dcreate2(group, safe, type, space, H5P_DEFAULT, list, H5P_DEFAULT), safe);
    if (space >= 0) H5Sclose(space);
    if (column < 0) return column;
    ct_h5_attribute_text(h, column, "units", about.units);
    ct_h5_attribute_text(h, column, "long_name", about.long_name);
    return column;
}

/// A large column, closed.
static void write_past(ct_h5 *h, hid_t column, const char *name, const ct_chunks *values)
{
    const haddr_t at = h->first.status ? HADDR_UNDEF : H5Dget_offset(column);
    check(h, H5Dclose(column), name);
    if (at == HADDR_UNDEF) fail(h, name);
    if (h->first.status) return;
    ct_out out;
    ct_out_reopen(&out, h->path, (int64_t)at);
    ct_out_chunks(&out, h->ctx, values);
    ct_out_close(&out, &h->first);
}

/// Numbers as they stand in memory.
typedef struct numbers {
    const char *bytes;
    int64_t size; ///< of one
} numbers;

static int64_t numbers_bound(const void *user, int64_t begin, int64_t end)
{
    return (end - begin) * ((const numbers *)user)->size;
}

static int64_t numbers_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const numbers *v = user;
    memcpy(to, v->bytes + begin * v->size, (size_t)((end - begin) * v->size));
    return (end - begin) * v->size;
}

static const char *numbers_lend(const void *user, int64_t begin, int64_t end, int64_t *n)
{
    const numbers *v = user;
    *n = (end - begin) * v->size;
    return v->bytes + begin * v->size;
}

static void write_numbers(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, hid_t file_type,
                          hid_t memory_type, const void *v)
{
    const hid_t column = create_column(h, group, about, file_type, n);
    if (column < 0) return;
    if (is_large(file_type, n) && H5Tequal(file_type, memory_type) > 0) {
        const numbers all = {v, (int64_t)H5Tget_size(file_type)};
        const ct_chunks values = {
            n, CHUNK_BYTES / all.size, numbers_bound, numbers_fill, &all, numbers_lend};
        write_past(h, column, about.name, &values);
        return;
    }
    if (n && !h->first.status)
        check(h, H5Dwrite(column, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, v), about.name);
    check(h, H5Dclose(column), about.name);
}

void ct_h5_i32(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const int32_t *v)
{
    write_numbers(h, group, about, n, H5T_STD_I32LE, H5T_NATIVE_INT32, v);
}

void ct_h5_i64(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const int64_t *v)
{
    write_numbers(h, group, about, n, H5T_STD_I64LE, H5T_NATIVE_INT64, v);
}

void ct_h5_u64(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const uint64_t *v)
{
    write_numbers(h, group, about, n, H5T_STD_U64LE, H5T_NATIVE_UINT64, v);
}

void ct_h5_u8(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const uint8_t *v)
{
    write_numbers(h, group, about, n, H5T_STD_U8LE, H5T_NATIVE_UINT8, v);
}

void ct_h5_f64(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const double *v)
{
    write_numbers(h, group, about, n, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, v);
}

void ct_h5_fixed(ct_h5 *h, hid_t group, ct_h5_about about, int64_t n, const int64_t *v,
                 int32_t decimals)
{
    if (h->first.status) return;
    double *value = ct_array(n, sizeof *value, about.long_name, &h->first);
    if (!value) return;
    for (int64_t i = 0; i < n; i++) value[i] = ct_fixed_value(v[i], decimals);
    ct_h5_f64(h, group, about, n, value);
    free(value);
}

/// Strings in cells of one size.
typedef struct cells {
    const ct_strings *s;
    int64_t size;
} cells;

static int64_t cells_bound(const void *user, int64_t begin, int64_t end)
{
    return (end - begin) * ((const cells *)user)->size;
}

static int64_t cells_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const cells *c = user;
    for (int64_t i = begin; i < end; i++, to += c->size) {
        const int64_t length = ct_string_length(c->s, i);
        if (length) memcpy(to, ct_string(c->s, i), (size_t)length);
        memset(to + length, 0, (size_t)(c->size - length));
    }
    return (end - begin) * c->size;
}

/// A column that HDF5 writes; it is closed.
static void write_cells(ct_h5 *h, hid_t column, hid_t type, const cells *c)
{
    char *all = ct_array(c->s->n, (size_t)c->size, "text columns", &h->first);
    if (all && c->s->n) {
        cells_fill(c, 0, c->s->n, all);
        check(h, H5Dwrite(column, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, all), "a text column");
    }
    free(all);
    check(h, H5Dclose(column), "a text column");
}

void ct_h5_strings(ct_h5 *h, hid_t group, ct_h5_about about, const ct_strings *s)
{
    if (h->first.status) return;
    cells c = {s, 1};
    for (int64_t i = 0; i < s->n; i++)
        if (ct_string_length(s, i) > c.size) c.size = ct_string_length(s, i);
    const hid_t type = string_type(h, (size_t)c.size);
    const hid_t column = create_column(h, group, about, type, s->n);
    const ct_chunks values = {s->n, CHUNK_BYTES / c.size + 1, cells_bound, cells_fill, &c, NULL};
    if (column >= 0 && is_large(type, s->n))
        write_past(h, column, about.name, &values);
    else if (column >= 0)
        write_cells(h, column, type, &c);
    if (type >= 0) H5Tclose(type);
}
