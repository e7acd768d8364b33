/// A collision on purpose.
#include "support/forge_point.h"

#include <math.h>

#include "kernels/geom/point.h"

void forge_point(const double p[2], double q[2])
{
    const uint64_t k = 0x9e3779b97f4a7c15u;
    const uint64_t sum = ctk_point_word(p[0]) * k ^ ctk_point_word(p[1]);
    do {
        q[0] += 1.0;
        const uint64_t word = ctk_point_word(q[0]) * k ^ sum;
        memcpy(&q[1], &word, sizeof word);
    } while (!(fabs(q[1]) < 1e9 && fabs(q[1]) > 1e-9));
}
