/// What the search seeks: priorities of measures and thrift. Weights of the objective are in
/// scale.c, bands to aim at in aim.c.
#include "balance/balance.h"

/// Violation that a territory's inertia is worth, until time presses.
CTK_KNOB(THRIFT, 0.15);

/// Those that go on at any price may spend so much less thrift on compactness.
CTK_KNOB(UNTHRIFTY, 5);

/// What a violation of the primary of several measures counts, and when it goes first.
CTK_KNOB(PRIORITY, 4);
CTK_KNOB(STRICT_PRIORITY, 100);

void ct_balance_prefer(ct_solver *s, bool is_strict)
{
    const int32_t m = s->problem->m;
    for (int32_t i = 0; i < m; i++)
        s->goal.priority[i] = i > 0 || m == 1 ? 1 : is_strict ? STRICT_PRIORITY : PRIORITY;
}

void ct_balance_press_time(ct_solver *s)
{
    s->goal.thrift = THRIFT / UNTHRIFTY;
}

void ct_balance_seek(ct_solver *s)
{
    s->goal = (ctk_goal){.lower = s->lower, .upper = s->upper, .thrift = THRIFT};
    ct_balance_prefer(s, false);
}
