/// canton.log: what a person should know about the run. No times: equal runs have equal logs.
#include <stdlib.h>

#include "base/text.h"
#include "canton.h"
#include "write/out.h"
#include "write/write.h"

static void put_count(ct_out *o, const char *what, int64_t n)
{
    char text[32];
    ct_format_count(n, text);
    ct_out_format(o, "%-13s %s\n", what, text);
}

static void put_measure(ct_out *o, const ct_run *run, int32_t m)
{
    const ct_measure *measure = &run->measures.item[m];
    char total[32], unmatched[32], worst[352];
    ct_format_fixed(measure->total, measure->decimals, total);
    ct_format_fixed(measure->unmatched, measure->decimals, unmatched);
    ct_format_decimals(run->figures.worst_pct[m], 3, worst);
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
    const ct_run *run = w->run;
    ct_out out;
    ct_out_open(&out, w->dir, "canton.log");
    char *command = ct_command_line(w, &out.first);
    ct_out_format(&out, "canton %s\n%s\n\n", CANTON_VERSION, command ? command : "");
    put_count(&out, "regions", run->regions.n);
    put_count(&out, "accounts", run->accounts.n + run->accounts.n_summed);
    put_count(&out, "territories", run->figures.k);
    put_count(&out, "components", run->graph.n_components);
    put_count(&out, "bridges", run->graph.n_bridges);
    for (int32_t m = 0; m < run->measures.n; m++) put_measure(&out, run, m);
    put_count(&out, "outside bands", run->figures.n_missed);
    ct_out_format(&out, "status        %s\n\n", run->solve_status ? "infeasible" : "ok");
    put_notes(&out, w->ctx->notes);
    free(command);
    return ct_out_close(&out, err);
}
