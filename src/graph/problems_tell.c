/// What a person should know about overlaps and gaps.
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "graph/problems.h"

enum { TEXT = 64 };

/// "12,345 m2", "74.56 km2" or "7,456 km2".
static const char *area(double m2, char out[TEXT])
{
    const bool is_large = m2 >= 1e6;
    const double value = is_large ? m2 * 1e-6 : m2;
    char digits[32];
    ct_format_count(llrint(value), digits);
    if (value >= 1e3)
        snprintf(out, TEXT, "%s %s", digits, is_large ? "km2" : "m2");
    else
        snprintf(out, TEXT, "%.*f %s", is_large || value < 10 ? 2 : 0, value,
                 is_large ? "km2" : "m2");
    return out;
}

/// "3,963 m wide" or "0.0303 m wide".
static const char *width(double m, char out[TEXT])
{
    char digits[32];
    ct_format_count(llrint(m), digits);
    if (m >= 100)
        snprintf(out, TEXT, "%s m wide", digits);
    else
        snprintf(out, TEXT, "%.3g m wide", m);
    return out;
}

static const char *where(const ct_output_options *output)
{
    if (!output) return "which run and assess --out DIR list in problems.shp";
    return output->layers & CT_LAYER_PROBLEMS ? "listed in problems.shp"
                                              : "which --layers leaves out of what is written";
}

/// What is said of n problems, of which x is the largest.
static void describe(const ct_graph_job *job, int32_t n, double area_m2, const ct_problem *x,
                     char *out, size_t size)
{
    const ct_strings *code = &job->regions->code;
    char all[TEXT], one[TEXT], wide[TEXT], pair[160];
    snprintf(pair, sizeof pair, "that of %.*s and %.*s", (int)ct_string_length(code, x->a),
             ct_string(code, x->a), (int)ct_string_length(code, x->b), ct_string(code, x->b));
    area(x->area_m2, one);
    width(x->width_m, wide);
    if (n == 1)
        snprintf(out, size, "%s and %s, %s, %s", one, wide, pair, where(job->ctx->output));
    else
        snprintf(out, size, "%s in all, %s; the largest, %s and %s, is %s", area(area_m2, all),
                 where(job->ctx->output), one, wide, pair);
}

static void tell(const ct_graph_job *job, bool is_covered)
{
    const ct_graph *g = job->graph;
    int32_t n = 0, largest = -1;
    double area_m2 = 0.0;
    for (int32_t i = g->n_problems - 1; i >= 0; i--) {
        if (g->problem[i].is_covered != is_covered) continue;
        n++;
        largest = i;
        area_m2 += g->problem[i].area_m2;
    }
    if (n == 0) return;
    char text[480];
    describe(job, n, area_m2, &g->problem[largest], text, sizeof text);
    ct_note_add(job->ctx->notes, CT_WARN, "graph", n,
                is_covered ? "{place|places} where regions overlap, %s"
                           : "narrow {gap|gaps} between regions, %s",
                text);
}

void ct_problems_tell(const ct_graph_job *job)
{
    tell(job, true);
    tell(job, false);
}
