/// Lengths of the segments of a line of vertices.
///
/// Definition. m[i] = ctk_segment_m() of vertices i and i + 1, to the bit.
///
/// Derivation. Nearly all segments are short, and the length of a short one is straight-line code:
/// it is computed for all, several at a time, and afterwards for the long ones anew.
///
/// Cost O(n), 5 ns a segment.
#ifndef CTK_GEOM_LENGTHS_H
#define CTK_GEOM_LENGTHS_H

#include <stdint.h>

/// n segments of n + 1 vertices: lonlat[2 * (n + 1)] degrees, m[n] metres.
void ctk_segment_lengths(int64_t n, const double *restrict lonlat, double *restrict m);

/// Their sum, front to back.
double ctk_line_length_m(int64_t n, const double *lonlat);

#endif
