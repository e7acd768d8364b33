/// The accounts: accounts.csv, and accounts_truth.csv with the flaws when some are asked for. Row i
/// depends on (seed, i) and the layer only, so a shorter file is the beginning of a longer one.
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "datasets/synth.h"
#include "write/out.h"

enum { HASH_REGION = 20, HASH_SIZE = 21, HASH_DIRTY = 22, ROW_BYTES = 192, CHUNK = 4096 };

typedef struct source {
    const synth_country *c;
    int64_t *until; ///< [n_regions] cumulative weight
    int64_t bound;  ///< vertices of the largest region
} source;

static int32_t region_of(const source *s, uint64_t row)
{
    const int32_t n = s->c->opt.n_regions;
    const int64_t at = (int64_t)(synth_unit(synth_hash(s->c->opt.seed, HASH_REGION, row, 0)) *
                                 (double)s->until[n - 1]);
    int32_t lo = 0, hi = n - 1;
    while (lo < hi) {
        const int32_t mid = lo + (hi - lo) / 2;
        if (s->until[mid] > at)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
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

static void make_account(const source *s, uint64_t row, synth_shape *scratch, account *a)
{
    const synth_country *c = s->c;
    const int32_t region = region_of(s, row);
    double lon = 0, lat = 0;
    const bool found = synth_point(c, region, row, scratch, &lon, &lat);
    const uint64_t h = synth_hash(c->opt.seed, HASH_SIZE, row, 0);
    const double u = synth_unit(h);
    a->employees = (int)(1 + 8 * pow(1 / (1 - 0.999 * u), 0.9));
    a->segment = a->employees > 100 ? 'A' : a->employees > 20 ? 'B' : a->employees > 5 ? 'C' : 'D';
    a->visits = a->segment == 'A' ? 24 : a->segment == 'B' ? 12 : a->segment == 'C' ? 6 : 2;
    const int64_t cents =
        (int64_t)(a->employees * 15e6 * (0.3 + synth_unit(synth_hash(h, HASH_SIZE, row, 1))));
    snprintf(a->id, sizeof a->id, "A%09llu", (unsigned long long)row);
    snprintf(a->code, sizeof a->code, "%0*lld", synth_code_digits(c),
             (long long)synth_code(c, region));
    snprintf(a->revenue, sizeof a->revenue, "%lld.%02lld", (long long)(cents / 100),
             (long long)(cents % 100));
    a->lon[0] = a->lat[0] = 0;
    if (!found) return; // a sliver of a region: the row has its code only
    snprintf(a->lon, sizeof a->lon, "%.6f", lon);
    snprintf(a->lat, sizeof a->lat, "%.6f", lat);
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

static int64_t fill_accounts(const void *user, int64_t begin, int64_t end, char *to)
{
    const source *s = user;
    synth_shape scratch = {.capacity = s->bound};
    scratch.xy = malloc((size_t)s->bound * 2 * sizeof *scratch.xy);
    int64_t at = 0;
    for (int64_t row = begin; scratch.xy && row < end; row++) {
        account a;
        make_account(s, (uint64_t)row, &scratch, &a);
        spoil(flaw_of(s->c, (uint64_t)row), &a);
        at += snprintf(to + at, ROW_BYTES, "%s,%s,%s,%s,%c,%d,%s,%d\n", a.id, a.code, a.lon, a.lat,
                       a.segment, a.employees, a.revenue, a.visits);
    }
    free(scratch.xy);
    return at;
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
    const ct_chunks chunks = {s->c->opt.n_accounts, CHUNK, bound, fill, s, NULL};
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
    source s = {c, ct_array(c->opt.n_regions, sizeof(int64_t), "weights", &err), 0};
    ct_status status = s.until ? CT_OK : CT_ERR_MEMORY;
    int64_t sum = 0;
    for (int32_t i = 0; !status && i < c->opt.n_regions; i++) {
        s.until[i] = sum += c->weight[i];
        const int64_t n = synth_shape_bound(c, i);
        if (n > s.bound) s.bound = n;
    }
    if (!status)
        status =
            write_rows(&s, &ctx, "accounts.csv",
                       "account_id,postal_code,lon,lat,segment,employees,revenue,visits_per_year\n",
                       fill_accounts, &err);
    if (!status && c->opt.dirty > 0)
        status = write_rows(&s, &ctx, "accounts_truth.csv", "data_row,account_id,flaw\n",
                            fill_truth, &err);
    free(s.until);
    ct_notes_free(&notes);
    snprintf(error, 1024, "%s", err.text);
    return !status;
}
