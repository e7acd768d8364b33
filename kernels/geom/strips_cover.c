/// Points in strips' linework.
#include "kernels/geom/strips_cover.h"

#include <math.h>
#include <stdbool.h>

#include "kernels/geom/noding.h"
#include "kernels/geom/sweep_order.h"
#include "kernels/prim/carve.h"

/// Boxes that the ray of a point may meet, and that may lie over it.
enum { RAY_LOOKS = 1 << 9, BOX_LOOKS = 1 << 9 };

/// +1 when the way from q to r crosses the latitude of p northwards, -1 southwards.
static int32_t rise(const double *q, const double *r, const double *p)
{
    return (q[1] <= p[1] && p[1] < r[1]) - (r[1] <= p[1] && p[1] < q[1]);
}

/// The same for an edge where it passes west of p, or east of it.
static int32_t rise_beside(const double *q, const double p[2], bool is_west)
{
    const int32_t d = rise(q, q + 2, p);
    if (d == 0) return 0;
    const double turn = d > 0 ? ctk_doubled_area(q, q + 2, p) : ctk_doubled_area(q + 2, q, p);
    return (is_west ? turn < 0.0 : turn > 0.0) ? d : 0;
}

/// The turns of strip i beside p: of one that lies wholly on that side only the ends matter.
static int32_t rise_of(const ctk_strips *s, int32_t place, const double p[2], bool is_west)
{
    const int32_t i = s->leaf[place], n = s->begin[i + 1] - s->begin[i];
    const double *q = s->edges.lonlat + 2 * (int64_t)s->edges.vertex[s->begin[i]];
    const double *box = s->box + 4 * (int64_t)place;
    int32_t sum = 0;
    if (is_west ? box[2] < p[0] : box[0] > p[0]) return rise(q, q + 2 * n, p);
    for (int32_t k = 0; k < n; k++) sum += rise_beside(q + 2 * k, p, is_west);
    return sum;
}

/// The turns of all strips that meet a box beside p, or CTK_COVER_UNKNOWN.
static int32_t rise_in(const ctk_strips *s, const double box[4], const double p[2], bool is_west,
                       int64_t looks)
{
    int32_t sum = 0;
    ctk_strips_walk w;
    ctk_strips_seek(&w, s, box);
    w.left = looks;
    for (int32_t place; (place = ctk_strips_next(&w)) >= 0;) sum += rise_of(s, place, p, is_west);
    return w.left > 0 ? sum : CTK_COVER_UNKNOWN;
}

/// A ray to the nearer end of the map.
static int32_t cast(const ctk_strips *s, const double p[2])
{
    const double *all = s->box + 4 * (int64_t)s->level_begin[s->n_levels - 1];
    const bool is_west = p[0] - all[0] < all[2] - p[0];
    const double ray[4] = {is_west ? -HUGE_VAL : p[0], p[1], is_west ? p[0] : HUGE_VAL, p[1]};
    const int32_t sum = rise_in(s, ray, p, is_west, RAY_LOOKS);
    return sum == CTK_COVER_UNKNOWN || is_west ? sum : -sum;
}

/// The points whose rays meet too much, and what passing them from west to east takes.
typedef struct crowd {
    const ctk_strips *s;
    const double *point;
    int32_t n;
    int32_t *item;            ///< [n] the points
    int32_t *by_lon, *by_lat; ///< [n] places in item[], from west to east, south to north
    int32_t *rank;            ///< [n] of each in by_lat
    int32_t *strip;           ///< [strips] places, by their eastern ends
    int32_t *other;           ///< [points or strips]
    double *xy;               ///< [2 * points or strips] what is put in order
    int32_t *sum;             ///< [n + 1] tree of sums over ranks
} crowd;

static size_t layout(crowd *c, int32_t n, void *memory)
{
    const int64_t n_strips = c->s->n, most = n > n_strips ? n : n_strips;
    ctk_carver carver = {.base = memory};
    c->item = ctk_carve(&carver, n, sizeof *c->item);
    c->by_lon = ctk_carve(&carver, most, sizeof *c->by_lon);
    c->by_lat = ctk_carve(&carver, most, sizeof *c->by_lat);
    c->rank = ctk_carve(&carver, n, sizeof *c->rank);
    c->strip = ctk_carve(&carver, most, sizeof *c->strip);
    c->other = ctk_carve(&carver, most, sizeof *c->other);
    c->xy = ctk_carve(&carver, 2 * most, sizeof *c->xy);
    c->sum = ctk_carve(&carver, (int64_t)n + 1, sizeof *c->sum);
    return (size_t)carver.used;
}

static const double *point_of(const crowd *c, int32_t i)
{
    return c->point + 2 * (int64_t)c->item[i];
}

/// Put points in order by one coordinate, then the other.
static void sort_points(crowd *c, int axis, int32_t **order)
{
    for (int32_t i = 0; i < c->n; i++) {
        c->xy[2 * (int64_t)i] = point_of(c, i)[axis];
        c->xy[2 * (int64_t)i + 1] = point_of(c, i)[1 - axis];
    }
    ctk_sweep_sort(c->xy, NULL, c->n, order, &c->other);
}

static void sort_strips(crowd *c)
{
    for (int32_t place = 0; place < c->s->n; place++) {
        c->xy[2 * (int64_t)place] = c->s->box[4 * (int64_t)place + 2];
        c->xy[2 * (int64_t)place + 1] = 0.0;
    }
    ctk_sweep_sort(c->xy, NULL, c->s->n, &c->strip, &c->other);
}

/// The number of points whose latitude is below lat.
static int32_t rank_below(const crowd *c, double lat)
{
    int32_t lo = 0;
    for (int32_t n = c->n; n > 0;) {
        const int32_t half = n / 2;
        const bool is_below = point_of(c, c->by_lat[lo + half])[1] < lat;
        lo = is_below ? lo + half + 1 : lo;
        n = is_below ? n - half - 1 : half;
    }
    return lo;
}

static void add_from(crowd *c, int32_t rank, int32_t turn)
{
    for (int32_t i = rank + 1; i <= c->n; i += i & -i) c->sum[i] += turn;
}

static int32_t sum_at(const crowd *c, int32_t rank)
{
    int32_t sum = 0;
    for (int32_t i = rank + 1; i > 0; i -= i & -i) sum += c->sum[i];
    return sum;
}

/// A strip that is passed turns about all points between the heights of its ends.
static void pass_strip(crowd *c, int32_t place)
{
    const ctk_strips *s = c->s;
    const int32_t i = s->leaf[place], n = s->begin[i + 1] - s->begin[i];
    const double *q = s->edges.lonlat + 2 * (int64_t)s->edges.vertex[s->begin[i]];
    const int32_t from = rank_below(c, q[1]), to = rank_below(c, q[2 * n + 1]);
    if (from == to) return;
    add_from(c, from, 1);
    add_from(c, to, -1);
}

static void pass_all(crowd *c, int32_t *winding)
{
    sort_points(c, 0, &c->by_lon);
    sort_points(c, 1, &c->by_lat);
    sort_strips(c);
    for (int32_t i = 0; i < c->n; i++) c->rank[c->by_lat[i]] = i;
    for (int32_t i = 0; i <= c->n; i++) c->sum[i] = 0;
    for (int32_t i = 0, k = 0; i < c->n; i++) {
        const int32_t at = c->by_lon[i];
        const double *p = point_of(c, at);
        for (; k < c->s->n && c->s->box[4 * (int64_t)c->strip[k] + 2] < p[0]; k++)
            pass_strip(c, c->strip[k]);
        winding[c->item[at]] = sum_at(c, c->rank[at]);
    }
}

/// Add the strips whose boxes reach to both sides of the points.
static void add_boxes_over(const crowd *c, int32_t n_threads, int32_t *winding)
{
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 64)
    for (int32_t i = 0; i < c->n; i++) {
        const double *p = point_of(c, i), box[4] = {p[0], p[1], p[0], p[1]};
        const int32_t sum = rise_in(c->s, box, p, true, BOX_LOOKS);
        int32_t *const w = &winding[c->item[i]];
        *w = sum == CTK_COVER_UNKNOWN ? sum : *w + sum;
    }
}

size_t ctk_strips_cover_work(const ctk_strips *s, int32_t n)
{
    crowd c = {.s = s};
    return layout(&c, n, NULL);
}

void ctk_strips_cover(const ctk_strips *s, int32_t n, const double *point, int32_t n_threads,
                      void *work, int32_t *winding)
{
    crowd c = {.s = s, .point = point};
    layout(&c, n, work);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 64)
    for (int32_t i = 0; i < n; i++) winding[i] = cast(s, point + 2 * (int64_t)i);
    for (int32_t i = 0; i < n; i++)
        if (winding[i] == CTK_COVER_UNKNOWN) c.item[c.n++] = i;
    if (c.n == 0) return;
    pass_all(&c, winding);
    add_boxes_over(&c, n_threads, winding);
}
