/// Compressed text: gzip and Zstandard, told by their first bytes, unpacked.
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/spool.h"
#include "read/csv.h"

enum { MOST_INPUT = 1 << 30, GZIP_WINDOW = 15 + 16, ZSTD_WINDOW_LOG = 31 };

/// The packed bytes, how many of them were read, and where the text goes.
typedef struct unpacking {
    const char *path, *kind;
    const char *in;
    int64_t in_size, at;
    ct_spool text;
    char *out;    ///< the next bytes of the text
    int64_t room; ///< for them
} unpacking;

static ct_status damaged(const unpacking *u, const char *what, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: the %s archive is damaged: %s at byte %lld of %lld; fetch it or pack it "
                   "again",
                   u->path, u->kind, what, (long long)u->at, (long long)u->in_size);
}

static ct_status make_room(unpacking *u, ct_error *err)
{
    u->out = ct_spool_room(&u->text, &u->room, err);
    return u->out ? CT_OK : err ? err->status : CT_ERR_MEMORY;
}

static void skip_padding(unpacking *u)
{
    while (u->at < u->in_size && u->in[u->at] == 0) u->at++;
}

/// One call of inflate(); *result is what it said.
static void inflate_step(unpacking *u, z_stream *z, int *result)
{
    const int64_t left = u->in_size - u->at;
    z->next_in = (z_const Bytef *)(u->in + u->at);
    z->avail_in = (uInt)(left < MOST_INPUT ? left : MOST_INPUT);
    z->next_out = (Bytef *)u->out;
    z->avail_out = (uInt)(u->room < MOST_INPUT ? u->room : MOST_INPUT);
    *result = inflate(z, Z_NO_FLUSH);
    u->at = (const char *)z->next_in - u->in;
    u->text.held += (const char *)z->next_out - u->out;
}

/// Members one after another, as `cat a.gz b.gz` makes them; zeros behind the last one.
static ct_status unpack_gzip(unpacking *u, ct_error *err)
{
    z_stream z = {0};
    ct_status s = CT_OK;
    if (inflateInit2(&z, GZIP_WINDOW) != Z_OK) return ct_fail_memory(err, 1 << 16, "unpacking");
    for (bool is_open = true; !s && (is_open || u->at < u->in_size);) {
        int result = Z_OK;
        s = make_room(u, err);
        if (s) break;
        inflate_step(u, &z, &result);
        is_open = result != Z_STREAM_END;
        if (!is_open) {
            skip_padding(u);
            inflateReset(&z);
        } else if (result == Z_MEM_ERROR) {
            s = ct_fail_memory(err, 1 << 16, "unpacking");
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            s = damaged(u, z.msg ? z.msg : "wrong data", err);
        } else if (u->at == u->in_size && z.avail_out) {
            s = damaged(u, "it ends too early", err);
        }
    }
    inflateEnd(&z);
    return s;
}

/// Frames one after another.
static ct_status unpack_zstd(unpacking *u, ct_error *err)
{
    ZSTD_DCtx *d = ZSTD_createDCtx();
    ct_status s = d ? CT_OK : ct_fail_memory(err, 1 << 17, "unpacking");
    ZSTD_inBuffer in = {u->in, (size_t)u->in_size, 0};
    if (d) ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    for (bool is_done = false; !s && !is_done;) {
        s = make_room(u, err);
        if (s) break;
        ZSTD_outBuffer out = {u->out, (size_t)u->room, 0};
        const size_t result = ZSTD_decompressStream(d, &out, &in);
        u->text.held += (int64_t)out.pos;
        u->at = (int64_t)in.pos;
        is_done = in.pos == in.size && out.pos < out.size;
        if (ZSTD_isError(result))
            s = damaged(u, ZSTD_getErrorName(result), err);
        else if (is_done && result)
            s = damaged(u, "it ends too early", err);
    }
    ZSTD_freeDCtx(d);
    return s;
}

static bool is_gzip(const ct_file *file)
{
    return file->size >= 3 && !memcmp(file->bytes, "\x1f\x8b\x08", 3);
}

bool ct_csv_is_packed(const ct_file *file)
{
    return is_gzip(file) || (file->size >= 4 && !memcmp(file->bytes, "\x28\xb5\x2f\xfd", 4));
}

ct_status ct_csv_unpack(const char *path, int64_t most, ct_file *file, ct_error *err)
{
    if (!ct_csv_is_packed(file)) return CT_OK;
    const bool gzip = is_gzip(file);
    unpacking u = {.path = path, .kind = gzip ? "gzip" : "zstd"};
    u.in = file->bytes;
    u.in_size = file->size;
    u.text = (ct_spool){.what = path, .most = most};
    ct_file text;
    ct_status s = gzip ? unpack_gzip(&u, err) : unpack_zstd(&u, err);
    if (s)
        ct_spool_drop(&u.text);
    else
        s = ct_spool_end(&u.text, &text, err);
    if (s) return s;
    ct_file_close(file);
    *file = text;
    return CT_OK;
}
