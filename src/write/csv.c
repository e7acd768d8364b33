/// assignments.csv and unmatched.csv: every account is in exactly one of them.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "write/out.h"
#include "write/writing.h"

enum { ROWS = 1 << 15 };

static int64_t put_string(const ct_writing *w, const ct_strings *s, int64_t i, char *to)
{
    return ct_out_csv_cell(ct_string(s, i), ct_string_length(s, i), w->opt->output.formulas, to);
}

static int64_t put_text(const ct_writing *w, const char *text, char *to)
{
    return ct_out_csv_cell(text, (int64_t)strlen(text), w->opt->output.formulas, to);
}

static bool is_formula(const ct_strings *s, int64_t i)
{
    return ct_out_is_formula(ct_string(s, i), ct_string_length(s, i));
}

static void note_formulas(const ct_writing *w, const char *file, int64_t n)
{
    if (n && w->opt->output.formulas == CT_FORMULAS_DISARM)
        ct_note_add(w->ctx->notes, CT_WARN, "write", n,
                    "{account id|account ids} in %s that a spreadsheet would run as {a formula|"
                    "formulas}, given an apostrophe (--formulas keep leaves them)",
                    file);
}

static int64_t put_number(int64_t value, int32_t decimals, char *to)
{
    char digits[32];
    const int32_t n = ct_format_fixed(value, decimals, digits);
    memcpy(to, digits, (size_t)n);
    return n;
}

static int64_t longest(const ct_strings *s)
{
    int64_t most = 0;
    for (int64_t i = 0; i < s->n; i++)
        if (ct_string_length(s, i) > most) most = ct_string_length(s, i);
    return most;
}

typedef struct assignments {
    const ct_writing *w;
    ct_strings tail;    ///< [n regions] ",code,territory" and the end of the line
    int64_t tail_bytes; ///< of the longest
} assignments;

static ct_status make_tails(const ct_writing *w, ct_strings *tail, ct_error *err)
{
    const ct_strings *code = &w->given->regions.code;
    const int64_t most = 2 * longest(code) + 64;
    int64_t at = 0;
    tail->offset = ct_array(code->n + 1, sizeof *tail->offset, "rows of assignments", err);
    tail->bytes = ct_array(code->n, (size_t)most, "rows of assignments", err);
    if (!tail->offset || !tail->bytes) return CT_ERR_MEMORY;
    for (int64_t i = 0; i < code->n; i++) {
        tail->bytes[at++] = ',';
        at += put_string(w, code, i, tail->bytes + at);
        tail->bytes[at++] = ',';
        at += put_number(w->territory[i], 0, tail->bytes + at);
        tail->bytes[at++] = '\n';
        tail->offset[i + 1] = at;
    }
    tail->n = code->n;
    return CT_OK;
}

static int64_t assignments_bound(const void *user, int64_t begin, int64_t end)
{
    const assignments *a = user;
    const int64_t bytes = ct_strings_length(&a->w->given->accounts.id, begin, end);
    return 2 * bytes + (end - begin) * (a->tail_bytes + 3);
}

/// No cell made of these bytes needs quotes. One pass over many ids, which the compiler widens.
static bool are_plain(const char *bytes, int64_t n)
{
    uint8_t special = n == 0; // there may be no array at all
    for (int64_t i = 0; i < n; i++) {
        const char c = bytes[i];
        special |= (uint8_t)((c == ',') | (c == ';') | (c == '"') | (c == '\n') | (c == '\r') |
                             (c == '\t') | (c == ' '));
    }
    return !special;
}

static bool has_formulas(const ct_strings *id, int64_t begin, int64_t end)
{
    for (int64_t i = begin; i < end; i++)
        if (is_formula(id, i)) return true;
    return false;
}

static int64_t assignments_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const assignments *f = user;
    const ct_accounts *a = &f->w->given->accounts;
    const bool plain = are_plain(ct_string(&a->id, begin), ct_strings_length(&a->id, begin, end)) &&
                       !has_formulas(&a->id, begin, end);
    int64_t at = 0;
    for (int64_t i = begin; i < end; i++) {
        if (a->region[i] < 0) continue;
        const int64_t id_bytes = ct_string_length(&a->id, i),
                      tail_bytes = ct_string_length(&f->tail, a->region[i]);
        if (plain)
            memcpy(to + at, ct_string(&a->id, i), (size_t)id_bytes);
        else
            at += put_string(f->w, &a->id, i, to + at) - id_bytes;
        at += id_bytes;
        memcpy(to + at, ct_string(&f->tail, a->region[i]), (size_t)tail_bytes);
        at += tail_bytes;
    }
    return at;
}

/// Of the accounts that have a region.
static int64_t count_formulas(const ct_accounts *a)
{
    int64_t n = 0;
    for (int64_t i = 0; i < a->n; i++) n += a->region[i] >= 0 && is_formula(&a->id, i);
    return n;
}

ct_status ct_write_assignments(const ct_writing *w, ct_error *err)
{
    assignments user = {.w = w};
    ct_status s = make_tails(w, &user.tail, err);
    if (!s) {
        user.tail_bytes = longest(&user.tail);
        const ct_chunks chunks = {
            w->given->accounts.n, ROWS, assignments_bound, assignments_fill, &user, NULL, NULL};
        ct_out out;
        ct_out_open(&out, w->dir, "assignments.csv");
        ct_out_text(&out, "account_id,region,territory\n");
        ct_out_chunks(&out, w->ctx, &chunks);
        s = ct_out_close(&out, err);
        note_formulas(w, "assignments.csv", count_formulas(&w->given->accounts));
    }
    ct_strings_free(&user.tail);
    return s;
}

/// Weights of an account: one column for every measure that accounts carry.
typedef struct unmatched {
    const ct_writing *w;
    int64_t n;
    int64_t *row;        ///< [n] accounts without region
    int64_t fixed_bytes; ///< most bytes of a row without its id
} unmatched;

static const char *reason_text(uint8_t reason)
{
    switch (reason) {
    case CT_UNMATCHED_NO_KEY: return "neither coordinates nor code";
    case CT_UNMATCHED_BAD_POINT: return "coordinates wrong";
    case CT_UNMATCHED_FAR: return "in no region and none near";
    case CT_UNMATCHED_CODE: return "no region has this code";
    case CT_ASIDE_NUMBER: return "set aside: a cell is no number";
    case CT_ASIDE_REPEATED: return "set aside: the id stood before";
    default: return "not joined";
    }
}

static const char *file_of(const ct_writing *w, int64_t row)
{
    const ct_accounts *a = &w->given->accounts;
    int32_t f = 0;
    while (f + 1 < a->n_files && row >= a->file_begin[f + 1]) f++;
    return f < w->opt->data.n_accounts ? ct_path_base(w->opt->data.accounts[f]) : "";
}

static int64_t put_weights(const ct_writing *w, int64_t row, char *to)
{
    const ct_accounts *a = &w->given->accounts;
    int64_t at = 0;
    for (int32_t m = 0, column = 0; m < w->given->measures.n; m++) {
        const ct_measure_kind kind = w->given->measures.item[m].kind;
        if (ct_measure_about(kind)->of == CT_OF_REGIONS) continue;
        to[at++] = ',';
        const int32_t c = column;
        if (kind == CT_COLUMN) column++;
        at += kind == CT_COUNT ? put_number(1, 0, to + at)
                               : put_number(a->column[c][row], a->column_decimals[c], to + at);
    }
    return at;
}

/// Code of the i-th account without a region; NULL: there are no codes.
static const char *code_of(const unmatched *u, int64_t i, int64_t *length)
{
    const ct_strings *code = &u->w->given->accounts.code;
    *length = code->n == u->n ? ct_string_length(code, i) : 0;
    return *length > 0 ? ct_string(code, i) : NULL;
}

static int64_t unmatched_bound(const void *user, int64_t begin, int64_t end)
{
    const unmatched *u = user;
    const ct_accounts *a = &u->w->given->accounts;
    int64_t bytes = (end - begin) * u->fixed_bytes;
    for (int64_t i = begin; i < end; i++) {
        int64_t length;
        code_of(u, i, &length);
        bytes += 2 * (ct_string_length(&a->id, u->row[i]) + length);
    }
    return bytes;
}

static int64_t unmatched_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const unmatched *u = user;
    const ct_accounts *a = &u->w->given->accounts;
    int64_t at = 0;
    for (int64_t i = begin; i < end; i++) {
        const int64_t row = u->row[i];
        const char *file = file_of(u->w, row), *reason = reason_text(a->reason[row]);
        at += put_text(u->w, file, to + at);
        to[at++] = ',';
        at += put_number(ct_account_line(a, row), 0, to + at);
        to[at++] = ',';
        at += put_string(u->w, &a->id, row, to + at);
        to[at++] = ',';
        at += put_text(u->w, reason, to + at);
        at += put_weights(u->w, row, to + at);
        to[at++] = ',';
        int64_t length;
        const char *code = code_of(u, i, &length);
        if (code) at += ct_out_csv_cell(code, length, u->w->opt->output.formulas, to + at);
        to[at++] = '\n';
    }
    return at;
}

static ct_status find_unmatched(unmatched *u, ct_error *err)
{
    const ct_accounts *a = &u->w->given->accounts;
    int64_t n = 0;
    for (int64_t i = 0; i < a->n; i++) n += a->region[i] < 0;
    u->row = ct_array(n, sizeof *u->row, "unmatched accounts", err);
    if (!u->row) return CT_ERR_MEMORY;
    for (int64_t i = 0; i < a->n; i++)
        if (a->region[i] < 0) u->row[u->n++] = i;
    int64_t file_bytes = 0;
    for (int32_t f = 0; f < u->w->opt->data.n_accounts; f++) {
        const int64_t bytes = (int64_t)strlen(ct_path_base(u->w->opt->data.accounts[f]));
        if (bytes > file_bytes) file_bytes = bytes;
    }
    u->fixed_bytes = 2 * file_bytes + 128 + 32 * CT_MAX_MEASURES;
    return CT_OK;
}

static void unmatched_header(ct_out *out, const ct_measures *measures)
{
    ct_out_text(out, "file,line,account_id,reason");
    for (int32_t m = 0; m < measures->n; m++) {
        if (ct_measure_about(measures->item[m].kind)->of == CT_OF_REGIONS) continue;
        ct_out_text(out, ",");
        ct_out_cell(out, measures->item[m].name, (int64_t)strlen(measures->item[m].name));
    }
    ct_out_text(out, ",code\n");
}

ct_status ct_write_unmatched(const ct_writing *w, ct_error *err)
{
    unmatched user = {.w = w};
    ct_status s = find_unmatched(&user, err);
    if (s) return s;
    const ct_chunks chunks = {user.n, ROWS, unmatched_bound, unmatched_fill, &user, NULL, NULL};
    ct_out out;
    ct_out_open(&out, w->dir, "unmatched.csv");
    unmatched_header(&out, &w->given->measures);
    ct_out_chunks(&out, w->ctx, &chunks);
    s = ct_out_close(&out, err);
    int64_t n = 0;
    for (int64_t i = 0; i < user.n; i++) n += is_formula(&w->given->accounts.id, user.row[i]);
    note_formulas(w, "unmatched.csv", n);
    free(user.row);
    return s;
}
