/// What was dirty in the accounts: counted, with examples, and put into words.
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kernels/prim/scan.h"
#include "read/accounts.h"

/// Text for a message: one line, whole characters, nothing that is not UTF-8.
static void quote_text(const char *text, int64_t length, char *out, int64_t room)
{
    int64_t n = length < room - 1 ? length : room - 1, first_bad;
    while (n < length && n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) n--;
    const bool is_utf8 = !ctk_scan_bad_utf8(text, n, 0, n, &first_bad);
    for (int64_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)text[i];
        out[i] = c < ' ' || c == 0x7f ? ' ' : c >= 0x80 && !is_utf8 ? '?' : (char)c;
    }
    out[n] = 0;
}

void ct_tally_add(ct_tally *t, int64_t line, const char *text, int64_t length)
{
    const int64_t i = t->count++;
    if (i >= 3) return;
    t->example[i].line = line;
    quote_text(text, length, t->example[i].text, sizeof t->example[i].text);
}

static void merge_tally(ct_tally *into, const ct_tally *from)
{
    const int64_t have = into->count < 3 ? into->count : 3,
                  more = from->count < 3 ? from->count : 3;
    for (int64_t i = 0; have + i < 3 && i < more; i++) into->example[have + i] = from->example[i];
    into->count += from->count;
}

void ct_part_merge(ct_part *into, const ct_part *from)
{
    merge_tally(&into->short_rows, &from->short_rows);
    merge_tally(&into->long_rows, &from->long_rows);
    for (int role = 0; role < CT_N_ROLES; role++) {
        for (int k = 0; k < CT_N_FINDINGS; k++)
            if (from->found[role][k].count)
                merge_tally(&into->found[role][k], &from->found[role][k]);
        for (int k = 0; k < CT_N_MARKS; k++) into->evidence[role][k] += from->evidence[role][k];
        into->n_commas[role] += from->n_commas[role];
    }
    into->n_points += from->n_points;
    into->n_swapped += from->n_swapped;
}

/// "line 12 'x', line 40 'y'" into out[256].
static const char *examples(const ct_source *s, const ct_tally *t, char *out)
{
    size_t used = 0;
    out[0] = 0;
    for (int64_t i = 0; i < 3 && i < t->count && used < 200; i++) {
        const char *text = t->example[i].text;
        used += (size_t)snprintf(out + used, 256 - used, text[0] ? "%s%s %lld '%s'" : "%s%s %lld",
                                 i ? ", " : "", s->is_layer ? "record" : "line",
                                 (long long)t->example[i].line, text);
    }
    return out;
}

static const char *label(const ct_reader *r, int role)
{
    return role == CT_ROLE_LON   ? "longitude"
           : role == CT_ROLE_LAT ? "latitude"
                                 : r->column_name[role - CT_ROLE_MEASURE];
}

static ct_status judge_weights(const ct_reader *r, const ct_source *s, ct_error *err)
{
    char count[32];
    for (int32_t j = 0; j < r->out->n_columns; j++) {
        const ct_tally *low = &s->total.found[CT_ROLE_MEASURE + j][CT_FOUND_NEGATIVE];
        const ct_tally *large = &s->total.found[CT_ROLE_MEASURE + j][CT_FOUND_LARGE];
        ct_format_count(low->count, count);
        if (low->count)
            return ct_fail(err, CT_ERR_INPUT,
                           "%s:%lld: column '%s' is negative: '%s' (%s such %s); weights are >= "
                           "0: correct them or choose another column",
                           s->path, (long long)low->example[0].line, r->column_name[j],
                           low->example[0].text, count, low->count == 1 ? "row" : "rows");
        if (large->count)
            return ct_fail(err, CT_ERR_INPUT,
                           "%s:%lld: column '%s' is too large: '%s'; with its decimals a value has "
                           "at most 18 digits: use a coarser unit",
                           s->path, (long long)large->example[0].line, r->column_name[j],
                           large->example[0].text);
    }
    return CT_OK;
}

ct_status ct_accounts_judge(const ct_reader *r, const ct_source *s, ct_error *err)
{
    const ct_part *t = &s->total;
    const ct_status st = judge_weights(r, s, err);
    if (st || 10 * t->n_swapped <= 9 * t->n_points) return st;
    const ct_tally *lat = &t->found[CT_ROLE_LAT][CT_FOUND_RANGE];
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: longitude and latitude look swapped: %.1f %% of the points have a latitude "
                   "outside -90..90 that fits as longitude (line %lld: '%s'); exchange --lon and "
                   "--lat",
                   s->path, 100.0 * (double)t->n_swapped / (double)t->n_points,
                   (long long)lat->example[0].line, lat->example[0].text);
}

void ct_accounts_note_columns(const ct_reader *r)
{
    for (int32_t f = 0; f < r->n_sources; f++) {
        const ct_source *s = &r->source[f];
        if (s->columns.half[0])
            ct_note_add(r->ctx->notes, CT_WARN, "read", 0, "%s: %s", s->name, s->columns.half);
        if (!s->columns.chosen[0]) continue;
        if (f && !strcmp(s->columns.chosen, r->source[f - 1].columns.chosen)) continue;
        ct_note_add(r->ctx->notes, CT_INFO, "read", 0, "%s: columns %s", s->name,
                    s->columns.chosen);
    }
}

static void note_rows(const ct_reader *r, const ct_source *s)
{
    char text[256];
    const ct_tally *few = &s->total.short_rows, *many = &s->total.long_rows;
    if (few->count)
        ct_note_add(
            r->ctx->notes, CT_WARN, "read", few->count,
            "%s: {row|rows} with fewer cells than the header, read as far as {it goes|they go}: %s",
            s->name, examples(s, few, text));
    if (many->count)
        ct_note_add(r->ctx->notes, CT_WARN, "read", many->count,
                    "%s: {row|rows} with more cells than the header, the rest is ignored: %s",
                    s->name, examples(s, many, text));
}

static void note_numbers(const ct_reader *r, const ct_source *s, int role)
{
    static const struct {
        ct_finding what;
        ct_severity severity;
        const char *weight, *coordinate; ///< NULL = not said
    } SAY[] = {
        {CT_FOUND_EMPTY, CT_WARN, "empty, taken as 0", NULL},
        {CT_FOUND_TEXT, CT_WARN, "no number, taken as 0", "no number"},
        {CT_FOUND_RANGE, CT_WARN, NULL, "out of range"},
        {CT_FOUND_GROUPED, CT_INFO, "written with thousands separators", NULL},
        {CT_FOUND_ROUNDED, CT_WARN, "rounded to 6 decimals", NULL},
    };
    char text[256];
    for (size_t i = 0; i < sizeof SAY / sizeof *SAY; i++) {
        const ct_tally *t = &s->total.found[role][SAY[i].what];
        const char *what = role < CT_ROLE_MEASURE ? SAY[i].coordinate : SAY[i].weight;
        if (t->count && what)
            ct_note_add(r->ctx->notes, SAY[i].severity, "read", t->count,
                        "%s: {cell|cells} of %s %s: %s", s->name, label(r, role), what,
                        examples(s, t, text));
    }
}

static void note_marks(const ct_reader *r, const ct_source *s)
{
    for (int role = CT_ROLE_LON; role < CT_ROLE_MEASURE + r->out->n_columns; role++) {
        if (s->mark[role] != ',') continue;
        const int64_t *e = s->total.evidence[role];
        const bool is_sure = e[CT_MARK_COMMA] || e[CT_MARK_CONTINENTAL];
        ct_note_add(r->ctx->notes, is_sure ? CT_INFO : CT_WARN, "read", 0,
                    "%s: %s is read with a decimal comma%s", s->name, label(r, role),
                    is_sure ? ""
                            : " (every number looks like 1,234: check that these are no "
                              "thousands)");
    }
}

/// A lone "1,234" kept as thousands deserves a word as well.
static void note_thousands(const ct_reader *r, const ct_source *s)
{
    for (int32_t j = 0; j < r->out->n_columns; j++) {
        const int role = CT_ROLE_MEASURE + j;
        const int64_t *e = s->total.evidence[role];
        if (s->mark[role] == ',' || !e[CT_MARK_COMMA_GROUP]) continue;
        if (e[CT_MARK_POINT] || e[CT_MARK_ENGLISH]) continue;
        ct_note_add(r->ctx->notes, CT_WARN, "read", e[CT_MARK_COMMA_GROUP],
                    "%s: the comma of %s is read as a thousands separator; nothing in the file "
                    "says that it is no decimal comma",
                    s->name, label(r, role));
    }
}

static void note_missing(const ct_reader *r, const ct_source *s)
{
    const ct_part *t = &s->total;
    const int64_t lon = t->found[CT_ROLE_LON][CT_FOUND_EMPTY].count;
    const int64_t lat = t->found[CT_ROLE_LAT][CT_FOUND_EMPTY].count;
    const int64_t code = t->found[CT_ROLE_CODE][CT_FOUND_EMPTY].count;
    const bool has_points = s->is_layer ? r->has_points : s->slot_of_role[CT_ROLE_LON] >= 0;
    if (has_points && (lon || lat))
        ct_note_add(r->ctx->notes, CT_INFO, "read", lon > lat ? lon : lat,
                    "%s: {row|rows} without coordinates", s->name);
    if (r->has_code && s->slot_of_role[CT_ROLE_CODE] >= 0 && code)
        ct_note_add(r->ctx->notes, CT_INFO, "read", code, "%s: {row|rows} without a postal code",
                    s->name);
}

void ct_accounts_note_findings(const ct_reader *r, const ct_source *s)
{
    note_rows(r, s);
    note_marks(r, s);
    note_thousands(r, s);
    note_missing(r, s);
    for (int role = CT_ROLE_LON; role < CT_ROLE_MEASURE + r->out->n_columns; role++)
        note_numbers(r, s, role);
}
