/// Bands that no plan can meet, told before anything is solved.
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "canton/stages.h"
#include "kernels/graph/components.h"
#include "measure/examples.h"
#include "measure/hinges.h"

enum { MOST_COMPONENTS = 10, TEXT = 32 };

#define BILLION 1000000000

typedef struct obstacles {
    const ct_context *ctx;
    const ct_regions *regions;
    const ct_measures *measures;
    const ct_graph *graph;
    const ct_bands *bands;
    int32_t n; ///< found so far
} obstacles;

static const char *fixed(const ct_measure *m, int64_t value, char out[TEXT])
{
    return ct_format_weight(value, m->decimals, out);
}

static int64_t largest_upper(const ct_bands *b, int32_t m)
{
    int64_t most = 0;
    for (int32_t j = 0; j < b->k; j++) {
        const int64_t upper = b->upper[(int64_t)m * b->k + j];
        if (upper > most) most = upper;
    }
    return most;
}

static void list_examples(const ct_regions *r, const ct_measure *m, const int32_t top[CT_EXAMPLES],
                          char *out, size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (int t = 0; t < CT_EXAMPLES && top[t] >= 0 && at < size; t++) {
        char value[TEXT];
        at += (size_t)snprintf(out + at, size - at, "%sregion %.*s holds %s", t > 0 ? ", " : "",
                               (int)ct_string_length(&r->code, top[t]), ct_string(&r->code, top[t]),
                               fixed(m, m->region[top[t]], value));
    }
}

static bool is_capped(const obstacles *o, int32_t m)
{
    return o->bands->is_capped && o->bands->capped == m;
}

/// With equal targets weight w is inside the band when total (1 + tolerance) / k >= w: the largest
/// such k, and the least such tolerance in hundredths of a percent.
static void where_it_fits(const obstacles *o, int32_t m, int64_t w, char *out, size_t size)
{
    const ct_measure *measure = &o->measures->item[m];
    const double pct = o->bands->tolerance_pct[m];
    const int64_t tolerance = pct < 100 ? (int64_t)(pct * 1e7 + 0.5) : BILLION;
    const int64_t k =
        (int64_t)((__int128)measure->total * (BILLION + tolerance) / ((__int128)w * BILLION));
    const __int128 over = (__int128)w * o->bands->k - measure->total;
    const double wanted = (double)over / (double)measure->total * 100;
    const int64_t hundredths = (int64_t)(wanted * 100 * (1 + 1e-12)) + 1;
    out[0] = '\0';
    if (!o->bands->is_equal || is_capped(o, m)) return;
    const size_t at = (size_t)snprintf(out, size, ": it fits up to --k %lld", (long long)k);
    if (hundredths <= 10000)
        snprintf(out + at, size - at, " or from --tolerance %s=%lld.%02lld", measure->name,
                 (long long)(hundredths / 100), (long long)(hundredths % 100));
}

static void explain_heavy(obstacles *o, int32_t m)
{
    const ct_measure *measure = &o->measures->item[m];
    const int64_t limit = largest_upper(o->bands, m);
    int32_t top[CT_EXAMPLES] = {-1, -1, -1};
    int64_t n = 0;
    for (int32_t i = 0; i < o->regions->n; i++) {
        if (measure->region[i] <= limit) continue;
        n++;
        ct_examples_keep(measure->region, i, top);
    }
    if (n == 0 || is_capped(o, m)) return;
    char bound[TEXT], target[352], fits[128], examples[320], about[400] = "";
    list_examples(o->regions, measure, top, examples, sizeof examples);
    where_it_fits(o, m, measure->region[top[0]], fits, sizeof fits);
    double scale = 1;
    for (int32_t i = 0; i < measure->decimals; i++) scale *= 10;
    const double aim = o->bands->target[(int64_t)m * o->bands->k];
    if (measure->decimals == 0)
        ct_format_count((int64_t)(aim + 0.5), target);
    else
        ct_format_decimals(aim / scale, measure->decimals, target);
    if (o->bands->is_equal)
        snprintf(about, sizeof about, " (target %s + %g %%)", target, o->bands->tolerance_pct[m]);
    ct_note_add(o->ctx->notes, CT_WARN, "measure", n,
                "region%s alone over the band of %s, so no plan meets it: %s, a territory may hold "
                "at most %s%s%s",
                n == 1 ? "" : "s", measure->name, examples, fixed(measure, limit, bound), about,
                fits);
    o->n++;
}

/// All territories together must be able to hold the total.
static void explain_sums(obstacles *o, int32_t m)
{
    const ct_measure *measure = &o->measures->item[m];
    __int128 least = 0, most = 0;
    for (int32_t j = 0; j < o->bands->k; j++) {
        least += o->bands->lower[(int64_t)m * o->bands->k + j];
        most += o->bands->upper[(int64_t)m * o->bands->k + j];
    }
    if (least <= measure->total && most >= measure->total) return;
    char total[TEXT], sum[TEXT];
    const __int128 side = least > measure->total ? least : most;
    ct_note_add(o->ctx->notes, CT_WARN, "measure", 0,
                "the bands of %s cannot all be met: together they hold at %s %s, the total is %s; "
                "widen --tolerance %s=PCT",
                measure->name, least > measure->total ? "least" : "most",
                fixed(measure, side > INT64_MAX ? INT64_MAX : (int64_t)side, sum),
                fixed(measure, measure->total, total), measure->name);
    o->n++;
}

/// Weight, size and first region of each component.
typedef struct part {
    int64_t weight;
    int32_t n, first;
} part;

/// Numbers of territories of equal bands that a component can be cut into: least .. most.
static void range_of(const part *p, int64_t lower, int64_t upper, int64_t *least, int64_t *most)
{
    *least = upper > 0       ? p->weight / upper + (p->weight % upper != 0)
             : p->weight > 0 ? p->n + 1
                             : 1;
    *most = lower > 0 ? p->weight / lower : p->n;
    if (*least < 1) *least = 1;
    if (*most > p->n) *most = p->n;
}

static void tell_part(obstacles *o, const ct_measure *measure, const part *p, int64_t lower,
                      int64_t upper)
{
    char w[TEXT], l[TEXT], u[TEXT];
    const ct_strings *code = &o->regions->code;
    ct_note_add(o->ctx->notes, CT_WARN, "measure", p->n,
                "connected region%s from %.*s on hold %s of %s: no whole number of territories of "
                "%s .. %s fits (k_c x lower <= weight <= k_c x upper); link them by --bridges or "
                "widen --tolerance",
                p->n == 1 ? "" : "s", (int)ct_string_length(code, p->first),
                ct_string(code, p->first), fixed(measure, p->weight, w), measure->name,
                fixed(measure, lower, l), fixed(measure, upper, u));
}

/// Codes of the first regions of parts beyond MOST_COMPONENTS, as text that ends in "..." when it
/// is full.
typedef struct first_codes {
    int32_t n;
    char text[400];
} first_codes;

static void add_code(const ct_strings *code, int32_t region, first_codes *to)
{
    const size_t at = strlen(to->text), room = sizeof to->text - at;
    const int length = (int)ct_string_length(code, region);
    const char *comma = to->n++ > 0 ? ", " : "";
    if (at >= 3 && !strcmp(to->text + at - 3, "...")) return;
    if ((size_t)length + sizeof ", , ..." > room)
        snprintf(to->text + at, room, "%s...", comma);
    else
        snprintf(to->text + at, room, "%s%.*s", comma, length, ct_string(code, region));
}

static void tell_more_parts(obstacles *o, const ct_measure *measure, const first_codes *more)
{
    if (more->n == 0) return;
    ct_note_add(o->ctx->notes, CT_WARN, "measure", more->n,
                "more unconnected {part fits|parts fit} no whole number of territories in the band "
                "of %s either, from %s on",
                measure->name, more->text);
}

static void explain_parts(obstacles *o, int32_t m, int32_t n_parts, part *list,
                          const int32_t *component)
{
    const ct_measure *measure = &o->measures->item[m];
    const int64_t lower = o->bands->lower[(int64_t)m * o->bands->k];
    const int64_t upper = o->bands->upper[(int64_t)m * o->bands->k];
    int64_t fewest = 0, largest = 0;
    int32_t misfits = 0;
    first_codes more = {0};
    memset(list, 0, (size_t)n_parts * sizeof *list);
    for (int32_t i = 0; i < o->regions->n; i++) {
        part *p = &list[component[i]];
        if (p->n++ == 0) p->first = i;
        p->weight += measure->region[i];
    }
    for (int32_t c = 0; c < n_parts; c++) {
        int64_t least, most;
        range_of(&list[c], lower, upper, &least, &most);
        fewest += least;
        largest += most;
        if (least <= most) continue;
        if (misfits++ < MOST_COMPONENTS)
            tell_part(o, measure, &list[c], lower, upper);
        else
            add_code(&o->regions->code, list[c].first, &more);
    }
    tell_more_parts(o, measure, &more);
    o->n += misfits > 0;
    if (misfits > 0 || (fewest <= o->bands->k && largest >= o->bands->k)) return;
    o->n++;
    ct_note_add(o->ctx->notes, CT_WARN, "measure", 0,
                "the %d unconnected parts can be cut into %lld to %lld territories inside the band "
                "of %s, not into %d; change --k, widen --tolerance or link them by --bridges",
                n_parts, (long long)fewest, (long long)largest, measure->name, o->bands->k);
}

static ct_status explain_components(obstacles *o, ct_error *err)
{
    const int64_t n = o->regions->n;
    ct_arena arena = {0};
    part *list = NULL;
    int32_t *component = ct_arena_array(&arena, n, sizeof *component, "components", err);
    int32_t *size = ct_arena_array(&arena, n, sizeof *size, "components", err);
    int32_t *work = ct_arena_array(&arena, 3 * n + 1, sizeof *work, "components", err);
    if (component && size && work) {
        const int32_t n_parts =
            ctk_components(o->graph->n, o->graph->indptr, o->graph->indices, component, size, work);
        list = ct_arena_array(&arena, n_parts, sizeof *list, "components", err);
        for (int32_t m = 0; m < o->measures->n && list && n_parts > 1; m++)
            explain_parts(o, m, n_parts, list, component);
    }
    ct_arena_free(&arena);
    return list ? CT_OK : CT_ERR_MEMORY;
}

/// Only where nothing simpler is in the way.
static ct_status explain_hinges(obstacles *o, ct_error *err)
{
    ct_status s = CT_OK;
    for (int32_t m = 0; m < o->measures->n && o->n == 0 && !s; m++) {
        const int64_t at = (int64_t)m * o->bands->k;
        int32_t found = 0;
        if (is_capped(o, m)) continue;
        s = ct_hinges_explain(o->ctx, o->regions, &o->measures->item[m], o->graph,
                              o->bands->lower[at], o->bands->upper[at], &found, err);
        o->n += found > 0;
    }
    return s;
}

ct_status ct_bands_explain(const ct_context *ctx, const ct_case *given, const ct_bands *bands,
                           int32_t *n_reasons, ct_error *err)
{
    obstacles o = {ctx, &given->regions, &given->measures, &given->graph, bands, 0};
    for (int32_t m = 0; m < given->measures.n; m++) {
        explain_heavy(&o, m);
        explain_sums(&o, m);
    }
    ct_status s = bands->is_equal ? explain_components(&o, err) : CT_OK;
    if (!s && bands->is_equal) s = explain_hinges(&o, err);
    if (n_reasons) *n_reasons = o.n;
    return s;
}
