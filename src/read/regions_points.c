/// Regions that are points in memory.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/regions.h"

enum { DIGITS = 12 }; ///< and their end

static ct_status check_degrees(const char *what, int32_t i, double deg, double most, ct_error *err)
{
    if (fabs(deg) <= most) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT, "%s[%" PRId32 "] is %g: degrees from %g to %g are wanted",
                   what, i, deg, -most, most);
}

static ct_status check_points(int32_t n, const char *const *code, const double *lon_deg,
                              const double *lat_deg, ct_error *err)
{
    ct_status s = CT_OK;
    if (n < 1) return ct_fail(err, CT_ERR_INPUT, "%" PRId32 " regions: there must be one", n);
    for (int32_t i = 0; i < n && !s; i++) {
        if (code && (!code[i] || !*code[i]))
            return ct_fail(err, CT_ERR_INPUT, "code[%" PRId32 "] is empty: give each its own", i);
        s = check_degrees("lon_deg", i, lon_deg[i], 180, err);
        if (!s) s = check_degrees("lat_deg", i, lat_deg[i], 90, err);
    }
    return s;
}

static int compare_codes(const void *x, const void *y, void *user)
{
    const char *const *code = user;
    const int32_t i = *(const int32_t *)x, j = *(const int32_t *)y;
    const int order = strcmp(code[i], code[j]);
    return order ? order : (i > j) - (i < j);
}

/// order[n] of the points by code.
static ct_status sort_codes(int32_t n, const char *const *code, int32_t *order, ct_error *err)
{
    for (int32_t i = 0; i < n; i++) order[i] = i;
    if (!code) return CT_OK;
    qsort_r(order, (size_t)n, sizeof *order, compare_codes, (void *)(uintptr_t)code);
    for (int32_t r = 1; r < n; r++) {
        const int32_t i = order[r - 1], j = order[r];
        if (!strcmp(code[i], code[j]))
            return ct_fail(err, CT_ERR_INPUT,
                           "code[%" PRId32 "] and code[%" PRId32 "] are both '%.60s'", i, j,
                           code[i]);
    }
    return CT_OK;
}

/// Codes in order. Numbers get leading zeros, so that theirs is that of the points.
static ct_status keep_codes(int32_t n, const char *const *code, const int32_t *order,
                            ct_regions *out, ct_error *err)
{
    char number[DIGITS];
    ct_strings_builder b = {0};
    ct_status s = CT_OK;
    const int width = snprintf(number, sizeof number, "%" PRId32, n - 1);
    for (int32_t r = 0; r < n && !s; r++) {
        if (!code) snprintf(number, sizeof number, "%0*" PRId32, width, order[r]);
        const char *text = code ? code[order[r]] : number;
        s = ct_strings_add(&b, text, (int64_t)strlen(text), err);
    }
    out->code = b.s;
    return s;
}

static ct_status allocate(int32_t n, ct_regions *out, ct_error *err)
{
    out->n = out->n_records = n;
    out->is_point_layer = out->is_geographic = true;
    out->record_region = ct_array(n, sizeof *out->record_region, "regions", err);
    const ct_status s = out->record_region ? ct_new_no_rings(out, err) : CT_ERR_MEMORY;
    return s ? s : ct_new_places(out, err);
}

ct_status ct_regions_of_points(int32_t n, const char *const *code, const double *lon_deg,
                               const double *lat_deg, ct_regions *out, ct_error *err)
{
    *out = (ct_regions){0};
    ct_status s = check_points(n, code, lon_deg, lat_deg, err);
    if (s) return s;
    int32_t *order = ct_array(n, sizeof *order, "codes", err);
    if (!order) return CT_ERR_MEMORY;
    s = sort_codes(n, code, order, err);
    if (!s) s = keep_codes(n, code, order, out, err);
    if (!s) s = allocate(n, out, err);
    for (int32_t r = 0; r < n && !s; r++) {
        out->record_region[order[r]] = r;
        ct_place_region(out, r, lon_deg[order[r]], lat_deg[order[r]]);
    }
    free(order);
    return s;
}
