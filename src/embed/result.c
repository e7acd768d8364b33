/// A plan, and what is asked of it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "embed/embed.h"

ct_result *ct_result_new(ct_error *err)
{
    return ct_array(1, sizeof(ct_result), "the result", err);
}

static const ct_level *level_of(const ct_result *r)
{
    return ct_plan_first(&r->run.plan);
}

static double unit_of(const ct_measure *m)
{
    double unit = 1;
    for (int32_t d = 0; d < m->decimals; d++) unit *= 10;
    return unit;
}

/// "stage: 12 regions ...", a line for each note.
static ct_status write_notes(ct_result *r, ct_error *err)
{
    int64_t used = 0;
    for (int32_t i = 0; i < r->notes.n; i++) {
        const ct_note *note = &r->notes.item[i];
        char count[33] = "";
        const int32_t digits = note->count ? ct_format_count(note->count, count) : 0;
        const size_t room = strlen(note->text) + sizeof note->stage + sizeof count + 8;
        const ct_status s =
            ct_grow((void **)&r->text, &r->text_capacity, used + (int64_t)room, 1, "notes", err);
        if (s) return s;
        used += snprintf(r->text + used, room, "%s: %s%s%s\n", note->stage, count,
                         digits ? " " : "", note->text);
    }
    return CT_OK;
}

/// r->part last: with it there is a result.
ct_status ct_result_settle(ct_result *r, const ct_regions *regions, ct_error *err)
{
    const ct_level *level = level_of(r);
    const ct_measures *measures = &r->run.given.measures;
    const int32_t k = level->figures.k;
    ct_status s = write_notes(r, err);
    if (s) return s;
    r->total = ct_array((int64_t)measures->n * k, sizeof *r->total, "totals", err);
    r->part = r->total ? ct_array(regions->n, sizeof *r->part, "the plan", err) : NULL;
    if (!r->part) return CT_ERR_MEMORY;
    for (int32_t m = 0; m < measures->n; m++)
        for (int64_t at = (int64_t)m * k; at < (int64_t)(m + 1) * k; at++)
            r->total[at] = (double)level->figures.total[at] / unit_of(&measures->item[m]);
    for (int32_t i = 0; i < regions->n; i++)
        r->part[i] = level->solution.part[regions->record_region[i]];
    return CT_OK;
}

int32_t ct_result_territories(const ct_result *r)
{
    return level_of(r)->figures.k;
}

const int32_t *ct_result_part(const ct_result *r)
{
    return r->part;
}

bool ct_result_feasible(const ct_result *r)
{
    return level_of(r)->solution.feasible;
}

double ct_result_inertia(const ct_result *r)
{
    return level_of(r)->solution.inertia;
}

double ct_result_bound(const ct_result *r)
{
    return level_of(r)->solution.lower_bound;
}

/// The k values of a measure among those of all.
static const double *of_measure(const ct_result *r, const double *value, const char *measure)
{
    const ct_measures *measures = &r->run.given.measures;
    for (int32_t m = 0; m < measures->n; m++)
        if (!strcmp(measures->item[m].name, measure))
            return value + (int64_t)m * level_of(r)->figures.k;
    return NULL;
}

const double *ct_result_total(const ct_result *r, const char *measure)
{
    return of_measure(r, r->total, measure);
}

const double *ct_result_deviation(const ct_result *r, const char *measure)
{
    return of_measure(r, level_of(r)->figures.deviation_pct, measure);
}

const char *ct_result_notes(const ct_result *r)
{
    return r->text ? r->text : "";
}

const ct_level *ct_result_level(const ct_result *r)
{
    return level_of(r);
}

void ct_result_free(ct_result *r)
{
    if (!r) return;
    ct_run_free(&r->run);
    ct_notes_free(&r->notes);
    free(r->part);
    free(r->total);
    free(r->text);
    free(r);
}
