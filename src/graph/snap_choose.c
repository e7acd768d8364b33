/// The snap distance a layer asks for.
///
/// A border drawn twice shows as facing borders at distances up to what the drawing was rounded or
/// simplified by; water and streets show at the distances of banks. On a scale of half octaves the
/// first is a hump, and between the two lies a valley. Borders that only part from each other at
/// some corner are as long at each distance as the distance itself: they rise to the right and make
/// no hump.
#include <math.h>
#include <stdlib.h>

#include "graph/graph.h"

enum {
    SAMPLES = 1 << 14, ///< edges looked at, at equal steps
    BINS = 48,         ///< half octaves from FINEST_M on
    WINDOW = 4,        ///< bins smoothed over
    LEAST_SAMPLES = 20 ///< of a hump
};
static const double FINEST_M = 1e-4, FLOOR_M = 0.1, LONGEST_M = 300.0;
static const double LEAST_SHARE = 0.005; ///< of the unshared border, for a hump
static const double DEPTH = 8.0;         ///< a valley is that much lower than the hump before it
static const double PART = 0.02;         ///< of a region's size, the longest distance looked at

/// Lengths of unshared border by the distance of what it faces.
typedef struct histogram {
    double length_m[BINS + WINDOW]; ///< zeros behind the last bin
    int32_t n[BINS];
    int32_t n_bins; ///< those below the longest distance
    double total_m;
} histogram;

static double bin_begin(int32_t b)
{
    return FINEST_M * exp2(0.5 * b);
}

static int32_t bin_of(double distance_m)
{
    if (distance_m <= FINEST_M) return 0;
    const int32_t b = (int32_t)(2.0 * log2(distance_m / FINEST_M));
    return b < BINS ? b : BINS - 1;
}

static int compare(const void *x, const void *y)
{
    const double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/// A fraction of the size of a middling region.
static ct_status longest_distance(const ct_regions *r, double *longest_m, ct_error *err)
{
    double *area = ct_array(r->n, sizeof *area, "region sizes", err);
    if (!area) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < r->n; i++) area[i] = r->area_m2[i];
    qsort(area, (size_t)r->n, sizeof *area, compare);
    *longest_m = fmin(LONGEST_M, PART * sqrt(area[r->n / 2]));
    free(area);
    return CT_OK;
}

static ct_status sample(const ct_graph_job *job, const ctk_strips *s, double longest_m,
                        histogram *h, ct_error *err)
{
    const int32_t step = s->edges.n / SAMPLES + 1, n = (s->edges.n - 1) / step + 1;
    ct_status status = CT_ERR_MEMORY;
    int32_t *edge = ct_array(n, sizeof *edge, "snap sample", err);
    double *distance_m = ct_array(n, sizeof *distance_m, "snap sample", err);
    double *length_m = ct_array(n, sizeof *length_m, "snap sample", err);
    if (!edge || !distance_m || !length_m) goto out;
    for (int32_t i = 0; i < n; i++) edge[i] = i * step;
    ctk_facing_distances(s, n, edge, longest_m, job->ctx->n_threads, distance_m, length_m);
    for (int32_t i = 0; i < n; i++) {
        h->total_m += length_m[i];
        if (distance_m[i] < 0.0) continue;
        h->length_m[bin_of(distance_m[i])] += length_m[i];
        h->n[bin_of(distance_m[i])]++;
    }
    h->n_bins = bin_of(longest_m);
    status = CT_OK;
out:
    free(length_m);
    free(distance_m);
    free(edge);
    return status;
}

static double window(const histogram *h, int32_t b)
{
    double sum = 0.0;
    for (int32_t i = b; i < b + WINDOW; i++) sum += h->length_m[i];
    return sum;
}

/// First and last bin of the valley behind the first hump; false = there is no hump.
static bool find_valley(const histogram *h, int32_t *first, int32_t *last, double *hump_m)
{
    double highest = 0.0;
    int32_t n = 0;
    *hump_m = 0.0;
    for (int32_t b = 0; b < h->n_bins; b++) {
        const bool is_hump = n >= LEAST_SAMPLES && *hump_m >= LEAST_SHARE * h->total_m;
        if (is_hump && window(h, b) * DEPTH <= highest) {
            *first = *last = b;
            while (*last < h->n_bins && window(h, *last) * DEPTH <= highest) (*last)++;
            return true;
        }
        highest = fmax(highest, window(h, b));
        n += h->n[b];
        *hump_m += h->length_m[b];
    }
    return false;
}

/// Two digits are enough for a distance that was found in half octaves.
static double two_digits(double x)
{
    const double unit = pow(10.0, floor(log10(x)) - 1.0);
    return rint(x / unit) * unit;
}

ct_status ct_snap_choose(const ct_graph_job *job, const ct_leftovers *l, double *snap_m,
                         ct_error *err)
{
    ct_notes *notes = job->ctx->notes;
    histogram h = {0};
    double longest_m, hump_m;
    int32_t first, last;
    ct_status status = longest_distance(job->regions, &longest_m, err);
    if (!status) status = sample(job, &l->strips, longest_m, &h, err);
    if (status) return status;
    *snap_m = fmin(FLOOR_M, longest_m);
    if (!find_valley(&h, &first, &last, &hump_m)) {
        ct_note_add(notes, CT_INFO, "graph", 0,
                    "--snap %.3g m chosen: no sign of borders drawn twice (looked up to %.3g m)",
                    *snap_m, longest_m);
        return CT_OK;
    }
    const double valley_m = two_digits(sqrt(bin_begin(first) * fmin(bin_begin(last), longest_m)));
    *snap_m = fmax(*snap_m, valley_m);
    ct_note_add(notes, CT_INFO, "graph", 0,
                "--snap %g m chosen: %g %% of the unshared border runs within %g m of another "
                "region's, next to nothing from there to %g m",
                two_digits(*snap_m), two_digits(100.0 * hump_m / h.total_m),
                two_digits(bin_begin(first)), two_digits(fmin(bin_begin(last), longest_m)));
    return CT_OK;
}
