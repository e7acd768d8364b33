/// Results for people, on standard output.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/bridges.h"
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

static void print_measure(const ct_run *run, const ct_level *level, int32_t m)
{
    const ct_measure *measure = &run->given.measures.item[m];
    const ct_bands *b = &level->bands;
    const int64_t *total = level->figures.total + (ptrdiff_t)m * b->k;
    int64_t least = total[0], most = total[0];
    for (int32_t j = 0; j < b->k; j++) {
        if (total[j] < least) least = total[j];
        if (total[j] > most) most = total[j];
    }
    const double mean = value(measure, (double)measure->total) / b->k;
    printf("  %-16s %14s %12s %12s %12s %9.2f %8d\n", measure->name,
           amount(value(measure, (double)measure->total)), amount(value(measure, (double)least)),
           amount(mean), amount(value(measure, (double)most)), level->figures.worst_pct[m],
           level->figures.missed[m]);
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

static void print_shape(const ct_run *run, const ct_level *level)
{
    const ct_figures *f = &level->figures;
    double mean, least;
    int32_t torn = 0;
    for (int32_t j = 0; j < f->k; j++) torn += f->pieces[j] != 1;
    const int32_t bridges = run->given.graph.n_bridges;
    printf("  contiguous       %d of %d %s", f->k - torn, f->k,
           ct_plural(f->k, "territory", "territories"));
    if (bridges > 0)
        printf(", with the help of %d of %d %s", ct_bridges_n_used(f), bridges,
               ct_plural(bridges, "bridge", "bridges"));
    putchar('\n');
    if (!run->given.regions.is_point_layer) {
        mean_and_least(f->polsby_popper, f->k, &mean, &least);
        printf("  Polsby-Popper    mean %.3f, least %.3f\n", mean, least);
    }
    printf("  inertia          %.6g %s km2", level->solution.inertia,
           run->given.measures.item[0].name);
    const double gap = ct_solution_gap(&level->solution);
    if (isfinite(gap)) printf(", at most %.2f %% above the best for these centres", 100 * gap);
    putchar('\n');
}

static void print_rules(const ct_level *level)
{
    const int64_t n = level->solution.n_broken;
    if (n) printf("  rules            %lld broken: see the notes\n", (long long)n);
}

static void print_certificate(const ct_level *level)
{
    const ct_certificate *c = &level->certificate;
    if (!c->is_asked || !isfinite(c->bound) || !(c->medoid > 0)) return;
    printf("  certified        no plan inside the bands whose centres are regions can be below "
           "%.6g; in that form this one has %.6g",
           c->bound, c->medoid);
    if (level->solution.feasible) printf(": gap %.2f %%", 100 * ct_certificate_gap(c));
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

/// Where all that was read of the measure is, to the last unit.
static void print_intake(const ct_measure *m)
{
    char input[40], total[40], unmatched[40], aside[40];
    if (ct_measure_about(m->kind)->of == CT_OF_REGIONS && !m->aside) return;
    printf("  %-16s %s read = %s in regions + %s unmatched + %s set aside\n", m->name,
           ct_format_exact(m->input, m->decimals, input),
           ct_format_exact(m->total, m->decimals, total),
           ct_format_exact(m->unmatched, m->decimals, unmatched),
           ct_format_exact(m->aside, m->decimals, aside));
}

static void print_intakes(const ct_measures *measures)
{
    for (int32_t m = 0; m < measures->n; m++) print_intake(&measures->item[m]);
}

void print_summary(const ct_output_options *opt, const ct_run *run)
{
    const ct_level *level = ct_plan_first(&run->plan);
    if (!level || !level->figures.k) return;
    char regions[32], accounts[32];
    const int64_t n_accounts = run->given.accounts.n + run->given.accounts.n_summed;
    ct_format_count(run->given.regions.n, regions);
    ct_format_count(n_accounts, accounts);
    printf("\n%d %s of %s %s and %s %s", level->figures.k,
           ct_plural(level->figures.k, "territory", "territories"), regions,
           ct_plural(run->given.regions.n, "region", "regions"), accounts,
           ct_plural(n_accounts, "account", "accounts"));
    print_unmatched(&run->given.accounts);
    printf("  %-16s %14s %12s %12s %12s %9s %8s\n", "measure", "total", "least", "mean", "most",
           "worst %", "missed");
    for (int32_t m = 0; m < run->given.measures.n; m++) print_measure(run, level, m);
    putchar('\n');
    print_intakes(&run->given.measures);
    print_shape(run, level);
    print_rules(level);
    print_certificate(level);
    if (!opt->out) return;
    printf("\n  results in %s%s\n", opt->out, opt->layers & CT_LAYER_REPORT ? "; to look at:" : "");
    if (opt->layers & CT_LAYER_REPORT) printf("  %s/report.html\n", opt->out);
}

void print_inputs(const ct_run *run)
{
    char a[32], b[32];
    const int64_t n_accounts = run->given.accounts.n + run->given.accounts.n_summed;
    ct_format_count(run->given.regions.n, a);
    ct_format_count(n_accounts, b);
    printf("\n%s %s, %s %s\n", a, ct_plural(run->given.regions.n, "region", "regions"), b,
           ct_plural(n_accounts, "account", "accounts"));
    for (int32_t m = 0; m < run->given.measures.n; m++) {
        const ct_measure *measure = &run->given.measures.item[m];
        int64_t heaviest = 0;
        int32_t at = 0;
        for (int32_t i = 0; i < run->given.regions.n; i++)
            if (measure->region[i] > heaviest) heaviest = measure->region[at = i];
        printf("  %-16s total %s, unmatched %s, heaviest region %.*s with %s\n", measure->name,
               amount(value(measure, (double)measure->total)),
               amount(value(measure, (double)measure->unmatched)),
               (int)ct_string_length(&run->given.regions.code, at),
               ct_string(&run->given.regions.code, at), amount(value(measure, (double)heaviest)));
    }
    print_intakes(&run->given.measures);
    const ct_graph *g = &run->given.graph;
    printf("  graph            %d %s, %d %s\n", g->n_components,
           ct_plural(g->n_components, "component", "components"), g->n_bridges,
           ct_plural(g->n_bridges, "bridge", "bridges"));
}
