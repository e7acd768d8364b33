/// Geometries as records of a shapefile.
#include <math.h>
#include <string.h>

#include "gdal/reader.h"

/// A record while it is made.
typedef struct shape {
    int family;
    int32_t n_parts, n_points;
    int32_t *part; ///< [n_parts], NULL while they are counted
    double *xy;    ///< [2 * n_points]
} shape;

static int family_of_type(OGRwkbGeometryType type)
{
    switch (wkbFlatten(type)) {
    case wkbPoint: return CTG_POINT;
    case wkbPolygon:
    case wkbCurvePolygon:
    case wkbTriangle: return CTG_POLYGON;
    case wkbLineString:
    case wkbCircularString:
    case wkbCompoundCurve: return CTG_LINE;
    default: return CTG_NULL;
    }
}

int ctg_family(OGRGeometryH g)
{
    if (!g || OGR_G_IsEmpty(g)) return CTG_NULL;
    int family = family_of_type(OGR_G_GetGeometryType(g));
    for (int i = 0; family == CTG_NULL && i < OGR_G_GetGeometryCount(g); i++) {
        const int member = ctg_family(OGR_G_GetGeometryRef(g, i));
        if (member == CTG_POLYGON) return member;
        if (member > family) family = member;
    }
    for (int i = 0; family != CTG_POLYGON && i < OGR_G_GetGeometryCount(g); i++)
        if (ctg_family(OGR_G_GetGeometryRef(g, i)) == CTG_POLYGON) family = CTG_POLYGON;
    return family;
}

/// Twice the area; negative = clockwise, as outer rings of a shapefile run.
static double shoelace(int32_t n, const double *xy)
{
    double sum = 0.0;
    for (int32_t i = 0; i + 1 < n; i++)
        sum += (xy[2 * i] - xy[0]) * (xy[2 * i + 3] - xy[1]) -
               (xy[2 * i + 2] - xy[0]) * (xy[2 * i + 1] - xy[1]);
    return sum;
}

static void turn_round(int32_t n, double *xy)
{
    for (int32_t i = 0, j = n - 1; i < j; i++, j--)
        for (int k = 0; k < 2; k++) {
            const double x = xy[2 * i + k];
            xy[2 * i + k] = xy[2 * j + k];
            xy[2 * j + k] = x;
        }
}

static void add_points(shape *s, OGRGeometryH g)
{
    const int n = OGR_G_GetPointCount(g);
    if (s->n_points > INT32_MAX - n) ctg_fail("a geometry has more than 2,147,483,647 vertices");
    double *to = s->xy ? s->xy + 2 * (int64_t)s->n_points : NULL;
    if (to && n) OGR_G_GetPoints(g, to, 16, to + 1, 16, NULL, 0);
    s->n_points += n;
}

static void add_ring(shape *s, OGRGeometryH ring, int is_hole)
{
    const int32_t first = s->n_points;
    if (OGR_G_GetPointCount(ring) == 0) return;
    add_points(s, ring);
    if (s->part) {
        double *xy = s->xy + 2 * (int64_t)first;
        const double area = shoelace(s->n_points - first, xy);
        if (is_hole ? area < 0 : area > 0) turn_round(s->n_points - first, xy);
        s->part[s->n_parts] = first;
    }
    s->n_parts++;
}

/// All of g that is of the record's family.
static void add(shape *s, OGRGeometryH g)
{
    const int n = OGR_G_GetGeometryCount(g);
    const int family = family_of_type(OGR_G_GetGeometryType(g));
    if (family == CTG_POLYGON && s->family == CTG_POLYGON) {
        for (int i = 0; i < n; i++) add_ring(s, OGR_G_GetGeometryRef(g, i), i > 0);
    } else if (family == CTG_POINT && s->family == CTG_POINT) {
        if (!OGR_G_IsEmpty(g)) add_points(s, g);
    } else if (family == CTG_NULL) {
        for (int i = 0; i < n; i++) add(s, OGR_G_GetGeometryRef(g, i));
    }
}

static void send_words(int32_t type)
{
    ctg_send(CT_MESSAGE_SHAPE, sizeof type, &type);
}

static void box_of(int64_t n, const double *xy, double box[4])
{
    box[0] = box[1] = HUGE_VAL, box[2] = box[3] = -HUGE_VAL;
    for (int64_t i = 0; i < n; i++)
        for (int k = 0; k < 2; k++) {
            box[k] = fmin(box[k], xy[2 * i + k]);
            box[k + 2] = fmax(box[k + 2], xy[2 * i + k]);
        }
}

/// type, box, parts, points.
static void send_polygon(OGRGeometryH g)
{
    static void *record;
    static int64_t capacity;
    shape count = {.family = CTG_POLYGON};
    add(&count, g);
    const int32_t head[3] = {CTG_POLYGON, count.n_parts, count.n_points};
    const int64_t size = 44 + 4 * (int64_t)head[1] + 16 * (int64_t)head[2];
    // parts, and room for the points behind them where doubles are aligned
    char *p = ctg_room(&record, &capacity, size + 8);
    const int64_t at = 44 + 4 * (int64_t)head[1], shift = (8 - at % 8) % 8;
    shape fill = {.family = CTG_POLYGON};
    fill.part = (int32_t *)(p + shift + 44);
    fill.xy = (double *)(p + shift + at);
    add(&fill, g);
    double box[4];
    box_of(head[2], fill.xy, box);
    memcpy(p + shift, &head[0], 4);
    memcpy(p + shift + 4, box, sizeof box);
    memcpy(p + shift + 36, &head[1], 8);
    ctg_send(CT_MESSAGE_SHAPE, size, p + shift);
}

/// A point, or several: the record of a multipoint has a box and their number before them.
static void send_points(OGRGeometryH g)
{
    static void *record;
    static int64_t capacity;
    shape count = {.family = CTG_POINT};
    add(&count, g);
    const int32_t n = count.n_points, type = n == 1 ? CTG_POINT : CTG_MULTIPOINT;
    const int64_t at = n == 1 ? 4 : 40;
    char *p = ctg_room(&record, &capacity, at + 16 * (int64_t)n + 8);
    char *start = p + (8 - at % 8) % 8;
    shape fill = {.family = CTG_POINT, .xy = (double *)(start + at)};
    add(&fill, g);
    memcpy(start, &type, sizeof type);
    if (n != 1) {
        double box[4];
        box_of(n, fill.xy, box);
        memcpy(start + 4, box, sizeof box);
        memcpy(start + 36, &n, sizeof n);
    }
    ctg_send(CT_MESSAGE_SHAPE, at + 16 * (int64_t)n, start);
}

void ctg_send_shape(OGRGeometryH g, int64_t *n_curved)
{
    OGRGeometryH lines =
        g && OGR_G_HasCurveGeometry(g, 1) ? OGR_G_GetLinearGeometry(g, 0, NULL) : NULL;
    *n_curved += lines != NULL;
    if (lines) g = lines;
    const int family = ctg_family(g);
    if (family == CTG_POLYGON)
        send_polygon(g);
    else if (family == CTG_POINT)
        send_points(g);
    else
        send_words(family);
    OGR_G_DestroyGeometry(lines);
}
