/// What was matched and what was not, in words.
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "join/join.h"

/// One line, written piece by piece; what does not fit is cut.
typedef struct line {
    char text[512];
    size_t n;
} line;

__attribute__((format(printf, 2, 3))) static void add(line *l, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(l->text + l->n, sizeof l->text - l->n, format, args);
    va_end(args);
    l->n += n > 0 ? (size_t)n : 0;
    if (l->n >= sizeof l->text) l->n = sizeof l->text - 1;
}

static void add_string(line *l, const ct_strings *s, int64_t i)
{
    const int64_t n = ct_string_length(s, i);
    add(l, "%.*s%s", (int)(n < 40 ? n : 40), ct_string(s, i), n < 40 ? "" : "...");
}

/// " (line 3: A17 12345; line 9: ...)" with what the reason is about.
static void add_examples(line *l, const join *j, const join_tally *t, bool point, bool code)
{
    const ct_accounts *a = j->accounts;
    for (int64_t k = 0; k < t->n && k < JOIN_EXAMPLES; k++) {
        const int64_t i = t->example[k];
        add(l, "%sline %" PRId64 ": ", k == 0 ? " (" : "; ", a->line ? a->line[i] : i + 1);
        if (a->id.n > i) add_string(l, &a->id, i);
        if (point && a->lon_deg) add(l, " at %g, %g", a->lon_deg[i], a->lat_deg[i]);
        if (code && a->code.n > i) add(l, " code ");
        if (code && a->code.n > i) add_string(l, &a->code, i);
        if (code && point && a->region[i] >= 0) add(l, " in ");
        if (code && point && a->region[i] >= 0) add_string(l, &j->regions->code, a->region[i]);
    }
    if (t->n > JOIN_EXAMPLES) add(l, "; ...");
    if (t->n > 0) add(l, ")");
}

static void note(const join *j, ct_severity severity, const join_tally *t, bool point, bool code,
                 const char *text)
{
    line l = {"", 0};
    if (t->n == 0) return;
    add(&l, "%s", text);
    add_examples(&l, j, t, point, code);
    ct_note_add(j->ctx->notes, severity, "join", t->n, "%s", l.text);
}

static void note_plain(const join *j, const join_tally *t, const char *text)
{
    if (t->n > 0) ct_note_add(j->ctx->notes, CT_INFO, "join", t->n, "%s", text);
}

void ct_join_report(const join *j)
{
    const join_tally *r = j->reason;
    char far[128];
    snprintf(far, sizeof far, "accounts lie farther than %g km from every region",
             j->opt->nearest_km);
    note_plain(j, &r[CT_MATCHED_POINT], "accounts matched by point");
    note_plain(j, &r[CT_MATCHED_CODE], "accounts matched by code");
    note(j, CT_INFO, &r[CT_MATCHED_NEAREST], true, false,
         "accounts lie in no region and were given the nearest one");
    note(j, CT_INFO, &j->fallback, true, true,
         "accounts matched by code because their point found no region");
    note(j, CT_INFO, &j->cut, false, true, "codes cut to the regions' five digits (ZIP+4)");
    note(j, CT_INFO, &j->zeros, false, true, "codes given their leading zeros back");
    note(j, CT_INFO, &j->differ, true, true,
         "accounts lie in another region than their code names; the point counts");
    note(j, CT_WARN, &r[CT_UNMATCHED_NO_KEY], false, false,
         "accounts have no key to match: neither coordinates nor code that --join may use");
    note(j, CT_WARN, &r[CT_UNMATCHED_BAD_POINT], true, false,
         "accounts have coordinates that are no numbers or out of range");
    note(j, CT_WARN, &r[CT_UNMATCHED_FAR], true, false, far);
    note(j, CT_WARN, &r[CT_UNMATCHED_CODE], false, true, "accounts have a code that no region has");
    note(j, CT_WARN, &j->swapped, true, false,
         "of the accounts without a region would lie in one with lon and lat exchanged");
}

typedef struct range {
    double x0, x1, y0, y1;
} range;

static void widen(range *r, double x, double y)
{
    if (!isfinite(x) || !isfinite(y)) return;
    r->x0 = x < r->x0 ? x : r->x0;
    r->x1 = x > r->x1 ? x : r->x1;
    r->y0 = y < r->y0 ? y : r->y0;
    r->y1 = y > r->y1 ? y : r->y1;
}

static void explain_points(const join *j, line *l)
{
    const ct_accounts *a = j->accounts;
    const ct_regions *g = j->regions;
    range layer = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL}, points = layer;
    for (int64_t v = 0; v < g->n_vertices; v++)
        widen(&layer, g->lonlat[2 * v], g->lonlat[2 * v + 1]);
    for (int64_t i = 0; i < a->n; i++) widen(&points, a->lon_deg[i], a->lat_deg[i]);
    if (points.x0 > points.x1) {
        add(l,
            "; no account has degrees in both coordinates (%" PRId64
            " are no numbers or out of range): check --lon and --lat, are they exchanged or "
            "projected?",
            j->reason[CT_UNMATCHED_BAD_POINT].n);
        return;
    }
    add(l, "; accounts span lon %g..%g, lat %g..%g, the layer lon %g..%g, lat %g..%g", points.x0,
        points.x1, points.y0, points.y1, layer.x0, layer.x1, layer.y0, layer.y1);
    if (j->swapped.n > 0)
        add(l, "; with lon and lat exchanged %" PRId64 " would match: exchange --lon and --lat",
            j->swapped.n);
}

static void explain_codes(const join *j, line *l)
{
    const ct_accounts *a = j->accounts;
    const ct_strings *code = &j->regions->code;
    int64_t shown = 0;
    add(l, "; codes of accounts:");
    for (int64_t i = 0; i < a->n && shown < JOIN_EXAMPLES; i++) {
        if (ct_string_length(&a->code, i) == 0) continue;
        add(l, " ");
        add_string(l, &a->code, i);
        shown++;
    }
    add(l, shown ? ", of regions:" : " all empty, of regions:");
    for (int64_t i = 0; i < code->n && i < JOIN_EXAMPLES; i++) {
        add(l, " ");
        add_string(l, code, i);
    }
    add(l, "; check --code and --account-code");
}

ct_status ct_join_diagnose(const join *j, ct_error *err)
{
    line l = {"", 0};
    if (j->by_point) explain_points(j, &l);
    if (j->by_code) explain_codes(j, &l);
    return ct_fail(err, CT_ERR_INPUT, "none of %" PRId64 " accounts found a region of %s%s",
                   j->accounts->n, j->regions->path, l.text);
}
