/// Groups of canton.h5 that a level has.
#include "write/h5level.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ct_h5_measures(ct_h5 *h, hid_t parent, const char *name, const char *what, const ct_writing *w,
                    int64_t n, const int64_t *fixed)
{
    const hid_t g = ct_h5_group(h, parent, name);
    const ct_measures *ms = &w->given->measures;
    for (int32_t m = 0; m < ms->n; m++) {
        char long_name[CT_NAME_SIZE + 64];
        snprintf(long_name, sizeof long_name, "%s %s", ms->item[m].name, what);
        const ct_h5_about about = {ms->item[m].name, "1", long_name};
        const int64_t *v = fixed ? fixed + m * n : ms->item[m].region;
        ct_h5_fixed(h, g, about, n, v, ms->item[m].decimals);
    }
    ct_h5_group_close(h, g);
}

/// Targets are doubles in fixed-point units.
static void write_targets(ct_h5 *h, hid_t parent, const ct_writing *w)
{
    const hid_t g = ct_h5_group(h, parent, "targets");
    const int32_t k = w->level->bands.k;
    double *v = h->first.status ? NULL : ct_array(k, sizeof *v, "targets", &h->first);
    for (int32_t m = 0; v && m < w->given->measures.n; m++) {
        const ct_measure *measure = &w->given->measures.item[m];
        char long_name[CT_NAME_SIZE + 64];
        snprintf(long_name, sizeof long_name, "%s wanted in the territory", measure->name);
        for (int32_t j = 0; j < k; j++)
            v[j] = w->level->bands.target[(int64_t)m * k + j] / pow(10, measure->decimals);
        ct_h5_f64(h, g, (ct_h5_about){measure->name, "1", long_name}, k, v);
    }
    free(v);
    ct_h5_group_close(h, g);
}

void ct_h5_counts(ct_h5 *h, hid_t group, int64_t n, const int64_t *count)
{
    int32_t *v = h->first.status ? NULL : ct_array(n, sizeof *v, "account counts", &h->first);
    for (int64_t i = 0; v && i < n; i++)
        v[i] = count[i] < INT32_MAX ? (int32_t)count[i] : INT32_MAX;
    if (v) ct_h5_i32(h, group, (ct_h5_about){"n_accounts", "1", "accounts matched"}, n, v);
    free(v);
}

static void write_names(ct_h5 *h, hid_t group, const ct_writing *w)
{
    ct_strings_builder names = {0};
    for (int32_t j = 0; j < w->level->figures.k && !h->first.status; j++) {
        int64_t length;
        const char *name = ct_territory_name(w->level, j, &length);
        ct_strings_add(&names, name, length, &h->first);
    }
    ct_h5_strings(h, group, (ct_h5_about){"name", "1", "name of the territory"}, &names.s);
    ct_strings_free(&names.s);
}

static void write_ids(ct_h5 *h, hid_t group, int32_t k)
{
    int32_t *id = h->first.status ? NULL : ct_array(k, sizeof *id, "territory ids", &h->first);
    for (int32_t j = 0; id && j < k; j++) id[j] = j + 1;
    if (id) ct_h5_i32(h, group, (ct_h5_about){"id", "1", "territory id"}, k, id);
    free(id);
}

static void write_shapes(ct_h5 *h, hid_t g, const ct_figures *f)
{
    const int32_t k = f->k;
    ct_h5_f64(h, g, (ct_h5_about){"area_m2", "m2", "area on the ellipsoid"}, k, f->area_m2);
    ct_h5_f64(h, g, (ct_h5_about){"perimeter_m", "m", "length of the border"}, k, f->perimeter_m);
    ct_h5_f64(h, g, (ct_h5_about){"polsby_popper", "1", "4 pi area / perimeter^2, 1 = a disc"}, k,
              f->polsby_popper);
    ct_h5_f64(h, g, (ct_h5_about){"reock", "1", "area / area of the smallest enclosing circle"}, k,
              f->reock);
    ct_h5_f64(h, g,
              (ct_h5_about){"inertia", "km2", "primary measure x squared distance to the centre"},
              k, f->inertia);
    ct_h5_i32(h, g, (ct_h5_about){"parts", "1", "connected parts when bridges do not count"}, k,
              f->parts);
    ct_h5_f64(h, g,
              (ct_h5_about){"lon", "degrees_east", "longitude of the weighted centre, WGS 84"}, k,
              f->lon_deg);
    ct_h5_f64(h, g,
              (ct_h5_about){"lat", "degrees_north", "latitude of the weighted centre, WGS 84"}, k,
              f->lat_deg);
}

void ct_h5_territories(ct_h5 *h, hid_t parent, const ct_writing *w)
{
    const ct_figures *f = &w->level->figures;
    const hid_t g = ct_h5_group(h, parent, "territories");
    write_ids(h, g, f->k);
    write_names(h, g, w);
    ct_h5_i32(h, g, (ct_h5_about){"n_regions", "1", "regions of the territory"}, f->k,
              f->n_regions);
    ct_h5_counts(h, g, f->k, f->n_accounts);
    ct_h5_measures(h, g, "measures", "of the territory", w, f->k, f->total);
    write_targets(h, g, w);
    ct_h5_measures(h, g, "lower", "the territory must have at least", w, f->k,
                   w->level->bands.lower);
    ct_h5_measures(h, g, "upper", "the territory may have at most", w, f->k, w->level->bands.upper);
    write_shapes(h, g, f);
    if (f->shape_note.n == f->k)
        ct_h5_strings(h, g, (ct_h5_about){"shape_note", "1", "what is odd about its shape"},
                      &f->shape_note);
    ct_h5_group_close(h, g);
}

static void write_trace(ct_h5 *h, hid_t g, const ct_solution *p)
{
    enum { MOST = sizeof p->phase / sizeof *p->phase };
    ct_strings_builder names = {0};
    double objective[MOST], worst[MOST];
    for (int32_t i = 0; i < p->n_phases && !h->first.status; i++) {
        objective[i] = p->phase[i].objective;
        worst[i] = p->phase[i].worst_dev_pct;
        ct_strings_add(&names, p->phase[i].name, (int64_t)strlen(p->phase[i].name), &h->first);
    }
    ct_h5_strings(h, g, (ct_h5_about){"phase", "1", "step of the solve"}, &names.s);
    ct_h5_f64(h, g, (ct_h5_about){"objective", "km2", "objective after the step"}, p->n_phases,
              objective);
    ct_h5_f64(h, g, (ct_h5_about){"worst_dev_pct", "percent", "largest distance outside a band"},
              p->n_phases, worst);
    ct_strings_free(&names.s);
}

void ct_h5_solve(ct_h5 *h, hid_t parent, const ct_writing *w)
{
    const ct_solution *p = &w->level->solution;
    const hid_t g = ct_h5_group(h, parent, "solve");
    ct_h5_attribute_f64(h, g, "objective", p->inertia);
    ct_h5_attribute_f64(h, g, "lower_bound", p->lower_bound);
    ct_h5_attribute_f64(h, g, "gap", ct_solution_gap(p));
    if (w->level->certificate.is_asked) {
        ct_h5_attribute_f64(h, g, "medoid_objective", w->level->certificate.medoid);
        ct_h5_attribute_f64(h, g, "certified_bound", w->level->certificate.bound);
        ct_h5_attribute_f64(h, g, "certified_gap", ct_certificate_gap(&w->level->certificate));
    }
    write_trace(h, g, p);
    ct_h5_group_close(h, g);
}
