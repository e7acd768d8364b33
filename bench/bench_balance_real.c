/// The balance stage on a dumped graph:  bench_balance_real FILE K TOLERANCE_PCT [EFFORT [SEED
/// [THREADS [STARTS [OBJECTIVE]]]]]. TOLERANCE_PCT may be LOWER:UPPER, absolute bounds; OBJECTIVE
/// is inertia, border or cut.
///
/// FILE, little-endian: int64 n, arcs; int64 indptr[n + 1]; int32 indices[arcs] (padded to 8
/// bytes); double border_m[arcs], pos_km[3 n], lon[n], lat[n]; int64 weight[n].
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "bench/bench.h"
#include "canton.h"

typedef struct job {
    ct_solve_options opt;
    ct_notes notes;
    ct_context ctx;
    ct_case given;
    ct_bands bands;
    ct_clusters clusters;
} job;

static void *take(FILE *f, int64_t n, size_t size)
{
    void *a = calloc((size_t)n + 1, size);
    if (!a || fread(a, size, (size_t)n, f) != (size_t)n) exit(3);
    return a;
}

static void load(job *x, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) exit(3);
    int64_t *head = take(f, 2, 8);
    const int32_t n = (int32_t)head[0];
    const int64_t arcs = head[1];
    x->given.graph.n = x->given.regions.n = n;
    x->given.graph.indptr = take(f, n + 1, 8);
    x->given.graph.indices = take(f, arcs + arcs % 2, 4);
    x->given.graph.border_m = take(f, arcs, 8);
    x->given.regions.pos_km = take(f, 3 * (int64_t)n, 8);
    x->given.regions.lon_deg = take(f, n, 8);
    x->given.regions.lat_deg = take(f, n, 8);
    x->given.measures.n = 1;
    x->given.measures.item[0].region = take(f, n, 8);
    snprintf(x->given.measures.item[0].name, CT_NAME_SIZE, "weight");
    for (int32_t u = 0; u < n; u++)
        x->given.measures.item[0].total += x->given.measures.item[0].region[u];
    x->given.regions.code.n = n;
    x->given.regions.code.offset = calloc((size_t)n + 1, 8);
    x->given.regions.code.bytes = calloc((size_t)n + 1, 8);
    for (int32_t u = 0; u < n; u++)
        x->given.regions.code.offset[u + 1] =
            x->given.regions.code.offset[u] +
            sprintf(x->given.regions.code.bytes + x->given.regions.code.offset[u], "%d",
                    u % 10000000);
    free(head);
    fclose(f);
}

static void set_bands(job *x, int32_t k, const char *tolerance)
{
    const double target = (double)x->given.measures.item[0].total / k;
    const char *colon = strchr(tolerance, ':');
    const double pct = atof(tolerance) / 100;
    const double lower = colon ? atof(tolerance) : target * (1 - pct);
    const double upper = colon ? atof(colon + 1) : target * (1 + pct);
    x->bands = (ct_bands){.k = k, .n_measures = 1, .is_equal = true};
    x->bands.lower = calloc((size_t)k, 8);
    x->bands.upper = calloc((size_t)k, 8);
    x->bands.target = calloc((size_t)k, 8);
    for (int32_t j = 0; j < k; j++) {
        x->bands.lower[j] = (int64_t)ceil(lower);
        x->bands.upper[j] = (int64_t)floor(upper);
        x->bands.target[j] = target;
    }
}

static void report(const job *x, const ct_solution *plan, ct_status status, double seconds)
{
    for (int32_t i = 0; i < x->clusters.n_starts; i++)
        printf("# start %d         %12.2f\n", i, x->clusters.inertia[i] / 1e6);
    for (int32_t i = 0; i < plan->n_phases; i++)
        printf("# %-14s %12.2f %10.4f %%\n", plan->phase[i].name, plan->phase[i].objective / 1e6,
               plan->phase[i].worst_dev_pct);
    for (int32_t i = 0; i < x->notes.n; i++) printf("# %s\n", x->notes.item[i].text);
    printf("status %d inertia %.2f bound %.2f seconds %.2f digest %016llx\n", status,
           plan->inertia / 1e6, plan->lower_bound / 1e6, seconds,
           (unsigned long long)bench_digest(plan->part, (int64_t)plan->n * 4));
}

int main(int argc, char **argv)
{
    job x = {0};
    ct_solution plan = {0};
    const ct_constraints rules = {0};
    ct_error err = {0};
    if (argc < 4) {
        printf("skipped: no FILE K TOLERANCE given\n");
        return 0;
    }
    x.opt = ct_solve_options_default();
    x.opt.effort = argc > 4 ? atoi(argv[4]) : 5;
    x.opt.seed = argc > 5 ? strtoull(argv[5], NULL, 10) : 1;
    if (argc > 7)
        x.opt.objective = (ct_objective){
            .inertia = argv[7][0] == 'i', .border = argv[7][0] == 'b', .cut = argv[7][0] == 'c'};
    x.ctx = (ct_context){.n_threads = argc > 6 ? atoi(argv[6]) : 2, .notes = &x.notes};
    load(&x, argv[1]);
    set_bands(&x, atoi(argv[2]), argv[3]);
    double t0 = ct_wall_s();
    if (ct_cluster(&x.opt, &x.ctx, &x.given, &x.bands, NULL, &x.clusters, &err))
        printf("# %s\n", err.text);
    printf("# cluster %.2f s\n", ct_wall_s() - t0);
    t0 = ct_wall_s();
    const ct_status status =
        ct_balance(&x.opt, &x.ctx, &x.given, &x.bands, &rules, &x.clusters, &plan, &err);
    report(&x, &plan, status, ct_wall_s() - t0);
    if (status) printf("# %s\n", err.text);
    ct_solution_free(&plan);
    return 0;
}
