/// Line webs for tests and benches of the parts of the dissolve kernel.
#ifndef CT_TESTS_MAKE_WEB_H
#define CT_TESTS_MAKE_WEB_H

#include "kernels/geom/dissolve_web.h"

typedef struct made_web {
    ctk_web web;
    void *memory;
} made_web;

/// An empty web.
made_web make_web(int32_t capacity);
void made_web_free(made_web *m);

void made_web_clear(made_web *m);
/// Append a directed edge of multiplicity 1; fails the test when there is no room.
void made_web_edge(made_web *m, double ax, double ay, double bx, double by);

/// Append the outline of the cells with inside[y * side + x], unit squares, interior on the right.
void made_web_cells(made_web *m, int32_t side, const uint8_t *inside);

/// Append n closed walks of 3 to 9 steps on a lattice of `side`, which are laid out row by row, as
/// regions of a layer are, over a square of `spread`.
void made_web_tangle(made_web *m, uint64_t seed, int32_t n, int32_t side, int32_t spread);

/// n places in and around a tangle of a lattice of 7 and a spread of 1 to 8 that lie on no edge:
/// slanted edges pass them at 1e-3 or more, so that rounding cannot move an edge over one.
void made_web_places(uint64_t seed, int32_t n, double *x, double *y);

/// Winding number around (x, y), clockwise +1, over all edges with their multiplicity. The point
/// is on no edge. O(edges).
int made_web_winding(const ctk_web *w, double x, double y);

#endif
