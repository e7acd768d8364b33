/// Input records by their place in the file.
#include "write/records.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/regions.h"
#include "write/bytes.h"

enum { HEADER = 100 };

static ct_status fail_changed(const ct_regions *r, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT, "%s: changed while it was being worked on; run again",
                   r->path);
}

static bool is_within(const ct_file *shp, int64_t at)
{
    return at >= HEADER && at <= shp->size - 12;
}

/// Content of the record with this header at `at`; false when it is not inside the file.
static bool take(ct_records *out, const char *header, int64_t at, int32_t region)
{
    const ct_file *shp = &out->shp;
    const int64_t bytes = 2 * (int64_t)ct_get_be32(header + 4);
    if (bytes < 4 || bytes > shp->size - at - 8) return false;
    if (region < 0) return true;
    out->content[out->n] = shp->bytes + at + 8;
    out->bytes[out->n] = bytes;
    out->region[out->n++] = region;
    return true;
}

/// Entry i of the index points at a record that says it is number i + 1 and as long; read believes
/// an index under the same condition.
static bool agrees(const char *entry, const char *header, int32_t i)
{
    return ct_get_be32(header) == (uint32_t)i + 1 &&
           ct_get_be32(header + 4) == ct_get_be32(entry + 4);
}

/// By the index, when every entry agrees with the .shp. The headers are read one by one: to look at
/// them in the mapped file would bring nearly all of it into memory.
static bool take_indexed(const ct_regions *r, ct_records *out)
{
    char path[4096], header[8];
    ct_file shx = {0};
    const int fd = open(r->path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && ct_file_sibling(r->path, ".shx", path) &&
              !ct_file_open(path, &shx, NULL) && shx.size >= HEADER &&
              (shx.size - HEADER) / 8 == r->n_records;
    for (int32_t i = 0; ok && i < r->n_records; i++) {
        const char *entry = shx.bytes + HEADER + 8 * (int64_t)i;
        const int64_t at = 2 * (int64_t)ct_get_be32(entry);
        ok = is_within(&out->shp, at) && pread(fd, header, sizeof header, at) == sizeof header &&
             agrees(entry, header, i) && take(out, header, at, r->record_region[i]);
    }
    ct_file_close(&shx);
    if (fd >= 0) close(fd);
    return ok;
}

/// Without an index: one after the other.
static bool take_in_sequence(const ct_regions *r, ct_records *out)
{
    int64_t at = HEADER;
    out->n = 0;
    for (int32_t i = 0; i < r->n_records; i++) {
        if (!is_within(&out->shp, at)) return false;
        const char *header = out->shp.bytes + at;
        if (!take(out, header, at, r->record_region[i])) return false;
        at += 8 + 2 * (int64_t)ct_get_be32(header + 4);
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
