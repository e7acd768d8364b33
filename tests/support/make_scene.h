/// A random map in memory, as the cluster and the balance stage take it.
#ifndef CT_TESTS_MAKE_SCENE_H
#define CT_TESTS_MAKE_SCENE_H

#include "canton/stages.h"

typedef struct made_scene {
    ct_solve_options opt; ///< the default ones
    ct_case given;        ///< but for accounts
    ct_bands bands;
    ct_clusters clusters; ///< none yet
    int64_t *weights;     ///< [m * n] of the measures
} made_scene;

/// n regions of a random planar graph (see oracle_planar), m measures with weights 0..60, k
/// territories with bands of +- tolerance around their targets: equal ones, or shares of 1, 2 .. k.
made_scene make_scene(int32_t n, int32_t k, int32_t m, double tolerance, bool is_equal,
                      uint64_t seed);
void made_scene_free(made_scene *s);

/// The bands again, for weights that were changed.
void make_scene_bands(made_scene *s, int32_t k, double tolerance, bool is_equal);

/// Starts that know nothing of balance: every region with the nearest of k drawn at random.
void make_scene_starts(made_scene *s, int32_t n_starts, uint64_t seed);

/// Plans are contiguous and whole, and feasible just when status and plan say so.
void check_scene_plan(const made_scene *s, const ct_solution *plan, ct_status status);

#endif
