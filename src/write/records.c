/// Input records by their place in the file.
#include "write/records.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/regions.h"
#include "write/bytes.h"

enum { HEADER = 100 };

static ct_status fail_changed(const ct_regions *r, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT, "%s: changed while it was being worked on; run again",
                   r->path);
}

/// Content of the record whose header is at `at`; false when it is not inside the file.
static bool take(ct_records *out, const ct_file *shp, int64_t at, int32_t region)
{
    if (at < HEADER || at > shp->size - 12) return false;
    const int64_t bytes = 2 * (int64_t)ct_get_be32(shp->bytes + at + 4);
    if (bytes < 4 || bytes > shp->size - at - 8) return false;
    if (region < 0) return true;
    out->content[out->n] = shp->bytes + at + 8;
    out->bytes[out->n] = bytes;
    out->region[out->n++] = region;
    return true;
}

/// Entry i of the index points at a record that says it is number i + 1 and as long; read believes
/// an index under the same condition.
static bool agrees(const char *entry, const ct_file *shp, int32_t i)
{
    const int64_t at = 2 * (int64_t)ct_get_be32(entry);
    return at >= HEADER && at <= shp->size - 12 &&
           ct_get_be32(shp->bytes + at) == (uint32_t)i + 1 &&
           ct_get_be32(shp->bytes + at + 4) == ct_get_be32(entry + 4);
}

/// By the index, when every entry agrees with the .shp.
static bool take_indexed(const ct_regions *r, ct_records *out)
{
    char path[4096];
    ct_file shx = {0};
    bool ok = ct_file_sibling(r->path, ".shx", path) && !ct_file_open(path, &shx, NULL) &&
              shx.size >= HEADER && (shx.size - HEADER) / 8 == r->n_records;
    for (int32_t i = 0; ok && i < r->n_records; i++) {
        const char *entry = shx.bytes + HEADER + 8 * (int64_t)i;
        ok = agrees(entry, &out->shp, i) &&
             take(out, &out->shp, 2 * (int64_t)ct_get_be32(entry), r->record_region[i]);
    }
    ct_file_close(&shx);
    return ok;
}

/// Without an index: one after the other.
static bool take_in_sequence(const ct_regions *r, ct_records *out)
{
    int64_t at = HEADER;
    out->n = 0;
    for (int32_t i = 0; i < r->n_records; i++) {
        if (!take(out, &out->shp, at, r->record_region[i])) return false;
        at += 8 + 2 * (int64_t)ct_get_be32(out->shp.bytes + at + 4);
    }
    return true;
}

static ct_status allocate(ct_records *out, int64_t n, ct_error *err)
{
    out->content = ct_array(n, sizeof *out->content, "input records", err);
    if (out->content) out->bytes = ct_array(n, sizeof *out->bytes, "input records", err);
    if (out->bytes) out->region = ct_array(n, sizeof *out->region, "input records", err);
    return out->region ? CT_OK : CT_ERR_MEMORY;
}

/// As they were kept.
static void take_kept(const ct_regions *r, ct_records *out)
{
    const ct_kept_records *k = r->kept;
    for (int32_t i = 0; i < r->n_records; i++) {
        if (r->record_region[i] < 0) continue;
        out->content[out->n] = k->file.bytes + k->offset[i];
        out->bytes[out->n] = k->size[i];
        out->region[out->n++] = r->record_region[i];
    }
}

ct_status ct_records_open(const ct_regions *regions, ct_records *out, ct_error *err)
{
    memset(out, 0, sizeof *out);
    ct_status s = regions->kept ? CT_OK : ct_file_open(regions->path, &out->shp, err);
    if (!s) s = allocate(out, regions->n_records, err);
    if (!s && regions->kept) return take_kept(regions, out), CT_OK;
    if (!s && out->shp.size < HEADER) s = fail_changed(regions, err);
    if (!s && !take_indexed(regions, out) && !take_in_sequence(regions, out))
        s = fail_changed(regions, err);
    return s;
}

void ct_records_close(ct_records *r)
{
    free(r->content);
    free(r->bytes);
    free(r->region);
    ct_file_close(&r->shp);
}
