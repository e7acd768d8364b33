/// Rules of the regions, compiled: what a plan has to keep beyond bands and contiguity.
///
/// A unit is what moves as one: a region, or regions that are kept together. Units are contracted
/// before anything is solved and expanded when the plan is written; without keep-together rules
/// unit i is region i. An array that is NULL stands for no such rule, and costs nothing.
#ifndef CANTON_CONSTRAINTS_H
#define CANTON_CONSTRAINTS_H

#include <stdbool.h>
#include <stdint.h>

#include "canton/api.h"

typedef struct ct_constraints {
    int32_t n, k, n_units; ///< regions, territories, units
    int32_t *unit;         ///< [n] unit of a region; NULL = each is its own
    int32_t *only;         ///< [n_units] the one territory allowed, -1 = free
    int64_t *forbid_begin; ///< [n_units + 1] territories that unit u may not join are
    int32_t *forbid;       ///< forbid[forbid_begin[u] .. forbid_begin[u + 1])
    int64_t *apart_begin;  ///< [n_units + 1] units that may not share a territory with unit u are
    int32_t *apart;        ///< apart[apart_begin[u] .. apart_begin[u + 1]); symmetric
    int32_t *seat;         ///< [k] unit that must be in it, -1 = none
    int32_t *from;         ///< [n_units] territory of today, -1 = none
    int64_t *moved;        ///< [n_units] fixed point, >= 0: what leaving it counts as disruption
    int64_t budget;        ///< of disruption, over all units; INT64_MAX = none
    int64_t *budget_each;  ///< [k] of the units that leave a territory of today
    bool has_identity;     ///< ids are kept: no renumbering, no exchange of labels
} ct_constraints;

CT_API_BEGIN

/// Frees the arrays, which are malloc'ed each, and forgets them. NULL is fine.
void ct_constraints_free(ct_constraints *c);

CT_API_END
#endif
