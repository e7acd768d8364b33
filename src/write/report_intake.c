/// What became of the input: whether too much of it is left out, and where all of it is.
#include "base/text.h"
#include "write/report.h"

bool ct_report_is_lossy(const ct_writing *w)
{
    const double most = ct_data_options_default().max_bad.pct;
    const ct_measures *m = &w->given->measures;
    return ct_bad_rows_pct(m) > most || ct_bad_weight_pct(m) > most;
}

void ct_report_loss(ct_out *o, const ct_writing *w)
{
    const ct_measures *m = &w->given->measures;
    if (!ct_report_is_lossy(w)) return;
    ct_out_text(o, ", but ");
    ct_report_number(o, ct_bad_rows_pct(m), 1);
    ct_out_text(o, " % of the accounts");
    if (m->item[0].kind != CT_COUNT && ct_bad_weight_pct(m) > 0) {
        ct_out_text(o, ", ");
        ct_report_number(o, ct_bad_weight_pct(m), 1);
        ct_out_text(o, " % of ");
        ct_report_text(o, m->item[0].name, -1);
    }
    ct_out_text(o, " are without a region or unreadable");
}

static void exact_cell(ct_out *o, int64_t value, int32_t decimals)
{
    char text[40];
    ct_out_format(o, "<td>%s</td>", ct_format_exact(value, decimals, text));
}

static void row(ct_out *o, const char *name, const int64_t value[4], int32_t decimals)
{
    ct_out_text(o, "<tr><td class=\"text\">");
    ct_report_text(o, name, -1);
    ct_out_text(o, "</td>");
    for (int i = 0; i < 4; i++) exact_cell(o, value[i], decimals);
    ct_out_text(o, "</tr>\n");
}

static void account_row(ct_out *o, const ct_intake *in)
{
    int64_t matched = 0, unmatched = 0;
    for (int r = CT_MATCHED_POINT; r <= CT_MATCHED_NEAREST; r++) matched += in->n_reason[r];
    for (int r = CT_UNMATCHED_NO_KEY; r <= CT_UNMATCHED_CODE; r++) unmatched += in->n_reason[r];
    const int64_t value[4] = {in->n, matched, unmatched, in->n - matched - unmatched};
    row(o, "accounts", value, 0);
}

void ct_report_intake(ct_out *o, const ct_writing *w)
{
    const ct_measures *measures = &w->given->measures;
    if (!measures->intake.n) return;
    ct_out_text(o, "<h2>Where the input went</h2>\n<p class=\"soft\">All that was read is in a "
                   "region, unmatched (unmatched.csv says why), or was set aside on demand; the "
                   "sums are exact.</p>\n<div class=\"scroll\"><table><thead><tr><th "
                   "class=\"text\"></th><th>read</th><th>in regions</th><th>unmatched</th><th>set "
                   "aside</th></tr></thead><tbody>\n");
    account_row(o, &measures->intake);
    for (int32_t i = 0; i < measures->n; i++) {
        const ct_measure *m = &measures->item[i];
        const int64_t value[4] = {m->input, m->total, m->unmatched, m->aside};
        if (m->kind != CT_COUNT) row(o, m->name, value, m->decimals);
    }
    ct_out_text(o, "</tbody></table></div>\n");
}
