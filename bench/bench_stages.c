/// The stages around the solver on a real layer, each by itself, one thread against two.
///
///   bench_stages LAYER.shp ACCOUNTS.csv COLUMN OUT [REPEATS]
///
/// The territories are runs of 1/250 of the regions in order of code. A line is the middle one of
/// the repeats: rate = items a microsecond of CPU time, of all threads. Each thread count begins
/// with a round that is not counted. Without arguments there is nothing to do.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/dissolve.h"
#include "base/memory.h"
#include "canton.h"

enum { K = 250, MOST_REPEATS = 20, MOST_THREADS = 2 };

typedef enum part {
    DECODE,
    ACCOUNTS,
    JOIN,
    BORDERS,
    GRAPH,
    DISSOLVE,
    TERRITORIES,
    WRITE,
    ALL, ///< read, join, graph (with snap pass and bridges) and write
    N_PARTS
} part;

static const char *const name[N_PARTS] = {
    "layer decode, vertices",
    "accounts, bytes",
    "join, accounts",
    "neighbours alone, vertices",
    "graph with snap pass and bridges, vertices",
    "dissolve, vertices",
    "dissolve and territories.shp, vertices",
    "write everything, vertices",
    "read + join + graph + write, vertices",
};

typedef struct lap {
    double cpu_s, wall_s;
} lap;

typedef struct bench {
    ct_options opt;
    ct_context ctx;
    ct_run run;
    lap lap[N_PARTS][MOST_REPEATS];
    int64_t items[N_PARTS];
    int repeat;
} bench;

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static lap now(void)
{
    return (lap){seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC)};
}

static void check(ct_status s, const ct_error *err)
{
    if (!s) return;
    fprintf(stderr, "bench_stages: %s\n", err->text);
    exit(s);
}

static void take(bench *b, part p, lap since, int64_t items)
{
    const lap at = now();
    b->lap[p][b->repeat] = (lap){at.cpu_s - since.cpu_s, at.wall_s - since.wall_s};
    b->items[p] = items;
}

static void read_and_join(bench *b)
{
    ct_run *r = &b->run;
    ct_error err = {0};
    lap t = now();
    check(ct_read_regions(&b->opt.data, &b->ctx, &r->given.regions, &r->inputs, &err), &err);
    take(b, DECODE, t, r->given.regions.n_vertices);
    t = now();
    check(ct_read_accounts(&b->opt.data, &b->ctx, &r->given.accounts, &r->inputs, &err), &err);
    take(b, ACCOUNTS, t, r->inputs.item[r->inputs.n - 1].size);
    t = now();
    check(ct_join(&b->opt.data, &b->ctx, &r->given.regions, &r->given.accounts, &r->given.measures,
                  &err),
          &err);
    take(b, JOIN, t, r->given.accounts.n);
}

static void build_graph(bench *b)
{
    ct_run *r = &b->run;
    ct_error err = {0};
    ct_graph_options alone = b->opt.graph;
    alone.snap_m = 0;
    alone.bridges = CT_BRIDGES_NONE;
    lap t = now();
    check(ct_graph_build(&alone, &b->ctx, &r->given.regions, &r->given.graph, &r->inputs, &err),
          &err);
    take(b, BORDERS, t, r->given.regions.n_vertices);
    ct_graph_free(&r->given.graph);
    t = now();
    check(ct_graph_build(&b->opt.graph, &b->ctx, &r->given.regions, &r->given.graph, &r->inputs,
                         &err),
          &err);
    take(b, GRAPH, t, r->given.regions.n_vertices);
}

static void make_plan(bench *b)
{
    ct_run *r = &b->run;
    ct_error err = {0};
    const int32_t n = r->given.regions.n;
    r->verb = CT_VERB_RUN;
    check(ct_plan_single(&r->plan, &err), &err);
    ct_level *level = ct_plan_first(&r->plan);
    check(ct_bands_build(&b->opt.target, &b->ctx, &r->given, &level->bands, &r->inputs, &err),
          &err);
    int32_t *of = level->solution.part = ct_array(n, sizeof *of, "a plan", &err);
    check(err.status, &err);
    level->solution.n = n;
    level->solution.k = K;
    for (int32_t i = 0; i < n; i++) of[i] = (int32_t)((int64_t)i * K / n);
}

static void draw(bench *b)
{
    ct_run *r = &b->run;
    ct_error err = {0};
    ct_polygons p = {0};
    ct_level *level = ct_plan_first(&r->plan);
    const ct_regions *regions = &r->given.regions;
    lap t = now();
    check(ct_dissolve(&b->ctx, regions, &r->given.graph, regions->lonlat, level->solution.part, K,
                      &p, &err),
          &err);
    take(b, DISSOLVE, t, r->given.regions.n_vertices);
    ct_polygons_free(&p);
    check(
        ct_measure_plan(&b->ctx, &r->given, &level->bands, &level->solution, &level->figures, &err),
        &err);
}

static void write_all(bench *b)
{
    ct_error err = {0};
    ct_options few = b->opt;
    few.output.layers = CT_LAYER_TERRITORIES;
    lap t = now();
    check(ct_write(&few, &b->ctx, &b->run, &err), &err);
    take(b, TERRITORIES, t, b->run.given.regions.n_vertices);
    lap *both = &b->lap[TERRITORIES][b->repeat], dissolve = b->lap[DISSOLVE][b->repeat];
    *both = (lap){both->cpu_s + dissolve.cpu_s, both->wall_s + dissolve.wall_s};
    t = now();
    check(ct_write(&b->opt, &b->ctx, &b->run, &err), &err);
    take(b, WRITE, t, b->run.given.regions.n_vertices);
}

static void add_up(bench *b)
{
    static const part of[] = {DECODE, ACCOUNTS, JOIN, GRAPH, WRITE};
    lap sum = {0, 0};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        sum.cpu_s += b->lap[of[i]][b->repeat].cpu_s;
        sum.wall_s += b->lap[of[i]][b->repeat].wall_s;
    }
    b->lap[ALL][b->repeat] = sum;
    b->items[ALL] = b->run.given.regions.n_vertices;
}

static void work(bench *b)
{
    ct_notes notes = {0};
    b->ctx.notes = &notes;
    read_and_join(b);
    build_graph(b);
    make_plan(b);
    draw(b);
    write_all(b);
    add_up(b);
    ct_run_free(&b->run);
    ct_notes_free(&notes);
}

static int by_cpu(const void *a, const void *b)
{
    const double x = ((const lap *)a)->cpu_s, y = ((const lap *)b)->cpu_s;
    return (x > y) - (x < y);
}

static void print_lines(bench *b, const char *layer, int repeats)
{
    for (int p = 0; p < N_PARTS; p++) {
        qsort(b->lap[p], (size_t)repeats, sizeof(lap), by_cpu);
        const lap middle = b->lap[p][repeats / 2];
        printf("%s\t%s\t%" PRId64 "\t%d\t%.3f\t%.3f\t%.1f\n", layer, name[p], b->items[p],
               b->ctx.n_threads, middle.wall_s, middle.cpu_s,
               1e-6 * (double)b->items[p] / middle.cpu_s);
    }
    fflush(stdout);
}

static void set_options(ct_options *opt, char **argv)
{
    *opt = ct_options_default();
    opt->data.regions = argv[1];
    opt->data.accounts[opt->data.n_accounts++] = argv[2];
    ct_measure_spec *load = &opt->data.measure[0];
    *load = (ct_measure_spec){.name = "load", .kind = CT_COLUMN};
    snprintf(load->source, sizeof load->source, "%s", argv[3]);
    opt->target.k = K;
    opt->output.out = argv[4];
    opt->output.overwrite = true;
}

int main(int argc, char **argv)
{
    static bench b;
    if (argc < 5) {
        fprintf(stderr, "bench_stages: nothing to do without LAYER.shp ACCOUNTS.csv COLUMN OUT\n");
        return 0;
    }
    const int asked = argc > 5 ? atoi(argv[5]) : 3;
    const int repeats = asked < 1 ? 1 : asked < MOST_REPEATS ? asked : MOST_REPEATS;
    const char *slash = strrchr(argv[1], '/');
    set_options(&b.opt, argv);
    for (b.ctx.n_threads = 1; b.ctx.n_threads <= MOST_THREADS; b.ctx.n_threads++) {
        for (int r = -1; r < repeats; r++) {
            b.repeat = r < 0 ? 0 : r;
            work(&b);
        }
        print_lines(&b, slash ? slash + 1 : argv[1], repeats);
    }
    return 0;
}
