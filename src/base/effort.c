/// What --effort means, in every stage.
#include "base/effort.h"

#include "kernels/prim/knob.h"

// clang-format off
static CTK_KNOB_TABLE ct_effort EFFORT[] = {
    [1] = {.settlings = 1e4, .n_starts = 1, .searches = 1, .certify_rounds = 480,
           .short_steps = 40, .long_steps = 60, .mix_steps = 60, .n_long = 1,
           .polish_steps = 1000, .rescue_steps = 1000},
    [2] = {.settlings = 4e4, .n_starts = 2, .searches = 2, .certify_rounds = 760,
           .short_steps = 60, .long_steps = 200, .mix_steps = 200, .n_long = 2,
           .polish_steps = 1500, .rescue_steps = 1500},
    [3] = {.settlings = 2e5, .n_starts = 2, .searches = 2, .certify_rounds = 1040,
           .short_steps = 100, .long_steps = 500, .mix_steps = 500, .n_long = 2,
           .polish_steps = 2000, .rescue_steps = 2000},
    [4] = {.settlings = 4e5, .n_starts = 3, .searches = 3, .certify_rounds = 1320,
           .short_steps = 150, .long_steps = 700, .mix_steps = 600, .n_long = 2,
           .polish_steps = 3000, .rescue_steps = 2500},
    [5] = {.settlings = 8e5, .n_starts = 4, .searches = 3, .certify_rounds = 1600,
           .short_steps = 200, .long_steps = 600, .mix_steps = 900, .n_long = 2,
           .polish_steps = 4000, .rescue_steps = 3000},
    [6] = {.settlings = 1.6e6, .n_starts = 6, .searches = 3, .certify_rounds = 1880,
           .short_steps = 300, .long_steps = 3000, .mix_steps = 2000, .n_long = 2,
           .polish_steps = 6000, .rescue_steps = 6000},
    [7] = {.settlings = 3.2e6, .n_starts = 8, .searches = 3, .certify_rounds = 2160,
           .short_steps = 400, .long_steps = 6000, .mix_steps = 6000, .n_long = 4,
           .polish_steps = 8000, .rescue_steps = 10000},
    [8] = {.settlings = 6.4e6, .n_starts = 10, .searches = 3, .certify_rounds = 2440,
           .short_steps = 500, .long_steps = 10000, .mix_steps = 10000, .n_long = 4,
           .polish_steps = 12000, .rescue_steps = 20000},
    [9] = {.settlings = 2e7, .n_starts = 12, .searches = 3, .certify_rounds = 2720,
           .short_steps = 1000, .long_steps = 30000, .mix_steps = 30000, .n_long = 6,
           .polish_steps = 20000, .rescue_steps = 50000},
    [10] = {.settlings = 8e7, .n_starts = 16, .searches = 3, .certify_rounds = 3000,
            .short_steps = 2000, .long_steps = 100000, .mix_steps = 100000, .n_long = 8,
            .polish_steps = 40000, .rescue_steps = 100000},
};
// clang-format on
enum { EFFORTS = sizeof EFFORT / sizeof *EFFORT - 1 };
CTK_KNOB_COLUMN(EFFORT, settlings, real);
CTK_KNOB_COLUMN(EFFORT, n_starts, whole);
CTK_KNOB_COLUMN(EFFORT, short_steps, real);
CTK_KNOB_COLUMN(EFFORT, long_steps, real);
CTK_KNOB_COLUMN(EFFORT, mix_steps, real);
CTK_KNOB_COLUMN(EFFORT, n_long, whole);
CTK_KNOB_COLUMN(EFFORT, polish_steps, whole);
CTK_KNOB_COLUMN(EFFORT, rescue_steps, real);
CTK_KNOB_COLUMN(EFFORT, searches, whole);
CTK_KNOB_COLUMN(EFFORT, certify_rounds, whole);

const ct_effort *ct_effort_of(int32_t effort)
{
    return &EFFORT[effort < 1 ? 1 : effort < EFFORTS ? effort : EFFORTS];
}
