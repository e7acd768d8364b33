/// Edges that have one of another region within reach, by their boxes.
#include <stdbool.h>

#include "kernels/geom/facing.h"

/// Boxes that are looked at for a group of strips together, and for each of them when these do not
/// do.
enum { GROUP_LOOKS = 1 << 8, STRIP_LOOKS = 1 << 9 };

/// Bits of the edges of strip i that have one of strip k within the margin, by their boxes.
static uint8_t near_edges(const ctk_strips *s, int32_t i, int32_t k, const double margin[2])
{
    double box[4], other[CTK_STRIP_EDGES][4];
    const int32_t from = s->begin[k], n = s->begin[k + 1] - from;
    uint8_t bits = 0;
    for (int32_t j = 0; j < n; j++) ctk_strips_edge_box(&s->edges, from + j, other[j]);
    for (int32_t e = s->begin[i]; e < s->begin[i + 1]; e++) {
        ctk_strips_edge_box(&s->edges, e, box);
        ctk_strips_widen(box, margin, box);
        int any = 0;
        for (int32_t j = 0; j < n; j++) any |= ctk_strips_meet(box, other[j]);
        bits |= (uint8_t)(any << (e - s->begin[i]));
    }
    return bits;
}

/// A place of a group against place `other`, whose box lies `turn` degrees of longitude further.
static void meet_place(const ctk_strips *s, int32_t place, int32_t other, const double margin[2],
                       double turn, uint8_t *near)
{
    const int32_t i = s->leaf[place], k = s->leaf[other];
    double box[4];
    if (s->owner[place] == s->owner[other]) return;
    ctk_strips_widen(s->box + 4 * (int64_t)place, margin, box);
    box[0] += turn;
    box[2] += turn;
    if (!ctk_strips_meet(box, s->box + 4 * (int64_t)other)) return;
    near[i] |= turn == 0.0 ? near_edges(s, i, k, margin) : UINT8_MAX;
}

/// The region of all strips at places [from, to), -1 = of several.
static int32_t one_owner(const ctk_strips *s, int32_t from, int32_t to)
{
    for (int32_t place = from + 1; place < to; place++)
        if (s->owner[place] != s->owner[from]) return -1;
    return s->owner[from];
}

/// The strips at places [from, to) against all within the margin of `box`, their common one, which
/// is moved by `turn`; false = those are too many.
static bool meet_group(const ctk_strips *s, int32_t from, int32_t to, const double *box,
                       const double margin[2], double turn, int64_t looks, uint8_t *near)
{
    const double moved[4] = {box[0] + turn, box[1], box[2] + turn, box[3]};
    ctk_strips_walk w;
    ctk_strips_seek(&w, s, moved);
    w.left = looks;
    w.skip = one_owner(s, from, to);
    for (int32_t other; (other = ctk_strips_next(&w)) >= 0;) {
        for (int32_t place = from; place < to; place++)
            meet_place(s, place, other, margin, turn, near);
    }
    return w.left > 0;
}

/// The same, and on the other side of the antimeridian.
static bool meet_all(const ctk_strips *s, int32_t from, int32_t to, const double *box,
                     const double margin[2], int64_t looks, uint8_t *near)
{
    bool all = meet_group(s, from, to, box, margin, 0.0, looks, near);
    if (box[0] < -180.0) all &= meet_group(s, from, to, box, margin, 360.0, looks, near);
    if (box[2] > 180.0) all &= meet_group(s, from, to, box, margin, -360.0, looks, near);
    return all;
}

/// One by one. Where even then there are too many, all edges of the strip count as near.
static void meet_each(const ctk_strips *s, int32_t from, int32_t to, const double margin[2],
                      uint8_t *near)
{
    for (int32_t place = from; place < to; place++) {
        double box[4];
        ctk_strips_widen(s->box + 4 * (int64_t)place, margin, box);
        if (!meet_all(s, place, place + 1, box, margin, STRIP_LOOKS, near))
            near[s->leaf[place]] = UINT8_MAX;
    }
}

/// The box over places [from, to), which are one node of the level above.
static void group_box(const ctk_strips *s, int32_t from, double box[4])
{
    const int32_t level = s->n_levels > 1 ? 1 : 0;
    const double *b = s->box + 4 * (int64_t)(s->level_begin[level] + from / CTK_STRIP_FAN);
    for (int k = 0; k < 4; k++) box[k] = b[k];
}

static int32_t count_bits(const ctk_strips *s, int32_t i, uint8_t *near)
{
    int32_t n = 0;
    *near &= (uint8_t)((1u << (s->begin[i + 1] - s->begin[i])) - 1u);
    for (int32_t k = 0; k < CTK_STRIP_EDGES; k++) n += *near >> k & 1;
    return n;
}

int64_t ctk_facing_near(const ctk_strips *s, double reach_m, int32_t n_threads, uint8_t *near)
{
    int64_t n = 0;
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 256) reduction(+ : n)
    for (int32_t from = 0; from < s->n; from += CTK_STRIP_FAN) {
        const int32_t to = from + CTK_STRIP_FAN < s->n ? from + CTK_STRIP_FAN : s->n;
        double box[4], margin[2];
        group_box(s, from, box);
        ctk_strips_margin(box, reach_m, margin);
        ctk_strips_widen(box, margin, box);
        for (int32_t place = from; place < to; place++) near[s->leaf[place]] = 0;
        if (!meet_all(s, from, to, box, margin, GROUP_LOOKS, near))
            meet_each(s, from, to, margin, near);
        for (int32_t place = from; place < to; place++)
            n += count_bits(s, s->leaf[place], &near[s->leaf[place]]);
    }
    return n;
}
