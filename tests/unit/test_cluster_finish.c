/// Last touches to a partition, against the definitions.
#include "kernels/cluster/finish.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

enum { N = 60, K = 12 };

typedef struct scene {
    double pos[3 * N], w[N], center[3 * K];
    int32_t part[N], count[K];
} scene;

/// Points and centres on a small lattice, so that distances are exact and often equal; the first
/// `empty` cells have no point.
static scene make_scene(uint64_t seed, int32_t empty)
{
    scene s;
    ctk_rng r = ctk_rng_key(seed, 1, 0);
    for (int32_t i = 0; i < 3 * N; i++) s.pos[i] = ctk_rng_below(&r, 6);
    for (int32_t i = 0; i < 3 * K; i++) s.center[i] = ctk_rng_below(&r, 6);
    for (int32_t i = 0; i < N; i++) {
        s.w[i] = ctk_rng_below(&r, 4);
        s.part[i] = empty + (int32_t)ctk_rng_below(&r, (uint32_t)(K - empty));
    }
    for (int32_t j = empty; j < K; j++) s.part[j] = j;
    return s;
}

static double distance2(const scene *s, int32_t i, int32_t j)
{
    double sum = 0;
    for (int a = 0; a < 3; a++) {
        const double d = s->pos[a * N + i] - s->center[a * K + j];
        sum += d * d;
    }
    return sum;
}

/// No point of a cell with more than one was nearer to j than `i`, nor as near with a smaller id.
static void check_choice(const scene *s, const int32_t *part, int32_t i, int32_t j)
{
    int32_t count[K] = {0};
    for (int32_t q = 0; q < N; q++) count[part[q]]++;
    assert_true(count[part[i]] > 1);
    for (int32_t q = 0; q < N; q++) {
        if (count[part[q]] < 2) continue;
        const double d = distance2(s, q, j) - distance2(s, i, j);
        assert_true(d > 0 || (d == 0 && q >= i));
    }
}

static void empty_cells_take_the_nearest_point_to_spare_in_turn(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        const int32_t empty = (int32_t)(seed % K);
        scene s = make_scene(seed, empty);
        int32_t replay[N];
        memcpy(replay, s.part, sizeof replay);
        assert_int_equal(
            ctk_fill_empty(&(ctk_map){.n = N, .pos = s.pos}, K, s.center, s.count, s.part), empty);
        int32_t count[K] = {0};
        for (int32_t i = 0; i < N; i++) count[s.part[i]]++;
        assert_memory_equal(s.count, count, sizeof count);
        for (int32_t j = 0; j < empty; j++) {
            int32_t i = 0;
            while (s.part[i] != j) i++;
            assert_int_equal(count[j], 1);
            check_choice(&s, replay, i, j);
            replay[i] = j;
        }
        assert_memory_equal(s.part, replay, sizeof replay);
    }
}

static void with_as_many_cells_as_points_each_gets_one(void **state)
{
    (void)state;
    scene s = make_scene(1, 0);
    memset(s.part, 0, sizeof s.part);
    assert_int_equal(ctk_fill_empty(&(ctk_map){.n = K, .pos = s.pos}, K, s.center, s.count, s.part),
                     K - 1);
    for (int32_t j = 0; j < K; j++) assert_int_equal(s.count[j], 1);
}

/// sum w |p - centroid|^2 in two passes.
static long double inertia(const scene *s, int32_t j)
{
    long double w = 0, c[3] = {0, 0, 0}, sum = 0;
    for (int32_t i = 0; i < N; i++) {
        if (s->part[i] != j) continue;
        w += s->w[i];
        for (int a = 0; a < 3; a++) c[a] += (long double)s->w[i] * s->pos[a * N + i];
    }
    for (int32_t i = 0; i < N && w > 0; i++) {
        if (s->part[i] != j) continue;
        for (int a = 0; a < 3; a++) {
            const long double d = s->pos[a * N + i] - c[a] / w;
            sum += s->w[i] * d * d;
        }
    }
    return sum;
}

static void inertia_is_that_of_two_passes_far_from_the_origin(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        scene s = make_scene(seed, (int32_t)seed % 4);
        double work[5 * K];
        long double want = 0;
        assert_int_equal(ctk_inertia_work(K), sizeof work);
        for (int32_t i = 0; i < 3 * N; i++) s.pos[i] = 6371 + 1e-3 * s.pos[i];
        for (int32_t i = 0; i < N; i++)
            if (s.part[i] == 5) s.w[i] = 0;
        for (int32_t j = 0; j < K; j++) want += inertia(&s, j);
        // metres at 6371 km, and the one cell of zeros counts nothing
        assert_near(ctk_inertia(N, s.pos, s.w, K, s.part, work) / (double)want, 1, 1e-12);
    }
}

static void centroids_are_the_means_of_what_weighs(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        scene s = make_scene(seed, (int32_t)seed % 4);
        double work[K], was[3 * K];
        memcpy(was, s.center, sizeof was);
        ctk_centroids(N, s.pos, s.w, K, s.part, work, s.center);
        for (int32_t j = 0; j < K; j++) {
            double w = 0, c[3] = {0};
            for (int32_t i = 0; i < N; i++) {
                if (s.part[i] != j) continue;
                w += s.w[i];
                for (int a = 0; a < 3; a++) c[a] += s.w[i] * s.pos[a * N + i];
            }
            for (int a = 0; a < 3; a++)
                assert_near(s.center[a * K + j], w > 0 ? c[a] / w : was[a * K + j], 1e-12);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_cells_take_the_nearest_point_to_spare_in_turn),
        cmocka_unit_test(with_as_many_cells_as_points_each_gets_one),
        cmocka_unit_test(inertia_is_that_of_two_passes_far_from_the_origin),
        cmocka_unit_test(centroids_are_the_means_of_what_weighs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
