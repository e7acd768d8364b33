/// Regions that a file names.
#include <string.h>

#include "base/text.h"
#include "graph/given.h"

ct_status ct_finder_open(const ct_graph_job *job, ct_finder *out, ct_error *err)
{
    *out = (ct_finder){0};
    return ct_codes_build(&job->regions->code, &out->codes, err);
}

void ct_finder_close(ct_finder *f)
{
    ct_codes_free(&f->codes);
}

void ct_finder_learn(ct_finder *f, const ct_table *t, int32_t column)
{
    for (int64_t row = 0; row < t->n_rows; row++) {
        const int64_t cell = row * t->n_columns + column;
        ct_codes_learn(&f->codes, ct_string(&t->cell, cell), ct_string_length(&t->cell, cell));
    }
}

static void add_unknown(ct_finder *f, const char *code, int64_t length)
{
    const size_t used = strlen(f->unknown), room = sizeof f->unknown - used;
    const size_t shown = length < 24 ? (size_t)length : 24;
    if (f->n_unknown++ >= 3 || shown + 3 > room) return;
    if (used > 0) memcpy(f->unknown + used, ", ", 3);
    strncat(f->unknown, code, shown);
}

int32_t ct_finder_region(ct_finder *f, const char *code, int64_t length, int64_t line)
{
    const int32_t id = ct_codes_find_in(&f->codes, code, length, line, &f->repairs);
    if (id < 0) add_unknown(f, code, length);
    return id < 0 ? -1 : id;
}

int32_t ct_finder_cell(ct_finder *f, const ct_table *t, int64_t row, int32_t column)
{
    const int64_t cell = row * t->n_columns + column;
    return ct_finder_region(f, ct_string(&t->cell, cell), ct_string_length(&t->cell, cell),
                            t->line[row]);
}

void ct_finder_note(const ct_finder *f, const ct_graph_job *job, const char *path)
{
    ct_repairs_note(&f->repairs, job->ctx->notes, "graph", ct_path_base(path));
}
