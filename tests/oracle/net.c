/// All pairs of edges.
#include "oracle/net.h"

#include <math.h>

#include "kernels/geom/noding.h"

static bool boxes_meet(const ctk_net *t, int32_t e, int32_t f)
{
    const double *a = t->xy + 2 * (int64_t)t->from[e], *b = t->xy + 2 * (int64_t)t->to[e];
    const double *c = t->xy + 2 * (int64_t)t->from[f], *d = t->xy + 2 * (int64_t)t->to[f];
    return fmin(a[0], b[0]) <= fmax(c[0], d[0]) && fmin(c[0], d[0]) <= fmax(a[0], b[0]) &&
           fmin(a[1], b[1]) <= fmax(c[1], d[1]) && fmin(c[1], d[1]) <= fmax(a[1], b[1]);
}

bool oracle_net_touches(const ctk_net *t)
{
    for (int32_t e = 0; e < t->n_edges; e++)
        for (int32_t f = 0; f < e; f++)
            if (boxes_meet(t, e, f) &&
                ctk_noding_touch(t->xy, t->from[e], t->to[e], t->from[f], t->to[f]))
                return true;
    return false;
}
