/// The sortable table: one row a territory.
#include "base/text.h"
#include "write/report.h"

static bool has_names(const ct_writing *w)
{
    const ct_strings *names = &w->level->bands.name;
    return names->n == w->level->figures.k && names->offset[names->n] > 0;
}

static bool has_accounts(const ct_writing *w)
{
    return w->given->accounts.n + w->given->accounts.n_summed > 0;
}

static void head(ct_out *o, const char *name, const char *explained)
{
    ct_out_text(o, "<th tabindex=\"0\" title=\"");
    ct_report_text(o, explained, -1);
    ct_out_text(o, "\">");
    ct_report_text(o, name, -1);
    ct_out_text(o, "</th>");
}

/// A number cell; data-v carries what is sorted by.
static void cell(ct_out *o, double value, int32_t decimals, const char *class)
{
    char exact[32];
    ct_format_double(value, exact);
    ct_out_format(o, "<td class=\"%s\" data-v=\"%s\">", class, exact);
    ct_report_number(o, value, decimals);
    ct_out_text(o, "</td>");
}

static void heads(ct_out *o, const ct_writing *w)
{
    ct_out_text(o, "<thead><tr>");
    head(o, "#", "number of the territory");
    if (has_names(w)) head(o, "name", "name of the territory");
    head(o, "regions", "number of regions");
    if (has_accounts(w)) head(o, "accounts", "number of accounts");
    for (int32_t m = 0; m < w->given->measures.n; m++) {
        head(o, w->given->measures.item[m].name, "sum over the territory");
        head(o, "dev %", "deviation from the target, percent");
    }
    if (!w->given->regions.is_point_layer) {
        head(o, "area km\xc2\xb2", "area");
        head(o, "perimeter km", "length of the border");
        head(o, "Polsby-Popper", "4 pi area / perimeter squared; a disc has 1");
        head(o, "Reock", "area / area of the smallest circle around it");
    }
    head(o, "inertia", "sum of weight times squared distance from the centre, km2");
    head(o, "parts", "connected parts when bridges are not counted");
    ct_out_text(o, "</tr></thead>\n");
}

static void measure_cells(ct_out *o, const ct_writing *w, int32_t j)
{
    for (int32_t m = 0; m < w->given->measures.n; m++) {
        const ptrdiff_t at = (ptrdiff_t)m * w->level->figures.k + j;
        const int64_t total = w->level->figures.total[at];
        const bool missed = total < w->level->bands.lower[at] || total > w->level->bands.upper[at];
        const double value = ct_fixed_value(total, w->given->measures.item[m].decimals);
        cell(o, value, value < 100 && w->given->measures.item[m].decimals ? 2 : 0, "");
        cell(o, w->level->figures.deviation_pct[at], 2, missed ? "missed" : "");
    }
}

static void row(ct_out *o, const ct_writing *w, int32_t j)
{
    const ct_figures *f = &w->level->figures;
    ct_out_format(o, "<tr data-t=\"%d\"><td data-v=\"%d\"><i class=\"c%d\"></i>%d</td>", j + 1,
                  j + 1, f->color[j] % CT_N_COLORS, j + 1);
    if (has_names(w)) {
        int64_t length;
        const char *name = ct_territory_name(w->level, j, &length);
        ct_out_text(o, "<td class=\"text\">");
        ct_report_text(o, name, length);
        ct_out_text(o, "</td>");
    }
    cell(o, f->n_regions[j], 0, "");
    if (has_accounts(w)) cell(o, (double)f->n_accounts[j], 0, "");
    measure_cells(o, w, j);
    if (!w->given->regions.is_point_layer) {
        cell(o, f->area_m2[j] / 1e6, 0, "");
        cell(o, f->perimeter_m[j] / 1e3, 0, "");
        cell(o, f->polsby_popper[j], 3, "");
        cell(o, f->reock[j], 3, "");
    }
    cell(o, f->inertia[j], 0, "");
    cell(o, f->parts[j], 0, f->pieces[j] == 1 ? "" : "missed");
    ct_out_text(o, "</tr>\n");
}

void ct_report_table(ct_out *o, const ct_writing *w)
{
    ct_out_text(o, "<div class=\"scroll\"><table id=\"territories\">\n");
    heads(o, w);
    ct_out_text(o, "<tbody>\n");
    for (int32_t j = 0; j < w->level->figures.k; j++) row(o, w, j);
    ct_out_text(o, "</tbody></table></div>\n");
}
