/// Where the records of a .shp are.
#include <stdlib.h>

#include "base/memory.h"
#include "read/layer.h"

static uint32_t big_endian(const char *p)
{
    const uint8_t *b = (const uint8_t *)p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/// Entry i of the index points at a whole record that says it is number i + 1 and as long.
static bool entry_agrees(const ct_layer_file *l, const ct_file *shx, int32_t i)
{
    const char *entry = shx->bytes + 100 + 8 * (int64_t)i;
    const int64_t at = 2 * (int64_t)big_endian(entry), size = 2 * (int64_t)big_endian(entry + 4);
    if (at < 100 || size < 4 || at + 8 + size > l->shp.size) return false;
    const char *record = l->shp.bytes + at;
    if (big_endian(record) != (uint32_t)i + 1 || 2 * (int64_t)big_endian(record + 4) != size)
        return false;
    l->offset[i] = at + 8;
    l->size[i] = size;
    return true;
}

/// In parallel: the header of a record is the first of its page to be touched.
static bool entries_agree(ct_layer_file *l, const ct_file *shx, int32_t n, int32_t n_threads)
{
    bool agrees = true;
    int64_t sum = 100;
#pragma omp parallel for num_threads(n_threads) schedule(static) reduction(&& : agrees)            \
    reduction(+ : sum)
    for (int32_t i = 0; i < n; i++) {
        agrees = agrees && entry_agrees(l, shx, i);
        sum += agrees ? 8 + l->size[i] : 0;
    }
    return agrees && sum <= l->shp.size;
}

/// The index is believed only when every entry agrees with the .shp, there are as many as rows in
/// the table, and all records have room in the file: one that lies inside another would be read,
/// and kept, many times over.
bool ct_layer_index(ct_layer_file *l, const ct_file *shx, int32_t n_threads, ct_error *err)
{
    const int32_t n = l->dbf.n_records;
    if (shx->size < 100 || (shx->size - 100) / 8 != n || big_endian(shx->bytes) != 9994)
        return false;
    l->offset = ct_array(n, sizeof *l->offset, "record offsets", err);
    l->size = ct_array(n, sizeof *l->size, "record sizes", err);
    if (l->offset && l->size && entries_agree(l, shx, n, n_threads)) {
        l->n_records = n;
        return true;
    }
    free(l->offset);
    free(l->size);
    l->offset = l->size = NULL;
    return false;
}

static ct_status fail_cut(const ct_layer_file *l, int64_t record, int64_t at, int64_t need,
                          ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: the file is cut off or damaged: record %lld at byte %lld needs %lld bytes "
                   "and %lld are left; copy the file again",
                   l->path, (long long)record + 1, (long long)at, (long long)need,
                   (long long)(l->shp.size - at));
}

/// Where the records end: at the length the header states when that is inside the file.
static int64_t end_of_records(const ct_layer_file *l)
{
    const int64_t stated = 2 * (int64_t)big_endian(l->shp.bytes + 24);
    return stated >= 100 && stated < l->shp.size ? stated : l->shp.size;
}

static ct_status add_record(ct_layer_file *l, int64_t capacity[2], int64_t at, int64_t size,
                            ct_error *err)
{
    const int64_t n = l->n_records;
    if (n + 1 >= INT32_MAX) return ct_fail(err, CT_ERR_INPUT, "%s: too many records", l->path);
    ct_status s =
        ct_grow((void **)&l->offset, &capacity[0], n + 1, sizeof *l->offset, "record offsets", err);
    if (!s)
        s = ct_grow((void **)&l->size, &capacity[1], n + 1, sizeof *l->size, "record sizes", err);
    if (s) return s;
    l->offset[n] = at + 8;
    l->size[n] = size;
    l->n_records++;
    return CT_OK;
}

ct_status ct_layer_scan(ct_layer_file *l, ct_error *err)
{
    const int64_t end = end_of_records(l);
    int64_t capacity[2] = {0, 0}, at = 100;
    ct_status s = CT_OK;
    l->n_records = 0;
    while (!s && at < end) {
        if (l->shp.size - at < 8) return fail_cut(l, l->n_records, at, 8, err);
        const int64_t size = 2 * (int64_t)big_endian(l->shp.bytes + at + 4);
        if (size < 4 || size > l->shp.size - at - 8)
            return fail_cut(l, l->n_records, at, 8 + size, err);
        s = add_record(l, capacity, at, size, err);
        at += 8 + size;
    }
    return s;
}
