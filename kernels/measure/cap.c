/// Smallest caps by farthest points.
#include "kernels/measure/cap.h"

#include <math.h>

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

static int64_t farthest(int64_t n, const double *u, const double c[3], double *d2)
{
    int64_t at = 0;
    double most = -1;
    for (int64_t i = 0; i < n; i++) {
        const double d = distance2(u + 3 * i, c);
        if (d > most) {
            most = d;
            at = i;
        }
    }
    *d2 = most;
    return at;
}

double ctk_cap_share(int64_t n, const double *u)
{
    basis s = {.n = 1, .p = {u}, .b = {{u[0], u[1], u[2]}, 0}};
    double d2 = 0;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
        const int64_t i = farthest(n, u, s.b.c, &d2);
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

void ctk_caps(int32_t n, const int64_t *begin, const double *lonlat, double *unit, double *cap_m2,
              int32_t n_threads)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (int32_t j = 0; j < n; j++) {
        double *u = unit + 3 * (begin[j] - begin[0]);
        const int64_t count = begin[j + 1] - begin[j];
        for (int64_t i = 0; i < count; i++)
            ctk_cap_unit(lonlat[2 * (begin[j] + i)], lonlat[2 * (begin[j] + i) + 1], u + 3 * i);
        cap_m2[j] = count > 0 ? ctk_cap_share(count, u) * ctk_sphere_m2() : 0;
    }
}
