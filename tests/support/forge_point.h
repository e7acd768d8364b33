/// Points that only a comparison of coordinates tells apart.
#ifndef CT_TESTS_FORGE_POINT_H
#define CT_TESTS_FORGE_POINT_H

/// Another point q with the hash of p, by inverting kernels/geom/point.h for some x beyond q[0].
void forge_point(const double p[2], double q[2]);

#endif
