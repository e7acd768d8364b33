/// Balanced clustering of a real point layer: bench_cluster_real lon,lat,weight.csv [k] [threads]
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "bench/bench.h"
#include "kernels/cluster/bisect.h"
#include "kernels/cluster/bound.h"
#include "kernels/cluster/lloyd.h"

typedef struct layer {
    int32_t n;
    double *pos, *w, total;
} layer;

static void *must(void *p)
{
    if (!p) exit(6);
    return p;
}

static void *aligned(int64_t bytes)
{
    return must(aligned_alloc(64, (size_t)(bytes + 63) / 64 * 64));
}

static layer read_layer(const char *path)
{
    layer l = {0};
    char line[256];
    FILE *f = fopen(path, "r");
    if (!f) exit(3);
    while (fgets(line, sizeof line, f)) l.n++;
    l.n--;
    rewind(f);
    l.pos = aligned(24 * (int64_t)l.n);
    l.w = aligned(8 * (int64_t)l.n);
    if (!fgets(line, sizeof line, f)) exit(3);
    for (int32_t i = 0; i < l.n && fgets(line, sizeof line, f); i++) {
        double lon, lat;
        if (sscanf(line, "%lf,%lf,%lf", &lon, &lat, l.w + i) != 3) exit(3);
        lon *= M_PI / 180;
        lat *= M_PI / 180;
        l.pos[i] = 6371.0088 * cos(lat) * cos(lon);
        l.pos[l.n + i] = 6371.0088 * cos(lat) * sin(lon);
        l.pos[2 * l.n + i] = 6371.0088 * sin(lat);
        l.total += l.w[i];
    }
    fclose(f);
    return l;
}

typedef struct job {
    layer l;
    int32_t k;
    ctk_blocks blocks;
    ctk_power p;
    ctk_lloyd s;
    double *target, *lower, *upper, *newton;
    int32_t *part;
} job;

static void prepare(job *b, int32_t threads)
{
    int64_t k = b->k;
    ctk_blocks_build(b->l.n, b->l.pos, b->l.w, aligned(ctk_blocks_work(b->l.n)), &b->blocks);
    ctk_power_init(&b->blocks, b->k, threads, aligned(ctk_power_work(&b->blocks, b->k, threads)),
                   &b->p);
    b->s.center = aligned(24 * k);
    b->s.centroid = aligned(24 * k);
    b->s.lambda = aligned(8 * k);
    b->s.weight = aligned(8 * k);
    b->newton = aligned(8 * ctk_newton_work(b->k));
    b->part = aligned(4 * (int64_t)b->l.n);
    b->target = aligned(8 * k);
    b->lower = aligned(8 * k);
    b->upper = aligned(8 * k);
    double band = getenv("BAND") ? atof(getenv("BAND")) : 0;
    for (int32_t j = 0; j < b->k; j++) {
        b->target[j] = b->l.total / b->k;
        b->lower[j] = b->target[j] * (1 - band);
        b->upper[j] = b->target[j] * (1 + band);
    }
}

static uint64_t run_hard(void *arg, int32_t threads)
{
    job *b = arg;
    int64_t k = b->k;
    ctk_centers c = {b->k, b->s.center, b->s.center + k, b->s.center + 2 * k, b->s.lambda};
    b->p.n_threads = threads;
    ctk_power_hard(&b->p, &c);
    return bench_digest(b->p.best, 4 * (int64_t)b->l.n);
}

static uint64_t run_soft(void *arg, int32_t threads)
{
    job *b = arg;
    int64_t k = b->k;
    ctk_centers c = {b->k, b->s.center, b->s.center + k, b->s.center + 2 * k, b->s.lambda};
    b->p.n_threads = threads;
    ctk_power_soft(&b->p, &c);
    return bench_digest(b->p.mass, 8 * k);
}

static void cluster(job *b)
{
    ctk_quota quota = {b->lower, b->target, b->upper};
    double t0 = ct_wall_s();
    void *work = aligned(ctk_bisect_work(b->l.n));
    ctk_bisect(b->l.n, b->l.pos, b->l.w, b->k, b->target, 1,
               getenv("START") ? atoi(getenv("START")) : 0, work, b->part);
    printf("# bisect %.1f ms\n", 1e3 * (ct_wall_s() - t0));
    ctk_lloyd_seed(&b->blocks, b->k, b->part, &b->s);
    b->s.most_iterations = getenv("LI") ? atoi(getenv("LI")) : 25;
    b->s.iteration = b->s.done = 0;
    t0 = ct_wall_s();
    while (!b->s.done) {
        ctk_lloyd_round(1, &b->s, &quota, 1, &b->p, b->newton, b->part);
        double worst = 0;
        for (int32_t j = 0; j < b->k; j++)
            worst = fmax(worst, fabs(b->s.weight[j] / b->target[j] - 1));
        printf("# it %2d  inertia %.1f  worst hard %.4f  smoothed %.4f  %.3f s\n", b->s.iteration,
               b->s.inertia / 1e6, worst, b->s.worst, ct_wall_s() - t0);
    }
    free(work);
}

static void report_bound(job *b)
{
    int64_t k = b->k;
    double *work = aligned(16 * k), shift;
    ctk_centers c = {b->k, b->s.center, b->s.center + k, b->s.center + 2 * k, b->s.lambda};
    double value = ctk_power_hard(&b->p, &c);
    for (int32_t j = 0; j < b->k; j++) {
        b->lower[j] = b->target[j] * 0.95;
        b->upper[j] = b->target[j] * 1.05;
    }
    double bound =
        ctk_bound_shift(b->k, b->s.lambda, b->lower, b->upper, value, b->l.total, work, &shift);
    double exact =
        ctk_bound_shift(b->k, b->s.lambda, b->target, b->target, value, b->l.total, work, &shift);
    printf("# inertia %.1f  bound +-5%% %.1f  bound exact %.1f\n", b->s.inertia / 1e6, bound / 1e6,
           exact / 1e6);
    free(work);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        printf("# bench_cluster_real: no layer given, nothing measured\n");
        return 0;
    }
    job b = {.l = read_layer(argv[1]), .k = argc > 2 ? atoi(argv[2]) : 250};
    int32_t threads = argc > 3 ? atoi(argv[3]) : 1;
    prepare(&b, threads);
    cluster(&b);
    report_bound(&b);
    int64_t k = b.k;
    ctk_centers c = {b.k, b.s.center, b.s.center + k, b.s.center + 2 * k, b.s.lambda};
    bench_run("cluster_hard", b.l.n, threads, 20, run_hard, &b);
    for (double eta = 0.32; eta > 0.02; eta *= 0.4) {
        char name[64];
        snprintf(name, sizeof name, "cluster_soft_eta_%.3f", eta);
        ctk_power_smooth(&b.p, &c, eta, 1e-6);
        bench_run(name, b.l.n, threads, 20, run_soft, &b);
    }
    return 0;
}
