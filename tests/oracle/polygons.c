/// Polygon validity by looking at everything.
#include "tests/oracle/polygons.h"

#include <math.h>

/// In 113 bits, so that the sign can be believed.
static double side(const double *a, const double *b, double x, double y)
{
    typedef __float128 wide;
    return (double)(((wide)b[0] - a[0]) * ((wide)y - a[1]) -
                    ((wide)b[1] - a[1]) * ((wide)x - a[0]));
}

int oracle_winding(const double *xy, const int64_t *vertex_begin, int32_t ring, int32_t ring_end,
                   double x, double y)
{
    int winding = 0;
    for (int32_t r = ring; r < ring_end; r++)
        for (int64_t v = vertex_begin[r]; v + 1 < vertex_begin[r + 1]; v++) {
            const double *a = xy + 2 * v, *b = a + 2;
            if (a[1] <= y && y < b[1] && side(a, b, x, y) < 0) winding++;
            if (b[1] <= y && y < a[1] && side(a, b, x, y) > 0) winding--;
        }
    return winding;
}

double oracle_area(const double *xy, const int64_t *vertex_begin, int32_t ring, int32_t ring_end)
{
    double sum = 0;
    for (int32_t r = ring; r < ring_end; r++)
        for (int64_t v = vertex_begin[r]; v + 1 < vertex_begin[r + 1]; v++) {
            const double *o = xy + 2 * vertex_begin[r], *a = xy + 2 * v, *b = a + 2;
            sum += (b[0] - o[0]) * (a[1] - o[1]) - (a[0] - o[0]) * (b[1] - o[1]);
        }
    return 0.5 * sum;
}

static bool same(const double *a, const double *b)
{
    return a[0] == b[0] && a[1] == b[1];
}

/// p lies on a-b but is neither end. Coordinates of tests are small whole numbers or generic.
static bool is_inside(const double *a, const double *b, const double *p)
{
    if (same(a, p) || same(b, p) || side(a, b, p[0], p[1]) != 0) return false;
    return p[0] >= fmin(a[0], b[0]) && p[0] <= fmax(a[0], b[0]) && p[1] >= fmin(a[1], b[1]) &&
           p[1] <= fmax(a[1], b[1]);
}

static bool edges_touch(const double *a, const double *b, const double *c, const double *d)
{
    if (is_inside(a, b, c) || is_inside(a, b, d) || is_inside(c, d, a) || is_inside(c, d, b))
        return true;
    if ((same(a, c) && same(b, d)) || (same(a, d) && same(b, c))) return true;
    const double s = side(a, b, c[0], c[1]), t = side(a, b, d[0], d[1]);
    const double u = side(c, d, a[0], a[1]), v = side(c, d, b[0], b[1]);
    return ((s > 0 && t < 0) || (s < 0 && t > 0)) && ((u > 0 && v < 0) || (u < 0 && v > 0));
}

static bool is_edge(const ct_polygons *p, int32_t *ring, int64_t v)
{
    while (v >= p->vertex_begin[*ring + 1]) ++*ring;
    return v + 1 < p->vertex_begin[*ring + 1];
}

static const char *edge_fault(const ct_polygons *p, int32_t j)
{
    const int64_t end = p->vertex_begin[p->ring_begin[j + 1]];
    int32_t ring = p->ring_begin[j];
    for (int64_t v = p->vertex_begin[p->ring_begin[j]]; v < end; v++) {
        if (!is_edge(p, &ring, v)) continue;
        int32_t other = ring;
        for (int64_t u = v + 1; u < end; u++)
            if (is_edge(p, &other, u) &&
                edges_touch(p->xy + 2 * v, p->xy + 2 * v + 2, p->xy + 2 * u, p->xy + 2 * u + 2))
                return "two edges touch other than at vertices";
    }
    return NULL;
}

static const char *ring_fault(const ct_polygons *p, int32_t r)
{
    const int64_t begin = p->vertex_begin[r], end = p->vertex_begin[r + 1];
    if (end - begin < 4) return "a ring has fewer than 4 vertices";
    if (!same(p->xy + 2 * begin, p->xy + 2 * (end - 1))) return "a ring is not closed";
    for (int64_t v = begin; v + 1 < end; v++)
        for (int64_t u = v + 1; u + 1 < end; u++)
            if (same(p->xy + 2 * v, p->xy + 2 * u)) return "a ring visits a vertex twice";
    if ((oracle_area(p->xy, p->vertex_begin, r, r + 1) < 0) != (p->is_hole[r] != 0))
        return "a ring runs the wrong way";
    return NULL;
}

static bool is_vertex_of(const ct_polygons *p, int32_t r, const double *q)
{
    for (int64_t v = p->vertex_begin[r]; v < p->vertex_begin[r + 1]; v++)
        if (same(p->xy + 2 * v, q)) return true;
    return false;
}

/// Is ring a inside ring b? Their edges touch at vertices only, so any vertex of a that is none of
/// b decides, and if there is none, the middle of an edge.
static bool is_ring_inside(const ct_polygons *p, int32_t a, int32_t b)
{
    const double *first = p->xy + 2 * p->vertex_begin[a];
    double x = 0.5 * (first[0] + first[2]), y = 0.5 * (first[1] + first[3]);
    for (int64_t v = p->vertex_begin[a]; v < p->vertex_begin[a + 1]; v++) {
        const double *q = p->xy + 2 * v;
        if (is_vertex_of(p, b, q)) continue;
        x = q[0];
        y = q[1];
        break;
    }
    return oracle_winding(p->xy, p->vertex_begin, b, b + 1, x, y) != 0;
}

static const char *hole_fault(const ct_polygons *p, int32_t shell, int32_t hole)
{
    if (!is_ring_inside(p, hole, shell)) return "a hole is outside its outer ring";
    for (int32_t r = shell + 1; r < p->n_rings && p->is_hole[r]; r++)
        if (r != hole && is_ring_inside(p, hole, r)) return "a hole is inside another hole";
    return NULL;
}

const char *oracle_fault(const ct_polygons *p, int32_t j)
{
    const char *fault = edge_fault(p, j);
    int32_t shell = -1;
    for (int32_t r = p->ring_begin[j]; r < p->ring_begin[j + 1] && fault == NULL; r++) {
        fault = ring_fault(p, r);
        if (fault != NULL) break;
        if (!p->is_hole[r])
            shell = r;
        else
            fault = shell < 0 ? "a hole comes first" : hole_fault(p, shell, r);
    }
    return fault;
}
