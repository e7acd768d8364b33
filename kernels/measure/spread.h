/// Centres and inertia of territories: where their weight lies and how far from there.
///
///   centre_j  = sum w p / sum w            p in geocentric km, chords through the Earth
///   inertia_j = sum w |p - centre_j|^2     weight unit * km^2
///
/// Two passes: the centre first, then distances to it, so nothing cancels (the textbook sum w p^2 -
/// W c^2 loses 6 of 16 digits for a territory 10 km wide). Sums run in order of region, so they are
/// the same for any way of running. A territory without weight gets the centre of its regions and
/// inertia 0.
#ifndef CTK_MEASURE_SPREAD_H
#define CTK_MEASURE_SPREAD_H

#include <stdint.h>

///   pos_km  [3 * n] all x, all y, all z     weight [n] >= 0     part [n] 0..k-1, < 0 = in none
///   center_km [3 * k] out, all x, all y, all z (0 when it has no regions)      inertia [k] out,
///   weight * km^2 mass    [2 * k] scratch
void ctk_spread(int32_t n, const double *pos_km, const int64_t *weight, const int32_t *part,
                int32_t k, double *center_km, double *inertia, double *mass);

#endif
