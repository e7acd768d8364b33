/// Owned edges and what their faces are made of.
#include "kernels/geom/planar.h"

size_t ctk_planar_layout(ctk_planar *p, int32_t capacity, void *memory)
{
    const int64_t n = capacity;
    ctk_carver c = {.base = memory};
    ctk_net_carve(&p->net, capacity, &c);
    p->line_from = ctk_carve(&c, n, sizeof *p->line_from);
    p->line_to = ctk_carve(&c, n, sizeof *p->line_to);
    p->line_use = ctk_carve(&c, n, sizeof *p->line_use);
    p->use_next = ctk_carve(&c, n, sizeof *p->use_next);
    p->head = ctk_carve(&c, n, sizeof *p->head);
    p->link = ctk_carve(&c, n, sizeof *p->link);
    ctk_stars_carve(&p->stars, capacity, &c);
    p->stack = ctk_carve(&c, 2 * n, sizeof *p->stack);
    p->place = ctk_carve(&c, n, sizeof *p->place);
    p->trace = ctk_carve(&c, 2 * n, sizeof *p->trace);
    p->ring_point = ctk_carve(&c, 2 * n, sizeof *p->ring_point);
    p->face = ctk_carve(&c, n, sizeof *p->face);
    return (size_t)c.used;
}

void ctk_planar_clear(ctk_planar *p)
{
    ctk_net_clear(&p->net);
    p->n_lines = p->n_faces = p->n_ring_points = 0;
}
