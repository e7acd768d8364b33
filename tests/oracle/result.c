/// A result directory held against itself. See result.h.
#include "tests/oracle/result.h"

#include <hdf5.h>
#include <math.h>
#include <shapefil.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/oracle/partition.h"

typedef struct result {
    const char *dir;
    oracle_result *to;
    hid_t file;
    int32_t n, k;
    char *code; ///< [n * code_size]
    size_t code_size;
    int32_t *part;               ///< [n] territory, from 0
    int64_t *indptr;             ///< [n + 1]
    int32_t *indices;            ///< [indptr[n]]
    int32_t *region, *territory; ///< [n_accounts] -1 = none; from 1, 0 = none
    int64_t n_arcs, n_accounts;
} result;

static void say(result *r, const char *format, ...)
{
    va_list args;
    if (r->to->wrong[0]) return;
    va_start(args, format);
    vsnprintf(r->to->wrong, sizeof r->to->wrong, format, args);
    va_end(args);
}

/// The whole dataset, *n items of this type in memory; NULL and said when it is not there.
static void *read_all(result *r, const char *name, hid_t type, size_t size, int64_t *n)
{
    const hid_t set = H5Dopen2(r->file, name, H5P_DEFAULT);
    void *all = NULL;
    if (set >= 0) {
        const hid_t space = H5Dget_space(set);
        *n = (int64_t)H5Sget_simple_extent_npoints(space);
        all = calloc((size_t)*n + 1, size);
        if (all && H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, all) < 0)
            free(all), all = NULL;
        H5Sclose(space);
        H5Dclose(set);
    }
    if (!all) say(r, "canton.h5 has no readable %s", name);
    return all;
}

static void *read_n(result *r, const char *name, hid_t type, size_t size, int64_t n)
{
    int64_t found = 0;
    void *all = read_all(r, name, type, size, &found);
    if (!all || found == n) return all;
    say(r, "%s has %lld items, not %lld", name, (long long)found, (long long)n);
    free(all);
    return NULL;
}

/// Codes, each in code_size bytes, ended by zeros if shorter.
static void load_codes(result *r)
{
    const hid_t set = H5Dopen2(r->file, "regions/code", H5P_DEFAULT);
    const hid_t type = set < 0 ? -1 : H5Dget_type(set);
    r->code_size = type < 0 || H5Tis_variable_str(type) ? 0 : H5Tget_size(type);
    r->code = r->code_size ? read_n(r, "regions/code", type, r->code_size, r->n) : NULL;
    if (!r->code_size) say(r, "canton.h5 has no codes");
    if (type >= 0) H5Tclose(type);
    if (set >= 0) H5Dclose(set);
}

static bool load(result *r)
{
    int64_t n = 0, k = 0;
    free(read_all(r, "territories/id", H5T_NATIVE_INT32, 4, &k));
    r->part = read_all(r, "regions/territory", H5T_NATIVE_INT32, 4, &n);
    r->to->n = r->n = (int32_t)n;
    r->to->k = r->k = (int32_t)k;
    load_codes(r);
    r->indptr = read_n(r, "graph/indptr", H5T_NATIVE_INT64, 8, n + 1);
    r->indices = read_all(r, "graph/indices", H5T_NATIVE_INT32, 4, &r->n_arcs);
    r->region = read_all(r, "accounts/region", H5T_NATIVE_INT32, 4, &r->n_accounts);
    r->territory = read_n(r, "accounts/territory", H5T_NATIVE_INT32, 4, r->n_accounts);
    r->to->n_accounts = r->n_accounts;
    return !r->to->wrong[0];
}

static void check_parts(result *r)
{
    int32_t *held = calloc((size_t)r->k + 1, sizeof *held);
    for (int32_t v = 0; v < r->n; v++) {
        if (r->part[v] < 1 || r->part[v] > r->k)
            say(r, "region %d is in territory %d of %d", v, r->part[v], r->k);
        else
            held[r->part[v]]++;
    }
    for (int32_t j = 1; j <= r->k; j++)
        if (!held[j]) say(r, "territory %d is empty", j);
    free(held);
}

static bool has_arc(const result *r, int32_t a, int32_t b)
{
    for (int64_t p = r->indptr[a]; p < r->indptr[a + 1]; p++)
        if (r->indices[p] == b) return true;
    return false;
}

static void check_graph(result *r)
{
    if (r->indptr[0] != 0 || r->indptr[r->n] != r->n_arcs) {
        say(r, "graph/indptr does not span graph/indices");
        return;
    }
    for (int32_t v = 0; v < r->n; v++)
        for (int64_t p = r->indptr[v]; p < r->indptr[v + 1]; p++) {
            const int32_t u = r->indices[p];
            if (u < 0 || u >= r->n || u == v || !has_arc(r, u, v))
                say(r, "arc %d to %d has no way back", v, u);
        }
}

static void check_contiguity(result *r)
{
    int32_t *parts = read_n(r, "territories/parts", H5T_NATIVE_INT32, 4, r->k);
    for (int32_t j = 1; parts && j <= r->k; j++) {
        const int32_t pieces = oracle_pieces(r->n, r->indptr, r->indices, r->part, j, -1);
        if (pieces != parts[j - 1] && pieces != 1)
            say(r, "territory %d is in %d parts, not %d", j, pieces, parts[j - 1]);
        r->to->n_in_parts += pieces > 1;
    }
    free(parts);
}

/// One measure: the sums of the territories, and their bands.
static herr_t check_measure(hid_t group, const char *name, const H5L_info_t *info, void *user)
{
    (void)group, (void)info;
    result *r = user;
    static const char *const of[] = {"regions/measures", "territories/measures",
                                     "territories/lower", "territories/upper"};
    double *x[4], *sum = calloc((size_t)r->k + 1, sizeof *sum), total = 0;
    for (int i = 0; i < 4; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", of[i], name);
        x[i] = read_n(r, path, H5T_NATIVE_DOUBLE, 8, i ? r->k : r->n);
    }
    for (int32_t v = 0; x[0] && v < r->n; v++) sum[r->part[v] - 1] += x[0][v], total += x[0][v];
    const double close = 1e-9 * total;
    for (int32_t j = 0; x[0] && x[1] && x[2] && x[3] && j < r->k; j++) {
        if (fabs(sum[j] - x[1][j]) > close)
            say(r, "territory %d: %s is %.17g, not %.17g", j + 1, name, sum[j], x[1][j]);
        r->to->n_missed += sum[j] < x[2][j] - close || sum[j] > x[3][j] + close;
    }
    r->to->m++;
    for (int i = 0; i < 4; i++) free(x[i]);
    free(sum);
    return 0;
}

static void check_accounts(result *r)
{
    int32_t *counted = calloc((size_t)r->n + 1, sizeof *counted);
    int32_t *told = read_n(r, "regions/n_accounts", H5T_NATIVE_INT32, 4, r->n);
    for (int64_t i = 0; i < r->n_accounts; i++) {
        const int32_t v = r->region[i];
        if (v >= r->n || v < -1)
            say(r, "account %lld is in region %d", (long long)i, v);
        else if (r->territory[i] != (v < 0 ? 0 : r->part[v]))
            say(r, "account %lld is not in its region's territory", (long long)i);
        else if (v < 0)
            r->to->n_unmatched++;
        else
            counted[v]++;
    }
    for (int32_t v = 0; told && v < r->n; v++)
        if (counted[v] != told[v])
            say(r, "region %d has %d accounts, not %d", v, counted[v], told[v]);
    free(told);
    free(counted);
}

/// Rows of a CSV without its head; -1 = no such file.
static int64_t count_rows(const result *r, const char *name)
{
    char path[1024];
    int64_t n = -1;
    bool is_quoted = false;
    snprintf(path, sizeof path, "%s/%s", r->dir, name);
    FILE *f = fopen(path, "r");
    if (!f) return -1;
    for (int c; (c = getc(f)) != EOF;) {
        is_quoted ^= c == '"';
        n += c == '\n' && !is_quoted;
    }
    fclose(f);
    return n;
}

static void check_csv(result *r)
{
    const int64_t assigned = count_rows(r, "assignments.csv"),
                  unmatched = count_rows(r, "unmatched.csv");
    if (count_rows(r, "regions.csv") != r->n) say(r, "regions.csv has not %d rows", r->n);
    if (assigned != r->n_accounts - r->to->n_unmatched)
        say(r, "assignments.csv has %lld rows", (long long)assigned);
    if (unmatched != r->to->n_unmatched)
        say(r, "unmatched.csv has %lld rows", (long long)unmatched);
}

static int32_t find_code(const result *r, const char *code)
{
    for (int32_t v = 0; v < r->n; v++)
        if (strncmp(r->code + v * r->code_size, code, r->code_size) == 0) return v;
    return -1;
}

/// The territory of a record: of the region it is a part of, or the one that it is.
static int32_t territory_of(const result *r, DBFHandle dbf, int code, int record)
{
    const int32_t v = code < 0 ? record : find_code(r, DBFReadStringAttribute(dbf, record, code));
    return v < 0 ? -1 : code < 0 ? record + 1 : r->part[v];
}

/// As many records as rows, and of each its territory. With codes at least n, for a region may have
/// several records; without exactly n, one a territory.
static void check_layer(result *r, const char *name, int32_t n, const char *code_field)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", r->dir, name);
    SHPHandle shp = SHPOpen(path, "rb");
    DBFHandle dbf = DBFOpen(path, "rb");
    int found = -1;
    if (shp) SHPGetInfo(shp, &found, NULL, NULL, NULL);
    if (!shp || !dbf || found < n || (!code_field && found > n) ||
        DBFGetRecordCount(dbf) != found) {
        say(r, "layer %s has %d records and not %d", name, found, n);
    } else {
        const int code = code_field ? DBFGetFieldIndex(dbf, code_field) : -1;
        const int field = DBFGetFieldIndex(dbf, "TERR");
        for (int32_t i = 0; i < found; i++)
            if (DBFReadIntegerAttribute(dbf, i, field) != territory_of(r, dbf, code, i))
                say(r, "%s: record %d has another territory", name, i + 1);
    }
    if (dbf) DBFClose(dbf);
    if (shp) SHPClose(shp);
}

static void check_all(result *r)
{
    check_parts(r);
    check_graph(r);
    if (r->to->wrong[0]) return;
    check_contiguity(r);
    H5Literate_by_name(r->file, "regions/measures", H5_INDEX_NAME, H5_ITER_INC, NULL, check_measure,
                       r, H5P_DEFAULT);
    check_accounts(r);
    check_csv(r);
    check_layer(r, "regions", r->n, "CODE");
    check_layer(r, "territories", r->k, NULL);
}

oracle_result oracle_result_check(const char *dir)
{
    oracle_result to = {.wrong = ""};
    result r = {.dir = dir, .to = &to};
    char path[1024];
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    snprintf(path, sizeof path, "%s/canton.h5", dir);
    r.file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (r.file < 0) say(&r, "canton.h5 cannot be opened");
    if (r.file >= 0 && load(&r)) check_all(&r);
    if (r.file >= 0) H5Fclose(r.file);
    free(r.code);
    free(r.part);
    free(r.indptr);
    free(r.indices);
    free(r.region);
    free(r.territory);
    return to;
}
