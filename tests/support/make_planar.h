/// Line sets with owners for tests and benches of the search for faces.
#ifndef CT_TESTS_MAKE_PLANAR_H
#define CT_TESTS_MAKE_PLANAR_H

#include "kernels/geom/planar.h"

/// A set of 4096 edges for the tests of a program, which made_planar_set_up() makes and
/// made_planar_tear_down() takes down.
extern ctk_planar made_planar;
int made_planar_set_up(void **state);
int made_planar_tear_down(void **state);

/// An empty set; returns its memory, to be freed, NULL = none.
void *make_planar(int32_t capacity, ctk_planar *p);

/// Append a clockwise rectangle; fails the test when there is no room.
void made_planar_box(ctk_planar *p, double x0, double y0, double x1, double y1, int32_t owner);

/// Area of a face, clockwise > 0.
double made_planar_area(const ctk_planar *p, const ctk_face *f);

#endif
