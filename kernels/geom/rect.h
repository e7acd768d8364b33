/// Boxes in the plane: lower corner x, y, then upper corner x, y. Both axes are worked on at once,
/// which halves the instructions of what walks down trees of boxes mostly do.
#ifndef CTK_GEOM_RECT_H
#define CTK_GEOM_RECT_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>

typedef __m128d ctk_corner;

static inline ctk_corner ctk_corner_at(const double *p)
{
    return _mm_loadu_pd(p);
}
static inline ctk_corner ctk_corner_of(double x, double y)
{
    return _mm_set_pd(y, x);
}
static inline void ctk_corner_put(ctk_corner a, double *p)
{
    _mm_storeu_pd(p, a);
}
static inline ctk_corner ctk_corner_low(ctk_corner a, ctk_corner b)
{
    return _mm_min_pd(a, b);
}
static inline ctk_corner ctk_corner_high(ctk_corner a, ctk_corner b)
{
    return _mm_max_pd(a, b);
}
/// Bit 0: a is beyond b in x, bit 1: in y.
static inline unsigned ctk_corner_beyond(ctk_corner a, ctk_corner b)
{
    return (unsigned)_mm_movemask_pd(_mm_cmpgt_pd(a, b));
}
/// a <= b and c <= d, on both axes.
static inline bool ctk_corners_ascend(ctk_corner a, ctk_corner b, ctk_corner c, ctk_corner d)
{
    return _mm_movemask_pd(_mm_and_pd(_mm_cmple_pd(a, b), _mm_cmple_pd(c, d))) == 3;
}
#else
typedef struct ctk_corner {
    double x, y;
} ctk_corner;

static inline ctk_corner ctk_corner_at(const double *p)
{
    return (ctk_corner){p[0], p[1]};
}
static inline ctk_corner ctk_corner_of(double x, double y)
{
    return (ctk_corner){x, y};
}
static inline void ctk_corner_put(ctk_corner a, double *p)
{
    p[0] = a.x;
    p[1] = a.y;
}
static inline ctk_corner ctk_corner_low(ctk_corner a, ctk_corner b)
{
    return (ctk_corner){a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y};
}
static inline ctk_corner ctk_corner_high(ctk_corner a, ctk_corner b)
{
    return (ctk_corner){a.x > b.x ? a.x : b.x, a.y > b.y ? a.y : b.y};
}
static inline unsigned ctk_corner_beyond(ctk_corner a, ctk_corner b)
{
    return (unsigned)(a.x > b.x) | (unsigned)(a.y > b.y) << 1;
}
static inline bool ctk_corners_ascend(ctk_corner a, ctk_corner b, ctk_corner c, ctk_corner d)
{
    return (a.x <= b.x) & (a.y <= b.y) & (c.x <= d.x) & (c.y <= d.y);
}
#endif

typedef struct ctk_rect {
    ctk_corner low, high;
} ctk_rect;

static inline ctk_rect ctk_rect_at(const double *b)
{
    return (ctk_rect){ctk_corner_at(b), ctk_corner_at(b + 2)};
}
static inline void ctk_rect_put(ctk_rect a, double *b)
{
    ctk_corner_put(a.low, b);
    ctk_corner_put(a.high, b + 2);
}

/// Around the points p and q.
static inline ctk_rect ctk_rect_around(const double *p, const double *q)
{
    const ctk_corner a = ctk_corner_at(p), b = ctk_corner_at(q);
    return (ctk_rect){ctk_corner_low(a, b), ctk_corner_high(a, b)};
}

static inline ctk_rect ctk_rect_join(ctk_rect a, ctk_rect b)
{
    return (ctk_rect){ctk_corner_low(a.low, b.low), ctk_corner_high(a.high, b.high)};
}

/// Around n points, but for coordinates that are NaN; of none a box that joins to nothing.
static inline ctk_rect ctk_rect_of(int64_t n, const double *xy)
{
    ctk_corner low = ctk_corner_of(HUGE_VAL, HUGE_VAL), high = ctk_corner_of(-HUGE_VAL, -HUGE_VAL);
    for (int64_t i = 0; i < n; i++) {
        const ctk_corner p = ctk_corner_at(xy + 2 * i);
        low = ctk_corner_low(p, low);
        high = ctk_corner_high(p, high);
    }
    return (ctk_rect){low, high};
}

/// What both hold; of boxes that do not meet no box.
static inline ctk_rect ctk_rect_common(ctk_rect a, ctk_rect b)
{
    return (ctk_rect){ctk_corner_high(a.low, b.low), ctk_corner_low(a.high, b.high)};
}

/// Both hold a point, be it a corner.
static inline bool ctk_rect_meets(ctk_rect a, ctk_rect b)
{
    return ctk_corners_ascend(a.low, b.high, b.low, a.high);
}

/// The same of boxes in memory, 4 doubles each.
static inline bool ctk_rects_meet(const double *p, const double *q)
{
    return ctk_rect_meets(ctk_rect_at(p), ctk_rect_at(q));
}

#endif
