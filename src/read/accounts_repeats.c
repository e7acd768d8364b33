/// Ids that stand in more than one row.
///
/// Where ids ascend, as in most exports, one pass says that none repeats. Else their hashes (64
/// bits) are sorted into buckets that fit the cache, and each bucket is put into a table of its
/// own: 8 bytes a row, about three passes over the ids. Two ids of one hash, one case in 10^5 at
/// ten million rows, would be counted as a repeat; a row is set aside only when its id is the same.
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "kernels/prim/chunks.h"
#include "read/accounts.h"

enum { ROWS = 1 << 17, BUCKET = 1 << 12, MOST_BITS = 14 };

typedef struct repeats {
    const ct_reader *r;
    const ct_strings *id;
    bool *is_unsorted; ///< [n_chunks] an id does not stand behind the one before it
    int64_t n_chunks;
    int32_t bits;        ///< of a hash, for its bucket
    int64_t *begin;      ///< [n_chunks][n_buckets] where a chunk's hashes of a bucket go; once they
                         ///< are there, the last row has where each bucket ends
    uint64_t *hash;      ///< [n] by buckets; of each, those that repeat come first afterwards
    int64_t *n_repeated; ///< [n_buckets] different ones of them, ascending
    int64_t *n_rows;     ///< [n_buckets] rows beyond the first of an id
    bool *has_failed;    ///< [n_buckets] out of memory
} repeats;

static int64_t n_buckets(const repeats *p)
{
    return (int64_t)1 << p->bits;
}

/// Eight bytes as a number that orders as they do.
static uint64_t load_ordered(const char *p)
{
    uint64_t w;
    memcpy(&w, p, 8);
    return be64toh(w);
}

/// The ids of rows [begin - 1, end) ascend, all of 8 to 16 bytes: the first 8 and the last 8 of one
/// are held against those of the next.
static bool ascend_by_words(const ct_strings *s, int64_t begin, int64_t end)
{
    const int64_t rest = s->width - 8;
    const char *p = s->bytes + (begin - 1) * s->width;
    uint64_t first = load_ordered(p), last = load_ordered(p + rest);
    bool is_sorted = true;
    for (int64_t i = begin; i < end && is_sorted; i++) {
        p += s->width;
        const uint64_t next = load_ordered(p), next_last = load_ordered(p + rest);
        is_sorted = first < next || (first == next && last < next_last);
        first = next;
        last = next_last;
    }
    return is_sorted;
}

static bool ascend(const ct_strings *s, int64_t begin, int64_t end)
{
    bool is_sorted = true;
    for (int64_t i = begin; i < end && is_sorted; i++)
        is_sorted = ct_strings_compare(ct_string(s, i - 1), ct_string_length(s, i - 1),
                                       ct_string(s, i), ct_string_length(s, i)) < 0;
    return is_sorted;
}

static void look_at_order(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const repeats *p = user;
    const ct_strings *s = p->id;
    const bool has_words = !s->offset && s->width >= 8 && s->width <= 16;
    if (begin == 0) begin = 1;
    p->is_unsorted[chunk] =
        begin < end && !(has_words ? ascend_by_words(s, begin, end) : ascend(s, begin, end));
}

/// Never 0, which is a free slot of a table.
static uint64_t hash_of(const ct_strings *s, int64_t i)
{
    const uint64_t h = ct_hash(ct_string(s, i), ct_string_length(s, i));
    return h ? h : 1;
}

static int64_t bucket_of(const repeats *p, uint64_t hash)
{
    return (int64_t)(hash >> 1 >> (63 - p->bits));
}

static void count_chunk(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const repeats *p = user;
    int64_t *count = p->begin + chunk * n_buckets(p);
    for (int64_t i = begin; i < end; i++)
        if (ct_string_length(p->id, i)) count[bucket_of(p, hash_of(p->id, i))]++;
}

/// Counts to places, by buckets, and by chunks in a bucket.
static void place(const repeats *p)
{
    int64_t at = 0;
    for (int64_t b = 0; b < n_buckets(p); b++)
        for (int64_t c = 0; c < p->n_chunks; c++) {
            int64_t *here = &p->begin[c * n_buckets(p) + b];
            const int64_t n = *here;
            *here = at;
            at += n;
        }
}

static void scatter_chunk(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const repeats *p = user;
    int64_t *at = p->begin + chunk * n_buckets(p);
    for (int64_t i = begin; i < end; i++) {
        if (!ct_string_length(p->id, i)) continue; // an account without a name
        const uint64_t h = hash_of(p->id, i);
        p->hash[at[bucket_of(p, h)]++] = h;
    }
}

static int compare_hashes(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/// true = it is there already.
static bool put(uint64_t *table, uint64_t mask, uint64_t hash)
{
    uint64_t at = hash & mask;
    for (; table[at]; at = (at + 1) & mask)
        if (table[at] == hash) return true;
    table[at] = hash;
    return false;
}

static int64_t bucket_begin(const repeats *p, int64_t b)
{
    return b ? p->begin[(p->n_chunks - 1) * n_buckets(p) + b - 1] : 0;
}

static void find_in_bucket(void *user, int64_t b, int64_t begin, int64_t end)
{
    (void)begin, (void)end;
    const repeats *p = user;
    const int64_t first = bucket_begin(p, b), last = bucket_begin(p, b + 1);
    uint64_t size = 16, *hash = p->hash + first;
    while (size < 2 * (uint64_t)(last - first)) size *= 2;
    uint64_t *table = ct_array((int64_t)size, sizeof *table, "repeated ids", NULL);
    p->has_failed[b] = !table;
    int64_t n = 0, n_different = 0;
    for (int64_t i = 0; table && i < last - first; i++)
        if (put(table, size - 1, hash[i])) hash[n++] = hash[i];
    free(table);
    qsort(hash, (size_t)n, sizeof *hash, compare_hashes);
    for (int64_t i = 0; i < n; i++)
        if (!i || hash[i] != hash[i - 1]) hash[n_different++] = hash[i];
    p->n_rows[b] = n;
    p->n_repeated[b] = n_different;
}

/// Place of a hash among those that repeat; -1 = it does not.
static int64_t find(const repeats *p, uint64_t h)
{
    const int64_t b = bucket_of(p, h), begin = p->n_repeated[b] ? bucket_begin(p, b) : 0;
    if (!p->n_repeated[b]) return -1;
    const uint64_t *found =
        bsearch(&h, p->hash + begin, (size_t)p->n_repeated[b], sizeof h, compare_hashes);
    return found ? found - p->hash : -1;
}

static bool is_same_id(const ct_strings *s, int64_t i, int64_t j)
{
    const int64_t n = ct_string_length(s, i);
    return n == ct_string_length(s, j) && !memcmp(ct_string(s, i), ct_string(s, j), (size_t)n);
}

/// The first row with an id that repeats, and the next one with the same.
static bool find_example(const repeats *p, int64_t *first, int64_t *second)
{
    const int64_t n = p->r->out->n;
    for (*first = 0; *first < n; ++*first) {
        if (!ct_string_length(p->id, *first) || find(p, hash_of(p->id, *first)) < 0) continue;
        for (*second = *first + 1; *second < n; ++*second)
            if (is_same_id(p->id, *first, *second)) return true;
    }
    return false;
}

/// Rows behind the first of their id.
static ct_status set_aside(const repeats *p, ct_error *err)
{
    ct_accounts *a = p->r->out;
    int64_t *before = ct_array(a->n, sizeof *before, "repeated ids", err); // 1 + row, by find()
    if (!before) return CT_ERR_MEMORY;
    for (int64_t i = 0; i < a->n; i++) {
        const int64_t at = ct_string_length(p->id, i) ? find(p, hash_of(p->id, i)) : -1;
        if (at < 0) continue;
        if (!before[at]) before[at] = i + 1;
        if (before[at] == i + 1 || !is_same_id(p->id, before[at] - 1, i)) continue;
        a->n_flawed += !a->flaw[i];
        a->flaw[i] = CT_FLAW_REPEATED;
    }
    free(before);
    return CT_OK;
}

static const char *file_of(const ct_reader *r, int64_t row)
{
    int32_t f = 0;
    while (f + 1 < r->n_sources && row >= r->source[f + 1].first_row) f++;
    return r->source[f].name;
}

static ct_status tell(const repeats *p, int64_t n_ids, int64_t n_rows, ct_error *err)
{
    const ct_reader *r = p->r;
    const ct_accounts *a = r->out;
    int64_t i, j;
    char text[256], ids[32], rows[32];
    if (!find_example(p, &i, &j)) return CT_OK;
    ct_format_count(n_ids, ids);
    ct_format_count(n_rows, rows);
    const int length = (int)ct_string_length(p->id, i);
    snprintf(text, sizeof text, "'%.*s' in line %lld of %s and again in line %lld of %s",
             length < 40 ? length : 40, ct_string(p->id, i), (long long)ct_account_line(a, i),
             file_of(r, i), (long long)ct_account_line(a, j), file_of(r, j));
    if (r->opt->duplicates == CT_DUPLICATES_ERROR)
        return ct_refuse(r->ctx, err, "read",
                         "%s duplicate account %s in several rows: %s; remove %s more %s, or take "
                         "--duplicates keep or first",
                         ids, ct_plural(n_ids, "id", "ids"), text, rows,
                         ct_plural(n_rows, "row", "rows"));
    ct_note_add(r->ctx->notes, CT_WARN, "read", n_ids,
                "duplicate account {id|ids} in several rows, %s %s more than there are ids, "
                "%s: %s",
                rows, ct_plural(n_rows, "row", "rows"),
                r->opt->duplicates == CT_DUPLICATES_FIRST ? "which are set aside"
                                                          : "which all count",
                text);
    return CT_OK;
}

static bool are_ascending(repeats *p)
{
    bool is_unsorted = false;
    ctk_chunks(p->r->out->n, ROWS, p->r->ctx->n_threads, look_at_order, p);
    for (int64_t c = 0; c < p->n_chunks; c++) is_unsorted |= p->is_unsorted[c];
    return !is_unsorted;
}

static ct_status make_buckets(repeats *p, ct_arena *arena, ct_error *err)
{
    const int64_t n = p->r->out->n;
    while (p->bits < MOST_BITS && n >> p->bits > BUCKET) p->bits++;
    const int64_t k = n_buckets(p);
    p->begin = ct_arena_array(arena, p->n_chunks * k, sizeof *p->begin, "repeated ids", err);
    p->n_repeated = ct_arena_array(arena, k, sizeof *p->n_repeated, "repeated ids", err);
    p->n_rows = ct_arena_array(arena, k, sizeof *p->n_rows, "repeated ids", err);
    p->has_failed = ct_arena_array(arena, k, sizeof *p->has_failed, "repeated ids", err);
    p->hash = ct_arena_array(arena, n, sizeof *p->hash, "repeated ids", err);
    if (!p->begin || !p->n_repeated || !p->n_rows || !p->has_failed || !p->hash)
        return CT_ERR_MEMORY;
    const int32_t n_threads = p->r->ctx->n_threads;
    ctk_chunks(n, ROWS, n_threads, count_chunk, p);
    place(p);
    ctk_chunks(n, ROWS, n_threads, scatter_chunk, p);
    ctk_chunks(k, 1, n_threads, find_in_bucket, p);
    for (int64_t b = 0; b < k; b++)
        if (p->has_failed[b]) return ct_fail_memory(err, BUCKET, "repeated ids");
    return CT_OK;
}

static ct_status find_repeats(repeats *p, ct_arena *arena, ct_error *err)
{
    int64_t n_ids = 0, n_rows = 0;
    p->n_chunks = ctk_chunks_count(p->r->out->n, ROWS);
    p->is_unsorted = ct_arena_array(arena, p->n_chunks, sizeof *p->is_unsorted, "ids", err);
    if (!p->is_unsorted) return CT_ERR_MEMORY;
    if (are_ascending(p)) return CT_OK;
    ct_status s = make_buckets(p, arena, err);
    if (s) return s;
    for (int64_t b = 0; b < n_buckets(p); b++) n_ids += p->n_repeated[b], n_rows += p->n_rows[b];
    if (n_ids) s = tell(p, n_ids, n_rows, err);
    if (!s && n_ids && p->r->opt->duplicates == CT_DUPLICATES_FIRST) s = set_aside(p, err);
    return s;
}

static bool has_ids(const ct_reader *r)
{
    for (int32_t f = 0; f < r->n_sources; f++)
        if (r->source[f].columns.column[CT_ROLE_ID] >= 0) return r->out->n > 0;
    return false;
}

ct_status ct_accounts_find_repeats(ct_reader *r, ct_error *err)
{
    ct_arena arena = {0};
    repeats p = {.r = r, .id = &r->out->id};
    if (r->taker && has_ids(r))
        ct_note_add(r->ctx->notes, CT_INFO, "read", 0,
                    "account ids are not compared: rows are not kept (--duplicates error or first "
                    "keeps them)");
    const ct_status s = !r->taker && has_ids(r) ? find_repeats(&p, &arena, err) : CT_OK;
    ct_arena_free(&arena);
    return s;
}
