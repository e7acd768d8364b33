/// The accounts: accounts.csv, and accounts_truth.csv with the flaws when some are asked for. Row i
/// depends on (seed, i) and the layer only, so a shorter file is the beginning of a longer one.
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "datasets/synth.h"
#include "write/out.h"

enum { HASH_REGION = 20, HASH_SIZE = 21, HASH_DIRTY = 22, ROW_BYTES = 192, CHUNK = 4096 };

typedef struct source {
    const synth_country *c;
    int64_t *until; ///< [n_regions] cumulative weight
    int64_t step;   ///< weight for each of n_regions equal parts of all
    int32_t *first; ///< [n_regions + 1] the region with the weight at q * step; the last one's end
    synth_ground ground;
} source;

/// The region that holds unit `at` of the weight of all.
static int32_t region_at(const source *s, int64_t at)
{
    int32_t lo = s->first[at / s->step], hi = s->first[at / s->step + 1];
    while (lo < hi) {
        const int32_t mid = lo + (hi - lo) / 2;
        if (s->until[mid] > at)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

static int32_t region_of(const source *s, uint64_t row)
{
    const double u = synth_unit(synth_hash(s->c->opt.seed, HASH_REGION, row, 0));
    return region_at(s, (int64_t)(u * (double)s->until[s->c->opt.n_regions - 1]));
}

static bool open_source(const synth_country *c, source *s, ct_error *err)
{
    const int32_t n = c->opt.n_regions;
    *s = (source){.c = c};
    s->until = ct_array(n, sizeof *s->until, "weights", err);
    s->first = ct_array(n + 1, sizeof *s->first, "weights", err);
    if (!s->until || !s->first) return false;
    int64_t sum = 0;
    for (int32_t i = 0; i < n; i++) s->until[i] = sum += c->weight[i];
    s->step = sum / n + 1;
    for (int32_t q = 0, i = 0; q <= n; q++) {
        while (i + 1 < n && s->until[i] <= q * s->step) i++;
        s->first[q] = i;
    }
    if (synth_ground_make(c, c->opt.n_accounts, &s->ground)) return true;
    ct_fail_memory(err, s->ground.largest * 16, "the shapes of regions");
    return false;
}

static void close_source(source *s)
{
    synth_ground_free(&s->ground);
    free(s->first);
    free(s->until);
}

typedef struct account {
    char code[16], lon[32], lat[32], revenue[32], id[32];
    int employees, visits;
    char segment;
} account;

static const char *const flaw_names[] = {"",
                                         "zip_plus_4",
                                         "lost_zero",
                                         "swapped",
                                         "no_coordinates",
                                         "unknown_code",
                                         "thousands_separator",
                                         "blanks",
                                         "nan"};
enum { N_FLAWS = 9 };

/// The flaw of a row, 0 = none.
static int flaw_of(const synth_country *c, uint64_t row)
{
    const uint64_t h = synth_hash(c->opt.seed, HASH_DIRTY, row, 0);
    if (c->opt.dirty <= 0 || synth_unit(h) >= c->opt.dirty) return 0;
    return 1 + (int)(synth_hash(h, HASH_DIRTY, row, 1) % (N_FLAWS - 1));
}

/// value with zeros in front, `width` digits at least; returns where it ends.
static char *put_padded(int64_t value, int32_t width, char *to)
{
    char digits[32];
    const int32_t n = ct_format_fixed(value, 0, digits);
    for (int32_t i = n; i < width; i++) *to++ = '0';
    memcpy(to, digits, (size_t)n + 1);
    return to + n;
}

static void put_id(int64_t row, char *to)
{
    *to = 'A';
    put_padded(row, 9, to + 1);
}

/// Segment, size and what follows from it.
static void make_size(const synth_country *c, uint64_t row, account *a)
{
    const uint64_t h = synth_hash(c->opt.seed, HASH_SIZE, row, 0);
    const double u = synth_unit(h);
    a->employees = (int)(1 + 8 * pow(1 / (1 - 0.999 * u), 0.9));
    a->segment = a->employees > 100 ? 'A' : a->employees > 20 ? 'B' : a->employees > 5 ? 'C' : 'D';
    a->visits = a->segment == 'A' ? 24 : a->segment == 'B' ? 12 : a->segment == 'C' ? 6 : 2;
    const int64_t cents =
        (int64_t)(a->employees * 15e6 * (0.3 + synth_unit(synth_hash(h, HASH_SIZE, row, 1))));
    ct_format_fixed(cents, 2, a->revenue);
}

static void make_account(const source *s, int64_t row, account *a)
{
    const synth_country *c = s->c;
    const int32_t region = region_of(s, (uint64_t)row);
    int64_t micro[2];
    put_id(row, a->id);
    put_padded(synth_code(c, region), synth_code_digits(c), a->code);
    make_size(c, (uint64_t)row, a);
    a->lon[0] = a->lat[0] = 0; // a sliver of a region: the row has its code only
    if (!synth_ground_point(&s->ground, region, (uint64_t)row, micro)) return;
    ct_format_fixed(micro[0], 6, a->lon);
    ct_format_fixed(micro[1], 6, a->lat);
}

/// What CRM exports do to rows.
static void spoil(int flaw, account *a)
{
    char t[32];
    switch (flaw) {
    case 1: strncat(a->code, "-0001", sizeof a->code - strlen(a->code) - 1); break;
    case 2:
        memmove(a->code, a->code + strspn(a->code, "0"),
                strlen(a->code + strspn(a->code, "0")) + 1);
        break;
    case 3:
        memcpy(t, a->lon, sizeof t);
        memcpy(a->lon, a->lat, sizeof t);
        memcpy(a->lat, t, sizeof t);
        break;
    case 4: a->lon[0] = a->lat[0] = 0; break;
    case 5: snprintf(a->code, sizeof a->code, "PO BOX"); break;
    case 6: {
        const size_t whole = strcspn(a->revenue, ".");
        if (whole < 4 || whole > 20) break;
        snprintf(t, sizeof t, "\"%.*s,%s\"", (int)(whole - 3), a->revenue, a->revenue + whole - 3);
        memcpy(a->revenue, t, sizeof t);
        break;
    }
    case 7: snprintf(t, sizeof t, "  %.20s ", a->id), memcpy(a->id, t, sizeof t); break;
    case 8: snprintf(a->lon, sizeof a->lon, "NaN"); break;
    default: break;
    }
}

static int64_t bound(const void *user, int64_t begin, int64_t end)
{
    (void)user;
    return (end - begin) * ROW_BYTES;
}

static char *put_text(const char *text, char *to)
{
    to = stpcpy(to, text);
    *to++ = ',';
    return to;
}

static char *put_number(int64_t value, char end, char *to)
{
    to += ct_format_fixed(value, 0, to);
    *to++ = end;
    return to;
}

static char *put_account(const account *a, char *to)
{
    to = put_text(a->id, to);
    to = put_text(a->code, to);
    to = put_text(a->lon, to);
    to = put_text(a->lat, to);
    *to++ = a->segment;
    *to++ = ',';
    to = put_number(a->employees, ',', to);
    to = put_text(a->revenue, to);
    return put_number(a->visits, '\n', to);
}

static int64_t fill_accounts(const void *user, int64_t begin, int64_t end, char *to)
{
    const source *s = user;
    char *at = to;
    for (int64_t row = begin; row < end; row++) {
        account a;
        make_account(s, row, &a);
        spoil(flaw_of(s->c, (uint64_t)row), &a);
        at = put_account(&a, at);
    }
    return at - to;
}

static int64_t fill_truth(const void *user, int64_t begin, int64_t end, char *to)
{
    const source *s = user;
    int64_t at = 0;
    for (int64_t row = begin; row < end; row++) {
        const int flaw = flaw_of(s->c, (uint64_t)row);
        if (!flaw) continue;
        at += snprintf(to + at, ROW_BYTES, "%lld,A%09lld,%s\n", (long long)row + 1, (long long)row,
                       flaw_names[flaw]);
    }
    return at;
}

static ct_status write_rows(const source *s, const ct_context *ctx, const char *name,
                            const char *header,
                            int64_t (*fill)(const void *, int64_t, int64_t, char *), ct_error *err)
{
    static ct_out out;
    const ct_chunks chunks = {
        .n = s->c->opt.n_accounts, .per_chunk = CHUNK, .bound = bound, .fill = fill, .user = s};
    ct_out_open(&out, s->c->opt.out, name);
    ct_out_text(&out, header);
    ct_out_chunks(&out, ctx, &chunks);
    return ct_out_close(&out, err);
}

bool synth_write_accounts(const synth_country *c, char error[1024])
{
    ct_error err = {0};
    ct_notes notes = {0};
    const ct_context ctx = {.n_threads = omp_get_max_threads(), .notes = &notes};
    source s;
    ct_status status = open_source(c, &s, &err) ? CT_OK : CT_ERR_MEMORY;
    if (!status)
        status =
            write_rows(&s, &ctx, "accounts.csv",
                       "account_id,postal_code,lon,lat,segment,employees,revenue,visits_per_year\n",
                       fill_accounts, &err);
    if (!status && c->opt.dirty > 0)
        status = write_rows(&s, &ctx, "accounts_truth.csv", "data_row,account_id,flaw\n",
                            fill_truth, &err);
    close_source(&s);
    ct_notes_free(&notes);
    snprintf(error, 1024, "%s", err.text);
    return !status;
}
