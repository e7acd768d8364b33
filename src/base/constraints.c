/// Compiled rules are let go.
#include "canton/constraints.h"

#include <stdlib.h>

void ct_constraints_free(ct_constraints *c)
{
    if (!c) return;
    void *const owned[] = {c->unit,  c->only, c->forbid_begin, c->forbid, c->apart_begin,
                           c->apart, c->seat, c->from,         c->moved,  c->budget_each};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    *c = (ct_constraints){0};
}
