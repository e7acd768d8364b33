/// Sine and cosine of angles in degrees as straight-line code: a compiler vectorises them, and
/// every machine, libm and vector width gives the same bits.
///
/// Definition. sin and cos of d degrees. The library's are correct for any angle in radians and
/// spend half their time on switching the rounding mode; lon and lat need neither.
///
/// Derivation. d = 90 q + r with |r| <= 45 is exact: adding 1.5 * 2^52 rounds q to an integer, and
/// the difference of two numbers that near has no rounding. Of x = r pi / 180 both series are short
/// (|x| <= pi / 4: the terms left out are below 1e-17), and q mod 4 says which of the two is which,
/// and their signs.
///
/// Absolute error below 3e-16 for |d| <= 1e6. Source: Taylor; the quadrants, Cody, Waite 1980.
#ifndef CTK_PRIM_TRIG_H
#define CTK_PRIM_TRIG_H

#include "kernels/prim/vmath.h"

/// sin x, |x| <= pi / 4.
CTK_INLINE double ctk_sin_short(double x)
{
    const double z = x * x, z2 = z * z;
    const double a = -1.0 / 6 + z * (1.0 / 120), b = -1.0 / 5040 + z * (1.0 / 362880);
    const double c = -1.0 / 39916800 + z * (1.0 / 6227020800.0);
    const double d = -1.0 / 1307674368000.0 + z * (1.0 / 355687428096000.0);
    return x + x * z * (a + z2 * (b + z2 * (c + z2 * d)));
}

/// cos x, |x| <= pi / 4.
CTK_INLINE double ctk_cos_short(double x)
{
    const double z = x * x, z2 = z * z;
    const double a = -1.0 / 2 + z * (1.0 / 24), b = -1.0 / 720 + z * (1.0 / 40320);
    const double c = -1.0 / 3628800 + z * (1.0 / 479001600);
    const double d = -1.0 / 87178291200.0 + z * (1.0 / 20922789888000.0);
    return 1.0 + z * (a + z2 * (b + z2 * (c + z2 * d)));
}

CTK_INLINE void ctk_sincos_deg(double deg, double *sine, double *cosine)
{
    const double shift = 0x1.8p52, shifted = deg * (1.0 / 90) + shift, q = shifted - shift;
    const double x = (deg - 90.0 * q) * 0.017453292519943295;
    const uint64_t s = ctk_bits(ctk_sin_short(x)), c = ctk_bits(ctk_cos_short(x));
    const uint64_t quadrant = ctk_bits(shifted), odd = (uint64_t)0 - (quadrant & 1);
    const uint64_t swap = (s ^ c) & odd;
    *sine = ctk_from_bits((s ^ swap) ^ (quadrant >> 1 & 1) << 63);
    *cosine = ctk_from_bits((c ^ swap) ^ ((quadrant + 1) >> 1 & 1) << 63);
}

/// cos of a latitude, |deg| <= 90: 1 - 2 sin^2 of half of it.
CTK_INLINE double ctk_cos_lat(double deg)
{
    const double s = ctk_sin_short(deg * (0.5 * 0.017453292519943295));
    return 1.0 - 2.0 * s * s;
}

#endif
