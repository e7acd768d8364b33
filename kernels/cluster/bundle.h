/// The maximum of a concave function D of n prices, from values and supergradients.
///
/// Every round knows pieces m_j(u) = D(u_j) + <g_j, u - u_j> that lie above D. With e_j = m_j(c) -
/// D(c) at the centre c (the best prices so far), the next prices maximise the least piece near c:
///
///     max_u  min_j (e_j + <g_j, u - c>) - |u - c|^2 / (2 t)
///     = min_a  t/2 |sum_j a_j g_j|^2 + sum_j a_j e_j   over a >= 0, sum_j a_j = 1,
///     u = c + t sum_j a_j g_j.
///
/// <x, y> = sum_i w_i x_i y_i. The dual in a has as many unknowns as pieces and is solved by moving
/// weight from the piece with the largest derivative to the one with the least. When the rise at u
/// is a good part of what the pieces promised, u becomes the centre. t grows while the promise
/// is kept and shrinks when some rounds have brought nothing.
///
/// Kiwiel 1990, doi:10.1007/BF01585731 (proximity control).
#ifndef CTK_CLUSTER_BUNDLE_H
#define CTK_CLUSTER_BUNDLE_H

#include <stdbool.h>
#include <stdint.h>

enum { CTK_PIECES = 128 }; ///< room for

typedef struct ctk_bundle {
    int32_t n, n_pieces, n_null; ///< n_null: rounds since the centre or t moved
    const double *w;             ///< [n] >= 0
    double *center;              ///< [n] best prices
    double *slope;               ///< [CTK_PIECES * n] supergradients, divided by w
    double *gram;                ///< [CTK_PIECES^2] <g_i, g_j>
    double *error, *share;       ///< [CTK_PIECES] e_j, a_j
    double *derivative;          ///< [CTK_PIECES] of the dual
    double value;                ///< D(center)
    double promise, t;
} ctk_bundle;

/// Doubles of scratch that ctk_bundle_init() needs; they must outlive the bundle.
int64_t ctk_bundle_work(int32_t n);

/// value and slope of D at price; reach: what D may yet rise by, a guess.
void ctk_bundle_init(int32_t n, const double *w, const double *price, double value,
                     const double *slope, double reach, double *work, ctk_bundle *out);

/// The next prices. O(n pieces).
void ctk_bundle_next(ctk_bundle *b, double *price);

/// What D was there. O(n pieces).
void ctk_bundle_add(ctk_bundle *b, const double *price, double value, const double *slope);

#endif
