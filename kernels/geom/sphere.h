/// Positions and lengths on the Earth, from lon/lat in degrees (WGS 84).
///
/// Positions and lengths use the sphere of the mean radius R1 = (2a + b) / 3 (Moritz 2000,
/// doi:10.1007/s001900050278): lengths are within 0.3 % of the ellipsoid's. Areas are the
/// ellipsoid's own: the authalic cylinder x = lon, y = q(lat) keeps area exactly (Snyder 1987,
/// doi:10.3133/pp1395, eq. 3-12).
#ifndef CTK_GEOM_SPHERE_H
#define CTK_GEOM_SPHERE_H

#include <math.h>

#include "kernels/prim/trig.h"

#define CTK_EARTH_KM 6371.0088
#define CTK_DEG      0.017453292519943295 ///< radians in a degree
#define CTK_WGS84_A  6378137.0            ///< equatorial radius, m
#define CTK_WGS84_E2 0.0066943799901413165

/// Geocentric position in km of a point on the sphere.
static inline void ctk_geocentric_km(double lon_deg, double lat_deg, double p[3])
{
    const double lon = lon_deg * CTK_DEG, lat = lat_deg * CTK_DEG;
    const double c = CTK_EARTH_KM * cos(lat);
    p[0] = c * cos(lon);
    p[1] = c * sin(lon);
    p[2] = CTK_EARTH_KM * sin(lat);
}

/// The lon/lat under a geocentric position (any length but zero).
static inline void ctk_lonlat_deg(const double p[3], double *lon_deg, double *lat_deg)
{
    *lon_deg = atan2(p[1], p[0]) / CTK_DEG;
    *lat_deg = atan2(p[2], sqrt(p[0] * p[0] + p[1] * p[1])) / CTK_DEG;
}

/// Great-circle distance, m (haversine; safe for coincident and antipodal points).
static inline double ctk_distance_m(double lon1, double lat1, double lon2, double lat2)
{
    const double s = sin((lat2 - lat1) * (0.5 * CTK_DEG));
    const double t = sin((lon2 - lon1) * (0.5 * CTK_DEG));
    const double h = s * s + cos(lat1 * CTK_DEG) * cos(lat2 * CTK_DEG) * t * t;
    return 2e3 * CTK_EARTH_KM * asin(sqrt(h < 1.0 ? h : 1.0));
}

/// A segment of a border too long for the local plane.
static inline int ctk_is_long_segment(double dlon, double dlat)
{
    return (fabs(dlat) > 0.1) | (fabs(dlon) > 0.1);
}

/// Of one that is not, from latitude lat1 to lat2: the square of its length in degrees of latitude.
/// One cosine. Below 0.1 degree the local plane at the middle latitude is within 1e-6 of the great
/// circle (below latitude 85).
static inline double ctk_short_segment_deg2(double lat1, double lat2, double dlon, double dlat)
{
    const double x = dlon * ctk_cos_lat(0.5 * (lat1 + lat2));
    return dlat * dlat + x * x;
}

static inline double ctk_short_segment_m(double deg2)
{
    return 1e3 * CTK_EARTH_KM * CTK_DEG * sqrt(deg2);
}

/// Great-circle distance for the straight segments of a border, the short ones in the local plane.
static inline double ctk_segment_m(double lon1, double lat1, double lon2, double lat2)
{
    const double dlon = lon2 - lon1, dlat = lat2 - lat1;
    if (ctk_is_long_segment(dlon, dlat)) return ctk_distance_m(lon1, lat1, lon2, lat2);
    return ctk_short_segment_m(ctk_short_segment_deg2(lat1, lat2, dlon, dlat));
}

/// Height on the authalic cylinder of radius 1 whose area times CTK_WGS84_A^2 is the ellipsoid's:
/// q / 2 with q = (1 - e^2) (s / (1 - e^2 s^2) + atanh(e s) / e), s = sin(lat), as its power series
/// in s; the terms left out are below 1e-16.
static inline double ctk_authalic_y(double lat_deg)
{
    const double s = sin(lat_deg * CTK_DEG), e2 = CTK_WGS84_E2, t = e2 * s * s;
    // s / (1 - t) = s (1 + t + t^2 + ...), atanh(e s) / e = s (1 + t / 3 + t^2 / 5 + ...)
    const double sum =
        1.0 + t * (2.0 / 3 +
                   t * (3.0 / 5 + t * (4.0 / 7 + t * (5.0 / 9 + t * (6.0 / 11 + t * 7.0 / 13)))));
    return (1.0 - e2) * s * sum;
}

#endif
