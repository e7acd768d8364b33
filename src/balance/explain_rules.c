/// Which rules the plan breaks.
#include <stdio.h>

#include "balance/explain.h"
#include "base/text.h"

enum { EXAMPLES = 10, TEXT = 256 }; ///< room for rules that are told one by one, and for one

/// What is told of the plan.
typedef struct teller {
    const ct_solver *s;
    const ctk_draft *d;
    int32_t n;
    char first[TEXT];
} teller;

static void tell(teller *t, const char *text)
{
    if (t->n++ == 0) snprintf(t->first, sizeof t->first, "%s", text);
    if (t->n <= EXAMPLES)
        ct_note_add(t->s->in->ctx->notes, CT_WARN, "balance", 0, "a rule is broken: %s", text);
}

static void tell_place(teller *t, int32_t u)
{
    const ct_constraints *in = t->s->in->constraints;
    const ct_strings *code = &t->s->in->regions->code;
    const int32_t j = t->d->part[u],
                  only = t->s->problem->rules->only ? t->s->problem->rules->only[u] : -1;
    const int32_t length = (int32_t)ct_string_length(code, u);
    char text[TEXT];
    if (only < 0)
        snprintf(text, sizeof text, "region %.*s is in territory %d, which may not have it", length,
                 ct_string(code, u), j + 1);
    else
        snprintf(text, sizeof text, "region %.*s, %s territory %d, is in territory %d", length,
                 ct_string(code, u),
                 in->seat && in->seat[only] == u ? "the seat of" : "which belongs to", only + 1,
                 j + 1);
    tell(t, text);
}

static void tell_pairs(teller *t, int32_t u)
{
    const ctk_rules *r = t->s->problem->rules;
    const ct_strings *code = &t->s->in->regions->code;
    char text[TEXT];
    for (int64_t i = r->apart_begin[u]; i < r->apart_begin[u + 1]; i++) {
        const int32_t v = r->apart[i];
        if (v < u || t->d->part[v] != t->d->part[u]) continue;
        snprintf(text, sizeof text,
                 "regions %.*s and %.*s are to be apart, both are in territory %d",
                 (int)ct_string_length(code, u), ct_string(code, u), (int)ct_string_length(code, v),
                 ct_string(code, v), t->d->part[u] + 1);
        tell(t, text);
    }
}

static void tell_budgets(teller *t)
{
    const ctk_rules *r = t->s->problem->rules;
    char text[TEXT], spent[CT_EXPLAIN_TEXT], most[CT_EXPLAIN_TEXT];
    if (t->d->spent.all > r->budget) {
        ct_format_count(t->d->spent.all, spent);
        ct_format_count(r->budget, most);
        snprintf(text, sizeof text, "%s moves, of at most %s", spent, most);
        tell(t, text);
    }
    for (int32_t j = 0; j < r->n_purses && r->budget_each; j++) {
        if (t->d->spent.each[j] <= r->budget_each[j]) continue;
        ct_format_count(t->d->spent.each[j], spent);
        ct_format_count(r->budget_each[j], most);
        snprintf(text, sizeof text, "territory %d of before loses %s, of at most %s", j + 1, spent,
                 most);
        tell(t, text);
    }
}

ct_status ct_explain_rules(const ct_solver *s, const ctk_draft *d, ct_error *err)
{
    const ctk_rules *r = s->problem->rules;
    teller t = {.s = s, .d = d};
    for (int32_t u = 0; u < s->problem->n; u++) {
        if (!ctk_rules_suit(r, u, d->part[u])) tell_place(&t, u);
        if (r->apart) tell_pairs(&t, u);
    }
    if (r->from) tell_budgets(&t);
    if (t.n > EXAMPLES)
        ct_note_add(s->in->ctx->notes, CT_WARN, "balance", t.n - EXAMPLES,
                    "more {rule is|rules are} broken");
    return ct_fail(err, CT_ERR_INFEASIBLE, "no plan that keeps every rule was found: %d broken: %s",
                   t.n, t.first);
}
