/// Strips of boundary.
#include "support/make_strips.h"

void make_strips_point(made_strips *s, double x, double y)
{
    s->lonlat[2 * s->n_points] = x;
    s->lonlat[2 * s->n_points++ + 1] = y;
}

void make_strips_ring(made_strips *s, int32_t first, int32_t region)
{
    for (int32_t v = first; v < s->n_points; v++) {
        s->vertex[s->n_edges] = v;
        s->region[s->n_edges++] = region;
    }
    make_strips_point(s, s->lonlat[2 * first], s->lonlat[2 * first + 1]);
}

void make_strips_build(made_strips *s)
{
    s->s = (ctk_strips){.edges = {s->n_edges, s->vertex, s->region, s->lonlat}};
    s->s.n = ctk_strips_count(&s->s.edges);
    s->s.begin = s->begin;
    s->s.leaf = s->leaf;
    s->s.box = s->box;
    s->s.owner = s->owner;
    ctk_strips_build(&s->s, s->work, 1);
}

void make_strips_nest(made_strips *s, int32_t n, bool is_turned, bool alternates)
{
    s->n_points = s->n_edges = 0;
    for (int32_t i = n; i > 0; i--) {
        const int32_t first = s->n_points;
        for (int32_t k = 0; k < 4; k++) { // clockwise from the lower left
            const int32_t at = alternates && i % 2 ? 3 - k : k;
            const double x = at < 2 ? -i : i, y = at == 0 || at == 3 ? -i : i;
            make_strips_point(s, is_turned ? x + y : x, is_turned ? y - x : y);
        }
        make_strips_ring(s, first, i);
    }
    make_strips_build(s);
}
