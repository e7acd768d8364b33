/// What is carried along in a search against the same from scratch, in builds with CANTON_CHECK
/// (MODE=debug, asan, tsan): sums, objective, contiguity, rules and lists of members after each
/// phase. In a release there is nothing of it.
#ifndef CT_BALANCE_CHECK_H
#define CT_BALANCE_CHECK_H

#include "balance/balance.h"

#ifdef CANTON_CHECK

/// Memory for the checks.
ct_status ct_balance_check_open(ct_solver *s, ct_error *err);

/// Abort where a live candidate is not what it says. has_lists: the phase keeps members listed.
void ct_balance_check(const ct_solver *s, bool has_lists);

#else

static inline ct_status ct_balance_check_open(ct_solver *s, ct_error *err)
{
    (void)s, (void)err;
    return CT_OK;
}

static inline void ct_balance_check(const ct_solver *s, bool has_lists)
{
    (void)s, (void)has_lists;
}

#endif
#endif
