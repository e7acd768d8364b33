/// The plan in a canton.h5, as a table. Any file may be given: nothing it says of itself is
/// believed.
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/current.h"

enum { LONGEST = 1 << 16 }; ///< bytes of a code or name

typedef struct column {
    hid_t dataset, type;
    int64_t n;
    size_t width; ///< bytes of a text
} column;

/// What is read of the file.
typedef struct plan {
    column code, territory, name;
    char *codes, *names;
    int32_t *territories;
} plan;

static void close_column(column *c)
{
    if (c->type >= 0) H5Tclose(c->type);
    if (c->dataset >= 0) H5Dclose(c->dataset);
}

/// In *c in any case, to be closed; false when it is not as a result has it.
static bool open_column(hid_t file, const char *name, bool is_text, column *c)
{
    c->dataset = H5Dopen2(file, name, H5P_DEFAULT);
    if (c->dataset < 0) return false;
    const hid_t space = H5Dget_space(c->dataset);
    c->type = H5Dget_type(c->dataset);
    c->n = space < 0 ? -1 : (int64_t)H5Sget_simple_extent_npoints(space);
    if (space >= 0) H5Sclose(space);
    if (c->type < 0 || c->n < 0 || c->n > INT32_MAX) return false;
    c->width = H5Tget_size(c->type);
    const bool is_fixed = H5Tget_class(c->type) == H5T_STRING && H5Tis_variable_str(c->type) == 0;
    return is_text ? is_fixed && c->width <= LONGEST : H5Tget_class(c->type) == H5T_INTEGER;
}

static bool open_plan(hid_t file, plan *p)
{
    return open_column(file, "regions/code", true, &p->code) &&
           open_column(file, "regions/territory", false, &p->territory) &&
           open_column(file, "territories/name", true, &p->name) && p->code.n == p->territory.n;
}

static bool read_column(const column *c, hid_t type, void *to)
{
    return H5Dread(c->dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, to) >= 0;
}

static ct_status read_plan(plan *p, const char *path, ct_error *err)
{
    p->codes = ct_array(p->code.n, p->code.width, "the other plan", err);
    p->names = ct_array(p->name.n, p->name.width, "the other plan", err);
    p->territories = ct_array(p->code.n, sizeof *p->territories, "the other plan", err);
    if (!p->codes || !p->names || !p->territories) return CT_ERR_MEMORY;
    if (read_column(&p->code, p->code.type, p->codes) &&
        read_column(&p->name, p->name.type, p->names) &&
        read_column(&p->territory, H5T_NATIVE_INT32, p->territories))
        return CT_OK;
    return ct_fail(err, CT_ERR_INPUT, "%s: cannot be read to its end; write it again", path);
}

static ct_status add_text(ct_strings_builder *b, const char *text, size_t width, ct_error *err)
{
    return ct_strings_add(b, text, (int64_t)strnlen(text, width), err);
}

/// Code, number and name of region i.
static ct_status add_row(const plan *p, int64_t i, ct_strings_builder *b, ct_error *err)
{
    char number[16] = "";
    const int64_t t = p->territories[i], last = p->name.n;
    if (t > 0) snprintf(number, sizeof number, "%lld", (long long)t);
    ct_status s = add_text(b, p->codes + i * (int64_t)p->code.width, p->code.width, err);
    if (!s) s = add_text(b, number, sizeof number, err);
    if (s) return s;
    if (t < 1 || t > last) return ct_strings_add(b, "", 0, err);
    return add_text(b, p->names + (t - 1) * (int64_t)p->name.width, p->name.width, err);
}

static ct_status make_table(const plan *p, ct_table *out, ct_error *err)
{
    static const char *const header[] = {"code", "territory", "name"};
    ct_strings_builder heads = {0}, cells = {0};
    ct_status s = CT_OK;
    out->line = ct_array(p->code.n, sizeof *out->line, "the other plan", err);
    if (!out->line) return CT_ERR_MEMORY;
    for (int i = 0; i < 3 && !s; i++) s = add_text(&heads, header[i], 16, err);
    for (int64_t i = 0; i < p->code.n && !s; i++) {
        out->line[i] = i + 1;
        s = add_row(p, i, &cells, err);
    }
    out->n_rows = p->code.n;
    out->n_columns = 3;
    out->header = heads.s;
    out->cell = cells.s;
    return s;
}

static ct_status read_file(const char *path, plan *p, ct_table *out, ct_error *err)
{
    const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    ct_status s = CT_OK;
    if (file < 0 || !open_plan(file, p))
        s = ct_fail(err, CT_ERR_INPUT,
                    "%s: is no canton.h5 with a plan in it: /regions/code, /regions/territory and "
                    "/territories/name are wanted; on NFS or Lustre try "
                    "HDF5_USE_FILE_LOCKING=FALSE",
                    path);
    if (!s) s = read_plan(p, path, err);
    if (!s) s = make_table(p, out, err);
    close_column(&p->code);
    close_column(&p->territory);
    close_column(&p->name);
    if (file >= 0) H5Fclose(file);
    return s;
}

ct_status ct_alignment_h5(const char *path, ct_table *out, ct_error *err)
{
    const column none = {.dataset = -1, .type = -1};
    plan p = {.code = none, .territory = none, .name = none};
    ct_status s;
    snprintf(out->path, sizeof out->path, "%s", path);
    H5E_BEGIN_TRY
    {
        s = read_file(path, &p, out, err);
    }
    H5E_END_TRY
    free(p.codes);
    free(p.names);
    free(p.territories);
    return s;
}
