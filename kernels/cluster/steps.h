/// A heap of points to step to, cheapest first, ties by id.
#ifndef CTK_CLUSTER_STEPS_H
#define CTK_CLUSTER_STEPS_H

#include <stdint.h>

typedef struct ctk_step {
    double cost;
    int32_t to;
} ctk_step;

typedef struct ctk_steps {
    int32_t n;
    ctk_step *heap; ///< the caller's, as long as the most steps at once
} ctk_steps;

static inline int ctk_step_first(ctk_step a, ctk_step b)
{
    return a.cost < b.cost || (a.cost == b.cost && a.to < b.to);
}

static inline void ctk_steps_push(ctk_steps *s, double cost, int32_t to)
{
    ctk_step step = {cost, to};
    int32_t i = s->n++;
    for (; i > 0 && ctk_step_first(step, s->heap[(i - 1) / 2]); i = (i - 1) / 2)
        s->heap[i] = s->heap[(i - 1) / 2];
    s->heap[i] = step;
}

/// The cheapest one; there is one.
static inline ctk_step ctk_steps_pop(ctk_steps *s)
{
    ctk_step top = s->heap[0], last = s->heap[--s->n];
    int32_t i = 0;
    for (;;) {
        int32_t c = 2 * i + 1;
        if (c >= s->n) break;
        if (c + 1 < s->n && ctk_step_first(s->heap[c + 1], s->heap[c])) c++;
        if (!ctk_step_first(s->heap[c], last)) break;
        s->heap[i] = s->heap[c];
        i = c;
    }
    s->heap[i] = last;
    return top;
}

#endif
