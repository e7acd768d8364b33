/// A case is let go.
#include "canton/case.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/regions.h"

void ct_regions_free(ct_regions *r)
{
    if (!r) return;
    for (int32_t i = 0; i < r->n_fields; i++) free(r->field[i].fixed);
    ct_kept_records_free(r->kept);
    free(r->record_region);
    free(r->crs_name);
    free(r->crs_wkt);
    free(r->area_m2);
    free(r->pos_km);
    free(r->lat_deg);
    free(r->lon_deg);
    if (r->lonlat != r->xy) free(r->lonlat);
    free(r->xy);
    free(r->ring_is_hole);
    free(r->vertex_begin);
    free(r->ring_begin);
    ct_strings_free(&r->code);
    *r = (ct_regions){0};
}

static void forget_weights(ct_accounts *a)
{
    for (int32_t j = 0; j < CT_MAX_MEASURES; j++) {
        free(a->column[j]);
        a->column[j] = NULL;
    }
    free(a->line);
    a->line = NULL;
}

/// Codes of the accounts without a region, moved together; the memory of the others is given back.
static void keep_unmatched_codes(ct_accounts *a)
{
    ct_strings *s = &a->code;
    int64_t kept = 0, used = 0;
    if (s->n < a->n) return; // there are none
    for (int64_t i = 0; i < a->n; i++) {
        if (a->region[i] >= 0) continue;
        const int64_t begin = ct_string(s, i) - s->bytes, length = ct_string_length(s, i);
        memmove(s->bytes + used, s->bytes + begin, (size_t)length);
        used += length;
        kept++;
        if (s->offset) s->offset[kept] = used;
    }
    s->n = kept;
    if (kept == 0) {
        ct_strings_free(s);
        return;
    }
    char *bytes = realloc(s->bytes, (size_t)used + 1);
    int64_t *offset = s->offset ? realloc(s->offset, ((size_t)kept + 1) * sizeof *s->offset) : NULL;
    if (bytes) s->bytes = bytes;
    if (offset) s->offset = offset;
}

void ct_accounts_forget(ct_accounts *a)
{
    free(a->lat_deg);
    free(a->lon_deg);
    free(a->flaw);
    a->lat_deg = a->lon_deg = NULL;
    a->flaw = NULL;
    keep_unmatched_codes(a);
    for (int64_t i = 0; i < a->n; i++)
        if (a->region[i] < 0) return;
    forget_weights(a);
}

void ct_accounts_free(ct_accounts *a)
{
    if (!a) return;
    forget_weights(a);
    free(a->flaw);
    free(a->reason);
    free(a->region);
    free(a->lat_deg);
    free(a->lon_deg);
    ct_strings_free(&a->code);
    ct_strings_free(&a->id);
    memset(a, 0, sizeof *a);
}

double ct_bad_rows_pct(const ct_measures *m)
{
    return m->intake.n ? 100.0 * (double)m->intake.n_bad / (double)m->intake.n : 0;
}

double ct_bad_weight_pct(const ct_measures *m)
{
    const ct_measure *primary = &m->item[0];
    if (!m->n || ct_measure_about(primary->kind)->of == CT_OF_REGIONS) return 0;
    return primary->input > 0 ? 100.0 * (double)m->intake.bad / (double)primary->input : 0;
}

void ct_measures_free(ct_measures *m)
{
    if (!m) return;
    for (int32_t i = 0; i < CT_MAX_MEASURES; i++) free(m->item[i].region);
    free(m->n_accounts);
    memset(m, 0, sizeof *m);
}

void ct_graph_free(ct_graph *g)
{
    if (!g) return;
    free(g->indptr);
    free(g->indices);
    free(g->border_m);
    free(g->kind);
    free(g->outer_m);
    free(g->component);
    free(g->bridge);
    free(g->problem);
    free(g->problem_lonlat);
    free(g->segment);
    free(g->segment_left);
    free(g->segment_right);
    *g = (ct_graph){0};
}

void ct_alignment_free(ct_alignment *a)
{
    if (!a) return;
    free(a->part);
    free(a->number);
    ct_strings_free(&a->name);
    *a = (ct_alignment){0};
}

void ct_case_free(ct_case *c)
{
    if (!c) return;
    ct_alignment_free(&c->like);
    ct_graph_free(&c->graph);
    ct_measures_free(&c->measures);
    ct_accounts_free(&c->accounts);
    ct_regions_free(&c->regions);
}
