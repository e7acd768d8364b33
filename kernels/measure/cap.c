/// Smallest caps by farthest points.
#include "kernels/measure/cap.h"

#include <math.h>
#include <stddef.h>

#include "kernels/geom/sphere.h"

enum { MAX_PASSES = 1000 };

/// Rounding of a distance from the centre; a ball is given up as not fitting a hemisphere when four
/// points want more than MOST of it.
#define ROUNDING 1e-15
#define MOST     1e-9

typedef struct ball {
    double c[3], r2;
} ball;

static double distance2(const double *p, const double *q)
{
    const double x = p[0] - q[0], y = p[1] - q[1], z = p[2] - q[2];
    return x * x + y * y + z * z;
}

static ball ball_of_two(const double *p, const double *q)
{
    ball b;
    for (int i = 0; i < 3; i++) b.c[i] = 0.5 * (p[i] + q[i]);
    b.r2 = 0.25 * distance2(p, q);
    return b;
}

static void cross(const double *a, const double *b, double *out)
{
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// Circumscribed circle; r2 = infinity for points on a line.
static ball ball_of_three(const double *p, const double *q, const double *s)
{
    double a[3], b[3], v[3], w[3], n[3];
    for (int i = 0; i < 3; i++) {
        a[i] = q[i] - p[i];
        b[i] = s[i] - p[i];
    }
    cross(a, b, n);
    const double aa = dot(a, a), bb = dot(b, b), nn = dot(n, n);
    ball out = {{p[0], p[1], p[2]}, HUGE_VAL};
    if (!(nn > 0)) return out;
    for (int i = 0; i < 3; i++) v[i] = aa * b[i] - bb * a[i];
    cross(v, n, w);
    for (int i = 0; i < 3; i++) out.c[i] = p[i] + w[i] / (2 * nn);
    out.r2 = dot(w, w) / (4 * nn * nn);
    return out;
}

/// How far the farthest of n points sticks out (squared).
static double excess(const ball *b, int n, const double *const *p)
{
    double worst = 0;
    for (int i = 0; i < n; i++) worst = fmax(worst, distance2(b->c, p[i]) - b->r2);
    return worst;
}

typedef struct basis {
    int n;
    const double *p[4];
    ball b;
} basis;

/// Take `b`, through the given points, if it holds all four and is smaller than the best so far.
static void offer(const basis *all, double slack, ball b, int n, const double *const *p,
                  basis *best)
{
    if (!(b.r2 < best->b.r2) || excess(&b, all->n, all->p) > slack) return;
    best->n = n;
    best->b = b;
    for (int i = 0; i < n; i++) best->p[i] = p[i];
}

/// The smallest ball around the 2..4 points of `all`, `slack` allowed; n = 0 when there is none.
static basis try_subsets(const basis *all, double slack)
{
    basis best = {.n = 0, .b = {{0, 0, 0}, HUGE_VAL}};
    for (int i = 0; i < all->n; i++)
        for (int j = i + 1; j < all->n; j++) {
            const double *p[3] = {all->p[i], all->p[j], all->p[j]};
            offer(all, slack, ball_of_two(p[0], p[1]), 2, p, &best);
            for (int k = j + 1; k < all->n; k++) {
                p[2] = all->p[k];
                offer(all, slack, ball_of_three(p[0], p[1], p[2]), 3, p, &best);
            }
        }
    return best;
}

/// The same with as little slack as rounding asks for.
static basis smallest_of(const basis *all, double r)
{
    basis best = {.n = 0};
    for (double slack = ROUNDING * r; best.n == 0 && slack < MOST; slack *= 8)
        best = try_subsets(all, slack);
    return best;
}

/// Points of which the unit vectors are worked out when somebody asks.
typedef struct points {
    int64_t n;
    const double *lonlat; ///< NULL = all of unit is there already
    double *unit;         ///< [3 * n]
    ctk_cap_block *block;
} points;

/// First the place of its first point and how far the others can be from it: along the meridian and
/// the parallel, on a sphere whose latitudes differ from the ellipsoid's by less than 1 % in scale.
static void describe_block(const points *p, int64_t b)
{
    const double *at = p->lonlat + 2 * b * CTK_CAP_BLOCK;
    const int64_t rest = p->n - b * CTK_CAP_BLOCK, n = rest < CTK_CAP_BLOCK ? rest : CTK_CAP_BLOCK;
    double dlon = 0, dlat = 0;
    for (int64_t i = 1; i < n; i++) {
        const double x = fabs(at[2 * i] - at[0]), y = fabs(at[2 * i + 1] - at[1]);
        dlon = x > dlon ? x : dlon;
        dlat = y > dlat ? y : dlat;
    }
    ctk_cap_unit(at[0], at[1], p->block[b].first);
    p->block[b].reach = 1.01 * CTK_DEG * (dlon + dlat) + 1e-12;
    p->block[b].is_known = 0;
}

/// The farthest of points i .. end, if it is farther than *most.
static void farthest_of(const double *u, int64_t i, int64_t end, const double c[3], double *most,
                        int64_t *at)
{
    for (; i < end; i++) {
        const double d = distance2(u + 3 * i, c);
        if (d > *most) {
            *most = d;
            *at = i;
        }
    }
}

static void know_block(const points *p, int64_t b, int64_t begin, int64_t end)
{
    if (p->block[b].is_known) return;
    for (int64_t i = begin; i < end; i++)
        ctk_cap_unit(p->lonlat[2 * i], p->lonlat[2 * i + 1], p->unit + 3 * i);
    p->block[b].is_known = 1;
}

/// The first of the points that are farthest from c. Blocks that cannot reach as far as the first
/// point of some block are passed over.
static int64_t farthest(const points *p, const double c[3], double *d2)
{
    const int64_t n_blocks = (p->n + CTK_CAP_BLOCK - 1) / CTK_CAP_BLOCK;
    int64_t at = 0;
    double least = 0;
    *d2 = -1;
    if (!p->lonlat) farthest_of(p->unit, 0, p->n, c, d2, &at);
    for (int64_t b = 0; p->lonlat && b < n_blocks; b++) {
        p->block[b].distance = sqrt(distance2(p->block[b].first, c));
        least = fmax(least, p->block[b].distance);
    }
    for (int64_t b = 0; p->lonlat && b < n_blocks; b++) {
        if (p->block[b].distance + p->block[b].reach < least) continue;
        const int64_t begin = b * CTK_CAP_BLOCK, end = begin + CTK_CAP_BLOCK;
        know_block(p, b, begin, end < p->n ? end : p->n);
        farthest_of(p->unit, begin, end < p->n ? end : p->n, c, d2, &at);
    }
    return at;
}

static double share_of(const points *p)
{
    const double *u = p->unit;
    basis s = {.n = 1, .p = {u}, .b = {{u[0], u[1], u[2]}, 0}};
    double d2 = 0;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
        const int64_t i = farthest(p, s.b.c, &d2);
        if (d2 <= s.b.r2 + 4 * ROUNDING * sqrt(d2)) break;
        s.p[s.n++] = u + 3 * i;
        const basis next = smallest_of(&s, sqrt(d2));
        if (next.n == 0) return 1;
        if (!(next.b.r2 > s.b.r2)) break;
        s = next;
    }
    if (d2 > 1 + MOST) return 1;
    return 0.5 * d2 / (1 + sqrt(fmax(0, 1 - d2)));
}

double ctk_cap_share(int64_t n, double *u)
{
    const points p = {.n = n, .unit = u};
    return share_of(&p);
}

void ctk_cap_unit(double lon_deg, double lat_deg, double u[3])
{
    const double z = ctk_authalic_y(lat_deg) / ctk_authalic_y(90);
    const double lon = lon_deg * CTK_DEG, r = sqrt(fmax(0, 1 - z * z));
    u[0] = r * cos(lon);
    u[1] = r * sin(lon);
    u[2] = z;
}

double ctk_sphere_m2(void)
{
    return 4 * 3.14159265358979323846 * CTK_WGS84_A * CTK_WGS84_A * ctk_authalic_y(90);
}

/// Blocks of territory j stand from begin[j] / CTK_CAP_BLOCK + j on: there is room for a broken
/// one.
static double cap_share(int64_t n, const double *lonlat, double *unit, ctk_cap_block *block)
{
    const points p = {n, lonlat, unit, block};
    ctk_cap_unit(lonlat[0], lonlat[1], unit);
    for (int64_t b = 0; b * CTK_CAP_BLOCK < n; b++) describe_block(&p, b);
    return share_of(&p);
}

void ctk_caps(int32_t n, const int64_t *begin, const double *lonlat, double *unit,
              ctk_cap_block *block, double *cap_m2, int32_t n_threads)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (int32_t j = 0; j < n; j++) {
        const int64_t first = begin[j] - begin[0], count = begin[j + 1] - begin[j];
        cap_m2[j] =
            count > 0 ? ctk_sphere_m2() * cap_share(count, lonlat + 2 * begin[j], unit + 3 * first,
                                                    block + first / CTK_CAP_BLOCK + j)
                      : 0;
    }
}
