/// Lagrangian bound of the medoid form.
#include "kernels/cluster/lagrange.h"

#include <float.h>
#include <math.h>
#include <omp.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/prim/carve.h"
#include "kernels/prim/knob.h"

/// How far beyond where a knapsack was full is looked first, in rises of the prices, and how much
/// further each time that is not enough.
CTK_KNOB(MARGIN, 2);
CTK_KNOB(MARGIN_GROWTH, 4);

/// What the bound may yet rise by, at least, as a part of the plan's value.
CTK_KNOB(LEAST_REACH, 1e-3);

static void place(ctk_carver *c, const ctk_blocks *b, int32_t n_threads, ctk_lagrange *l)
{
    l->price = ctk_carve(c, b->n_padded, sizeof(double));
    l->next = ctk_carve(c, b->n_padded, sizeof(double));
    l->uncovered = ctk_carve(c, b->n_padded, sizeof(double));
    l->leaf_top = ctk_carve(c, b->n_leaves, sizeof(double));
    l->group_top = ctk_carve(c, b->n_groups, sizeof(double));
    l->chunk_top = ctk_carve(c, b->n_chunks, sizeof(double));
    l->value = ctk_carve(c, b->n, sizeof(double));
    l->seen_at = ctk_carve(c, b->n, sizeof(double));
    l->reach = ctk_carve(c, b->n, sizeof(double));
    l->seen_in = ctk_carve(c, b->n, sizeof *l->seen_in);
    l->bundle_work = ctk_carve(c, ctk_bundle_work(b->n), sizeof(double));
    l->rank = ctk_carve(c, b->n, sizeof(ctk_keyed));
    l->item = ctk_carve(c, (int64_t)n_threads * b->n_padded, sizeof(ctk_keyed));
}

int64_t ctk_lagrange_work(const ctk_blocks *b, int32_t n_threads)
{
    ctk_carver c = {0};
    ctk_lagrange l;
    place(&c, b, n_threads, &l);
    return c.used;
}

static double largest(const double *v, int32_t from, int32_t size, int32_t n)
{
    double top = -HUGE_VAL;
    for (int32_t i = from; i < from + size && i < n; i++) top = fmax(top, v[i]);
    return top;
}

/// The largest price in every box.
static void cover(ctk_lagrange *l)
{
    enum { IN_GROUP = CTK_GROUP / CTK_LEAF, IN_CHUNK = CTK_CHUNK / CTK_GROUP };
    const ctk_blocks *b = l->blocks;
    for (int32_t i = 0; i < b->n_leaves; i++)
        l->leaf_top[i] = largest(l->price, i * CTK_LEAF, CTK_LEAF, b->n_padded);
    for (int32_t i = 0; i < b->n_groups; i++)
        l->group_top[i] = largest(l->leaf_top, i * IN_GROUP, IN_GROUP, b->n_leaves);
    for (int32_t i = 0; i < b->n_chunks; i++)
        l->chunk_top[i] = largest(l->group_top, i * IN_CHUNK, IN_CHUNK, b->n_groups);
}

/// The centre whose knapsack is being filled, and what has been collected for it.
typedef struct knapsack {
    const ctk_lagrange *l;
    double x, y, z, limit; ///< only regions with d - u < limit
    ctk_keyed *item;
    int32_t n;
    double weight, negative; ///< of all collected, and of those with d - u < 0
} knapsack;

/// Can the box hold a region with d - u < limit? The factor is below 1 by more than rounding.
static bool may_hold(const knapsack *s, const ctk_cuboid *box, double top)
{
    const double dx = fmax(fabs(s->x - box->mid[0]) - box->half[0], 0);
    const double dy = fmax(fabs(s->y - box->mid[1]) - box->half[1], 0);
    const double dz = fmax(fabs(s->z - box->mid[2]) - box->half[2], 0);
    return (dx * dx + dy * dy + dz * dz) * (1 - 1e-12) - top < s->limit;
}

static void collect_leaf(knapsack *s, int32_t leaf)
{
    const ctk_blocks *b = s->l->blocks;
    for (int32_t p = leaf * CTK_LEAF; p < (leaf + 1) * CTK_LEAF; p++) {
        const double dx = b->x[p] - s->x, dy = b->y[p] - s->y, dz = b->z[p] - s->z;
        const double key = dx * dx + dy * dy + dz * dz - s->l->price[p];
        if (!(key < s->limit)) continue;
        s->item[s->n++] = (ctk_keyed){key, b->w[p], p};
        s->weight += b->w[p];
        if (key < 0) s->negative += b->w[p];
    }
}

static void collect(knapsack *s)
{
    enum { IN_GROUP = CTK_GROUP / CTK_LEAF, IN_CHUNK = CTK_CHUNK / CTK_GROUP };
    const ctk_blocks *b = s->l->blocks;
    s->n = 0;
    s->weight = s->negative = 0;
    for (int32_t q = 0; q < b->n_chunks; q++) {
        if (!may_hold(s, &b->chunk[q], s->l->chunk_top[q])) continue;
        for (int32_t g = q * IN_CHUNK; g < (q + 1) * IN_CHUNK && g < b->n_groups; g++) {
            if (!may_hold(s, &b->group[g], s->l->group_top[g])) continue;
            for (int32_t f = g * IN_GROUP; f < (g + 1) * IN_GROUP && f < b->n_leaves; f++)
                if (may_hold(s, &b->leaf[f], s->l->leaf_top[f])) collect_leaf(s, f);
        }
    }
}

/// Is everything that can be in the knapsack collected?
static bool is_enough(const knapsack *s)
{
    if (s->limit == HUGE_VAL || s->weight >= s->l->upper) return true;
    return s->limit >= 0 && s->weight >= s->l->lower;
}

/// Raise the limit from where the knapsack was full last time, but over 0 only for L.
static void collect_enough(knapsack *s, double margin)
{
    for (;;) {
        collect(s);
        if (is_enough(s)) return;
        margin *= MARGIN_GROWTH;
        if (s->limit < 0)
            s->limit = fmin(0, s->limit + margin);
        else
            s->limit = margin < 1e12 ? s->limit + margin : HUGE_VAL;
    }
}

/// The full items first, then the one that is taken in part; *part its weight taken.
/// Returns the number of full ones, -1 when the lower bound cannot be met.
static int32_t fill(knapsack *s, double *part)
{
    const ctk_lagrange *l = s->l;
    const double wanted = fmin(fmax(s->negative, l->lower), l->upper);
    *part = 0;
    if (s->weight < wanted) return -1;
    int32_t full = ctk_split(s->item, s->n, wanted, 0, s->n), at = -1;
    double weight = 0;
    for (int32_t i = 0; i < full; i++) weight += s->item[i].weight;
    // the split is by half weights: the last of the left side or the first of the right is cut
    const bool over = weight > wanted;
    const int32_t from = over ? 0 : full, to = over ? full : s->n;
    for (int32_t i = from; i < to; i++) {
        const ctk_keyed *a = &s->item[i], *b = at < 0 ? NULL : &s->item[at];
        const bool less = b && (a->key < b->key || (a->key == b->key && a->id < b->id));
        if (!b || less != over) at = i;
    }
    if (at < 0) return full;
    const ctk_keyed cut = s->item[at];
    if (over) weight -= cut.weight, full--;
    s->item[at] = s->item[full];
    s->item[full] = cut;
    *part = fmin(fmax(wanted - weight, 0), cut.weight);
    return full;
}

static knapsack open_at(const ctk_lagrange *l, int32_t c, ctk_keyed *item)
{
    const ctk_blocks *b = l->blocks;
    return (knapsack){.l = l, .x = b->x[c], .y = b->y[c], .z = b->z[c], .item = item};
}

/// V_c. size: sum of the absolute values of all that was added up, NULL = not wanted.
static void value_center(ctk_lagrange *l, int32_t c, ctk_keyed *item, double *size)
{
    double part, sum = 0, scale = 0;
    knapsack s = open_at(l, c, item);
    s.limit = l->reach[c] + l->margin;
    collect_enough(&s, l->margin);
    const int32_t full = fill(&s, &part);
    for (int32_t i = 0; i < full + (part > 0); i++) {
        const double w = i < full ? item[i].weight : part;
        sum += w * item[i].key;
        scale += w * (fabs(item[i].key) + 2 * fabs(l->price[item[i].id]));
    }
    l->value[c] = full < 0 ? HUGE_VAL : sum;
    l->seen_at[c] = l->drift;
    l->seen_in[c] = l->n_rounds;
    l->reach[c] = part > 0 ? item[full].key : s.limit - l->margin;
    if (size) *size = scale;
}

/// Value every centre of the list that has not been valued at these prices.
static void value_all(ctk_lagrange *l, int32_t n, const ctk_keyed *list)
{
    const int32_t stride = l->blocks->n_padded;
#pragma omp parallel for schedule(dynamic, 8) num_threads(l->n_threads)
    for (int32_t i = 0; i < n; i++)
        value_center(l, list[i].id, l->item + (int64_t)omp_get_thread_num() * stride, NULL);
}

/// The k centres of least value at these prices become rank[0..k); their sum is returned.
static double choose(ctk_lagrange *l)
{
    const int32_t n = l->blocks->n, k = l->k;
    double limit = -HUGE_VAL, sum = 0;
    value_all(l, k, l->rank); // k values bound the k-th least one
    for (int32_t j = 0; j < k; j++) limit = fmax(limit, l->value[l->rank[j].id]);
    int32_t stale = 0, known = 0;
    for (int32_t c = 0; c < n; c++) {
        const double fall = l->drift - l->seen_at[c];
        if (l->seen_in[c] != l->n_rounds && l->value[c] - fall <= limit) l->rank[stale++].id = c;
    }
    value_all(l, stale, l->rank);
    l->n_valued += k + stale;
    for (int32_t c = 0; c < n; c++) {
        if (l->seen_in[c] != l->n_rounds) continue;
        l->rank[known++] = (ctk_keyed){l->value[c], 0, c};
    }
    ctk_split(l->rank, known, 0, k, k);
    for (int32_t j = 0; j < k; j++) sum += l->value[l->rank[j].id];
    return sum;
}

/// What the chosen centres leave uncovered: the supergradient.
static void uncover(ctk_lagrange *l)
{
    const int32_t n = l->blocks->n_padded;
    for (int32_t p = 0; p < n; p++) l->uncovered[p] = l->blocks->w[p] > 0;
    for (int32_t j = 0; j < l->k; j++) {
        const int32_t c = l->rank[j].id;
        double part;
        knapsack s = open_at(l, c, l->item);
        s.limit = l->reach[c] + l->margin;
        collect_enough(&s, l->margin);
        const int32_t full = fill(&s, &part);
        for (int32_t i = 0; i < full; i++) l->uncovered[s.item[i].id] -= 1;
        if (part > 0) l->uncovered[s.item[full].id] -= part / s.item[full].weight;
    }
}

static double worth(const ctk_lagrange *l)
{
    double sum = 0;
    for (int32_t p = 0; p < l->blocks->n; p++)
        if (l->blocks->w[p] > 0) sum += l->blocks->w[p] * l->price[p];
    return sum;
}

/// Go to `price` and remember how far values may fall on the way.
static void go(ctk_lagrange *l)
{
    double rise = 0;
    for (int32_t p = 0; p < l->blocks->n; p++) {
        if (!(l->blocks->w[p] > 0)) continue;
        rise = fmax(rise, l->next[p] - l->price[p]);
        l->price[p] = l->next[p];
    }
    l->margin = fmax(MARGIN * rise, 1e-3);
    l->drift += l->upper * rise * (1 + 1e-12);
    cover(l);
}

void ctk_lagrange_init(const ctk_blocks *b, int32_t k, int32_t n_threads, double lower,
                       double upper, double plan_value, const double *price, void *work,
                       ctk_lagrange *out)
{
    ctk_carver c = {.base = work};
    *out = (ctk_lagrange){.blocks = b,
                          .k = k,
                          .n_threads = n_threads,
                          .lower = lower,
                          .upper = upper,
                          .plan_value = plan_value};
    place(&c, b, n_threads, out);
    for (int32_t p = 0; p < b->n_padded; p++) {
        out->price[p] = b->w[p] > 0 ? price[p] : -HUGE_VAL;
        out->next[p] = b->w[p] > 0 ? price[p] : 0;
    }
    for (int32_t i = 0; i < b->n; i++) {
        out->rank[i].id = i;
        out->value[i] = out->seen_at[i] = -HUGE_VAL; // never looked at
        out->reach[i] = 0;
        out->seen_in[i] = -1;
    }
    cover(out);
    out->margin = 1;
}

static double look(ctk_lagrange *l)
{
    const double d = worth(l) + choose(l);
    uncover(l);
    l->n_rounds++;
    return d;
}

void ctk_lagrange_rise(ctk_lagrange *l, int32_t rounds)
{
    ctk_bundle *b = &l->bundle;
    for (int32_t r = 0; r < rounds; r++) {
        if (l->n_rounds == 0) {
            const double d = look(l), reach = fmax(l->plan_value - d, LEAST_REACH * l->plan_value);
            ctk_bundle_init(l->blocks->n, l->blocks->w, l->next, d, l->uncovered, reach,
                            l->bundle_work, b);
        } else {
            ctk_bundle_next(b, l->next);
            go(l);
            ctk_bundle_add(b, l->next, look(l), l->uncovered);
        }
    }
}

double ctk_lagrange_bound(ctk_lagrange *l)
{
    const int32_t n = l->blocks->n;
    double total = 0, most = 0;
    memcpy(l->next, l->bundle.center, (size_t)n * sizeof *l->next);
    go(l);
    double *size = l->uncovered;
    const int32_t stride = l->blocks->n_padded;
#pragma omp parallel for schedule(dynamic, 8) num_threads(l->n_threads)
    for (int32_t c = 0; c < n; c++)
        value_center(l, c, l->item + (int64_t)omp_get_thread_num() * stride, size + c);
    for (int32_t c = 0; c < n; c++) {
        l->rank[c] = (ctk_keyed){l->value[c], 0, c};
        most = fmax(most, size[c]);
    }
    ctk_split(l->rank, n, 0, l->k, l->k);
    for (int32_t j = 0; j < l->k; j++) total += l->value[l->rank[j].id];
    double scale = l->k * most;
    for (int32_t p = 0; p < n; p++)
        if (l->blocks->w[p] > 0) scale += l->blocks->w[p] * fabs(l->price[p]);
    const double sum = worth(l) + total;
    return isfinite(sum) ? sum - 4 * (n + 64.0) * DBL_EPSILON * scale : -HUGE_VAL;
}
