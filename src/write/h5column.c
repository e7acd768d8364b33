/// Columns of canton.h5: small ones by HDF5, large ones past it.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "write/h5file.h"
#include "write/out.h"
#include "write/writing.h"

enum {
    CHUNK_BYTES = 1 << 22, ///< of large columns
    CHUNK_ROWS = 1 << 14,  ///< of texts with each their own length
    LONG_CELL = 256        ///< bytes that cells of one size may always have
};

static bool is_large(hid_t type, int64_t n)
{
    return n >= CT_H5_LARGE / (int64_t)H5Tget_size(type);
}

static hid_t create_by(ct_h5 *h, hid_t group, ct_h5_about about, hid_t type, hid_t list, int64_t n)
{
    if (h->first.status || ct_tick(h->ctx, "write", 0, about.long_name)) {
        if (!h->first.status) ct_fail(&h->first, CT_ERR_STOPPED, "stopped");
        return -1;
    }
    const hsize_t size = (hsize_t)n;
    const hid_t space = ct_h5_check(h, H5Screate_simple(1, &size, NULL), about.name);
    const hid_t column = ct_h5_check(
        h, H5Dcreate2(group, about.name, type, space, H5P_DEFAULT, list, H5P_DEFAULT), about.name);
    if (space >= 0) H5Sclose(space);
    if (column < 0) return column;
    ct_h5_attribute_text(h, column, "units", about.units);
    ct_h5_attribute_text(h, column, "long_name", about.long_name);
    return column;
}

/// The empty column, with its attributes.
static hid_t create_column(ct_h5 *h, hid_t group, ct_h5_about about, hid_t type, int64_t n)
{
    return create_by(h, group, about, type, is_large(type, n) ? h->large_list : h->dataset_list, n);
}

/// A large column, closed.
static void write_past(ct_h5 *h, hid_t column, const char *name, const ct_chunks *values)
{
    const haddr_t at = h->first.status ? HADDR_UNDEF : H5Dget_offset(column);
    ct_h5_check(h, H5Dclose(column), name);
    if (at == HADDR_UNDEF) ct_h5_check(h, H5I_INVALID_HID, name);
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
        const ct_chunks values = {n,    CHUNK_BYTES / all.size, numbers_bound, numbers_fill,
                                  &all, numbers_lend,           NULL};
        write_past(h, column, about.name, &values);
        return;
    }
    if (n && !h->first.status)
        ct_h5_check(h, H5Dwrite(column, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, v), about.name);
    ct_h5_check(h, H5Dclose(column), about.name);
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
        ct_h5_check(h, H5Dwrite(column, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, all), "a text column");
    }
    free(all);
    ct_h5_check(h, H5Dclose(column), "a text column");
}

/// Would one long text make all cells long?
static bool is_uneven(const ct_strings *s, int64_t longest)
{
    const int64_t bytes = ct_strings_length(s, 0, s->n);
    return longest > LONG_CELL && longest > 4 * (bytes / s->n + 1);
}

/// Rows begin .. end - 1 of a column of texts that have each their own length.
static void write_texts(ct_h5 *h, hid_t column, hid_t type, const ct_strings *s, int64_t begin,
                        int64_t end)
{
    const hsize_t at = (hsize_t)begin, n = (hsize_t)(end - begin);
    ct_arena arena = {0};
    char **text = ct_arena_array(&arena, end - begin, sizeof *text, "text columns", &h->first);
    const int64_t bytes = ct_strings_length(s, begin, end) + end - begin;
    char *to = text ? ct_arena_array(&arena, bytes, 1, "text columns", &h->first) : NULL;
    for (int64_t i = begin; to && i < end; i++) {
        const int64_t length = ct_string_length(s, i);
        text[i - begin] = to;
        if (length) memcpy(to, ct_string(s, i), (size_t)length);
        to += length + 1;
    }
    const hid_t memory = ct_h5_check(h, H5Screate_simple(1, &n, NULL), "a text column");
    const hid_t file = ct_h5_check(h, H5Dget_space(column), "a text column");
    if (to && !h->first.status)
        ct_h5_check(h, H5Sselect_hyperslab(file, H5S_SELECT_SET, &at, NULL, &n, NULL), "a column");
    if (to && !h->first.status)
        ct_h5_check(h, H5Dwrite(column, type, memory, file, H5P_DEFAULT, text), "a text column");
    if (file >= 0) H5Sclose(file);
    if (memory >= 0) H5Sclose(memory);
    ct_arena_free(&arena);
}

/// HDF5 demands that what it points to is written, which other columns do without.
static void write_uneven(ct_h5 *h, hid_t group, ct_h5_about about, const ct_strings *s)
{
    const hid_t list = ct_h5_check(h, H5Pcopy(h->dataset_list), "properties");
    const hid_t type = ct_h5_string_type(h, H5T_VARIABLE);
    if (!h->first.status) ct_h5_check(h, H5Pset_fill_time(list, H5D_FILL_TIME_IFSET), "properties");
    const hid_t column = create_by(h, group, about, type, list, s->n);
    for (int64_t i = 0; column >= 0 && i < s->n && !h->first.status; i += CHUNK_ROWS)
        write_texts(h, column, type, s, i, i + CHUNK_ROWS < s->n ? i + CHUNK_ROWS : s->n);
    if (column >= 0) ct_h5_check(h, H5Dclose(column), "a text column");
    if (type >= 0) H5Tclose(type);
    if (list >= 0) H5Pclose(list);
}

static void write_even(ct_h5 *h, hid_t group, ct_h5_about about, const ct_strings *s, int64_t size)
{
    cells c = {s, size};
    const hid_t type = ct_h5_string_type(h, (size_t)c.size);
    const hid_t column = create_column(h, group, about, type, s->n);
    const ct_chunks values = {s->n, CHUNK_BYTES / c.size + 1, cells_bound, cells_fill, &c, NULL,
                              NULL};
    if (column >= 0 && is_large(type, s->n))
        write_past(h, column, about.name, &values);
    else if (column >= 0)
        write_cells(h, column, type, &c);
    if (type >= 0) H5Tclose(type);
}

void ct_h5_strings(ct_h5 *h, hid_t group, ct_h5_about about, const ct_strings *s)
{
    int64_t longest = 1;
    for (int64_t i = 0; i < s->n; i++)
        if (ct_string_length(s, i) > longest) longest = ct_string_length(s, i);
    if (h->first.status) return;
    if (s->n && is_uneven(s, longest))
        write_uneven(h, group, about, s);
    else
        write_even(h, group, about, s, longest);
}
