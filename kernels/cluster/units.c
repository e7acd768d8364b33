/// Connected groups of points, and their graph.
#include "kernels/cluster/units.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/knob.h"

enum { MOST_SIZE = 64 }; ///< room for the points of a unit

/// Units with less than such a part of the wanted size are small.
CTK_KNOB_N(SMALL, 3);

/// What becomes of a unit: a small one goes elsewhere, one of a point that a rule names stays as it
/// is.
enum { GROWS, STAYS, GOES };

typedef struct builder {
    const ctk_map *map;
    int32_t size;
    double heaviest, reach2;
    int32_t *count, *founder, *next, *mark; ///< [n] units; [n] scratch
    double *weight;                         ///< [n] units
    uint8_t *kind;                          ///< [n] units
    ctk_units *out;
} builder;

static void place(ctk_carver *c, int64_t n, builder *b)
{
    b->count = ctk_carve(c, n, sizeof(int32_t));
    b->founder = ctk_carve(c, n + 1, sizeof(int32_t));
    b->next = ctk_carve(c, n, sizeof(int32_t));
    b->mark = ctk_carve(c, n, sizeof(int32_t));
    b->weight = ctk_carve(c, n, sizeof(double));
    b->kind = ctk_carve(c, n, 1);
}

int64_t ctk_units_work(int32_t n)
{
    ctk_carver c = {0};
    builder b;
    place(&c, n, &b);
    return c.used;
}

static double distance2(const ctk_map *m, int64_t u, int64_t v)
{
    double sum = 0;
    for (int64_t a = 0; a < 3; a++) {
        double d = m->pos[a * m->n + u] - m->pos[a * m->n + v];
        sum += d * d;
    }
    return sum;
}

/// The ungrouped neighbour of the unit's points that is nearest to its founder and light enough;
/// -1 = none. Ties: smaller id.
static int32_t find_next(const builder *b, int32_t unit, const int32_t *member)
{
    const ctk_map *m = b->map;
    int32_t best = -1;
    double least = HUGE_VAL;
    for (int32_t q = 0; q < b->count[unit]; q++)
        for (int64_t a = m->indptr[member[q]]; a < m->indptr[member[q] + 1]; a++) {
            int32_t v = m->indices[a];
            if (b->out->of[v] >= 0 || b->weight[unit] + m->w[v] > b->heaviest) continue;
            double d = distance2(m, member[0], v);
            if (d > least || (d == least && v >= best) || ctk_map_is_ruled(m, v)) continue;
            if (distance2(m, member[q], v) > b->reach2) continue;
            least = d;
            best = v;
        }
    return best;
}

/// Points join the unit of the first one until it has its size, or a rule names the last.
static void found(builder *b, int32_t unit, int32_t first)
{
    int32_t member[MOST_SIZE];
    b->count[unit] = 0;
    b->weight[unit] = 0;
    for (int32_t v = first; v >= 0; v = find_next(b, unit, member)) {
        member[b->count[unit]++] = v;
        b->weight[unit] += b->map->w[v];
        b->out->of[v] = unit;
        if (b->count[unit] >= b->size || ctk_map_is_ruled(b->map, v)) break;
    }
    if (ctk_map_is_ruled(b->map, first))
        b->kind[unit] = STAYS;
    else
        b->kind[unit] = SMALL * b->count[unit] < b->size ? GOES : GROWS;
}

/// next[unit] = where a small unit goes, itself for the others. Only units that stay are joined.
static void join_small(builder *b, const int32_t *order, int32_t n)
{
    const ctk_map *m = b->map;
    for (int32_t j = 0; j < n; j++) b->next[j] = -1;
    for (int64_t i = 0; i < m->n; i++) {
        int32_t u = order[i], unit = b->out->of[u];
        if (b->kind[unit] != GOES || b->next[unit] == unit) continue;
        int32_t best = b->next[unit];
        for (int64_t a = m->indptr[u]; a < m->indptr[u + 1]; a++) {
            int32_t to = b->out->of[m->indices[a]];
            if (to == unit || b->kind[to] != GROWS) continue;
            if (distance2(m, u, m->indices[a]) > b->reach2) continue;
            if (best < 0 || b->weight[to] < b->weight[best] ||
                (b->weight[to] == b->weight[best] && to < best))
                best = to;
        }
        b->next[unit] = best;
    }
    for (int32_t j = 0; j < n; j++) {
        int32_t to = b->next[j];
        if (to < 0 || b->weight[to] + b->weight[j] > b->heaviest) {
            b->next[j] = j;
        } else {
            b->weight[to] += b->weight[j];
        }
    }
}

/// Ids without gaps.
static int32_t renumber(builder *b, int32_t n)
{
    int32_t n_units = 0;
    for (int32_t j = 0; j < n; j++)
        if (b->next[j] == j) b->mark[j] = n_units++;
    for (int32_t u = 0; u < b->map->n; u++) b->out->of[u] = b->mark[b->next[b->out->of[u]]];
    return n_units;
}

/// Weights, centroids (of the points where there is no weight) and what is inside.
static void sum_up(const builder *b)
{
    const ctk_map *m = b->map;
    ctk_units *o = b->out;
    int64_t n = o->n, n_points = m->n;
    double *share = b->weight;
    memset(o->w, 0, sizeof(double) * (size_t)n);
    memset(share, 0, sizeof(double) * (size_t)n);
    memset(o->pos, 0, sizeof(double) * 3 * (size_t)n);
    for (int64_t u = 0; u < n_points; u++) {
        double w = m->w[u] + 1e-100;
        o->w[o->of[u]] += m->w[u];
        share[o->of[u]] += w;
        for (int64_t a = 0; a < 3; a++) o->pos[a * n + o->of[u]] += w * m->pos[a * n_points + u];
    }
    for (int64_t j = 0; j < n; j++)
        for (int64_t a = 0; a < 3; a++) o->pos[a * n + j] /= share[j];
    o->inside = 0;
    for (int64_t u = 0; u < n_points; u++)
        for (int64_t a = 0; a < 3; a++) {
            double d = m->pos[a * n_points + u] - o->pos[a * n + o->of[u]];
            o->inside += m->w[u] * d * d;
        }
}

/// Further measures per unit of weight.
static void sum_ratios(const builder *b)
{
    const ctk_map *m = b->map;
    ctk_units *o = b->out;
    int64_t n = o->n, n_points = m->n;
    if (m->n_extra) memset(o->ratio, 0, sizeof(double) * (size_t)(m->n_extra * n));
    for (int64_t e = 0; e < m->n_extra; e++) {
        for (int64_t u = 0; u < n_points; u++)
            o->ratio[e * n + o->of[u]] += m->w[u] * m->ratio[e * n_points + u];
        for (int64_t j = 0; j < n; j++) o->ratio[e * n + j] /= o->w[j] > 0 ? o->w[j] : 1;
    }
}

/// Points of each unit in next[], founder[j] .. founder[j + 1].
static void list_members(const builder *b)
{
    int32_t n = b->out->n;
    memset(b->founder, 0, sizeof(int32_t) * (size_t)(n + 1));
    for (int32_t u = 0; u < b->map->n; u++) b->founder[b->out->of[u] + 1]++;
    for (int32_t j = 0; j < n; j++) b->founder[j + 1] += b->founder[j];
    memcpy(b->count, b->founder, sizeof(int32_t) * (size_t)n);
    for (int32_t u = 0; u < b->map->n; u++) b->next[b->count[b->out->of[u]]++] = u;
}

static void link(const builder *b)
{
    const ctk_map *m = b->map;
    ctk_units *o = b->out;
    int64_t end = 0;
    list_members(b);
    for (int32_t j = 0; j < o->n; j++) b->mark[j] = -1;
    for (int32_t j = 0; j < o->n; j++) {
        o->indptr[j] = end;
        b->mark[j] = j;
        for (int32_t q = b->founder[j]; q < b->founder[j + 1]; q++)
            for (int64_t a = m->indptr[b->next[q]]; a < m->indptr[b->next[q] + 1]; a++) {
                int32_t to = o->of[m->indices[a]];
                if (b->mark[to] == j) continue;
                b->mark[to] = j;
                o->indices[end++] = to;
            }
    }
    o->indptr[o->n] = end;
}

/// The list of each unit that a rule names: that of its only point, by `of` (NULL = as it is).
static void copy_lists(const builder *b, const int64_t *begin, const int32_t *list,
                       const int32_t *of, int64_t *to_begin, int32_t *to)
{
    int64_t end = 0;
    list_members(b);
    for (int32_t j = 0; j < b->out->n; j++) {
        const int32_t u = b->next[b->founder[j]];
        to_begin[j] = end;
        for (int64_t i = begin[u]; i < begin[u + 1]; i++) to[end++] = of ? of[list[i]] : list[i];
    }
    to_begin[b->out->n] = end;
}

/// Points of larger units are named by none: the list of any of them is as empty as theirs.
static void copy_rules(const builder *b)
{
    const ctk_rules *from = b->map->rules;
    ctk_units *o = b->out;
    o->rules = (ctk_rules){.budget = INT64_MAX, .has_identity = from->has_identity};
    if (from->only) {
        for (int32_t u = 0; u < b->map->n; u++) o->only[o->of[u]] = from->only[u];
        o->rules.only = o->only;
    }
    if (from->forbid) {
        copy_lists(b, from->forbid_begin, from->forbid, NULL, o->forbid_begin, o->forbid);
        o->rules.forbid_begin = o->forbid_begin;
        o->rules.forbid = o->forbid;
    }
    if (from->apart) {
        copy_lists(b, from->apart_begin, from->apart, o->of, o->apart_begin, o->apart);
        o->rules.apart_begin = o->apart_begin;
        o->rules.apart = o->apart;
    }
}

void ctk_units_build(const ctk_map *map, const int32_t *order, int32_t size, double heaviest,
                     double reach, void *work, ctk_units *out)
{
    ctk_carver c = {.base = work};
    builder b = {.map = map, .heaviest = heaviest, .reach2 = reach * reach, .out = out};
    int32_t n = 0;
    b.size = size < 1 ? 1 : size > MOST_SIZE ? MOST_SIZE : size;
    place(&c, map->n, &b);
    for (int32_t u = 0; u < map->n; u++) out->of[u] = -1;
    for (int32_t i = 0; i < map->n; i++)
        if (out->of[order[i]] < 0) found(&b, n++, order[i]);
    join_small(&b, order, n);
    out->n = renumber(&b, n);
    sum_up(&b);
    sum_ratios(&b);
    link(&b);
    if (map->rules) copy_rules(&b);
}
