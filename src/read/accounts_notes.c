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

void ct_see_currency(ct_currencies *c, const char *name, int64_t line)
{
    const int at = c->name[0][0] != 0;
    if (!*name || !strcmp(name, c->name[0]) || c->name[1][0]) return;
    snprintf(c->name[at], sizeof c->name[at], "%s", name);
    c->line[at] = line;
}

static void merge_weights(ct_part *into, const ct_part *from)
{
    for (int32_t j = 0; j < CT_MAX_MEASURES; j++)
        for (int i = 0; i < 2; i++)
            ct_see_currency(&into->currencies[j], from->currencies[j].name[i],
                            from->currencies[j].line[i]);
    into->n_flawed += from->n_flawed;
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
        into->points[role] |= from->points[role];
    }
    merge_weights(into, from);
    merge_tally(&into->zero_points, &from->zero_points);
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

const char *ct_role_label(const ct_reader *r, int role)
{
    return role == CT_ROLE_LON   ? "longitude"
           : role == CT_ROLE_LAT ? "latitude"
                                 : r->column_name[role - CT_ROLE_MEASURE];
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

/// What becomes of cells that are no numbers.
static const char *fate(const ct_reader *r)
{
    switch (r->opt->bad_number) {
    case CT_BAD_SKIP: return ", row set aside";
    case CT_BAD_ERROR: return "";
    default: return ", taken as 0";
    }
}

static const char *fate_below(const ct_reader *r)
{
    switch (r->opt->negative) {
    case CT_NEGATIVE_KEEP: return ", added as it is";
    case CT_NEGATIVE_ZERO: return ", taken as 0";
    default: return "";
    }
}

static void note_numbers(const ct_reader *r, const ct_source *s, int role)
{
    const struct {
        ct_finding what;
        ct_severity severity;
        const char *weight, *coordinate; ///< NULL = not said
        const char *fate;
    } say[] = {
        {CT_FOUND_EMPTY, CT_WARN, "empty, taken as 0", NULL, ""},
        {CT_FOUND_NOTHING, CT_WARN, "a word for nothing, taken as 0", NULL, ""},
        {CT_FOUND_TEXT, CT_WARN, "no number", "no number", fate(r)},
        {CT_FOUND_WIDE, CT_WARN, "a null, or a number too wide for its field",
         "a null, or a number too wide for its field", fate(r)},
        {CT_FOUND_RANGE, CT_WARN, NULL, "out of range", ""},
        {CT_FOUND_TURNED, CT_WARN, NULL, "beyond 180, 360 degrees turned back", ""},
        {CT_FOUND_NEGATIVE, CT_WARN, "below 0", NULL, fate_below(r)},
        {CT_FOUND_GROUPED, CT_INFO, "written with thousands separators", NULL, ""},
        {CT_FOUND_DRESSED, CT_INFO, "written with a currency or as accountants do", NULL, ""},
        {CT_FOUND_ROUNDED, CT_WARN, "rounded to 6 decimals", NULL, ""},
    };
    char text[256];
    for (size_t i = 0; i < sizeof say / sizeof *say; i++) {
        const ct_tally *t = &s->total.found[role][say[i].what];
        const bool is_weight = role >= CT_ROLE_MEASURE;
        const char *what = is_weight ? say[i].weight : say[i].coordinate;
        if (t->count && what)
            ct_note_add(r->ctx->notes, say[i].severity, "read", t->count,
                        "%s: {cell|cells} of %s %s%s: %s", s->name, ct_role_label(r, role), what,
                        is_weight ? say[i].fate : "", examples(s, t, text));
    }
}

/// "1.225" that could be either is what other columns say; a decimal comma is told in any case.
static void note_marks(const ct_reader *r, const ct_source *s)
{
    for (int role = CT_ROLE_LON; role < CT_ROLE_MEASURE + r->out->n_columns; role++) {
        const char *word = s->mark[role] == ',' ? "comma" : "point";
        const char *text = s->total.found[role][CT_FOUND_EITHER].example[0].text;
        const bool has_decimals = strchr(text, s->mark[role]);
        if (s->is_lent[role])
            ct_note_add(r->ctx->notes, has_decimals ? CT_WARN : CT_INFO, "read", 0,
                        "%s: '%s' of %s %s: other columns have decimal %ss%s", s->name, text,
                        ct_role_label(r, role), has_decimals ? "has decimals" : "parts thousands",
                        word, has_decimals ? " (--decimal says otherwise)" : "");
        else if (s->mark[role] == ',' && r->opt->decimal == CT_DECIMAL_AUTO)
            ct_note_add(r->ctx->notes, CT_INFO, "read", 0, "%s: %s is read with a decimal comma",
                        s->name, ct_role_label(r, role));
    }
}

static void note_currencies(const ct_reader *r, const ct_source *s)
{
    for (int32_t j = 0; j < r->out->n_columns; j++) {
        const ct_currencies *c = &s->total.currencies[j];
        if (!c->name[1][0]) continue;
        ct_note_add(r->ctx->notes, CT_WARN, "read", 0,
                    "%s: %s is in more than one currency, which are added as if they were one: "
                    "'%s' in line %lld, '%s' in line %lld",
                    s->name, r->column_name[j], c->name[0], (long long)c->line[0], c->name[1],
                    (long long)c->line[1]);
    }
}

static void note_missing(const ct_reader *r, const ct_source *s)
{
    const ct_part *t = &s->total;
    char text[256];
    const int64_t lon = t->found[CT_ROLE_LON][CT_FOUND_EMPTY].count;
    const int64_t lat = t->found[CT_ROLE_LAT][CT_FOUND_EMPTY].count;
    const int64_t code = t->found[CT_ROLE_CODE][CT_FOUND_EMPTY].count;
    const bool has_points = s->is_layer ? r->has_points : s->slot_of_role[CT_ROLE_LON] >= 0;
    if (has_points && (lon || lat))
        ct_note_add(r->ctx->notes, CT_INFO, "read", lon > lat ? lon : lat,
                    "%s: {row|rows} without coordinates", s->name);
    if (t->zero_points.count)
        ct_note_add(r->ctx->notes, CT_INFO, "read", t->zero_points.count,
                    "%s: {row|rows} with the coordinates 0, 0, which often stand for none: %s",
                    s->name, examples(s, &t->zero_points, text));
    if (t->n_swapped)
        ct_note_add(r->ctx->notes, CT_WARN, "read", t->n_swapped,
                    "%s: {row|rows} with coordinates that would be in range if they were exchanged",
                    s->name);
    if (r->has_code && s->slot_of_role[CT_ROLE_CODE] >= 0 && code)
        ct_note_add(r->ctx->notes, CT_INFO, "read", code, "%s: {row|rows} without a postal code",
                    s->name);
}

void ct_accounts_note_findings(const ct_reader *r, const ct_source *s)
{
    note_rows(r, s);
    note_marks(r, s);
    note_currencies(r, s);
    note_missing(r, s);
    for (int role = CT_ROLE_LON; role < CT_ROLE_MEASURE + r->out->n_columns; role++)
        note_numbers(r, s, role);
}
