/// Axes of a symmetric 3 x 3 matrix.
#ifndef CTK_PRIM_EIGEN3_H
#define CTK_PRIM_EIGEN3_H

/// Eigenvectors of the symmetric matrix (xx, xy, xz, yy, yz, zz), unit length, by falling
/// eigenvalue: axis[0] is the principal one. The component largest in size is positive (the first
/// of equals). Cyclic Jacobi rotations: always converges, in about five sweeps, orthogonal to
/// rounding.
/// Golub, Van Loan, Matrix Computations, 8.5.
void ctk_eigen3(const double m[6], double axis[3][3]);

#endif
