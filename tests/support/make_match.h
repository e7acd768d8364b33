/// A layer's keys dealt to tiles, with the memory a kernel's caller brings.
#ifndef CT_TESTS_MAKE_MATCH_H
#define CT_TESTS_MAKE_MATCH_H

#include "kernels/geom/match.h"

typedef struct made_match {
    ctk_match m;
    int64_t largest;
    int32_t *scratch; ///< for ctk_groups_at(), one worker after another
} made_match;

made_match make_match(const ctk_rings *rings, bool is_points, int32_t n_threads);
void made_match_free(made_match *m);

#endif
