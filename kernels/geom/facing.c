/// Stretches of boundary that face another region.
#include "kernels/geom/facing.h"

#include <math.h>
#include <stddef.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/offsets.h"

enum {
    NEAR = CTK_FACING_NEAR,
    HALVINGS = 8,
    SPLITS = 1 << 14 ///< of one edge: what is left then is given to the regions at its ends
};

/// Looks at boxes, for each edge at first, and for those that take more together besides what the
/// others leave; for one of which only the distance is asked. Holding a point against four edges
/// takes as long as a look.
enum {
    FEW_LOOKS = 1 << 8,
    MORE_LOOKS = 1 << 23,
    SAMPLE_LOOKS = 1 << 9,
    EDGES_A_LOOK = 4,
    GIVEN_UP = -1
};

/// Squares of distances that differ by less, m2 and as a share, are equal: two regions that draw
/// the same line are as near as each other, whatever rounding says from point to point.
static const double EQUAL_M2 = 1e-12, EQUAL_SHARE = 1e-9;

/// Another region's edge in the plane of the edge asked: x along it in metres, y to its left.
typedef struct other_edge {
    double a[2], b[2];
    int32_t region;
} other_edge;

typedef struct frame {
    const ctk_strips *s;
    int32_t edge, region;
    double reach, length; ///< m
    int64_t looks;        ///< left; < 0 = none: the edge is given up
    double origin[2], kx, ky, ex, ey;
    int32_t n; ///< other edges gathered; NEAR + 1 = more
    other_edge near[NEAR];
    double cut[4 * NEAR + 2];
} frame;

static void to_plane(const frame *f, const double *p, double out[2])
{
    double dlon = p[0] - f->origin[0];
    dlon -= 360.0 * rint(dlon / 360.0);
    const double x = dlon * f->kx, y = (p[1] - f->origin[1]) * f->ky;
    out[0] = x * f->ex + y * f->ey;
    out[1] = y * f->ex - x * f->ey;
}

static void look_from(frame *f, const ctk_strips *s, int32_t edge, double reach_m, int64_t looks)
{
    const double *p = s->edges.lonlat + 2 * (int64_t)s->edges.vertex[edge];
    f->s = s;
    f->looks = looks;
    f->edge = edge;
    f->region = s->edges.region[edge];
    f->reach = reach_m;
    f->origin[0] = p[0];
    f->origin[1] = p[1];
    f->ky = 1e3 * CTK_EARTH_KM * CTK_DEG;
    f->kx = f->ky * cos(0.5 * (p[1] + p[3]) * CTK_DEG);
    f->ex = 1.0;
    f->ey = 0.0;
    double d[2];
    to_plane(f, p + 2, d);
    f->length = sqrt(d[0] * d[0] + d[1] * d[1]);
    if (!(f->length > 0.0)) return;
    f->ex = d[0] / f->length;
    f->ey = d[1] / f->length;
}

/// Widen [*lo, *hi] by the part of the line y = 0 within r of point p.
static void add_disc(const double p[2], double r, double *lo, double *hi)
{
    if (fabs(p[1]) > r) return;
    const double w = sqrt(r * r - p[1] * p[1]);
    *lo = fmin(*lo, p[0] - w);
    *hi = fmax(*hi, p[0] + w);
}

/// Cut [*lo, *hi] to where u + v x lies in [from, to].
static void clip(double u, double v, double from, double to, double *lo, double *hi)
{
    if (v == 0.0) {
        if (u < from || u > to) *hi = -HUGE_VAL;
        return;
    }
    const double x0 = (from - u) / v, x1 = (to - u) / v;
    *lo = fmax(*lo, fmin(x0, x1));
    *hi = fmin(*hi, fmax(x0, x1));
}

/// Where the line y = 0 is within r of the edge: lo > hi when nowhere.
static void stadium(const other_edge *o, double r, double *lo, double *hi)
{
    const double dx = o->b[0] - o->a[0], dy = o->b[1] - o->a[1], d = sqrt(dx * dx + dy * dy);
    *lo = HUGE_VAL;
    *hi = -HUGE_VAL;
    add_disc(o->a, r, lo, hi);
    add_disc(o->b, r, lo, hi);
    if (d == 0.0) return;
    double from = -HUGE_VAL, to = HUGE_VAL;
    clip(-(o->a[0] * dx + o->a[1] * dy), dx, 0.0, d * d, &from, &to);  // beside it
    clip(o->a[0] * dy - o->a[1] * dx, -dy, -r * d, r * d, &from, &to); // and within r
    if (from > to) return;
    *lo = fmin(*lo, from);
    *hi = fmax(*hi, to);
}

/// Edges of strip i that come within reach of [x0, x1].
static void gather_strip(frame *f, int32_t i, const double *box, double x0, double x1)
{
    const ctk_edges *e = &f->s->edges;
    for (int32_t k = f->s->begin[i]; k < f->s->begin[i + 1]; k++) {
        double other[4], lo, hi;
        ctk_strips_edge_box(e, k, other);
        if (!ctk_strips_meet(other, box)) continue;
        const double *p = e->lonlat + 2 * (int64_t)e->vertex[k];
        other_edge o = {.region = e->region[k]};
        to_plane(f, p, o.a);
        to_plane(f, p + 2, o.b);
        if (o.b[0] >= o.a[0]) continue; // runs our way: no second drawing of the same border
        stadium(&o, f->reach, &lo, &hi);
        if (lo > x1 || hi < x0) continue;
        if (f->n == NEAR) {
            f->n++;
            return;
        }
        f->near[f->n++] = o;
    }
}

static void gather_box(frame *f, const double *box, double x0, double x1)
{
    ctk_strips_walk w;
    ctk_strips_seek(&w, f->s, box);
    w.left = f->looks > 0 ? f->looks : 0;
    w.skip = f->region;
    for (int32_t place; f->n <= NEAR && (place = ctk_strips_next(&w)) >= 0;) {
        if (f->s->owner[place] != f->region) gather_strip(f, f->s->leaf[place], box, x0, x1);
    }
    f->looks = w.left > 0 ? w.left : -1;
}

/// All that comes within reach of [x0, x1], also from beyond the antimeridian.
static void gather(frame *f, double x0, double x1)
{
    double box[4], margin[2];
    ctk_strips_edge_box(&f->s->edges, f->edge, box);
    ctk_strips_margin(box, f->reach, margin);
    ctk_strips_widen(box, margin, box);
    f->n = 0;
    gather_box(f, box, x0, x1);
    const double turn = box[0] < -180.0 ? 360.0 : box[2] > 180.0 ? -360.0 : 0.0;
    if (turn == 0.0) return;
    box[0] += turn;
    box[2] += turn;
    gather_box(f, box, x0, x1);
}

/// Square of the distance from (x, 0) to the edge when x faces it, HUGE_VAL otherwise.
static double facing2(const other_edge *o, double x)
{
    const double dx = o->b[0] - o->a[0], dy = o->b[1] - o->a[1], d2 = dx * dx + dy * dy;
    double t = ((x - o->a[0]) * dx - o->a[1] * dy) / d2;
    t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
    const double vx = o->a[0] + t * dx - x, vy = o->a[1] + t * dy;
    const double r2 = vx * vx + vy * vy;
    return vx * vx <= vy * vy || r2 < 1e-12 ? r2 : HUGE_VAL;
}

/// At the same distance the lower region counts as nearer.
static int is_nearer(double r2, int32_t region, double best2, int32_t best)
{
    const double equal = EQUAL_M2 + EQUAL_SHARE * best2;
    if (best < 0) return r2 <= best2;
    return r2 < best2 - equal || (r2 <= best2 + equal && region < best);
}

/// Region to which (x, 0) belongs, -1 = none; *best2 = square of its distance.
static int32_t owner(frame *f, double x, double *best2)
{
    int32_t region = -1;
    f->looks -= f->n / EDGES_A_LOOK;
    *best2 = f->reach * f->reach;
    for (int32_t i = 0; i < f->n; i++) {
        const double r2 = facing2(&f->near[i], x);
        if (!is_nearer(r2, f->near[i].region, *best2, region)) continue;
        *best2 = fmin(r2, *best2);
        region = f->near[i].region;
    }
    return region;
}

static void sort(int32_t n, double *v)
{
    for (int32_t gap = n / 2; gap > 0; gap /= 2) {
        for (int32_t i = gap; i < n; i++) {
            const double x = v[i];
            int32_t j = i;
            for (; j >= gap && v[j - gap] > x; j -= gap) v[j] = v[j - gap];
            v[j] = x;
        }
    }
}

static void add_cut(frame *f, int32_t *n, double x, double x0, double x1)
{
    if (x > x0 && x < x1) f->cut[(*n)++] = x;
}

/// Ends of the pieces of [x0, x1] that are looked at one by one.
static int32_t find_cuts(frame *f, double x0, double x1)
{
    int32_t n = 0;
    f->cut[n++] = x0;
    for (int32_t i = 0; i < f->n; i++) {
        const other_edge *o = &f->near[i];
        const double dx = o->b[0] - o->a[0], dy = o->b[1] - o->a[1];
        double lo, hi;
        stadium(o, f->reach, &lo, &hi);
        add_cut(f, &n, lo, x0, x1);
        add_cut(f, &n, hi, x0, x1);
        add_cut(f, &n, o->a[0] + o->a[1] * dy / dx, x0, x1);
        add_cut(f, &n, o->b[0] + o->b[1] * dy / dx, x0, x1);
    }
    f->cut[n++] = x1;
    sort(n, f->cut);
    return n;
}

/// Stretches of one edge as they are found; those that continue each other are one.
typedef struct writer {
    ctk_stretch *to; ///< NULL = only count
    int64_t n;
    int32_t last;
    int32_t n_splits;
    double end;
} writer;

static void put(writer *w, const frame *f, double x0, double x1, int32_t region)
{
    if (region < 0) return;
    const double s0 = x0 / f->length, s1 = x1 / f->length;
    const int continues = w->last == region && w->end == x0;
    w->last = region;
    w->end = x1;
    if (!continues) w->n++;
    if (!w->to) return;
    ctk_stretch *t = &w->to[w->n - 1];
    if (!continues) *t = (ctk_stretch){f->edge, region, s0, s1, 0.0};
    t->s1 = s1;
    t->length_m = (s1 - t->s0) * f->length;
}

/// Pieces of [x0, x1], whose ends belong to r0 and r1.
static void split(frame *f, writer *w, double x0, int32_t r0, double x1, int32_t r1)
{
    double d2;
    const double mid = 0.5 * (x0 + x1);
    if (f->looks < 0) return;
    if (x1 - x0 < f->reach / 1024.0 || w->n_splits++ >= SPLITS) {
        put(w, f, x0, mid, r0);
        put(w, f, mid, x1, r1);
        return;
    }
    const int32_t r = owner(f, mid, &d2);
    if (r == r0 && r == r1) {
        put(w, f, x0, x1, r);
        return;
    }
    split(f, w, x0, r0, mid, r);
    split(f, w, mid, r, x1, r1);
}

static void walk_part(frame *f, writer *w, double x0, double x1, int depth)
{
    gather(f, x0, x1);
    if (f->looks < 0) return;
    if (f->n > NEAR && depth < HALVINGS) {
        const double mid = 0.5 * (x0 + x1);
        walk_part(f, w, x0, mid, depth + 1);
        walk_part(f, w, mid, x1, depth + 1);
        return;
    }
    if (f->n > NEAR) f->n = NEAR;
    if (f->n == 0) return;
    const int32_t n = find_cuts(f, x0, x1);
    for (int32_t i = 0; i + 1 < n && f->looks >= 0; i++) {
        const double a = f->cut[i], b = f->cut[i + 1], in = 1e-6 * (b - a);
        double d2;
        if (!(b > a)) continue;
        split(f, w, a, owner(f, a + in, &d2), b, owner(f, b - in, &d2));
    }
}

/// Stretches of an edge to `to` (NULL = count only); returns their number, GIVEN_UP when it takes
/// more than so many looks.
static int64_t walk_edge(const ctk_strips *s, int32_t edge, double reach_m, int64_t looks,
                         ctk_stretch *to)
{
    frame f;
    writer w = {.to = to, .last = -1};
    look_from(&f, s, edge, reach_m, looks);
    if (f.length > 0.0) walk_part(&f, &w, 0.0, f.length, 0);
    return f.looks < 0 ? GIVEN_UP : w.n;
}

/// Count the edges that were given up with more looks: what is left is shared out among them.
/// Returns how many are given up for good.
static int32_t count_again(const ctk_strips *s, int32_t n_list, const int32_t *list, double reach_m,
                           int32_t n_threads, int64_t *begin)
{
    int64_t n_hard = 0;
    int32_t n_left = 0;
    for (int32_t i = 0; i < n_list; i++) n_hard += begin[i] == GIVEN_UP;
    if (n_hard == 0) return 0;
    const int64_t share = (MORE_LOOKS + FEW_LOOKS * (int64_t)n_list) / n_hard;
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 64) reduction(+ : n_left)
    for (int32_t i = 0; i < n_list; i++) {
        if (begin[i] != GIVEN_UP) continue;
        begin[i] = walk_edge(s, list[i], reach_m, share, NULL);
        if (begin[i] != GIVEN_UP) continue;
        begin[i] = 0;
        n_left++;
    }
    return n_left;
}

int64_t ctk_facing_count(const ctk_strips *s, int32_t n_list, const int32_t *list, double reach_m,
                         int32_t n_threads, int64_t *begin, int32_t *n_left)
{
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 64)
    for (int32_t i = 0; i < n_list; i++) begin[i] = walk_edge(s, list[i], reach_m, FEW_LOOKS, NULL);
    *n_left = count_again(s, n_list, list, reach_m, n_threads, begin);
    return ctk_offsets(n_list, begin);
}

void ctk_facing_list(const ctk_strips *s, int32_t n_list, const int32_t *list, double reach_m,
                     int32_t n_threads, const int64_t *begin, ctk_stretch *stretch)
{
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 64)
    for (int32_t i = 0; i < n_list; i++) {
        if (begin[i + 1] > begin[i]) walk_edge(s, list[i], reach_m, INT64_MAX, stretch + begin[i]);
    }
}

void ctk_facing_distances(const ctk_strips *s, int32_t n_list, const int32_t *list, double reach_m,
                          int32_t n_threads, double *distance_m, double *length_m)
{
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 64)
    for (int32_t i = 0; i < n_list; i++) {
        frame f;
        double d2;
        look_from(&f, s, list[i], reach_m, SAMPLE_LOOKS);
        gather(&f, 0.5 * f.length, 0.5 * f.length);
        if (f.n > NEAR) f.n = NEAR;
        distance_m[i] = owner(&f, 0.5 * f.length, &d2) < 0 ? -1.0 : sqrt(d2);
        length_m[i] = f.length;
    }
}
