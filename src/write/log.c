/// canton.log: what a person should know about the run. No times: equal runs have equal logs.
#include <stdlib.h>

#include "base/text.h"
#include "canton.h"
#include "write/out.h"
#include "write/recorded.h"
#include "write/writing.h"

static void put_count(ct_out *o, const char *what, int64_t n)
{
    char text[32];
    ct_format_count(n, text);
    ct_out_format(o, "%-13s %s\n", what, text);
}

static void put_measure(ct_out *o, const ct_writing *w, int32_t m)
{
    const ct_measure *measure = &w->given->measures.item[m];
    char total[32], unmatched[32], worst[352];
    ct_format_fixed(measure->total, measure->decimals, total);
    ct_format_fixed(measure->unmatched, measure->decimals, unmatched);
    ct_format_decimals(w->level->figures.worst_pct[m], 3, worst);
    ct_out_format(o, "measure       %s: total %s, unmatched %s, worst deviation %s %%\n",
                  measure->name, total, unmatched, worst);
}

static void put_notes(ct_out *o, const ct_notes *notes)
{
    for (int32_t i = 0; i < notes->n; i++) {
        const ct_note *note = &notes->item[i];
        char count[32] = "";
        if (note->count) ct_format_count(note->count, count);
        ct_out_format(o, "%-8s %-8s %s%s%s\n", note->severity == CT_WARN ? "warning" : "note",
                      note->stage, count, *count ? " " : "", note->text);
    }
}

ct_status ct_write_log(const ct_writing *w, ct_error *err)
{
    ct_out out;
    ct_out_open(&out, w->dir, "canton.log");
    ct_out_format(&out, "canton %s\n%s\n\n", CANTON_VERSION, w->command);
    put_count(&out, "regions", w->given->regions.n);
    put_count(&out, "accounts", w->given->accounts.n + w->given->accounts.n_summed);
    put_count(&out, "territories", w->level->figures.k);
    put_count(&out, "components", w->given->graph.n_components);
    put_count(&out, "bridges", w->given->graph.n_bridges);
    for (int32_t m = 0; m < w->given->measures.n; m++) put_measure(&out, w, m);
    put_count(&out, "outside bands", w->level->figures.n_missed);
    if (w->level->solution.n_broken) put_count(&out, "rules broken", w->level->solution.n_broken);
    ct_recorded_write(&out, w->dir);
    ct_out_format(&out, "status        %s%s\n\n", w->run->solve_status ? "infeasible" : "ok",
                  w->run->interrupted ? ", stopped early" : "");
    put_notes(&out, w->ctx->notes);
    return ct_out_close(&out, err);
}
