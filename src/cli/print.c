/// Results for people, on standard output.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"

static double value(const ct_measure *m, double fixed)
{
    return fixed / pow(10, m->decimals);
}

/// 1234567.8 -> "1,234,568"; small values keep two decimals.
static const char *amount(double v)
{
    static char text[8][48];
    static int next;
    char *out = text[next++ & 7];
    if (fabs(v) >= 1000 && fabs(v) < 9e15)
        ct_format_count((int64_t)llround(v), out);
    else
        snprintf(out, sizeof text[0], "%.6g", v);
    return out;
}

static void print_measure(const ct_run *run, int32_t m)
{
    const ct_measure *measure = &run->measures.item[m];
    const ct_bands *b = &run->bands;
    const int64_t *total = run->figures.total + (ptrdiff_t)m * b->k;
    int64_t least = total[0], most = total[0];
    int32_t missed = 0;
    for (int32_t j = 0; j < b->k; j++) {
        if (total[j] < least) least = total[j];
        if (total[j] > most) most = total[j];
        missed += total[j] < b->lower[(ptrdiff_t)m * b->k + j] ||
                  total[j] > b->upper[(ptrdiff_t)m * b->k + j];
    }
    const double mean = value(measure, (double)measure->total) / b->k;
    printf("  %-16s %14s %12s %12s %12s %9.2f %8d\n", measure->name,
           amount(value(measure, (double)measure->total)), amount(value(measure, (double)least)),
           amount(mean), amount(value(measure, (double)most)), run->figures.worst_pct[m], missed);
}

static void mean_and_least(const double *v, int32_t n, double *mean, double *least)
{
    *mean = 0;
    *least = v[0];
    for (int32_t i = 0; i < n; i++) {
        *mean += v[i] / n;
        if (v[i] < *least) *least = v[i];
    }
}

static void print_shape(const ct_run *run)
{
    const ct_figures *f = &run->figures;
    double mean, least;
    int32_t torn = 0;
    for (int32_t j = 0; j < f->k; j++) torn += f->pieces[j] != 1;
    const int32_t bridges = run->graph.n_bridges;
    printf("  contiguous       %d of %d %s", f->k - torn, f->k,
           ct_plural(f->k, "territory", "territories"));
    if (bridges > 0)
        printf(", with the help of %d %s", bridges, ct_plural(bridges, "bridge", "bridges"));
    putchar('\n');
    if (!run->regions.is_point_layer) {
        mean_and_least(f->polsby_popper, f->k, &mean, &least);
        printf("  Polsby-Popper    mean %.3f, least %.3f\n", mean, least);
    }
    printf("  inertia          %.6g %s km2", run->plan.inertia, run->measures.item[0].name);
    const double above = run->plan.inertia - run->plan.lower_bound;
    if (run->plan.feasible && isfinite(above) && run->plan.inertia > 0)
        printf(", at most %.2f %% above the best for these centres",
               100 * fmax(above, 0) / run->plan.inertia);
    putchar('\n');
}

static void print_certificate(const ct_run *run)
{
    const ct_certificate *c = &run->certificate;
    if (!c->is_asked || !isfinite(c->bound) || !(c->medoid > 0)) return;
    printf("  certified        no plan inside the bands whose centres are regions can be below "
           "%.6g; in that form this one has %.6g",
           c->bound, c->medoid);
    if (run->plan.feasible) printf(": gap %.2f %%", 100 * (c->medoid - c->bound) / c->medoid);
    putchar('\n');
}

/// Accounts that are in no territory belong to the result as well.
static void print_unmatched(const ct_accounts *a)
{
    char count[32];
    int64_t n = 0;
    for (int64_t i = 0; i < a->n; i++) n += a->region[i] < 0;
    ct_format_count(n, count);
    if (n) printf(", and %s without a region: unmatched.csv", count);
    printf("\n\n");
}

void print_summary(const ct_options *opt, const ct_run *run)
{
    if (!run->figures.k) return;
    char regions[32], accounts[32];
    const int64_t n_accounts = run->accounts.n + run->accounts.n_summed;
    ct_format_count(run->regions.n, regions);
    ct_format_count(n_accounts, accounts);
    printf("\n%d %s of %s %s and %s %s", run->figures.k,
           ct_plural(run->figures.k, "territory", "territories"), regions,
           ct_plural(run->regions.n, "region", "regions"), accounts,
           ct_plural(n_accounts, "account", "accounts"));
    print_unmatched(&run->accounts);
    printf("  %-16s %14s %12s %12s %12s %9s %8s\n", "measure", "total", "least", "mean", "most",
           "worst %", "missed");
    for (int32_t m = 0; m < run->measures.n; m++) print_measure(run, m);
    putchar('\n');
    print_shape(run);
    print_certificate(run);
    if (!opt->out) return;
    printf("\n  results in %s%s\n", opt->out, opt->layers & CT_LAYER_REPORT ? "; to look at:" : "");
    if (opt->layers & CT_LAYER_REPORT) printf("  %s/report.html\n", opt->out);
}

void print_inputs(const ct_run *run)
{
    char a[32], b[32];
    const int64_t n_accounts = run->accounts.n + run->accounts.n_summed;
    ct_format_count(run->regions.n, a);
    ct_format_count(n_accounts, b);
    printf("\n%s %s, %s %s\n", a, ct_plural(run->regions.n, "region", "regions"), b,
           ct_plural(n_accounts, "account", "accounts"));
    for (int32_t m = 0; m < run->measures.n; m++) {
        const ct_measure *measure = &run->measures.item[m];
        int64_t heaviest = 0;
        int32_t at = 0;
        for (int32_t i = 0; i < run->regions.n; i++)
            if (measure->region[i] > heaviest) heaviest = measure->region[at = i];
        printf("  %-16s total %s, unmatched %s, heaviest region %.*s with %s\n", measure->name,
               amount(value(measure, (double)measure->total)),
               amount(value(measure, (double)measure->unmatched)),
               (int)ct_string_length(&run->regions.code, at), ct_string(&run->regions.code, at),
               amount(value(measure, (double)heaviest)));
    }
    const ct_graph *g = &run->graph;
    printf("  graph            %d %s, %d %s\n", g->n_components,
           ct_plural(g->n_components, "component", "components"), g->n_bridges,
           ct_plural(g->n_bridges, "bridge", "bridges"));
}
