/// Points and edges of linework.
#include "kernels/geom/net.h"

#include <string.h>

#include "kernels/geom/noding.h"
#include "kernels/geom/point.h"

void ctk_net_carve(ctk_net *t, int32_t capacity, ctk_carver *c)
{
    const int64_t n = capacity;
    t->capacity = capacity;
    t->hash_size = 16;
    while (t->hash_size < 2 * (uint32_t)capacity) t->hash_size *= 2;
    t->xy = ctk_carve(c, 2 * n, sizeof *t->xy);
    t->box = ctk_carve(c, 4 * ctk_noding_boxes(n), sizeof *t->box);
    t->hash = ctk_carve(c, t->hash_size, sizeof *t->hash);
    t->from = ctk_carve(c, n, sizeof *t->from);
    t->to = ctk_carve(c, n, sizeof *t->to);
    t->tag = ctk_carve(c, n, sizeof *t->tag);
    t->from2 = ctk_carve(c, n, sizeof *t->from2);
    t->to2 = ctk_carve(c, n, sizeof *t->to2);
    t->tag2 = ctk_carve(c, n, sizeof *t->tag2);
    t->pair = ctk_carve(c, 2 * n, sizeof *t->pair);
    t->split_edge = ctk_carve(c, n, sizeof *t->split_edge);
    t->split_point = ctk_carve(c, n, sizeof *t->split_point);
    t->split_begin = ctk_carve(c, n + 1, sizeof *t->split_begin);
    ctk_crossings_carve(&t->crossings, capacity, c);
}

void ctk_net_clear(ctk_net *t)
{
    t->n_points = t->n_edges = 0;
    t->is_crowded = false;
    memset(t->hash, 0, t->hash_size * sizeof *t->hash);
}

/// Where the search for a point begins.
static inline uint32_t slot_of(const ctk_net *t, double x, double y)
{
    return (uint32_t)(ctk_point_hash(x, y) >> 32) & (t->hash_size - 1);
}

static bool is_at(const ctk_net *t, int32_t p, double x, double y)
{
    return t->xy[2 * (int64_t)p] == x && t->xy[2 * (int64_t)p + 1] == y;
}

int32_t ctk_net_point(ctk_net *t, double x, double y)
{
    uint32_t s = slot_of(t, x, y);
    for (; t->hash[s] != 0; s = (s + 1) & (t->hash_size - 1))
        if (is_at(t, t->hash[s] - 1, x, y)) return t->hash[s] - 1;
    if (t->n_points == t->capacity) return -1;
    t->xy[2 * (int64_t)t->n_points] = x + 0.0; // -0.0 becomes 0.0
    t->xy[2 * (int64_t)t->n_points + 1] = y + 0.0;
    t->hash[s] = ++t->n_points;
    return t->n_points - 1;
}

void ctk_net_expect(const ctk_net *t, double x, double y)
{
    __builtin_prefetch(t->hash + slot_of(t, x, y), 1);
}

/// The same for the start of an edge, which mostly is the end of the one before.
static int32_t start_point(ctk_net *t, const double a[2])
{
    const int32_t last = t->n_edges > 0 ? t->to[t->n_edges - 1] : -1;
    return last >= 0 && is_at(t, last, a[0], a[1]) ? last : ctk_net_point(t, a[0], a[1]);
}

int ctk_net_add(ctk_net *t, const double a[2], const double b[2], int32_t tag)
{
    if (t->n_edges == t->capacity) return 0;
    const int32_t from = start_point(t, a), to = ctk_net_point(t, b[0], b[1]);
    if (from < 0 || to < 0) return 0;
    if (from == to) return 1;
    t->from[t->n_edges] = from;
    t->to[t->n_edges] = to;
    t->tag[t->n_edges++] = tag;
    return 1;
}
