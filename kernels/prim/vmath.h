/// exp and log as straight-line code: a compiler vectorises them, and every machine, libm and
/// vector width gives the same bits.
#ifndef CTK_PRIM_VMATH_H
#define CTK_PRIM_VMATH_H

#include <stdint.h>
#include <string.h>

#include "kernels/prim/simd.h"

CTK_INLINE uint64_t ctk_bits(double v)
{
    uint64_t u;
    memcpy(&u, &v, sizeof u);
    return u;
}

CTK_INLINE double ctk_from_bits(uint64_t u)
{
    double v;
    memcpy(&v, &u, sizeof v);
    return v;
}

/// exp(-t) for 0 <= t <= 700, relative error below 1e-14.
///
/// -t = n ln 2 + r, |r| <= ln 2 / 2; adding 1.5 * 2^52 rounds n to an integer and leaves it in the
/// low bits of the sum, from where a shift makes it the exponent of 2^n. exp(r) by Taylor,
/// degree 12.
CTK_INLINE double ctk_exp_neg(double t)
{
    const double shift = 0x1.8p52;
    double shifted = t * -0x1.71547652b82fep+0 + shift;
    double n = shifted - shift;
    double r = (-t - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45;
    double r2 = r * r, r4 = r2 * r2;
    double a = (1.0 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
    double b = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
    double c = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
    double poly = a + r4 * (b + r4 * (c + r4 * (1.0 / 479001600)));
    return poly * ctk_from_bits((ctk_bits(shifted) + 1023) << 52);
}

/// log(z) for 1 <= z < 2^1000, absolute error below 1e-14.
///
/// z = 2^e m with m in [sqrt(1/2), sqrt(2)); log m = 2 artanh(s), s = (m - 1) / (m + 1), |s| <
/// 0.172.
CTK_INLINE double ctk_log_ge1(double z)
{
    uint64_t u = ctk_bits(z), e = (u - 0x3fe6a09e667f3bcdu) >> 52;
    double m = ctk_from_bits(u - (e << 52));
    double exponent = ctk_from_bits(0x4338000000000000u + e) - 0x1.8p52;
    double s = (m - 1.0) / (m + 1.0), q = s * s, q2 = q * q;
    double a = 2.0 + q * (2.0 / 3), b = 2.0 / 5 + q * (2.0 / 7), c = 2.0 / 9 + q * (2.0 / 11);
    double d = 2.0 / 13 + q * (2.0 / 15) + q2 * (2.0 / 17);
    return exponent * 0x1.62e42fefa39efp-1 + s * (a + q2 * (b + q2 * (c + q2 * d)));
}

#endif
