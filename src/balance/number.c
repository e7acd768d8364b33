/// The order in which territories are numbered.
#include <math.h>
#include <string.h>

#include "balance/balance.h"
#include "kernels/geom/sphere.h"
#include "kernels/measure/agree.h"

enum { HILBERT_BITS = 16 }; ///< of each coordinate; twice as many fit the key

/// Place of cell (x, y) on the Hilbert curve from (0, 0) to (2^bits - 1, 0).
/// Skilling 2004, doi:10.1063/1.1751381; here the two-dimensional case, quadrant by quadrant.
static uint64_t hilbert(uint32_t x, uint32_t y)
{
    uint64_t d = 0;
    for (uint32_t side = 1u << (HILBERT_BITS - 1); side > 0; side /= 2) {
        const uint32_t right = (x & side) != 0, upper = (y & side) != 0;
        d = d * 4 + ((3 * right) ^ upper);
        if (upper) continue;
        if (right) {
            x = (1u << HILBERT_BITS) - 1 - x;
            y = (1u << HILBERT_BITS) - 1 - y;
        }
        const uint32_t swap = x;
        x = y;
        y = swap;
    }
    return d;
}

/// lon - reference, in [-180, 180): no seam inside the layer.
static double lon_from(double lon, double reference)
{
    double d = fmod(lon - reference + 540.0, 360.0);
    if (d < 0) d += 360.0;
    return d - 180.0;
}

/// Extent of the layer: what the curve covers does not depend on the plan.
typedef struct frame {
    double reference, west, east, south, north;
} frame;

static frame layer_frame(const ct_solver *s)
{
    const ct_regions *r = s->in->regions;
    frame f = {0, 1e300, -1e300, 1e300, -1e300};
    double lat;
    ctk_lonlat_deg(s->origin_km, &f.reference, &lat);
    for (int32_t u = 0; u < s->problem->n; u++) {
        const double x = lon_from(r->lon_deg[u], f.reference);
        f.west = fmin(f.west, x);
        f.east = fmax(f.east, x);
        f.south = fmin(f.south, r->lat_deg[u]);
        f.north = fmax(f.north, r->lat_deg[u]);
    }
    return f;
}

static uint32_t cell(double part, double whole)
{
    const double cells = (double)(1u << HILBERT_BITS);
    const double at = whole > 0 ? part / whole * cells : 0;
    return (uint32_t)fmin(fmax(at, 0), cells - 1);
}

static uint64_t key_of(const ct_solver *s, const frame *f, const ctk_territory *t)
{
    const double at[3] = {t->cx + s->origin_km[0], t->cy + s->origin_km[1],
                          t->cz + s->origin_km[2]};
    double lon, lat;
    ctk_lonlat_deg(at, &lon, &lat);
    return hilbert(cell(f->north - lat, f->north - f->south),
                   cell(lon_from(lon, f->reference) - f->west, f->east - f->west));
}

/// Are the bands of all territories the same?
static bool bands_are_equal(const ct_solver *s)
{
    const ctk_problem *p = s->problem;
    const size_t bytes = (size_t)p->m * sizeof *s->lower;
    for (int32_t j = 1; j < p->k; j++)
        if (memcmp(s->lower + (int64_t)j * p->m, s->lower, bytes) != 0 ||
            memcmp(s->upper + (int64_t)j * p->m, s->upper, bytes) != 0)
            return false;
    return true;
}

/// Numbers as in the other plan where they can be had, of its territories that live on; the rest in
/// order of rank.
static ct_status agree(const ct_solver *s, const ctk_draft *d, ct_arena *arena, int32_t *final,
                       int32_t *like, ct_error *err)
{
    const ct_alignment *other = s->in->like;
    const int32_t n = s->problem->n, k = s->problem->k;
    const ct_measure *m = &s->in->measures->item[0];
    void *work = ct_arena_array(arena, ctk_agree_work(n, k, other->k), 1, "numbering", err);
    int32_t *match = ct_arena_array(arena, k, sizeof *match, "numbering", err);
    int32_t *by_rank = ct_arena_array(arena, k, sizeof *by_rank, "numbering", err);
    bool *is_taken = ct_arena_array(arena, k, sizeof *is_taken, "numbering", err);
    if (!work || !match || !by_rank || !is_taken) return CT_ERR_MEMORY;
    ctk_agree(n, d->part, k, other->part, other->k, m->total > 0 ? m->region : NULL, work, match);
    for (int32_t j = 0; j < k; j++) by_rank[final[j]] = j;
    for (int32_t j = 0; j < k; j++) {
        const int32_t number = match[j] < 0 ? 0 : other->number[match[j]];
        final[j] = number > 0 && number <= k ? number - 1 : -1;
        if (final[j] >= 0) is_taken[final[j]] = true;
    }
    for (int32_t rank = 0, next = 0; rank < k; rank++) {
        const int32_t j = by_rank[rank];
        while (next < k && is_taken[next]) next++;
        if (final[j] < 0) final[j] = next++;
        like[final[j]] = match[j];
    }
    return CT_OK;
}

ct_status ct_balance_number(const ct_solver *s, const ctk_draft *d, ct_arena *arena, int32_t *final,
                            int32_t *like, ct_error *err)
{
    const int32_t k = s->problem->k;
    const frame f = layer_frame(s);
    const bool renumber = s->in->bands->is_equal && bands_are_equal(s) &&
                          !(s->problem->rules && ctk_rules_name_territories(s->problem->rules));
    uint64_t *key = ct_arena_array(arena, k, sizeof *key, "numbering", err);
    if (!key) return CT_ERR_MEMORY;
    for (int32_t j = 0; j < k; j++) key[j] = key_of(s, &f, &d->territory[j]);
    for (int32_t j = 0; j < k; j++) {
        int32_t rank = 0;
        for (int32_t i = 0; i < k; i++) rank += key[i] < key[j] || (key[i] == key[j] && i < j);
        final[j] = renumber ? rank : j;
    }
    return renumber && like ? agree(s, d, arena, final, like, err) : CT_OK;
}
