/// A case in memory.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "embed/embed.h"

/// Decimals of a measure, and units of its last decimal in one region: doubles hold no more of
/// them exactly.
enum { MOST_DECIMALS = 9 };
static const double MOST_UNITS = 9e15;

ct_status ct_model_new(int32_t n, const char *const *code, const double *lon_deg,
                       const double *lat_deg, ct_model **out, ct_error *err)
{
    *out = ct_array(1, sizeof **out, "the model", err);
    if (!*out) return CT_ERR_MEMORY;
    const ct_status s = ct_regions_of_points(n, code, lon_deg, lat_deg, &(*out)->regions, err);
    if (!s) return CT_OK;
    ct_model_free(*out);
    *out = NULL;
    return s;
}

static ct_status check_name(const ct_regions *r, const char *name, int32_t decimals, ct_error *err)
{
    ct_data_options opt = {.regions = "", .n_measures = 1, .measure = {{.kind = CT_FIELD}}};
    if (r->n_fields == CT_MAX_MEASURES)
        return ct_fail(err, CT_ERR_INPUT, "measure '%.60s': at most %d measures", name,
                       CT_MAX_MEASURES);
    if (strlen(name) >= CT_NAME_SIZE || strchr(name, '='))
        return ct_fail(err, CT_ERR_INPUT,
                       "measure '%.60s': a name has less than %d bytes, and no '='", name,
                       CT_NAME_SIZE);
    if (decimals < 0 || decimals > MOST_DECIMALS)
        return ct_fail(err, CT_ERR_INPUT, "measure '%s': %" PRId32 " decimals; 0 to %d", name,
                       decimals, MOST_DECIMALS);
    for (int32_t f = 0; f < r->n_fields; f++)
        if (!strcmp(r->field[f].name, name))
            return ct_fail(err, CT_ERR_INPUT, "measure '%s' is given twice", name);
    snprintf(opt.measure[0].name, CT_NAME_SIZE, "%s", name);
    return ct_data_options_check(&opt, err) ? ct_fail(err, CT_ERR_INPUT, "measure '%s': %s", name,
                                                      "leave out '/', and '.' that stands alone")
                                            : CT_OK;
}

/// weight[n], point by point, as fixed[n], region by region, and their sum.
static ct_status take_weights(const ct_regions *r, const char *name, double unit,
                              const double *weight, int64_t *fixed, int64_t *total, ct_error *err)
{
    *total = 0;
    for (int32_t i = 0; i < r->n; i++) {
        const double v = rint(weight[i] * unit);
        int64_t *to = &fixed[r->record_region[i]];
        if (!(weight[i] >= 0) || !(v <= MOST_UNITS))
            return ct_fail(err, CT_ERR_INPUT,
                           "measure '%s': weight[%" PRId32 "] is %g: from 0 to %g are wanted", name,
                           i, weight[i], MOST_UNITS / unit);
        *to = (int64_t)v;
        if (__builtin_add_overflow(*total, *to, total))
            return ct_fail(err, CT_ERR_INPUT,
                           "measure '%s': its total does not fit 64 bits; take fewer decimals",
                           name);
    }
    if (*total > 0) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT, "measure '%s': every weight is 0", name);
}

ct_status ct_model_measure(ct_model *m, const char *name, int32_t decimals, const double *weight,
                           ct_error *err)
{
    ct_regions *r = &m->regions;
    ct_status s = check_name(r, name, decimals, err);
    if (s) return s;
    int64_t total, *fixed = ct_array(r->n, sizeof *fixed, "a measure", err);
    if (!fixed) return CT_ERR_MEMORY;
    s = take_weights(r, name, pow(10, decimals), weight, fixed, &total, err);
    if (s) {
        free(fixed);
        return s;
    }
    ct_field *f = &r->field[r->n_fields++];
    *f = (ct_field){.decimals = decimals, .fixed = fixed, .input = total};
    snprintf(f->name, sizeof f->name, "%s", name);
    return CT_OK;
}

static ct_status check_pairs(int32_t n, int64_t n_pairs, const int32_t *a, const int32_t *b,
                             const double *border_m, ct_error *err)
{
    for (int64_t i = 0; i < n_pairs; i++) {
        if (a[i] < 0 || a[i] >= n || b[i] < 0 || b[i] >= n || a[i] == b[i])
            return ct_fail(err, CT_ERR_INPUT,
                           "neighbours: a[%" PRId64 "] = %" PRId32 ", b[%" PRId64 "] = %" PRId32
                           ": two of the regions 0 to %" PRId32 " are wanted",
                           i, a[i], i, b[i], n - 1);
        if (border_m && !(border_m[i] >= 0 && isfinite(border_m[i])))
            return ct_fail(err, CT_ERR_INPUT,
                           "neighbours: border_m[%" PRId64 "] is %g: 0 or more is wanted", i,
                           border_m[i]);
    }
    return CT_OK;
}

static ct_status reserve(ct_model *m, int64_t need, ct_error *err)
{
    static const char what[] = "neighbours";
    const int64_t doubled = m->capacity > INT64_MAX / 2 ? need : 2 * m->capacity;
    const int64_t to = need > doubled ? need : doubled, c = m->capacity;
    if (need <= c) return CT_OK;
    ct_status s = ct_grow((void **)&m->a, &(int64_t){c}, to, sizeof *m->a, what, err);
    if (!s) s = ct_grow((void **)&m->b, &(int64_t){c}, to, sizeof *m->b, what, err);
    if (!s) s = ct_grow((void **)&m->border_m, &(int64_t){c}, to, sizeof *m->border_m, what, err);
    if (!s) m->capacity = to;
    return s;
}

ct_status ct_model_neighbors(ct_model *m, int64_t n_pairs, const int32_t *a, const int32_t *b,
                             const double *border_m, ct_error *err)
{
    const int32_t *region = m->regions.record_region;
    ct_status s = check_pairs(m->regions.n, n_pairs, a, b, border_m, err);
    if (!s) s = reserve(m, m->n_pairs + n_pairs, err);
    if (s) return s;
    for (int64_t i = 0; i < n_pairs; i++) {
        const int64_t at = m->n_pairs++;
        m->a[at] = region[a[i]];
        m->b[at] = region[b[i]];
        m->border_m[at] = border_m ? border_m[i] : -1;
    }
    return CT_OK;
}

void ct_model_free(ct_model *m)
{
    if (!m) return;
    ct_regions_free(&m->regions);
    free(m->a);
    free(m->b);
    free(m->border_m);
    free(m);
}
