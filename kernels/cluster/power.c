/// Pruned, vectorised evaluation of a power diagram.
#include "kernels/cluster/power.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#ifdef _OPENMP
#include <omp.h>
#endif

#include "kernels/prim/vmath.h"

/// What one thread needs besides the evaluator.
struct ctk_power_worker {
    ctk_near all, chunk, group, leaf;
    double *share;   ///< [k * CTK_LEAF] power, then exp, then share of each candidate
    int32_t *active; ///< [k] candidates of the leaf that enter `off`
    ctk_group_sum sum;
    double (*product)[CTK_LEAF]; ///< [size] r_e r_f of a leaf's points
};

static int thread_id(void)
{
#ifdef _OPENMP
    return omp_get_thread_num();
#else
    return 0;
#endif
}

static void place(ctk_carver *c, const ctk_blocks *b, int32_t k, int32_t n_threads, ctk_power *p)
{
    int64_t cells = (int64_t)b->n_chunks * k, pairs = (int64_t)b->n_groups * CTK_GROUP_PAIRS;
    int64_t rows = 1 + b->n_extra, size = ctk_packed_size((int32_t)rows);
    *p = (ctk_power){.blocks = b, .k = k, .n_threads = n_threads};
    p->best = ctk_carve(c, b->n_padded, sizeof(int32_t));
    p->second = ctk_carve(c, b->n_padded, sizeof(int32_t));
    p->eps = ctk_carve(c, b->n_padded, sizeof(double));
    p->inv_eps = ctk_carve(c, b->n_padded, sizeof(double));
    p->leaf_reach = ctk_carve(c, b->n_leaves, sizeof(double));
    p->group_reach = ctk_carve(c, b->n_groups, sizeof(double));
    p->chunk_reach = ctk_carve(c, b->n_chunks, sizeof(double));
    p->apart2 = ctk_carve(c, k, sizeof(double));
    p->mass = ctk_carve(c, rows * k, sizeof(double));
    p->curve.n = k;
    p->curve.block = (int32_t)rows;
    p->curve.diag = ctk_carve(c, size * k, sizeof(double));
    p->curve.factor = ctk_carve(c, rows > 1 ? size * k : 0, sizeof(double));
    p->curve.indptr = ctk_carve(c, k + 1, sizeof(int64_t));
    p->curve.indices = ctk_carve(c, 2 * pairs, sizeof(int32_t));
    p->curve.off = ctk_carve(c, 2 * pairs * size, sizeof(double));
    p->chunk_n = ctk_carve(c, b->n_chunks, sizeof(int32_t));
    p->chunk_id = ctk_carve(c, cells, sizeof(int32_t));
    p->chunk_value = ctk_carve(c, b->n_chunks, sizeof(double));
    p->chunk_mass = ctk_carve(c, cells * rows, sizeof(double));
    p->chunk_diag = ctk_carve(c, cells * size, sizeof(double));
    p->n_pairs = ctk_carve(c, b->n_groups, sizeof(int32_t));
    p->pair = ctk_carve(c, pairs, sizeof(ctk_pair));
    p->pair_value = ctk_carve(c, pairs * size, sizeof(double));
    p->cursor = ctk_carve(c, k + 1, sizeof(int64_t));
    p->worker = ctk_carve(c, n_threads, sizeof(ctk_power_worker));
}

static void place_worker(ctk_carver *c, int32_t k, int32_t n_extra, ctk_power_worker *w)
{
    int64_t size = ctk_packed_size(1 + n_extra);
    ctk_near_place(c, k, n_extra, &w->all);
    ctk_near_place(c, k, n_extra, &w->chunk);
    ctk_near_place(c, k, n_extra, &w->group);
    ctk_near_place(c, k, n_extra, &w->leaf);
    w->share = ctk_carve(c, (int64_t)k * CTK_LEAF, sizeof(double));
    w->active = ctk_carve(c, k, sizeof(int32_t));
    w->product = ctk_carve(c, size, sizeof *w->product);
    w->sum.local = ctk_carve(c, k, sizeof(int32_t));
    w->sum.dense = ctk_carve(c, CTK_GROUP_CELLS * CTK_GROUP_CELLS * size, sizeof(double));
}

int64_t ctk_power_work(const ctk_blocks *blocks, int32_t k, int32_t n_threads)
{
    ctk_carver c = {0};
    ctk_power p;
    ctk_power_worker w;
    place(&c, blocks, k, n_threads, &p);
    for (int32_t t = 0; t < n_threads; t++) place_worker(&c, k, blocks->n_extra, &w);
    return c.used;
}

void ctk_power_init(const ctk_blocks *blocks, int32_t k, int32_t n_threads, void *work,
                    ctk_power *out)
{
    ctk_carver c = {.base = work};
    place(&c, blocks, k, n_threads, out);
    out->n_soft = 0;
    for (int32_t t = 0; t < n_threads; t++) {
        place_worker(&c, k, blocks->n_extra, out->worker + t);
        ctk_group_clear(&out->worker[t].sum, k, ctk_packed_size(1 + blocks->n_extra));
    }
}

static const ctk_span *span_of(const ctk_blocks *b, const ctk_span *span, int32_t box)
{
    return b->n_extra ? span + (int64_t)box * b->n_extra : NULL;
}

CTK_INLINE double sum_leaf(const double *restrict v)
{
    double a[8], b[4];
#pragma omp simd
    for (int l = 0; l < 8; l++) a[l] = v[l] + v[l + 8];
#pragma omp simd
    for (int l = 0; l < 4; l++) b[l] = a[l] + a[l + 4];
    return (b[0] + b[2]) + (b[1] + b[3]);
}

CTK_INLINE void find_power(const ctk_blocks *b, int32_t at, const ctk_near *near, int32_t q,
                           double *restrict out)
{
    double cx = near->x[q], cy = near->y[q], cz = near->z[q], lambda = near->lambda[q];
#pragma omp simd
    for (int l = 0; l < CTK_LEAF; l++) {
        double dx = b->x[at + l] - cx, dy = b->y[at + l] - cy, dz = b->z[at + l] - cz;
        out[l] = dx * dx + dy * dy + dz * dz - lambda;
    }
    for (int32_t e = 0; e < b->n_extra; e++) {
        const double *ratio = b->ratio + (int64_t)e * b->n_padded + at;
        double price = near->price[e * near->stride + q];
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) out[l] -= price * ratio[l];
    }
}

// ---- hard ---------------------------------------------------------------------------------------

/// Best two centres of a leaf's points; returns its part of the dual. Ids travel as doubles so that
/// comparison and choice have the same width.
CTK_CLONES static double decide_leaf(const ctk_blocks *b, int32_t at, const ctk_near *near,
                                     int32_t *restrict best, int32_t *restrict second)
{
    double low[CTK_LEAF], next[CTK_LEAF], first[CTK_LEAF], other[CTK_LEAF], power[CTK_LEAF];
#pragma omp simd
    for (int l = 0; l < CTK_LEAF; l++) {
        low[l] = next[l] = HUGE_VAL;
        first[l] = other[l] = near->id[0];
    }
    for (int32_t q = 0; q < near->n; q++) {
        double id = near->id[q];
        find_power(b, at, near, q, power);
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) {
            double v = power[l], old = low[l], old_id = first[l];
            double runner = v < old ? old : v, runner_id = v < old ? old_id : id;
            first[l] = v < old ? id : old_id;
            low[l] = v < old ? v : old;
            other[l] = runner < next[l] ? runner_id : other[l];
            next[l] = runner < next[l] ? runner : next[l];
        }
    }
#pragma omp simd
    for (int l = 0; l < CTK_LEAF; l++) {
        best[l] = (int32_t)first[l];
        second[l] = (int32_t)other[l];
        power[l] = b->w[at + l] * low[l];
    }
    return sum_leaf(power);
}

static double decide_chunk(ctk_power *p, ctk_power_worker *w, int32_t chunk)
{
    const ctk_blocks *b = p->blocks;
    double value = 0;
    int32_t end = (chunk + 1) * (CTK_CHUNK / CTK_LEAF);
    ctk_near_filter(&w->all, b->chunk + chunk, span_of(b, b->chunk_span, chunk), 0, 1, &w->chunk);
    for (int32_t leaf = chunk * (CTK_CHUNK / CTK_LEAF); leaf < end && leaf < b->n_leaves; leaf++) {
        int32_t at = leaf * CTK_LEAF;
        if (at % CTK_GROUP == 0)
            ctk_near_filter(&w->chunk, b->group + at / CTK_GROUP,
                            span_of(b, b->group_span, at / CTK_GROUP), 0, 1, &w->group);
        ctk_near_filter(&w->group, b->leaf + leaf, span_of(b, b->leaf_span, leaf), 0, 1, &w->leaf);
        value += decide_leaf(b, at, &w->leaf, p->best + at, p->second + at);
    }
    return value;
}

double ctk_power_hard(ctk_power *p, const ctk_centers *c)
{
    int32_t n_chunks = p->blocks->n_chunks;
#pragma omp parallel num_threads(p->n_threads) if (p->n_threads > 1)
    {
        ctk_power_worker *w = p->worker + thread_id();
        ctk_near_all(c, &w->all);
#pragma omp for schedule(dynamic, 1)
        for (int32_t q = 0; q < n_chunks; q++) p->chunk_value[q] = decide_chunk(p, w, q);
    }
    double value = 0;
    for (int32_t q = 0; q < n_chunks; q++) value += p->chunk_value[q];
    return value;
}

// ---- smoothing ----------------------------------------------------------------------------------

static void raise(double *v, double to)
{
    *v = *v > to ? *v : to;
}

static double distance2(const ctk_centers *c, int32_t u, int32_t v)
{
    double dx = c->x[u] - c->x[v], dy = c->y[u] - c->y[v], dz = c->z[u] - c->z[v];
    return dx * dx + dy * dy + dz * dz;
}

/// Least squared distance from a centre to one with which it shares a border.
static void find_apart(ctk_power *p, const ctk_centers *c)
{
    for (int32_t j = 0; j < p->k; j++) p->apart2[j] = HUGE_VAL;
    for (int32_t i = 0; i < p->blocks->n_padded; i++) {
        int32_t u = p->best[i], v = p->second[i];
        double d2 = distance2(c, u, v);
        p->apart2[u] = fmin(p->apart2[u], d2);
        p->apart2[v] = fmin(p->apart2[v], d2);
    }
}

void ctk_power_smooth(ctk_power *p, const ctk_centers *c, double eta, double floor)
{
    const ctk_blocks *b = p->blocks;
    memset(p->leaf_reach, 0, sizeof(double) * (size_t)b->n_leaves);
    memset(p->group_reach, 0, sizeof(double) * (size_t)b->n_groups);
    memset(p->chunk_reach, 0, sizeof(double) * (size_t)b->n_chunks);
    find_apart(p, c);
    for (int32_t i = 0; i < b->n_padded; i++) {
        int32_t u = p->best[i], v = p->second[i];
        double d2 = distance2(c, u, v), apart = fmin(p->apart2[u], p->apart2[v]);
        double eps = eta * 0.5 * fmin(d2, CTK_POWER_FAR * sqrt(d2 * apart)) + floor;
        p->eps[i] = eps;
        p->inv_eps[i] = 1.0 / eps;
        raise(p->leaf_reach + i / CTK_LEAF, CTK_POWER_CUT * eps);
    }
    for (int32_t l = 0; l < b->n_leaves; l++) {
        raise(p->group_reach + l / (CTK_GROUP / CTK_LEAF), p->leaf_reach[l]);
        raise(p->chunk_reach + l / (CTK_CHUNK / CTK_LEAF), p->leaf_reach[l]);
    }
}

// ---- smoothed -----------------------------------------------------------------------------------

/// Power to every candidate into share[], the lowest per point into low[].
CTK_INLINE void find_lowest(const ctk_blocks *b, int32_t at, const ctk_near *near,
                            double *restrict share, double *restrict low)
{
#pragma omp simd
    for (int l = 0; l < CTK_LEAF; l++) low[l] = HUGE_VAL;
    for (int32_t q = 0; q < near->n; q++) {
        double *v = share + (int64_t)q * CTK_LEAF;
        find_power(b, at, near, q, v);
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) low[l] = v[l] < low[l] ? v[l] : low[l];
    }
}

/// share[] from powers to exp(-t), candidates without any dropped, their slots moved up.
/// z[l] = sum over candidates. Returns how many are left.
CTK_INLINE int32_t exponentiate(const double *restrict inv_eps, ctk_near *near,
                                double *restrict share, const double *restrict low,
                                double *restrict z)
{
    int32_t kept = 0;
    for (int l = 0; l < CTK_LEAF; l++) z[l] = 0;
    for (int32_t q = 0; q < near->n; q++) {
        const double *v = share + (int64_t)q * CTK_LEAF;
        double *e = share + (int64_t)kept * CTK_LEAF, t[CTK_LEAF], least[4];
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) t[l] = (v[l] - low[l]) * inv_eps[l];
        for (int l = 0; l < 4; l++) least[l] = t[l];
        for (int m = 4; m < CTK_LEAF; m += 4)
            for (int l = 0; l < 4; l++) least[l] = t[m + l] < least[l] ? t[m + l] : least[l];
        double a = least[0] < least[1] ? least[0] : least[1];
        double c = least[2] < least[3] ? least[2] : least[3];
        if (!((a < c ? a : c) < CTK_POWER_CUT)) continue;
        // no branch around exp: apart, so that the loop is vectorised
        double bounded[CTK_LEAF], x[CTK_LEAF];
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) bounded[l] = t[l] < CTK_POWER_CUT ? t[l] : CTK_POWER_CUT;
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) x[l] = ctk_exp_neg(bounded[l]);
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) {
            e[l] = t[l] < CTK_POWER_CUT ? x[l] : 0.0;
            z[l] += e[l];
        }
        near->id[kept] = near->id[q];
        near->slot[kept++] = near->slot[q];
    }
    return kept;
}

/// Products r_e r_f of a leaf's points, packed, from the second on (the first is 1).
CTK_INLINE void find_products(const ctk_blocks *b, int32_t at, double (*restrict out)[CTK_LEAF])
{
    for (int32_t f = 1; f <= b->n_extra; f++) {
        const double *of_f = b->ratio + (int64_t)(f - 1) * b->n_padded + at;
        for (int l = 0; l < CTK_LEAF; l++) out[ctk_packed(0, f)][l] = of_f[l];
        for (int32_t e = 1; e <= f; e++) {
            const double *of_e = b->ratio + (int64_t)(e - 1) * b->n_padded + at;
            for (int l = 0; l < CTK_LEAF; l++) out[ctk_packed(e, f)][l] = of_e[l] * of_f[l];
        }
    }
}

/// out[from + v] += the sum over the leaf of base times product v, from the second on.
CTK_INLINE void add_products(int32_t size, double (*restrict product)[CTK_LEAF],
                             const double *restrict base, double *restrict out)
{
    for (int32_t v = 1; v < size; v++) {
        double term[CTK_LEAF];
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) term[l] = base[l] * product[v][l];
        out[v] += sum_leaf(term);
    }
}

/// One leaf: masses and diagonal added to the chunk's, shares left in share[] with thin ones
/// zeroed, active[] the candidates that have any. Returns the leaf's value; *n_active as found.
CTK_CLONES static double weigh_leaf(const ctk_power *p, int32_t at, ctk_near *near,
                                    double *restrict share, int32_t *restrict active,
                                    int32_t *restrict n_active, double *restrict mass,
                                    double *restrict diag, double (*restrict product)[CTK_LEAF])
{
    const ctk_blocks *b = p->blocks;
    const double *w = b->w + at, *inv = p->inv_eps + at, *eps = p->eps + at;
    double low[CTK_LEAF], z[CTK_LEAF], m[CTK_LEAF], d[CTK_LEAF], value[CTK_LEAF];
    int32_t rows = 1 + b->n_extra, size = ctk_packed_size(rows);
    find_lowest(b, at, near, share, low);
    near->n = exponentiate(inv, near, share, low, z);
#pragma omp simd
    for (int l = 0; l < CTK_LEAF; l++) value[l] = w[l] * (low[l] - eps[l] * ctk_log_ge1(z[l]));
#pragma omp simd
    for (int l = 0; l < CTK_LEAF; l++) z[l] = 1.0 / z[l];
    *n_active = 0;
    for (int32_t q = 0; q < near->n; q++) {
        double *s = share + (int64_t)q * CTK_LEAF, thick[CTK_LEAF];
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) {
            double v = s[l] * z[l];
            m[l] = w[l] * v;
            d[l] = m[l] * inv[l] * (1.0 - v);
            thick[l] = v < CTK_POWER_THIN ? 0.0 : v;
        }
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) s[l] = thick[l];
        mass[near->slot[q] * rows] += sum_leaf(m);
        diag[near->slot[q] * size] += sum_leaf(d);
        if (rows > 1) {
            for (int32_t e = 1; e < rows; e++) {
                double term[CTK_LEAF];
                for (int l = 0; l < CTK_LEAF; l++) term[l] = m[l] * product[ctk_packed(0, e)][l];
                mass[near->slot[q] * rows + e] += sum_leaf(term);
            }
            add_products(size, product, d, diag + near->slot[q] * size);
        }
        active[*n_active] = q;
        *n_active += sum_leaf(thick) > 0;
    }
    return sum_leaf(value);
}

/// Products of shares of all pairs of active candidates, added to the group's matrix.
CTK_CLONES static void couple_leaf(const ctk_power *p, int32_t at, const double *restrict share,
                                   const int32_t *restrict local, int32_t n, double *restrict dense,
                                   const int32_t *restrict active,
                                   double (*restrict product)[CTK_LEAF])
{
    int32_t size = ctk_packed_size(1 + p->blocks->n_extra);
    const double *w = p->blocks->w + at, *inv = p->inv_eps + at;
    for (int32_t i = 0; i < n; i++) {
        const double *s = share + (int64_t)active[i] * CTK_LEAF;
        double scaled[CTK_LEAF];
#pragma omp simd
        for (int l = 0; l < CTK_LEAF; l++) scaled[l] = w[l] * inv[l] * s[l];
        for (int32_t j = i + 1; j < n; j++) {
            const double *o = share + (int64_t)active[j] * CTK_LEAF;
            double both[CTK_LEAF], *to = dense + ctk_group_cell(local[i], local[j]) * size;
#pragma omp simd
            for (int l = 0; l < CTK_LEAF; l++) both[l] = scaled[l] * o[l];
            to[0] += sum_leaf(both);
            if (size > 1) add_products(size, product, both, to);
        }
    }
}

static double weigh_group(ctk_power *p, ctk_power_worker *w, int32_t group, double *mass,
                          double *diag)
{
    const ctk_blocks *b = p->blocks;
    double value = 0;
    int32_t local[CTK_GROUP_CELLS], end = (group + 1) * (CTK_GROUP / CTK_LEAF);
    ctk_near_filter(&w->chunk, b->group + group, span_of(b, b->group_span, group),
                    p->group_reach[group], 0, &w->group);
    for (int32_t leaf = group * (CTK_GROUP / CTK_LEAF); leaf < end && leaf < b->n_leaves; leaf++) {
        int32_t at = leaf * CTK_LEAF, n;
        ctk_near_filter(&w->group, b->leaf + leaf, span_of(b, b->leaf_span, leaf),
                        p->leaf_reach[leaf], 0, &w->leaf);
        find_products(b, at, w->product);
        value += weigh_leaf(p, at, &w->leaf, w->share, w->active, &n, mass, diag, w->product);
        n = ctk_group_enter(&w->sum, &w->leaf, n, w->active, local);
        couple_leaf(p, at, w->share, local, n, w->sum.dense, w->active, w->product);
    }
    int64_t first = (int64_t)group * CTK_GROUP_PAIRS;
    p->n_pairs[group] =
        ctk_group_flush(&w->sum, p->pair + first, p->pair_value + first * w->sum.size);
    return value;
}

static void weigh_chunk(ctk_power *p, ctk_power_worker *w, int32_t chunk)
{
    const ctk_blocks *b = p->blocks;
    int32_t rows = 1 + b->n_extra, size = ctk_packed_size(rows);
    double *mass = p->chunk_mass + (int64_t)chunk * p->k * rows;
    double *diag = p->chunk_diag + (int64_t)chunk * p->k * size, value = 0;
    int32_t *id = p->chunk_id + (int64_t)chunk * p->k, end = (chunk + 1) * (CTK_CHUNK / CTK_GROUP);
    ctk_near_filter(&w->all, b->chunk + chunk, span_of(b, b->chunk_span, chunk),
                    p->chunk_reach[chunk], 0, &w->chunk);
    p->chunk_n[chunk] = w->chunk.n;
    for (int32_t q = 0; q < w->chunk.n; q++) {
        w->chunk.slot[q] = q;
        id[q] = w->chunk.id[q];
        for (int32_t e = 0; e < rows; e++) mass[q * rows + e] = 0;
        for (int32_t e = 0; e < size; e++) diag[q * size + e] = 0;
    }
    for (int32_t g = chunk * (CTK_CHUNK / CTK_GROUP); g < end && g < b->n_groups; g++)
        value += weigh_group(p, w, g, mass, diag);
    p->chunk_value[chunk] = value;
}

/// Partials of the chunks, in their order.
static void combine(ctk_power *p)
{
    int64_t k = p->k, rows = 1 + p->blocks->n_extra, size = ctk_packed_size((int32_t)rows);
    memset(p->mass, 0, sizeof(double) * (size_t)(rows * k));
    memset(p->curve.diag, 0, sizeof(double) * (size_t)(size * k));
    p->value = 0;
    for (int32_t q = 0; q < p->blocks->n_chunks; q++) {
        int64_t row = (int64_t)q * p->k;
        for (int32_t s = 0; s < p->chunk_n[q]; s++) {
            int64_t j = p->chunk_id[row + s];
            for (int64_t e = 0; e < rows; e++)
                p->mass[e * k + j] += p->chunk_mass[(row + s) * rows + e];
            for (int64_t e = 0; e < size; e++)
                p->curve.diag[j * size + e] += p->chunk_diag[(row + s) * size + e];
        }
        p->value += p->chunk_value[q];
    }
    ctk_quotient(p->blocks->n_groups, p->n_pairs, p->pair, p->pair_value, p->cursor, &p->curve);
}

void ctk_power_soft(ctk_power *p, const ctk_centers *c)
{
    int32_t n_chunks = p->blocks->n_chunks;
#pragma omp parallel num_threads(p->n_threads) if (p->n_threads > 1)
    {
        ctk_power_worker *w = p->worker + thread_id();
        ctk_near_all(c, &w->all);
#pragma omp for schedule(dynamic, 1)
        for (int32_t q = 0; q < n_chunks; q++) weigh_chunk(p, w, q);
    }
    combine(p);
    p->n_soft++;
}
