/// What --effort buys in clustering.
#include "cluster/effort.h"

#include "kernels/prim/knob.h"

static CTK_KNOB_TABLE ct_cluster_effort EFFORT[] = {
    [0] = {.n_starts = 1, .settlings = 0},      [1] = {.n_starts = 1, .settlings = 1e4},
    [2] = {.n_starts = 2, .settlings = 4e4},    [3] = {.n_starts = 2, .settlings = 2e5},
    [4] = {.n_starts = 3, .settlings = 4e5},    [5] = {.n_starts = 4, .settlings = 8e5},
    [6] = {.n_starts = 6, .settlings = 1.6e6},  [7] = {.n_starts = 8, .settlings = 3.2e6},
    [8] = {.n_starts = 10, .settlings = 6.4e6}, [9] = {.n_starts = 12, .settlings = 2e7},
    [10] = {.n_starts = 16, .settlings = 8e7},
};
CTK_KNOB_COLUMN(EFFORT, n_starts, whole);
CTK_KNOB_COLUMN(EFFORT, settlings, real);

const ct_cluster_effort *ct_cluster_effort_of(int32_t effort)
{
    const int32_t most = (int32_t)(sizeof EFFORT / sizeof *EFFORT) - 1;
    return &EFFORT[effort < 0 ? 0 : effort < most ? effort : most];
}
