/// Borders: from quadtree corners to lon/lat rings.
#include <math.h>
#include <string.h>

#include "datasets/synth.h"

enum { HASH_EDGE = 10, HASH_INNER = 11, HASH_FLAW = 12 };
static const double bend = 0.1,
                    calmer = 0.6; ///< a curve turns by at most 28 degrees: sides never cross

typedef struct place {
    double u, v;
} place;

/// The square bent a little, laid over a temperate country, on a grid of 1e-7 degrees.
static void to_lonlat(place p, double *xy)
{
    const double u = p.u + 0.02 * sin(6.283185307179586 * p.v),
                 v = p.v + 0.02 * sin(6.283185307179586 * p.u);
    xy[0] = rint((-105 + 30 * u) * 1e7) / 1e7;
    xy[1] = rint((26 + 24 * v) * 1e7) / 1e7;
}

typedef struct pen {
    const synth_country *c;
    double *xy;
    int64_t n;
    bool is_east; ///< draws a cell east of the river
} pen;

static void dot(pen *p, place at)
{
    to_lonlat(at, p->xy + 2 * p->n++);
}

/// n segments from a to b, a excluded; b included. Midpoint displacement; forked by `key`.
static void curve(pen *p, place a, place b, int32_t n, uint64_t key, double turn)
{
    if (n <= 1) {
        dot(p, b);
        return;
    }
    const uint64_t h = synth_hash(p->c->opt.seed, HASH_EDGE, key, 0);
    const double s = turn * (2 * synth_unit(h) - 1), t = (double)(n / 2) / n;
    const place mid = {a.u + t * (b.u - a.u) - s * (b.v - a.v),
                       a.v + t * (b.v - a.v) + s * (b.u - a.u)};
    curve(p, a, mid, n / 2, h ^ 1, turn * calmer);
    curve(p, mid, b, n - n / 2, h ^ 2, turn * calmer);
}

static void reverse(double *xy, int64_t n)
{
    for (int64_t i = 0, j = n - 1; i < j; i++, j--)
        for (int k = 0; k < 2; k++) {
            const double swap = xy[2 * i + k];
            xy[2 * i + k] = xy[2 * j + k];
            xy[2 * j + k] = swap;
        }
}

/// Corner to place; on the southern half of the middle line the east bank stands off the west bank.
static place corner(const pen *p, uint32_t x, uint32_t y)
{
    const uint32_t half = SYNTH_SIZE / 2;
    place at = {ldexp(x, -SYNTH_DEPTH), ldexp(y, -SYNTH_DEPTH)};
    if (p->is_east && x == half && y < half) at.u += p->c->river;
    return at;
}

/// One elementary edge, drawn from its lower corner whichever way it is needed.
static void edge(pen *p, uint32_t x1, uint32_t y1, uint32_t x2, uint32_t y2)
{
    const int32_t n = p->c->opt.n_vertices;
    const bool forward = x1 < x2 || y1 < y2;
    const uint32_t ax = forward ? x1 : x2, ay = forward ? y1 : y2, bx = forward ? x2 : x1,
                   by = forward ? y2 : y1;
    const uint64_t key = synth_hash((uint64_t)ax << 32 | ay, HASH_EDGE, bx, by);
    const place b = corner(p, bx, by), a = corner(p, ax, ay);
    double *start = p->xy + 2 * p->n;
    if (forward) {
        curve(p, a, b, n, key, bend);
        return;
    }
    // The reverse: b was drawn last time, a must come last now.
    curve(p, a, b, n, key, bend);
    reverse(start, n - 1);
    to_lonlat(a, start + 2 * (n - 1));
}

/// The far end of the elementary edge that starts `done` along a side of length `size`; (x, y) lies
/// in the cell across the side.
static uint32_t next_corner(const synth_country *c, uint32_t x, uint32_t y, uint32_t done,
                            uint32_t size, bool inside)
{
    if (!inside) return size;
    const uint32_t across = (uint32_t)SYNTH_SIZE >> c->level[synth_leaf_at(c, x, y)];
    return across >= size ? size : done + across;
}

/// A cell's side as elementary edges; d = direction of travel, (ox, oy) = step to the cell across.
static void side(pen *p, uint32_t x, uint32_t y, int dx, int dy, uint32_t size)
{
    // Travelling clockwise the outside is to the left: (-dy, dx).
    const uint32_t last = SYNTH_SIZE;
    for (uint32_t done = 0; done < size;) {
        const int64_t px = (int64_t)x + dx * (int64_t)done, py = (int64_t)y + dy * (int64_t)done;
        // A grid square just ahead and just outside.
        const int64_t qx = px + (dx > 0 ? 0 : dx < 0 ? -1 : dy > 0 ? -1 : 0);
        const int64_t qy = py + (dy > 0 ? 0 : dy < 0 ? -1 : dx > 0 ? 0 : -1);
        const bool inside = qx >= 0 && qy >= 0 && qx < last && qy < last;
        const uint32_t to = next_corner(p->c, (uint32_t)qx, (uint32_t)qy, done, size, inside);
        edge(p, (uint32_t)px, (uint32_t)py, (uint32_t)((int64_t)x + dx * (int64_t)to),
             (uint32_t)((int64_t)y + dy * (int64_t)to));
        done = to;
    }
}

/// Outer ring of a leaf, clockwise: up the west side, along the north, down the east, back along
/// the south.
static void leaf_ring(pen *p, int32_t leaf)
{
    const synth_country *c = p->c;
    const uint32_t x = c->x[leaf], y = c->y[leaf], size = (uint32_t)SYNTH_SIZE >> c->level[leaf];
    p->is_east = x >= SYNTH_SIZE / 2;
    dot(p, corner(p, x, y));
    side(p, x, y, 0, 1, size);
    side(p, x, y + size, 1, 0, size);
    side(p, x + size, y + size, 0, -1, size);
    side(p, x + size, y, -1, 0, size);
}

/// A closed square curve around (u, v), clockwise.
static void square_ring(pen *p, double u, double v, double half, uint64_t key)
{
    const place q[4] = {
        {u - half, v - half}, {u - half, v + half}, {u + half, v + half}, {u + half, v - half}};
    dot(p, q[0]);
    for (uint64_t i = 0; i < 4; i++)
        curve(p, q[i], q[(i + 1) & 3], p->c->opt.n_vertices, synth_hash(key, HASH_INNER, i, 0),
              bend);
}

static void inner_ring(pen *p, int32_t leaf)
{
    const synth_country *c = p->c;
    const double side_len = ldexp(1, -c->level[leaf]);
    square_ring(p, ldexp(c->x[leaf], -SYNTH_DEPTH) + side_len / 2,
                ldexp(c->y[leaf], -SYNTH_DEPTH) + side_len / 2, 0.14 * side_len, (uint64_t)leaf);
}

static void island_ring(pen *p, int32_t j)
{
    const double room = 1.0 / p->c->n_islands;
    square_ring(p, 1.06, (j + 0.5) * room, room < 0.03 ? 0.3 * room : 0.01,
                UINT64_C(1) << 40 | (uint64_t)j);
}

static bool has_flaw(const synth_country *c, int32_t i, uint64_t kind, double share)
{
    return share > 0 && synth_unit(synth_hash(c->opt.seed, HASH_FLAW, (uint64_t)i, kind)) < share;
}

/// Move the inner vertices of the first side by `step` degrees; alternate: every other one, and by
/// turns in and out.
static void shift_side(double *xy, int64_t n, double step, bool alternate)
{
    for (int64_t i = 1; i + 1 < n; i++)
        if (!alternate || i % 2) xy[2 * i] += alternate && i % 4 == 1 ? -step : step;
}

/// The flaws of the outer ring xy[0..n); returns its new length.
static int64_t spoil(const synth_country *c, int32_t i, double *xy, int64_t n)
{
    const synth_options *o = &c->opt;
    const int64_t first_side = o->n_vertices + 1;
    if (has_flaw(c, i, 0, o->gaps)) shift_side(xy, first_side, 5e-5, false);
    if (has_flaw(c, i, 1, o->overlaps)) shift_side(xy, first_side, -5e-5, false);
    if (has_flaw(c, i, 2, o->slivers)) shift_side(xy, first_side, 2e-6, true);
    if (has_flaw(c, i, 3, o->t_junctions)) {
        memmove(xy + 4, xy + 2, (size_t)(n - 1) * 2 * sizeof *xy);
        xy[2] = (xy[0] + xy[4]) / 2;
        xy[3] = (xy[1] + xy[5]) / 2;
        n++;
    }
    return has_flaw(c, i, 4, o->unclosed) ? n - 1 : n;
}

/// The leaf before has a piece of this one's region inside.
static bool has_exclave(const synth_country *c, int32_t leaf)
{
    return leaf > 0 && c->inner[leaf - 1] == SYNTH_EXCLAVE;
}

int64_t synth_shape_bound(const synth_country *c, int32_t i)
{
    const int32_t leaf = c->leaf[i];
    const int64_t square = 4 * (int64_t)c->opt.n_vertices + 1;
    if (leaf < 0 || c->region[leaf] != i) return square + 2;
    // Corners on the leaf's sides: its neighbours', counted by walking round.
    const uint32_t x = c->x[leaf], y = c->y[leaf], size = (uint32_t)SYNTH_SIZE >> c->level[leaf];
    int64_t edges = 0;
    for (uint32_t at = 0; at < size; edges++) at = next_corner(c, x - 1, y + at, at, size, x > 0);
    for (uint32_t at = 0; at < size; edges++)
        at = next_corner(c, x + at, y + size, at, size, y + size < SYNTH_SIZE);
    for (uint32_t at = 0; at < size; edges++)
        at = next_corner(c, x + size, y + size - 1 - at, at, size, x + size < SYNTH_SIZE);
    for (uint32_t at = 0; at < size; edges++)
        at = next_corner(c, x + size - 1 - at, y - 1, at, size, y > 0);
    const int32_t n_inner = (c->inner[leaf] != SYNTH_NOTHING) + has_exclave(c, leaf);
    return edges * c->opt.n_vertices + 2 + n_inner * square;
}

void synth_shape_make(const synth_country *c, int32_t i, synth_shape *out)
{
    const int32_t leaf = c->leaf[i];
    pen p = {c, out->xy, 0, false};
    out->n_rings = 1;
    out->begin[0] = 0;
    if (leaf < 0) {
        island_ring(&p, -1 - leaf);
    } else if (c->region[leaf] != i) {
        inner_ring(&p, leaf);
    } else {
        leaf_ring(&p, leaf);
        p.n = spoil(c, i, out->xy, p.n);
        if (c->inner[leaf] != SYNTH_NOTHING) {
            out->begin[out->n_rings++] = p.n;
            const int64_t start = p.n;
            inner_ring(&p, leaf);
            reverse(out->xy + 2 * start, p.n - start);
        }
        if (has_exclave(c, leaf)) {
            out->begin[out->n_rings++] = p.n;
            inner_ring(&p, leaf - 1);
        }
    }
    out->begin[out->n_rings] = p.n;
}
