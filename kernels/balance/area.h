/// Work on a wide area around a missed band, and on the number of territories in it.
///
/// Shifts, mergers and stirs of a few territories leave a wide area with as many territories as it
/// has. Where the area as a whole holds too much of a measure for them, or too little, no work
/// inside meets the bands. Its arithmetic says so: with q territories, V what they hold together,
/// and L, U the sums of their bands, the area lacks
///
///     sum over measures of the distance of V from the inner part of [L, U], in mean targets
///
/// (the rest of the band is left to granularity), and the same for q + 1 and q - 1 territories with
/// L and U in proportion. One trial draws a territory outside its bands in proportion to its
/// violation, and 6 to 15 territories around it, nearest centres first.
///
/// - If one territory more, or one less, would lack less, the area that suffers least from the
///   opposite is sought all over the map, and a territory moves from one to the other: it dissolves
///   into those it touches, and the middle one of the area that gains is cut in two. Not where
///   territories have an identity, and not where that breaks a rule.
/// - Else the area is widened until it lacks nothing, at most to 30 territories, so that there is
///   something to gain in it at all.
///
/// Either way everything is then annealed and polished as a patch, like a stir of remix.h, and kept
/// if objective + price * violation is lower.
///
/// Cost O(k * 15^2 * degree) for the choice, and the proposals.
#ifndef CTK_BALANCE_AREA_H
#define CTK_BALANCE_AREA_H

#include "kernels/balance/remix.h"

/// One trial, with the members, teams and hand `worker` of s, and r as for a stir. d summed on
/// entry and return. Returns the proposals spent; 0 = no band is missed, or there is nothing
/// around.
int64_t ctk_area_try(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, ctk_remix *r,
                     int32_t worker);

/// What q >= 1 territories lack with `more` further mean ones, q + more >= 0.
double ctk_area_lack(const ctk_problem *p, const ctk_draft *d, int32_t q, const int32_t *territory,
                     int32_t more);

#endif
