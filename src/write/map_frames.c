/// Which parts of the map go together, and where on the sheet.
#include <math.h>

#include "kernels/geom/sphere.h"
#include "write/map.h"

/// Degrees in -180..180.
static double wrapped(double deg)
{
    return deg - 360 * rint(deg / 360);
}

static const double km_per_deg = CTK_EARTH_KM * CTK_DEG;

/// Box of item i with longitudes relative to the frame's.
static void relative_box(const ct_map_items *t, int32_t i, double lon, double b[4])
{
    const double middle = wrapped((t->west[i] + t->east[i]) / 2 - lon),
                 half = (t->east[i] - t->west[i]) / 2;
    b[0] = middle - half;
    b[1] = t->south[i];
    b[2] = middle + half;
    b[3] = t->north[i];
}

/// Kilometres between a box and the frame's box, 0 when they overlap.
static double box_gap_km(const ct_frame *f, const double b[4])
{
    const double dx = fmax(0, fmax(b[0] - f->east, f->west - b[2])),
                 dy = fmax(0, fmax(b[1] - f->north, f->south - b[3]));
    return km_per_deg * hypot(dx * cos((f->south + f->north) / 2 * CTK_DEG), dy);
}

static double diagonal_km(const ct_frame *f)
{
    return km_per_deg * hypot((f->east - f->west) * cos((f->south + f->north) / 2 * CTK_DEG),
                              f->north - f->south);
}

/// What lies this near goes into the same frame: a twentieth of its diagonal, but archipelagos stay
/// together.
static double reach_km(const ct_frame *f)
{
    return fmax(150, 0.05 * diagonal_km(f));
}

static void include(ct_frame *f, const double b[4])
{
    f->west = fmin(f->west, b[0]);
    f->south = fmin(f->south, b[1]);
    f->east = fmax(f->east, b[2]);
    f->north = fmax(f->north, b[3]);
}

static double box_area(const ct_map_items *t, int32_t i)
{
    return (t->east[i] - t->west[i]) * (t->north[i] - t->south[i]) *
           cos((t->south[i] + t->north[i]) / 2 * CTK_DEG);
}

/// The largest item without a frame, -1 = none.
static int32_t next_seed(const ct_map_items *t)
{
    int32_t best = -1;
    for (int32_t i = 0; i < t->n; i++)
        if (t->frame[i] < 0 && (best < 0 || box_area(t, i) > box_area(t, best))) best = i;
    return best;
}

/// Grow a frame from its seed by what lies within a twentieth of its diagonal, until nothing does.
/// The last frame takes all that is left.
static void grow(const ct_map_items *t, int32_t seed, int32_t id, ct_frame *f)
{
    double b[4];
    f->lon_deg = (t->west[seed] + t->east[seed]) / 2;
    relative_box(t, seed, f->lon_deg, b);
    f->west = b[0], f->south = b[1], f->east = b[2], f->north = b[3];
    for (bool again = true; again;) {
        again = false;
        for (int32_t i = 0; i < t->n; i++) {
            if (t->frame[i] >= 0) continue;
            relative_box(t, i, f->lon_deg, b);
            if (id + 1 < CT_MAP_MAX_FRAMES && box_gap_km(f, b) > reach_km(f)) continue;
            include(f, b);
            t->frame[i] = id;
            again = true;
        }
    }
    const double middle = (f->west + f->east) / 2;
    f->lon_deg = wrapped(f->lon_deg + middle);
    f->west -= middle;
    f->east -= middle;
    f->lat_deg = (f->south + f->north) / 2;
}

/// How many territories have something in frame f. `seen` is [k], holds the last frame + 1.
static int32_t count_territories(const ct_map_items *t, int32_t f, int32_t *seen)
{
    int32_t n = 0;
    for (int32_t i = 0; i < t->n; i++) {
        if (t->frame[i] != f || t->territory[i] < 0 || seen[t->territory[i]] == f + 1) continue;
        seen[t->territory[i]] = f + 1;
        n++;
    }
    return n;
}

/// Frame 0 is the one with most territories.
static void main_frame_first(const ct_map_items *t, ct_map *m)
{
    int32_t best = 0;
    for (int32_t f = 1; f < m->n_frames; f++)
        if (m->frame[f].n_territories > m->frame[best].n_territories) best = f;
    const ct_frame swap = m->frame[0];
    m->frame[0] = m->frame[best];
    m->frame[best] = swap;
    for (int32_t i = 0; i < t->n; i++)
        t->frame[i] = t->frame[i] == best ? 0 : t->frame[i] == 0 ? best : t->frame[i];
}

/// Lambert azimuthal equal-area on the unit sphere (Snyder 1987, eq. 22-4, 24-13, 24-14): east and
/// north are still to be multiplied by sqrt(2 / nearness). Straight-line code but for that root.
CTK_CLONES static void turn(double lon0, double sin_lat0, double cos_lat0, int64_t n,
                            const double *restrict lonlat, double *restrict east,
                            double *restrict north, double *restrict nearness)
{
    for (int64_t i = 0; i < n; i++) {
        double sin_lon, cos_lon, sin_lat, cos_lat;
        ctk_sincos_deg(lonlat[2 * i] - lon0, &sin_lon, &cos_lon);
        ctk_sincos_deg(lonlat[2 * i + 1], &sin_lat, &cos_lat);
        const double along = cos_lat * cos_lon;
        east[i] = cos_lat * sin_lon;
        north[i] = cos_lat0 * sin_lat - sin_lat0 * along;
        nearness[i] = 1 + sin_lat0 * sin_lat + cos_lat0 * along;
    }
}

void ct_map_project(const ct_frame *f, int64_t n, const double *lonlat, double *xy)
{
    enum { BLOCK = 256 };
    double east[BLOCK], north[BLOCK], nearness[BLOCK], sin_lat0, cos_lat0;
    ctk_sincos_deg(f->lat_deg, &sin_lat0, &cos_lat0);
    for (int64_t begin = 0; begin < n; begin += BLOCK) {
        const int64_t size = n - begin < BLOCK ? n - begin : BLOCK;
        turn(f->lon_deg, sin_lat0, cos_lat0, size, lonlat + 2 * begin, east, north, nearness);
        for (int64_t i = 0; i < size; i++) {
            const double d = nearness[i] > 1e-9 ? nearness[i] : 1e-9;
            const double k = CTK_EARTH_KM * f->scale * sqrt(2 / d);
            xy[2 * (begin + i)] = f->x + k * east[i];
            xy[2 * (begin + i) + 1] = f->y - k * north[i];
        }
    }
}

/// Extent in km of the frame's box, from its outline.
static void plane_box(const ct_frame *f, double b[4])
{
    enum { STEPS = 32 };
    ct_frame plain = *f;
    plain.scale = 1, plain.x = plain.y = 0;
    b[0] = b[1] = INFINITY, b[2] = b[3] = -INFINITY;
    for (int i = 0; i <= STEPS; i++)
        for (int side = 0; side < 4; side++) {
            const double t = (double)i / STEPS, lon = side < 2 ? f->west + t * (f->east - f->west)
                                                      : side == 2 ? f->west
                                                                  : f->east;
            const double lat = side >= 2   ? f->south + t * (f->north - f->south)
                               : side == 0 ? f->south
                                           : f->north;
            const double at[2] = {f->lon_deg + lon, lat};
            double xy[2];
            ct_map_project(&plain, 1, at, xy);
            b[0] = fmin(b[0], xy[0]), b[2] = fmax(b[2], xy[0]);
            b[1] = fmin(b[1], xy[1]), b[3] = fmax(b[3], xy[1]);
        }
    if (b[2] - b[0] < 1) b[0] -= 0.5, b[2] += 0.5;
    if (b[3] - b[1] < 1) b[1] -= 0.5, b[3] += 0.5;
}

/// Put the frame into a box at (left, top) of at most width x height, `inner` off its edges.
static void place(ct_frame *f, int32_t left, int32_t top, int32_t width, int32_t height,
                  int32_t inner)
{
    double b[4];
    plane_box(f, b);
    const double w = b[2] - b[0], h = b[3] - b[1];
    f->scale = fmin((width - 2 * inner) / w, (height - 2 * inner) / h);
    f->box[0] = left;
    f->box[1] = top;
    f->box[2] = (int32_t)ceil(f->scale * w) + 2 * inner;
    f->box[3] = (int32_t)ceil(f->scale * h) + 2 * inner;
    f->x = left + inner - f->scale * b[0];
    f->y = top + inner - f->scale * b[1];
}

/// The main frame over the full width, the others in rows below.
static void lay_out(ct_map *m)
{
    enum { GAP = 150, INSET_WIDTH = 2200, INSET_HEIGHT = 1500, MAIN_HEIGHT = 8500, INNER = 60 };
    m->width = CT_MAP_WIDTH;
    place(&m->frame[0], 0, 0, CT_MAP_WIDTH, MAIN_HEIGHT, INNER);
    const int32_t slack = (CT_MAP_WIDTH - m->frame[0].box[2]) / 2;
    m->frame[0].x += slack;
    m->frame[0].box[0] += slack;
    int32_t left = 0, top = m->frame[0].box[3] + GAP, tallest = 0;
    for (int32_t f = 1; f < m->n_frames; f++) {
        place(&m->frame[f], left, top, INSET_WIDTH, INSET_HEIGHT, INNER);
        if (left && left + m->frame[f].box[2] > CT_MAP_WIDTH) {
            left = 0;
            top += tallest + GAP;
            tallest = 0;
            place(&m->frame[f], left, top, INSET_WIDTH, INSET_HEIGHT, INNER);
        }
        left += m->frame[f].box[2] + GAP;
        if (m->frame[f].box[3] > tallest) tallest = m->frame[f].box[3];
    }
    m->height = tallest ? top + tallest : m->frame[0].box[3];
}

ct_status ct_map_frames(const ct_map_items *items, int32_t k, ct_arena *arena, ct_map *m,
                        ct_error *err)
{
    int32_t *seen = ct_arena_array(arena, k, sizeof *seen, "the map", err);
    if (!seen) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < items->n; i++) items->frame[i] = -1;
    for (int32_t seed; (seed = next_seed(items)) >= 0; m->n_frames++) {
        grow(items, seed, m->n_frames, &m->frame[m->n_frames]);
        m->frame[m->n_frames].n_territories = count_territories(items, m->n_frames, seen);
    }
    main_frame_first(items, m);
    lay_out(m);
    return CT_OK;
}

int32_t ct_map_frame_at(const ct_map *m, double lon_deg, double lat_deg)
{
    int32_t best = 0;
    double nearest = INFINITY;
    for (int32_t f = 0; f < m->n_frames; f++) {
        const double lon = wrapped(lon_deg - m->frame[f].lon_deg),
                     b[4] = {lon, lat_deg, lon, lat_deg};
        const double gap = box_gap_km(&m->frame[f], b);
        if (gap < nearest) nearest = gap, best = f;
    }
    return best;
}
