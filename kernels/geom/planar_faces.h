/// The second half of planar.h. Not for others.
#ifndef CTK_GEOM_PLANAR_FACES_H
#define CTK_GEOM_PLANAR_FACES_H

#include "kernels/geom/planar.h"

/// Faces of edges that touch at common ends only.
void ctk_planar_walk(ctk_planar *p, int32_t n_threads);

#endif
