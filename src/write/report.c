/// report.html: one page that needs nothing but a browser.
#include "write/report.h"

#include <math.h>
#include <stdio.h>

#include "base/bridges.h"
#include "base/memory.h"
#include "canton.h"

static void card(ct_out *o, double value, int32_t decimals, const char *unit, const char *what)
{
    ct_out_text(o, "<div class=\"card\"><b>");
    ct_report_number(o, value, decimals);
    ct_out_format(o, "%s</b><span>%s</span></div>", unit, what);
}

static void cards(ct_out *o, const ct_writing *w)
{
    const ct_figures *f = &w->level->figures;
    int64_t matched = 0;
    double compact = 0;
    for (int32_t j = 0; j < f->k; j++) {
        matched += f->n_accounts[j];
        compact += f->polsby_popper[j] / f->k;
    }
    ct_out_text(o, "<div class=\"cards\">");
    card(o, f->k, 0, "", "territories");
    card(o, w->given->regions.n, 0, "", "regions");
    const int64_t n = w->given->accounts.n + w->given->accounts.n_summed;
    if (n) card(o, (double)matched, 0, "", "accounts placed");
    if (n) card(o, (double)(n - matched), 0, "", "accounts without a region");
    card(o, f->worst_pct[0], 2, " %", "worst deviation");
    card(o, f->n_missed, 0, "", "bands missed");
    if (w->level->solution.n_broken)
        card(o, (double)w->level->solution.n_broken, 0, "", "rules broken");
    if (!w->given->regions.is_point_layer) card(o, compact, 3, "", "mean Polsby-Popper");
    if (isfinite(ct_solution_gap(&w->level->solution)))
        card(o, 100 * ct_solution_gap(&w->level->solution), 2, " %",
             "gap to the bound of these centres");
    if (isfinite(ct_certificate_gap(&w->level->certificate)))
        card(o, 100 * ct_certificate_gap(&w->level->certificate), 2, " %",
             "gap to the certified bound (all centres, medoid form)");
    if (w->given->graph.n_bridges) {
        char what[48];
        snprintf(what, sizeof what, "of %d bridges are used", (int)w->given->graph.n_bridges);
        card(o, ct_bridges_n_used(f), 0, "", what);
    }
    ct_out_text(o, "</div>\n");
}

/// What is said first of all.
static const char *verdict(const ct_writing *w)
{
    const bool missed = w->level->figures.n_missed > 0, broken = w->level->solution.n_broken > 0;
    if (!w->run->solve_status) return "every band is met";
    return missed && broken ? "some bands are missed, some rules are broken"
           : missed         ? "some bands are missed"
           : broken         ? "some rules are broken"
                            : "some territories are not contiguous";
}

static void header(ct_out *o, const ct_writing *w)
{
    const bool bad = w->run->solve_status != CT_OK || ct_report_is_lossy(w);
    ct_out_format(
        o,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
        "style-src 'unsafe-inline';script-src 'sha256-%s';base-uri 'none';form-action 'none'\">"
        "<meta name=\"generator\" content=\"canton %s\"><title>%d territories</title>\n<style>\n",
        ct_report_script_digest, CANTON_VERSION, w->level->figures.k);
    ct_out_text(o, ct_report_style);
    ct_out_format(o,
                  "</style></head><body>\n<h1>%d territories</h1>\n<p><span "
                  "class=\"badge%s\">%s",
                  w->level->figures.k, bad ? " bad" : "", verdict(w));
    ct_report_loss(o, w);
    ct_out_text(o, "</span> ");
    if (w->run->interrupted) ct_out_text(o, "<span class=\"badge bad\">stopped early</span> ");
    ct_out_text(o, "<span class=\"soft\">");
    for (int32_t i = 0; i < w->run->inputs.n; i++) {
        if (i) ct_out_text(o, ", ");
        ct_report_text(o, w->run->inputs.item[i].basename, -1);
    }
    ct_out_text(o, "</span></p>\n");
}

static void measures(ct_out *o, const ct_writing *w)
{
    for (int32_t m = 0; m < w->given->measures.n; m++) {
        const ct_measure *measure = &w->given->measures.item[m];
        double low, high;
        ct_report_band(w, m, 0, &low, &high);
        ct_out_text(o, "<h2>");
        ct_report_text(o, measure->name, -1);
        ct_out_text(o, "</h2>\n<p class=\"soft\">total ");
        ct_report_number(o, ct_fixed_value(measure->total, measure->decimals), 0);
        if (w->level->bands.is_equal) {
            ct_out_text(o, ", target ");
            ct_report_number(o,
                             w->level->bands.target[(ptrdiff_t)m * w->level->bands.k] /
                                 pow(10, measure->decimals),
                             0);
            ct_out_text(o, ", band ");
            ct_report_number(o, low, 1);
            ct_out_text(o, " % to +");
            ct_report_number(o, high, 1);
            ct_out_text(o, " %");
        }
        ct_out_text(o, ". Each bar is a territory's deviation from its target; the shade is its "
                       "band.</p>\n<div class=\"charts\">");
        ct_report_bars(o, w, m);
        ct_report_histogram(o, w, m);
        ct_out_text(o, "</div>\n");
    }
}

static void region_code(ct_out *o, const ct_writing *w, int32_t i)
{
    ct_report_text(o, ct_string(&w->given->regions.code, i),
                   ct_string_length(&w->given->regions.code, i));
}

static void bridge_list(ct_out *o, const ct_writing *w)
{
    enum { MOST = 500 };
    const ct_graph *g = &w->given->graph;
    if (!g->n_bridges) return;
    ct_out_text(o,
                "<h2>Bridges</h2>\n<p class=\"soft\">Links that are not borders: only over them an "
                "island belongs to a contiguous territory. Dashed in the map are those that hold "
                "one together; bridges.shp says which.</p>\n<div "
                "class=\"scroll\"><table><thead>"
                "<tr><th class=\"text\">from</th><th class=\"text\">to</th><th>km</th><th "
                "class=\"text\">why</th></tr></thead><tbody>\n");
    for (int32_t b = 0; b < g->n_bridges && b < MOST; b++) {
        ct_out_text(o, "<tr><td class=\"text\">");
        region_code(o, w, g->bridge[b].a);
        ct_out_text(o, "</td><td class=\"text\">");
        region_code(o, w, g->bridge[b].b);
        ct_out_text(o, "</td><td>");
        ct_report_number(o, g->bridge[b].length_m / 1000, 1);
        ct_out_text(o, "</td><td class=\"text\">");
        ct_report_text(o, g->bridge[b].reason, -1);
        ct_out_text(o, "</td></tr>\n");
    }
    ct_out_text(o, "</tbody></table></div>\n");
    if (g->n_bridges > MOST)
        ct_out_format(o, "<p class=\"soft\">The first %d of %d.</p>\n", MOST, g->n_bridges);
}

static const char *problem_name(const ct_problem *x)
{
    if (x->kind == CT_PROBLEM_SLIVER) return x->is_covered ? "sliver, overlap" : "sliver, gap";
    return x->is_covered ? "overlap" : "gap";
}

static void problem_list(ct_out *o, const ct_writing *w)
{
    enum { MOST = 100 };
    const ct_graph *g = &w->given->graph;
    if (!g->n_problems) return;
    ct_out_text(o, "<h2>Overlaps and gaps</h2>\n<p class=\"soft\">Places where the layer's "
                   "regions overlap or leave a narrow gap, largest first. Nothing was changed; "
                   "all of them are in problems.shp.</p>\n<div class=\"scroll\"><table><thead>"
                   "<tr><th class=\"text\">kind</th><th class=\"text\">region</th><th "
                   "class=\"text\">region</th><th>m\xc2\xb2</th><th>m wide</th></tr></thead>"
                   "<tbody>\n");
    for (int32_t i = 0; i < g->n_problems && i < MOST; i++) {
        const ct_problem *x = &g->problem[i];
        ct_out_format(o, "<tr><td class=\"text\">%s</td><td class=\"text\">", problem_name(x));
        region_code(o, w, x->a);
        ct_out_text(o, "</td><td class=\"text\">");
        region_code(o, w, x->b);
        ct_out_text(o, "</td><td>");
        ct_report_number(o, x->area_m2, 0);
        ct_out_text(o, "</td><td>");
        ct_report_number(o, x->width_m, 3);
        ct_out_text(o, "</td></tr>\n");
    }
    ct_out_text(o, "</tbody></table></div>\n");
    if (g->n_problems > MOST)
        ct_out_format(o, "<p class=\"soft\">The first %d of %d.</p>\n", MOST, g->n_problems);
}

static void note_list(ct_out *o, const ct_notes *notes, ct_severity severity, const char *title)
{
    int32_t n = 0;
    for (int32_t i = 0; i < notes->n; i++) n += notes->item[i].severity == severity;
    if (!n) return;
    ct_out_format(o, "<h2>%s</h2>\n<ul>\n", title);
    for (int32_t i = 0; i < notes->n; i++) {
        if (notes->item[i].severity != severity) continue;
        ct_out_format(o, "<li%s>", severity == CT_WARN ? " class=\"warn\"" : "");
        if (notes->item[i].count) ct_report_number(o, (double)notes->item[i].count, 0);
        if (notes->item[i].count) ct_out_text(o, " ");
        ct_report_text(o, notes->item[i].text, -1);
        ct_out_text(o, "</li>\n");
    }
    ct_out_text(o, "</ul>\n");
}

static void reproduce(ct_out *o, const ct_writing *w)
{
    ct_out_text(o, "<h2>How to reproduce this</h2>\n<p class=\"soft\">The same input, options and "
                   "seed give the same bytes on any "
                   "number of threads.</p>\n<pre>");
    ct_report_text(o, w->command, -1);
    ct_out_text(o, "</pre>\n<div class=\"scroll\"><table><thead><tr><th "
                   "class=\"text\">input</th><th>bytes</th><th>xxh64</th></tr></thead><tbody>\n");
    for (int32_t i = 0; i < w->run->inputs.n; i++) {
        const ct_input *in = &w->run->inputs.item[i];
        ct_out_text(o, "<tr><td class=\"text\">");
        ct_report_text(o, in->basename, -1);
        ct_out_text(o, "</td><td>");
        ct_report_number(o, (double)in->size, 0);
        ct_out_format(o, "</td><td><code>%016llx</code></td></tr>\n",
                      (unsigned long long)in->xxh64);
    }
    ct_out_format(o, "</tbody></table></div>\n<p class=\"soft\">canton %s, seed %llu</p>\n",
                  CANTON_VERSION, (unsigned long long)w->opt->solve.seed);
}

/// Territories whose shape a person would look at twice.
static void shape_list(ct_out *o, const ct_writing *w)
{
    const ct_strings *notes = &w->level->figures.shape_note;
    if (notes->n == 0 || notes->offset[notes->n] == 0) return;
    ct_out_text(o, "<h2>Shapes to look at</h2>\n<ul>\n");
    for (int32_t j = 0; j < w->level->figures.k; j++) {
        if (ct_string_length(notes, j) == 0) continue;
        ct_out_format(o, "<li>territory %d: ", j + 1);
        ct_report_text(o, ct_string(notes, j), ct_string_length(notes, j));
        ct_out_text(o, "</li>\n");
    }
    ct_out_text(o, "</ul>\n");
}

static void page(ct_out *o, const ct_writing *w, const ct_map *map)
{
    header(o, w);
    cards(o, w);
    ct_report_map(o, w, map);
    ct_out_text(
        o, "<p class=\"soft hint\">Wheel zooms, dragging moves, a double click goes back.</p>\n");
    note_list(o, w->ctx->notes, CT_WARN, "Problems");
    measures(o, w);
    ct_report_intake(o, w);
    ct_out_text(o, "<h2>Territories</h2>\n");
    ct_report_table(o, w);
    shape_list(o, w);
    bridge_list(o, w);
    problem_list(o, w);
    note_list(o, w->ctx->notes, CT_INFO, "Notes");
    reproduce(o, w);
    ct_out_text(o, "<script>\n");
    ct_out_text(o, ct_report_script);
    ct_out_text(o, "</script></body></html>\n");
}

ct_status ct_write_map(const ct_writing *w, ct_error *err)
{
    enum { BUDGET = 150000 };
    return ct_map_make(w->ctx, w->given, w->level, BUDGET, w->map, err);
}

ct_status ct_write_report(const ct_writing *w, ct_error *err)
{
    ct_out out;
    ct_out_open(&out, w->dir, "report.html");
    page(&out, w, w->map);
    return ct_out_close(&out, err);
}
