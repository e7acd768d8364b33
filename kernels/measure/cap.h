/// The smallest circle around a territory, drawn on the sphere.
///
/// Points are taken to the authalic sphere, on which areas are the ellipsoid's own (sphere.h), so
/// that area / cap (the Reock figure) is at most 1 for any territory, has no map projection in it,
/// and minds neither poles nor the antimeridian. Reock 1961, doi:10.2307/2109043.
///
/// Derivation. For points inside a hemisphere the smallest spherical cap is cut off by the plane
/// of the circle that the smallest ball around the points has in common with the sphere: the ball's
/// centre c and radius r are the circle's, and the cap's height is h = 1 - |c| = r^2 / (1 + sqrt(1
/// - r^2)), its share of the sphere h / 2. The ball is fixed by two or three points.
///
/// Method. Keep the ball of a support of at most three points; take the point farthest from its
/// centre; the ball of the smallest subset of the four that holds them all is the next. Its radius
/// grows at every step, so it ends; some 5 to 15 passes over the points, of which most are passed
/// over in blocks. Ties go to the first point. (Gaertner 1999, doi:10.1007/3-540-48481-7_29, with
/// the basis found by looking at all subsets.)
///
/// Points that fit no hemisphere get the whole sphere.
#ifndef CTK_MEASURE_CAP_H
#define CTK_MEASURE_CAP_H

#include <stdint.h>

/// Share of the sphere (0..1) in the smallest cap around n >= 1 unit vectors u[3 * n].
double ctk_cap_share(int64_t n, double *u);

/// Unit vector on the authalic sphere.
void ctk_cap_unit(double lon_deg, double lat_deg, double u[3]);

/// Area in m^2 of the authalic sphere.
double ctk_sphere_m2(void);

/// Points that follow each other on a border lie close together: a run of them is looked at only
/// when its first point and the reach of the others say that one may be the farthest.
enum { CTK_CAP_BLOCK = 64 };

typedef struct ctk_cap_block {
    double first[3], reach, distance;
    int32_t is_known; ///< unit vectors are worked out
} ctk_cap_block;

static inline int64_t ctk_cap_blocks(int32_t n, int64_t n_points)
{
    return n_points / CTK_CAP_BLOCK + n + 1;
}

/// cap_m2[j] for points begin[j] .. begin[j + 1) of lonlat; 0 without points.
///   unit   [3 * (begin[n] - begin[0])] scratch, most of it never touched
///   block  [ctk_cap_blocks(n, begin[n] - begin[0])] scratch
void ctk_caps(int32_t n, const int64_t *begin, const double *lonlat, double *unit,
              ctk_cap_block *block, double *cap_m2, int32_t n_threads);

#endif
