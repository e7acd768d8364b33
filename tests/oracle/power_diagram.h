/// Power diagrams the slow way: every centre for every point.
#ifndef ORACLE_POWER_DIAGRAM_H
#define ORACLE_POWER_DIAGRAM_H

#include "kernels/cluster/power.h"

/// Best and second best centre of every place of the blocks. best, second [n_padded].
void oracle_power_hard(const ctk_blocks *b, const ctk_centers *c, int32_t *best, int32_t *second);

/// The sums of power.h in the order it promises: 16 points as a tree, leaves, chunks (groups for
/// `off`). mass, diag [k]; off [k * k]. Returns the value.
double oracle_power_soft(const ctk_blocks *b, const ctk_centers *c, const double *eps, double *mass,
                         double *diag, double *off);

/// Cloud of n points on the globe around (40 N, 95 W) with dense towns: pos [3 n], w [n]
/// (a tenth of them 0).
void oracle_cloud(uint64_t seed, int32_t n, double *pos, double *w);

#endif
