/// Powers of territories across a wide gap, before the bound's are sought step by step.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balance/balance.h"
#include "kernels/cluster/bound.h"
#include "kernels/prim/chunks.h"
#include "kernels/prim/knob.h"

/// A gap is wide when the shortest tree over the centres has an edge so many times its middle one;
/// of the widest so many count.
CTK_KNOB(WIDE, 6);
CTK_KNOB_N(MOST_GAPS, 8);

/// Distances of points from centres that are worth it.
CTK_KNOB(MOST_DISTANCES, 4e9);

enum { CHUNK = 1024 }; ///< points a thread takes at a time

typedef struct far {
    const ct_bound_cells *c;
    int32_t n_threads;
    int32_t *parent;          ///< [k] in the tree, that of the root itself
    int32_t *order;           ///< [k] as they were joined
    double *edge2_km2;        ///< [k] square of the edge to the parent
    double *sorted;           ///< [k]
    uint8_t *is_inside;       ///< [k]
    double *inside, *outside; ///< [n]
    double *work;             ///< [2 k]
} far;

static double center_gap2(const ct_bound_cells *c, int32_t a, int32_t b)
{
    double sum = 0;
    for (int64_t d = 0; d < 3; d++) {
        const double x = c->center[d * c->k + a] - c->center[d * c->k + b];
        sum += x * x;
    }
    return sum;
}

/// Prim's tree; is_inside serves as a mark.
static void grow_tree(far *f)
{
    const int32_t k = f->c->k;
    memset(f->is_inside, 0, (size_t)k);
    for (int32_t j = 0; j < k; j++) {
        f->parent[j] = 0;
        f->edge2_km2[j] = j ? center_gap2(f->c, 0, j) : 0;
    }
    for (int32_t n = 0; n < k; n++) {
        int32_t next = -1;
        for (int32_t j = 0; j < k; j++)
            if (!f->is_inside[j] && (next < 0 || f->edge2_km2[j] < f->edge2_km2[next])) next = j;
        f->is_inside[next] = 1;
        f->order[n] = next;
        for (int32_t j = 0; j < k; j++) {
            const double d2 = center_gap2(f->c, next, j);
            if (f->is_inside[j] || d2 >= f->edge2_km2[j]) continue;
            f->edge2_km2[j] = d2;
            f->parent[j] = next;
        }
    }
}

static int falling(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/// Edges above this square are wide.
static double find_wide2(far *f)
{
    const int32_t k = f->c->k;
    memcpy(f->sorted, f->edge2_km2, (size_t)k * sizeof *f->sorted);
    qsort(f->sorted, (size_t)k, sizeof *f->sorted, falling);
    const double usual2 = WIDE * WIDE * f->sorted[k / 2];
    return k > MOST_GAPS ? fmax(usual2, f->sorted[(int32_t)MOST_GAPS]) : usual2;
}

/// What hangs on the tree by cell j's edge.
static void mark_below(far *f, int32_t j)
{
    memset(f->is_inside, 0, (size_t)f->c->k);
    f->is_inside[j] = 1;
    for (int32_t n = 1; n < f->c->k; n++)
        if (f->is_inside[f->parent[f->order[n]]]) f->is_inside[f->order[n]] = 1;
}

static void find_nearest(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const far *f = user;
    const ct_bound_cells *c = f->c;
    (void)chunk;
    for (int64_t i = begin; i < end; i++) {
        f->inside[i] = f->outside[i] = HUGE_VAL;
        for (int64_t j = 0; j < c->k; j++) {
            const double dx = c->pos[i] - c->center[j];
            const double dy = c->pos[c->n + i] - c->center[c->k + j];
            const double dz = c->pos[2 * (int64_t)c->n + i] - c->center[2 * (int64_t)c->k + j];
            const double d = dx * dx + dy * dy + dz * dz - c->lambda[j];
            double *least = f->is_inside[j] ? &f->inside[i] : &f->outside[i];
            if (d < *least) *least = d;
        }
    }
}

static void shift_part(far *f, int32_t j)
{
    const ct_bound_cells *c = f->c;
    mark_below(f, j);
    ctk_chunks(c->n, CHUNK, f->n_threads, find_nearest, f);
    const double s =
        ctk_bound_part(c->n, c->w, f->inside, f->outside, c->k, c->lambda, f->is_inside, c->lower,
                       c->upper, c->total, 4 * f->edge2_km2[j], f->work);
    for (int32_t q = 0; q < c->k; q++)
        if (f->is_inside[q]) c->lambda[q] += s;
}

ct_status ct_balance_bound_far(const ct_bound_cells *c, int32_t n_threads, ct_arena *arena,
                               ct_error *err)
{
    static const char what[] = "the lower bound";
    const int64_t k = c->k, n = c->n;
    far f = {.c = c, .n_threads = n_threads};
    if (k < 2 || (double)n * (double)k > MOST_DISTANCES) return CT_OK;
    f.parent = ct_arena_array(arena, k, sizeof *f.parent, what, err);
    f.order = ct_arena_array(arena, k, sizeof *f.order, what, err);
    f.edge2_km2 = ct_arena_array(arena, k, sizeof *f.edge2_km2, what, err);
    f.sorted = ct_arena_array(arena, k, sizeof *f.sorted, what, err);
    f.is_inside = ct_arena_array(arena, k, sizeof *f.is_inside, what, err);
    f.inside = ct_arena_array(arena, n, sizeof *f.inside, what, err);
    f.outside = ct_arena_array(arena, n, sizeof *f.outside, what, err);
    f.work = ct_arena_array(arena, 2 * k, sizeof *f.work, what, err);
    if (!f.parent || !f.order || !f.edge2_km2 || !f.sorted || !f.is_inside || !f.inside ||
        !f.outside || !f.work)
        return CT_ERR_MEMORY;
    grow_tree(&f);
    const double wide2 = find_wide2(&f);
    for (int32_t q = 1; q < c->k; q++)
        if (f.edge2_km2[f.order[q]] > wide2) shift_part(&f, f.order[q]);
    return CT_OK;
}
