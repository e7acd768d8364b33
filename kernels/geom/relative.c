/// Relative neighbours by a walk down the tree of boxes, then a look into each lune.
#include "kernels/geom/relative.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/// Witnesses kept; those of the chains so many places before and after the one that asks come
/// first.
enum { WITNESSES = 32, FARTHEST_SEED = 256 };

/// What touches is hidden by nothing: a chain that so many others touch, or that has been held,
/// with its lunes, against so many, is in a heap, and asks no more.
enum { MOST_TOUCHED = 64, MOST_LOOKS = 1024 };

/// Above the part of 2e-9 by which lunes are drawn in, over the whole Earth.
static const double MARGIN_KM = 3e-5;

typedef struct witness {
    double at[3];  ///< from the centre of the box of the chain that asks
    double norm2;  ///< square of its length
    double reach2; ///< to the farthest corner of that box
} witness;

typedef struct walk {
    const ctk_boxtree *t;
    const int32_t *group;
    int32_t q;        ///< the chain that asks
    ctk_box box;      ///< around it
    double center[3]; ///< of the box
    double radius;    ///< from there to a corner
    witness witness[WITNESSES];
    int32_t n_witnesses; ///< ever taken
    ctk_gap *found;
    int32_t room, n_found, n_touched, n_looks;
} walk;

/// Square of the radius of a lune between points or boxes so far apart, drawn in.
static double lune2(double distance2)
{
    const double r = sqrt(distance2) * (1.0 - 1e-9) - 1e-9;
    return r > 0.0 ? r * r : 0.0;
}

static double distance2(const double *a, const double *b)
{
    double sum = 0.0;
    for (int k = 0; k < 3; k++) sum += (a[k] - b[k]) * (a[k] - b[k]);
    return sum;
}

/// To the farthest corner.
static double farthest2(const ctk_box *box, const double *p)
{
    double sum = 0.0;
    for (int k = 0; k < 3; k++) {
        const double d = p[k] - box->lo[k], e = box->hi[k] - p[k], far = d > e ? d : e;
        sum += far * far;
    }
    return sum;
}

static ctk_box point_box(const double *p)
{
    ctk_box box;
    memcpy(box.lo, p, sizeof box.lo);
    memcpy(box.hi, p, sizeof box.hi);
    return box;
}

// ---- lunes --------------------------------------------------------------------------------------

typedef struct lune {
    double x[3], y[3], r2;
    ctk_box at_x, at_y;
} lune;

/// The larger of the squares of the distances from x and y of the point at s along p p1.
static double larger2(const lune *l, const double *p, const double *p1, double s)
{
    double z[3];
    s = s > 0.0 ? s < 1.0 ? s : 1.0 : 0.0;
    for (int k = 0; k < 3; k++) z[k] = p[k] + s * (p1[k] - p[k]);
    const double to_x = distance2(z, l->x), to_y = distance2(z, l->y);
    return to_x > to_y ? to_x : to_y;
}

/// Both distances are convex along the segment, so the larger of them is least where one is, or
/// where they are equal.
static bool has_segment(const lune *l, const double *p, const double *p1)
{
    double uu = 0.0, ux = 0.0, uy = 0.0;
    for (int k = 0; k < 3; k++) {
        const double u = p1[k] - p[k];
        uu += u * u;
        ux += u * (l->x[k] - p[k]);
        uy += u * (l->y[k] - p[k]);
    }
    if (larger2(l, p, p1, 0.0) < l->r2) return true;
    if (uu == 0.0) return false;
    if (larger2(l, p, p1, ux / uu) < l->r2 || larger2(l, p, p1, uy / uu) < l->r2) return true;
    const double even = distance2(p, l->x) - distance2(p, l->y);
    return ux != uy && larger2(l, p, p1, 0.5 * even / (ux - uy)) < l->r2;
}

static bool has_chain(const lune *l, const ctk_chains *c, int32_t chain)
{
    const int64_t begin = c->point_begin[chain], end = c->point_begin[chain + 1];
    for (int64_t i = begin; i < end; i++) {
        const double *p = c->point + 3 * i;
        if (i + 1 < end || i == begin)
            if (has_segment(l, p, i + 1 < end ? p + 3 : p)) return true;
    }
    return false;
}

static bool has_enough(const walk *w)
{
    return w->n_touched >= MOST_TOUCHED || w->n_looks >= MOST_LOOKS;
}

/// Does any boundary below node i of a level lie inside? Yes, too, when it takes too much to say.
static bool has_any(walk *w, const lune *l, int32_t level, int32_t i)
{
    const ctk_boxtree *t = w->t;
    const ctk_box *box = &t->box[t->level_begin[level] + i];
    if (ctk_box_distance2(box, &l->at_x) >= l->r2 || ctk_box_distance2(box, &l->at_y) >= l->r2)
        return false;
    if (level == 0) {
        w->n_looks++;
        return has_enough(w) || has_chain(l, &t->chains, t->leaf[i]);
    }
    int32_t from, to;
    ctk_boxtree_children(t, level, i, &from, &to);
    while (from < to)
        if (has_any(w, l, level - 1, from++)) return true;
    return false;
}

static void place(const ctk_chains *c, int32_t chain, int64_t point, double s, double *at)
{
    const double *p = c->point + 3 * point;
    const double *p1 = point + 1 < c->point_begin[chain + 1] ? p + 3 : p;
    for (int k = 0; k < 3; k++) at[k] = p[k] + s * (p1[k] - p[k]);
}

static lune lune_of(const ctk_boxtree *t, const ctk_gap *g)
{
    lune l = {.r2 = lune2(g->distance2_km2)};
    place(&t->chains, g->chain_a, g->point_a, g->s_a, l.x);
    place(&t->chains, g->chain_b, g->point_b, g->s_b, l.y);
    l.at_x = point_box(l.x);
    l.at_y = point_box(l.y);
    return l;
}

// ---- the walk -----------------------------------------------------------------------------------

/// The least of y.w over the places y of a box, seen from the centre.
static double least_along(const walk *w, const ctk_box *node, const double *along)
{
    double sum = 0.0;
    for (int k = 0; k < 3; k++)
        sum += along[k] * ((along[k] > 0.0 ? node->lo[k] : node->hi[k]) - w->center[k]);
    return sum;
}

/// What is known of a node when witnesses are held against it.
typedef struct target {
    const ctk_box *box;
    double r2;        ///< a witness nearer than that to all of the asking chain is near enough
    double beyond2;   ///< see the header
    bool is_leaf;     ///< what follows is known
    double center[3]; ///< seen from that of the asking chain
    double norm2;     ///< square of its length
    double aside2;    ///< as beyond2, the other way round
} target;

/// The other way round pays only for leaves.
static void look_back(const walk *w, target *t)
{
    double at[3], radius2 = 0.0;
    for (int k = 0; k < 3; k++) {
        const double half = 0.5 * (t->box->hi[k] - t->box->lo[k]);
        at[k] = 0.5 * (t->box->lo[k] + t->box->hi[k]);
        t->center[k] = at[k] - w->center[k];
        t->norm2 += t->center[k] * t->center[k];
        radius2 += half * half;
    }
    t->is_leaf = true;
    t->aside2 = 8.0 * farthest2(&w->box, at) * (radius2 + MARGIN_KM * MARGIN_KM);
}

/// Is the witness nearer to every place of the node than any of the asking chain is?
static bool is_beyond(const walk *w, const target *t, const witness *x)
{
    const double ahead = 2.0 * least_along(w, t->box, x->at) - x->norm2;
    return ahead > 0.0 && ahead * ahead > t->beyond2;
}

/// Is it nearer to every place of the asking chain than any of the node is?
static bool is_aside(const walk *w, const target *t, const witness *x)
{
    if (x->reach2 < t->r2) return true;
    if (!t->is_leaf) return false;
    double ahead = t->norm2 - x->norm2;
    for (int k = 0; k < 3; k++)
        ahead -= (w->box.hi[k] - w->box.lo[k]) * fabs(t->center[k] - x->at[k]);
    return ahead > 0.0 && ahead * ahead > t->aside2;
}

/// Does a witness lie in every lune between the asking chain and places of the node?
static bool is_hidden(walk *w, const ctk_box *node, double distance2_km2, bool is_leaf)
{
    const int32_t n = w->n_witnesses < WITNESSES ? w->n_witnesses : WITNESSES;
    const double radius = w->radius + MARGIN_KM;
    target t = {.box = node};
    t.r2 = distance2_km2 * (1.0 - 4e-9) - 4e-9; // no more than lune2(), without a root
    t.beyond2 = 4.0 * farthest2(node, w->center) * radius * radius;
    if (is_leaf) look_back(w, &t);
    for (int32_t i = 0; i < n; i++) {
        const witness x = w->witness[i];
        if (!is_aside(w, &t, &x) || !is_beyond(w, &t, &x)) continue;
        w->witness[i] = w->witness[i / 2]; // what hides one node will hide the next
        w->witness[i / 2] = x;
        return true;
    }
    return false;
}

/// When all places are taken, the later half is given to others in turn.
static void take_witness(walk *w, int32_t chain)
{
    const ctk_chains *c = &w->t->chains;
    const double *p = c->point + 3 * ((c->point_begin[chain] + c->point_begin[chain + 1]) / 2);
    const int32_t half = WITNESSES / 2, n = w->n_witnesses++;
    witness *x = &w->witness[n < WITNESSES ? n : half + n % half];
    x->reach2 = farthest2(&w->box, p);
    x->norm2 = distance2(p, w->center);
    for (int k = 0; k < 3; k++) x->at[k] = p[k] - w->center[k];
}

/// Neighbours along the coast, near and far: with them what lies on either hand is hidden at once.
static void take_seeds(walk *w)
{
    const int32_t n = w->t->chains.n;
    for (int32_t step = FARTHEST_SEED; step > 0; step /= 4) {
        if (step <= w->q) take_witness(w, w->q - step);
        if (step < n - w->q) take_witness(w, w->q + step);
    }
}

static void visit_leaf(walk *w, int32_t chain)
{
    if (chain == w->q) return;
    if (w->group[chain] != w->group[w->q]) {
        const ctk_gap g = ctk_gap_chains(w->t, w->q, chain);
        const lune l = lune_of(w->t, &g);
        w->n_looks++;
        w->n_touched += l.r2 == 0.0;
        if (!has_any(w, &l, w->t->n_levels - 1, 0)) {
            if (w->n_found < w->room) w->found[w->n_found] = g;
            w->n_found++;
        }
    }
    take_witness(w, chain);
}

/// Visit node i of a level, its nearest child first.
static void visit(walk *w, int32_t level, int32_t i)
{
    if (level == 0) {
        visit_leaf(w, w->t->leaf[i]);
        return;
    }
    int32_t child[CTK_BRANCH];
    double near2[CTK_BRANCH];
    const int32_t n = ctk_boxtree_near_first(w->t, &w->box, level, i, child, near2);
    const ctk_box *box = w->t->box + w->t->level_begin[level - 1];
    for (int32_t c = 0; c < n && !has_enough(w); c++)
        if (!is_hidden(w, &box[child[c]], near2[c], level == 1)) visit(w, level - 1, child[c]);
}

int32_t ctk_relative(const ctk_boxtree *t, const int32_t *group, int32_t q, int32_t room,
                     ctk_gap *found)
{
    walk w = {.t = t, .group = group, .q = q, .room = room, .found = found};
    w.box = ctk_chain_box(&t->chains, q);
    for (int k = 0; k < 3; k++) w.center[k] = 0.5 * (w.box.lo[k] + w.box.hi[k]);
    w.radius = sqrt(distance2(w.center, w.box.hi));
    take_seeds(&w);
    visit(&w, t->n_levels - 1, 0);
    return w.n_found;
}
