/// Largest remainders within bounds.
#include "cluster/apportion.h"

#include "base/memory.h"
#include "base/text.h"

static void set_range(ct_component *c, int64_t lower, int64_t upper)
{
    int64_t least = upper > 0 ? (c->weight + upper - 1) / upper : c->weight > 0 ? INT32_MAX : 1;
    int64_t most = lower > 0 ? c->weight / lower : c->n_regions;
    c->least = (int32_t)(least < 1 ? 1 : least > INT32_MAX ? INT32_MAX : least);
    c->most = (int32_t)(most > c->n_regions ? c->n_regions : most);
}

/// "2 territories hold 0.9 .. 1.1 each" is what the arithmetic of one component comes to.
static ct_status refuse_component(const ct_component *c, int64_t lower, int64_t upper,
                                  const ct_measure *m, const ct_strings *code, ct_error *err)
{
    char weight[32], low[32], high[32], under[32], over[32];
    ct_format_fixed(c->weight, m->decimals, weight);
    ct_format_fixed(lower, m->decimals, low);
    ct_format_fixed(upper, m->decimals, high);
    int32_t few = c->most > 1 ? c->most : 1, many = c->least > few ? c->least : few + 1;
    ct_format_fixed(c->weight / few, m->decimals, under);
    ct_format_fixed(c->weight / many, m->decimals, over);
    return ct_fail(
        err, CT_ERR_INFEASIBLE,
        "component of %d region%s around %.*s: %s %s fits no whole number of territories "
        "of %s to %s: %d would hold %s each, %d would hold %s each (and it has room for "
        "at most %d); widen --tolerance, change --k, or allow --bridges",
        c->n_regions, c->n_regions == 1 ? "" : "s", (int)ct_string_length(code, c->heaviest),
        ct_string(code, c->heaviest), m->name, weight, low, high, few, under, many, over,
        c->n_regions);
}

/// Component that most deserves one more territory (sign = 1) or can best give one up (sign = -1).
static int32_t pick(int32_t n, const ct_component *c, double per_weight, int sign)
{
    int32_t best = -1;
    double most = 0;
    for (int32_t i = 0; i < n; i++) {
        if (sign > 0 ? c[i].k >= c[i].most : c[i].k <= c[i].least) continue;
        double claim = sign * ((double)c[i].weight * per_weight - c[i].k);
        if (best >= 0 && claim <= most) continue;
        best = i;
        most = claim;
    }
    return best;
}

ct_status ct_apportion(int32_t n, ct_component *component, int32_t k, int64_t lower, int64_t upper,
                       const ct_measure *measure, const ct_strings *code, ct_error *err)
{
    int64_t least = 0, most = 0, given = 0;
    double per_weight = measure->total > 0 ? k / (double)measure->total : 0;
    for (int32_t i = 0; i < n; i++) {
        ct_component *c = component + i;
        set_range(c, lower, upper);
        if (c->least > c->most) return refuse_component(c, lower, upper, measure, code, err);
        least += c->least;
        most += c->most;
        int64_t share = (int64_t)((double)c->weight * per_weight);
        c->k = (int32_t)(share < c->least ? c->least : share > c->most ? c->most : share);
        given += c->k;
    }
    if (k < least || k > most)
        return ct_fail(
            err, CT_ERR_INFEASIBLE,
            "%d territories over %d components without bridges: inside their bands the "
            "components hold between %lld and %lld territories together; set --k in that "
            "range, widen --tolerance, or allow --bridges",
            k, n, (long long)least, (long long)most);
    for (; given < k; given++) component[pick(n, component, per_weight, 1)].k++;
    for (; given > k; given--) component[pick(n, component, per_weight, -1)].k--;
    return CT_OK;
}
