/// The faces of planar.h.
#ifndef CTK_GEOM_PLANAR_FACES_H
#define CTK_GEOM_PLANAR_FACES_H

#include "kernels/geom/planar.h"

/// face[0..n_faces) with their rings; 0 = no room, -1 = edges that do not come apart. The same for
/// any number of threads.
int ctk_planar_faces(ctk_planar *p, int32_t n_threads);

/// The same where edges touch at common ends only.
void ctk_planar_walk(ctk_planar *p, int32_t n_threads);

#endif
