/// Cyclic Jacobi for 3 x 3.
#include "kernels/prim/eigen3.h"

#include <math.h>
#include <stdbool.h>

enum { MOST_SWEEPS = 12 };

/// Rotate rows and columns p, q of a (and the columns of v) so that a[p][q] becomes 0.
static void rotate(double a[3][3], double v[3][3], int p, int q)
{
    if (a[p][q] == 0.0) return;
    double theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    double t = (theta >= 0 ? 1.0 : -1.0) / (fabs(theta) + sqrt(theta * theta + 1.0));
    double c = 1.0 / sqrt(t * t + 1.0), s = t * c;
    for (int i = 0; i < 3; i++) {
        double ip = a[i][p], iq = a[i][q];
        a[i][p] = c * ip - s * iq;
        a[i][q] = s * ip + c * iq;
    }
    for (int i = 0; i < 3; i++) {
        double pi = a[p][i], qi = a[q][i];
        a[p][i] = c * pi - s * qi;
        a[q][i] = s * pi + c * qi;
    }
    for (int i = 0; i < 3; i++) {
        double ip = v[i][p], iq = v[i][q];
        v[i][p] = c * ip - s * iq;
        v[i][q] = s * ip + c * iq;
    }
}

/// What is left beside the diagonal would turn no axis by a bit.
static bool is_diagonal(double a[3][3])
{
    double beside = a[0][1] * a[0][1] + a[0][2] * a[0][2] + a[1][2] * a[1][2];
    double on = a[0][0] * a[0][0] + a[1][1] * a[1][1] + a[2][2] * a[2][2];
    return beside <= 1e-40 * on;
}

/// Column `from` of v as axis `to`, its largest component positive.
static void take_axis(double v[3][3], int from, double to[3])
{
    int big = 0;
    for (int i = 1; i < 3; i++)
        if (fabs(v[i][from]) > fabs(v[big][from])) big = i;
    double sign = v[big][from] < 0 ? -1.0 : 1.0;
    for (int i = 0; i < 3; i++) to[i] = sign * v[i][from];
}

void ctk_eigen3(const double m[6], double axis[3][3])
{
    double a[3][3] = {{m[0], m[1], m[2]}, {m[1], m[3], m[4]}, {m[2], m[4], m[5]}};
    double v[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int sweep = 0; sweep < MOST_SWEEPS && !is_diagonal(a); sweep++) {
        rotate(a, v, 0, 1);
        rotate(a, v, 0, 2);
        rotate(a, v, 1, 2);
    }
    int order[3] = {0, 1, 2};
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2 - i; j++)
            if (a[order[j + 1]][order[j + 1]] > a[order[j]][order[j]]) {
                int t = order[j];
                order[j] = order[j + 1];
                order[j + 1] = t;
            }
    for (int i = 0; i < 3; i++) take_axis(v, order[i], axis[i]);
}
