/// What was matched and what was not, in words.
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "join/join.h"

__attribute__((format(printf, 2, 3))) static void add(join_line *l, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(l->text + l->n, sizeof l->text - l->n, format, args);
    va_end(args);
    l->n += n > 0 ? (size_t)n : 0;
    if (l->n >= sizeof l->text) l->n = sizeof l->text - 1;
}

static void add_string(join_line *l, const ct_strings *s, int64_t i)
{
    const int64_t n = ct_string_length(s, i);
    add(l, "%.*s%s", (int)(n < 40 ? n : 40), ct_string(s, i), n < 40 ? "" : "...");
}

/// What is said of each tally, in this order; NULL = words of a repair, or with a number in them.
static const struct {
    int tally;
    ct_severity severity;
    bool point, code;       ///< examples tell them
    bool is_plain;          ///< no examples
    const char *text, *one; ///< of one account
} SAY[JOIN_N_TALLIES] = {
    {CT_MATCHED_POINT, CT_INFO, false, false, true, "accounts matched by point",
     "account matched by point"},
    {CT_MATCHED_CODE, CT_INFO, false, false, true, "accounts matched by code",
     "account matched by code"},
    {CT_MATCHED_NEAREST, CT_INFO, true, false, false,
     "accounts lie in no region and were given the nearest one",
     "account lies in no region and was given the nearest one"},
    {JOIN_FALLBACK, CT_INFO, true, true, false,
     "accounts matched by code because their point found no region",
     "account matched by code because its point found no region"},
    {JOIN_REPAIR + CT_REPAIR_QUOTES, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_REPAIR + CT_REPAIR_BLANKS, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_REPAIR + CT_REPAIR_CASE, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_REPAIR + CT_REPAIR_NUMBER, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_REPAIR + CT_REPAIR_PREFIX, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_REPAIR + CT_REPAIR_PLUS4, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_REPAIR + CT_REPAIR_CUT, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_REPAIR + CT_REPAIR_ZEROS, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_REPAIR + CT_REPAIR_BARED, CT_INFO, false, true, false, NULL, NULL},
    {JOIN_DIFFER, CT_INFO, true, true, false,
     "accounts lie in another region than their code names; the point counts",
     "account lies in another region than its code names; the point counts"},
    {JOIN_SMALLER, CT_INFO, true, false, false,
     "accounts lie in two regions that overlap; the smaller one was taken",
     "account lies in two regions that overlap; the smaller one was taken"},
    {JOIN_OVERLAP, CT_INFO, true, true, false,
     "accounts lie in two regions that overlap; the one that their code names was taken",
     "account lies in two regions that overlap; the one that its code names was taken"},
    {CT_UNMATCHED_NO_KEY, CT_WARN, false, false, false,
     "accounts have no key to match: neither coordinates nor code that --join may use",
     "account has no key to match: neither coordinates nor code that --join may use"},
    {CT_UNMATCHED_BAD_POINT, CT_WARN, true, false, false,
     "accounts have coordinates that are no numbers or out of range",
     "account has coordinates that are no numbers or out of range"},
    {CT_UNMATCHED_FAR, CT_WARN, true, false, false, NULL, NULL},
    {CT_UNMATCHED_CODE, CT_WARN, false, true, false, "accounts have a code that no region has",
     "account has a code that no region has"},
    {JOIN_SEVERAL, CT_WARN, false, true, false,
     "of the codes may be that of several regions; no choice was made",
     "of the codes may be that of several regions; no choice was made"},
    {CT_ASIDE_NUMBER, CT_WARN, false, false, false,
     "accounts are set aside for a cell that is no number",
     "account is set aside for a cell that is no number"},
    {CT_ASIDE_REPEATED, CT_WARN, false, false, false,
     "accounts are set aside because their id stood before",
     "account is set aside because its id stood before"},
    {JOIN_SWAPPED, CT_WARN, true, false, false,
     "accounts whose point finds no region would lie in one with lon and lat exchanged",
     "account whose point finds no region would lie in one with lon and lat exchanged"},
};

/// "line 3: A17 12345" with what the tally is about; "; " between examples.
void ct_join_example(join *j, int tally, int64_t i)
{
    int s = 0;
    while (SAY[s].tally != tally) s++;
    if (SAY[s].is_plain) return;
    const bool point = SAY[s].point, code = SAY[s].code;
    const ct_accounts *a = j->accounts;
    join_line *l = &j->found.tally[tally].examples;
    add(l, "%sline %" PRId64 ": ", l->n ? "; " : "", ct_account_line(a, i));
    if (a->id.n > i) add_string(l, &a->id, i);
    if (point && a->lon_deg && isfinite(a->lon_deg[i]) && isfinite(a->lat_deg[i]))
        add(l, " at %g, %g", a->lon_deg[i], a->lat_deg[i]);
    if (code && a->code.n > i) add(l, " code ");
    if (code && a->code.n > i) add_string(l, &a->code, i);
    if (code && point && a->region[i] >= 0) add(l, " in ");
    if (code && point && a->region[i] >= 0) add_string(l, &j->regions->code, a->region[i]);
}

static const ct_repair_words *repair_of(int tally)
{
    return tally >= JOIN_REPAIR ? &ct_repair_about[tally - JOIN_REPAIR] : NULL;
}

static void note(const join *j, int s)
{
    const join_tally *t = &j->found.tally[SAY[s].tally];
    const ct_repair_words *repair = repair_of(SAY[s].tally);
    const bool is_one = t->n == 1;
    char far[128];
    const char *text = is_one ? SAY[s].one : SAY[s].text;
    if (t->n == 0) return;
    if (repair) text = is_one ? repair->one : repair->many;
    if (SAY[s].tally == CT_UNMATCHED_FAR) {
        snprintf(far, sizeof far, "%s farther than %g km from every region",
                 is_one ? "account lies" : "accounts lie", j->opt->nearest_km);
        text = far;
    }
    ct_note_add(j->ctx->notes, repair ? repair->severity : SAY[s].severity, "join", t->n,
                "%s%s%s%s%s", text, SAY[s].is_plain ? "" : " (", t->examples.text,
                t->n > JOIN_EXAMPLES && !SAY[s].is_plain ? "; ..." : "",
                SAY[s].is_plain ? "" : ")");
}

void ct_join_report(const join *j)
{
    for (int s = 0; s < JOIN_N_TALLIES; s++) note(j, s);
}

static void widen(join_range *r, double x, double y)
{
    if (!isfinite(x) || !isfinite(y)) return;
    r->x0 = x < r->x0 ? x : r->x0;
    r->x1 = x > r->x1 ? x : r->x1;
    r->y0 = y < r->y0 ? y : r->y0;
    r->y1 = y > r->y1 ? y : r->y1;
}

void ct_join_remember(join *j)
{
    const ct_accounts *a = j->accounts;
    join_found *f = &j->found;
    for (int64_t i = 0; j->by_point && i < a->n; i++)
        if (ct_join_point_of(a, i) == JOIN_POINT_USABLE)
            widen(&f->points, a->lon_deg[i], a->lat_deg[i]);
    for (int64_t i = 0; j->by_code && i < a->n && f->n_codes < JOIN_EXAMPLES; i++) {
        if (ct_string_length(&a->code, i) == 0) continue;
        add(&f->codes, " ");
        add_string(&f->codes, &a->code, i);
        f->is_longer |= ct_string_length(&a->code, i) > j->codes->longest;
        f->n_codes++;
    }
}

static void explain_points(const join *j, join_line *l)
{
    const ct_regions *g = j->regions;
    const join_range *points = &j->found.points;
    join_range layer = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    for (int64_t v = 0; v < g->n_vertices; v++)
        widen(&layer, g->lonlat[2 * v], g->lonlat[2 * v + 1]);
    if (points->x0 > points->x1) {
        add(l,
            "; no account has degrees in both coordinates (%" PRId64
            " are no numbers or out of range): check --lon and --lat, are they exchanged or "
            "projected?",
            j->found.tally[CT_UNMATCHED_BAD_POINT].n);
        return;
    }
    add(l, "; accounts span lon %g..%g, lat %g..%g, the layer lon %g..%g, lat %g..%g", points->x0,
        points->x1, points->y0, points->y1, layer.x0, layer.x1, layer.y0, layer.y1);
    if (j->found.tally[JOIN_SWAPPED].n > 0)
        add(l, "; with lon and lat exchanged %" PRId64 " would match: exchange --lon and --lat",
            j->found.tally[JOIN_SWAPPED].n);
}

static void explain_codes(const join *j, join_line *l)
{
    const ct_strings *code = &j->regions->code;
    add(l, "; codes of accounts:%s%s, of regions:", j->found.codes.text,
        j->found.n_codes ? "" : " all empty");
    for (int64_t i = 0; i < code->n && i < JOIN_EXAMPLES; i++) {
        add(l, " ");
        add_string(l, code, i);
    }
    if (j->found.tally[JOIN_SEVERAL].n > 0)
        add(l,
            "; %" PRId64 " may be those of several regions: add a column that has the part that "
            "is the regions' and name it by --account-code",
            j->found.tally[JOIN_SEVERAL].n);
    else if (j->found.is_longer)
        add(l, "; those of accounts are longer, and do not begin with one of a region");
    add(l, "; check --code and --account-code");
}

ct_status ct_join_diagnose(const join *j, ct_error *err)
{
    join_line l = {"", 0};
    if (j->by_point) explain_points(j, &l);
    if (j->by_code) explain_codes(j, &l);
    return ct_fail(err, CT_ERR_INPUT, "none of %" PRId64 " accounts found a region of %s%s",
                   j->found.n, j->regions->path, l.text);
}
