/// Random links between few vertices, and the graph of them.
#include "tests/support/make_links.h"

#include "kernels/graph/csr.h"
#include "kernels/prim/rng.h"

void make_links(made_links *s, uint64_t seed, uint32_t spread)
{
    ctk_rng rng = ctk_rng_key(seed, 5, 5);
    for (int i = 0; i < MADE_LINKS; i++) {
        s->a[i] = (int32_t)ctk_rng_below(&rng, MADE_VERTICES - spread);
        s->b[i] = s->a[i] + 1 + (int32_t)ctk_rng_below(&rng, spread);
        if (ctk_rng_below(&rng, 6) == 0) s->b[i] = -1;
        s->value[i] = ctk_rng_unit(&rng);
        s->kind[i] = (uint8_t)ctk_rng_below(&rng, 5);
    }
    pack_links(s);
}

void pack_links(made_links *s)
{
    s->n = ctk_csr_build(MADE_VERTICES, MADE_LINKS, s->a, s->b, s->value, s->kind, s->work,
                         s->indptr, s->indices, s->out, s->kind_out);
}
