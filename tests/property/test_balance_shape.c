/// What --shape comes to does not depend on units, and hardly on the map.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/check.h"
#include "tests/support/make_scene.h"

enum { STARTS = 4 };

static ct_solution balance(const made_scene *s)
{
    ct_solution plan = {0};
    ct_error err = {0};
    const ct_status status = ct_balance(&s->opt, test_context(2), &s->given, &s->bands,
                                        &(const ct_constraints){0}, &s->clusters, &plan, &err);
    check_scene_plan(s, &plan, status);
    return plan;
}

/// Weights, border lengths and kilometres in units that are powers of two of the former.
static void change_units(made_scene *s, int64_t weight, double border, double km)
{
    const int32_t n = s->given.graph.n, m = s->given.measures.n, cells = m * s->bands.k;
    for (int32_t i = 0; i < m; i++) s->given.measures.item[i].total *= weight;
    for (int32_t i = 0; i < m * n; i++) s->weights[i] *= weight;
    for (int32_t i = 0; i < cells; i++) {
        s->bands.lower[i] *= weight;
        s->bands.upper[i] *= weight;
        s->bands.target[i] *= (double)weight;
    }
    for (int64_t arc = 0; arc < s->given.graph.indptr[n]; arc++)
        s->given.graph.border_m[arc] *= border;
    for (int32_t i = 0; i < 3 * n; i++) s->given.regions.pos_km[i] *= km;
    for (int32_t i = 0; i < STARTS * 3 * s->bands.k; i++) s->clusters.center_km[i] *= km;
}

static void a_plan_does_not_depend_on_units(void **state)
{
    (void)state;
    for (int32_t m = 1; m <= 2; m++) {
        made_scene s = make_scene(300, 7, m, 0.1, true, 5);
        s.opt.effort = 2;
        make_scene_starts(&s, STARTS, 5);
        ct_solution plan = balance(&s);
        change_units(&s, m == 1 ? 16 : 1, 0.125, 4);
        ct_solution other = balance(&s);
        assert_memory_equal(plan.part, other.part, 300 * sizeof *plan.part);
        ct_solution_free(&plan);
        ct_solution_free(&other);
        made_scene_free(&s);
    }
}

static double border_of(const made_scene *s, const int32_t *part)
{
    const ct_graph *g = &s->given.graph;
    double sum = 0;
    for (int32_t u = 0; u < g->n; u++)
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++)
            if (part[u] != part[g->indices[arc]]) sum += g->border_m[arc];
    return sum;
}

static void one_number_is_one_trade_on_maps_of_any_size(void **state)
{
    (void)state;
    static const int32_t CASE[][3] = {{250, 8, 1}, {500, 8, 1}, {900, 25, 1}, {500, 6, 2}};
    for (size_t c = 0; c < sizeof CASE / sizeof *CASE; c++) {
        double border[2] = {0}, inertia[2] = {0};
        made_scene s = make_scene(CASE[c][0], CASE[c][1], CASE[c][2], 0.1, true, 1);
        make_scene_starts(&s, STARTS, 1);
        s.opt.effort = 2;
        for (int32_t i = 0; i < 2; i++) {
            s.opt.shape = i == 0 ? 0 : 2;
            ct_solution plan = balance(&s);
            border[i] = border_of(&s, plan.part);
            inertia[i] = plan.inertia;
            ct_solution_free(&plan);
        }
        made_scene_free(&s);
        const double shorter = border[1] / border[0], dearer = inertia[1] / inertia[0];
        printf("# n %d k %d m %d: border %.3f, inertia %.4f of those without\n", CASE[c][0],
               CASE[c][1], CASE[c][2], shorter, dearer);
        assert_true(shorter > 0.6 && shorter < 0.9);
        assert_true(dearer < 1.06);
    }
}

/// Mean distance from the target, in half-widths of the band.
static double mean_distance(const made_scene *s, const int32_t *part)
{
    double sum = 0;
    for (int32_t j = 0; j < s->bands.k; j++) {
        int64_t total = 0;
        for (int32_t u = 0; u < s->given.graph.n; u++)
            if (part[u] == j) total += s->weights[u];
        sum += fabs((double)total - s->bands.target[j]) /
               (0.5 * (double)(s->bands.upper[j] - s->bands.lower[j]));
    }
    return sum / s->bands.k;
}

static void territories_lean_to_their_targets_inside_the_band(void **state)
{
    (void)state;
    double distance[2] = {0};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        made_scene s = make_scene(300, 10, 1, 0.1, true, seed);
        make_scene_starts(&s, STARTS, seed);
        s.opt.effort = 2, s.opt.shape = 10;
        for (int32_t i = 0; i < 2; i++) {
            if (i == 0) s.opt.objective = ct_objective_of(&s.opt);
            ct_solution plan = balance(&s);
            distance[i] += mean_distance(&s, plan.part) / 3;
            ct_solution_free(&plan);
            s.opt.objective = (ct_objective){0};
        }
        made_scene_free(&s);
    }
    printf("# %.3f of the way to the edge, %.3f without the pull\n", distance[1], distance[0]);
    assert_true(distance[1] < 0.9 * distance[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_does_not_depend_on_units),
        cmocka_unit_test(territories_lean_to_their_targets_inside_the_band),
        cmocka_unit_test(one_number_is_one_trade_on_maps_of_any_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
