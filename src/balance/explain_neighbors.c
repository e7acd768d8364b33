/// Why the neighbours of a territory do not help it into its band.
#include <stdio.h>
#include <string.h>

#include "balance/explain.h"

/// What keeps a region on the border where it is; the first that holds counts.
typedef enum reason {
    CUTS,
    RULED_OUT,
    TOO_HEAVY,
    OTHER_BAND,
    OTHER_MEASURE,
    MAY_MOVE,
    N_REASONS
} reason;

enum { MOST_NEIGHBORS = 3 }; ///< room for those that are told

/// Territory j has too little or too much of measure m; b is a neighbour.
typedef struct border {
    const ct_solver *s;
    ct_candidate *c;
    int32_t j, b, m;
    bool is_short;
    int32_t n, count[N_REASONS], example[N_REASONS];
} border;

static int64_t total_of(const border *x, int32_t territory, int32_t m)
{
    return x->c->draft.total[(int64_t)territory * x->s->problem->m + m];
}

/// Would `plus` more bring measure m of the territory further outside its band than it is?
static bool leaves_band(const border *x, int32_t territory, int32_t m, int64_t plus)
{
    const int64_t total = total_of(x, territory, m);
    const ctk_problem *p = x->s->problem;
    const ctk_goal *goal = x->c->draft.goal;
    return ctk_outside(p, goal, territory, m, total + plus) >
           ctk_outside(p, goal, territory, m, total);
}

static reason why_not(const border *x, int32_t u)
{
    const ctk_problem *p = x->s->problem;
    const int64_t *weight = p->weight + (int64_t)u * p->m;
    const int64_t w = x->is_short ? weight[x->m] : -weight[x->m];
    const int64_t at = (int64_t)x->j * p->m + x->m, after = total_of(x, x->j, x->m) + w;
    if (!ctk_draft_may_leave(p, &x->c->draft, u)) return CUTS;
    if (!ctk_draft_may_join(p, &x->c->draft, u, x->is_short ? x->j : x->b)) return RULED_OUT;
    if (x->is_short ? after > x->s->upper[at] : after < x->s->lower[at]) return TOO_HEAVY;
    if (leaves_band(x, x->b, x->m, -w)) return OTHER_BAND;
    for (int32_t m = 0; m < p->m; m++) {
        const int64_t plus = x->is_short ? weight[m] : -weight[m];
        if (m == x->m) continue;
        if (leaves_band(x, x->j, m, plus) || leaves_band(x, x->b, m, -plus)) return OTHER_MEASURE;
    }
    return MAY_MOVE;
}

static void look_at_border(border *x)
{
    const ctk_problem *p = x->s->problem;
    const int32_t from = x->is_short ? x->b : x->j, to = x->is_short ? x->j : x->b;
    for (int32_t u = 0; u < p->n; u++) {
        if (x->c->draft.part[u] != from || p->weight[(int64_t)u * p->m + x->m] == 0) continue;
        if (!ctk_draft_touches(p, &x->c->draft, u, to, -1)) continue;
        const reason r = why_not(x, u);
        x->n++;
        if (x->count[r]++ == 0) x->example[r] = u;
    }
}

static size_t put(char *out, size_t size, size_t at, const char *text)
{
    return at < size ? at + (size_t)snprintf(out + at, size - at, "%s", text) : at;
}

static size_t put_border(const border *x, char *out, size_t size, size_t at)
{
    static const char *const gives[N_REASONS] = {"would cut it",
                                                 "ruled out",
                                                 "too heavy here",
                                                 "would take it out of its band",
                                                 "would break another measure",
                                                 "could move, which is not enough"};
    static const char *const takes[N_REASONS] = {
        "would cut this one",          "ruled out",
        "too heavy to give",           "would take it out of its band",
        "would break another measure", "could move, which is not enough"};
    const ct_strings *code = &x->s->in->regions->code;
    char text[160];
    snprintf(text, sizeof text, "; of %d region%s that territory %d could %s, ", x->n,
             x->n == 1 ? "" : "s", x->b + 1, x->is_short ? "give" : "take");
    at = put(out, size, at, text);
    const char *comma = "";
    for (int32_t r = 0; r < N_REASONS; r++) {
        if (x->count[r] == 0) continue;
        snprintf(text, sizeof text, "%s%d %s (%.*s)", comma, x->count[r],
                 x->is_short ? gives[r] : takes[r], (int)ct_string_length(code, x->example[r]),
                 ct_string(code, x->example[r]));
        at = put(out, size, at, text);
        comma = ", ";
    }
    return at;
}

/// Arcs from territory j to each other one; scratch of the repair, which is over.
static const int32_t *count_arcs(const ct_solver *s, ct_candidate *c, int32_t j)
{
    const ctk_ringed *g = &s->problem->graph;
    int32_t *arcs = s->remix[0].repair.best_piece;
    memset(arcs, 0, (size_t)s->problem->k * sizeof *arcs);
    for (int32_t u = 0; u < s->problem->n; u++) {
        if (c->draft.part[u] != j) continue;
        for (int64_t a = g->indptr[u]; a < g->indptr[u + 1]; a++)
            arcs[c->draft.part[g->indices[a]]]++;
    }
    arcs[j] = 0;
    return arcs;
}

void ct_explain_neighbors(const ct_solver *s, ct_candidate *c, int32_t j, int32_t m, char *out,
                          size_t size)
{
    const int64_t i = (int64_t)j * s->problem->m + m;
    const bool is_short = c->draft.total[i] < s->lower[i];
    size_t at = 0;
    out[0] = 0;
    int32_t done[MOST_NEIGHBORS];
    for (int32_t t = 0; t < MOST_NEIGHBORS; t++) {
        const int32_t *arcs = count_arcs(s, c, j);
        int32_t b = -1;
        for (int32_t o = 0; o < s->problem->k; o++) {
            bool is_done = false;
            for (int32_t d = 0; d < t; d++) is_done |= done[d] == o;
            if (!is_done && arcs[o] > 0 && (b < 0 || arcs[o] > arcs[b])) b = o;
        }
        if (b < 0 && t == 0) put(out, size, at, "; it touches no other territory");
        if (b < 0) return;
        border x = {.s = s, .c = c, .j = j, .b = b, .m = m, .is_short = is_short};
        done[t] = b;
        look_at_border(&x);
        if (x.n > 0) at = put_border(&x, out, size, at);
    }
}
