/// Line sets with owners.
#include "tests/support/make_planar.h"

#include <stdlib.h>

ctk_planar made_planar;

int made_planar_set_up(void **state)
{
    *state = make_planar(4096, &made_planar);
    return *state == NULL;
}

int made_planar_tear_down(void **state)
{
    free(*state);
    return 0;
}

void *make_planar(int32_t capacity, ctk_planar *p)
{
    void *memory = malloc(ctk_planar_layout(p, capacity, NULL));
    if (!memory) return NULL;
    ctk_planar_layout(p, capacity, memory);
    ctk_planar_clear(p);
    return memory;
}

void made_planar_box(ctk_planar *p, double x0, double y0, double x1, double y1, int32_t owner)
{
    const double c[5][2] = {{x0, y0}, {x0, y1}, {x1, y1}, {x1, y0}, {x0, y0}};
    for (int i = 0; i < 4; i++)
        if (!ctk_net_add(&p->net, c[i], c[i + 1], owner)) abort();
}

double made_planar_area(const ctk_planar *p, const ctk_face *f)
{
    double sum = 0;
    for (int32_t i = f->begin; i < f->end; i++) {
        const double *a = p->net.xy + 2 * p->ring_point[i];
        const double *b = p->net.xy + 2 * p->ring_point[i + 1 < f->end ? i + 1 : f->begin];
        sum += 0.5 * (b[0] * a[1] - a[0] * b[1]);
    }
    return sum;
}
