/// Cells -> contiguous territories inside every band.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balance/balance.h"
#include "base/clock.h"

/// Territories in the order of the output; the draft is summed anew.
static ct_status renumber(ct_solver *s, ctk_draft *d, int32_t *like, ct_error *err)
{
    const int32_t k = s->problem->k;
    int32_t *final = ct_arena_array(&s->arena, k, sizeof *final, "numbering", err);
    if (!final) return err->status;
    const ct_status status = ct_balance_number(s, d, &s->arena, final, like, err);
    if (status != CT_OK) return status;
    for (int32_t u = 0; u < s->problem->n; u++) d->part[u] = final[d->part[u]];
    ctk_draft_sum(s->problem, d);
    return CT_OK;
}

/// The winner becomes the plan.
static ct_status deliver(ct_solver *s, ct_solution *out, ct_error *err)
{
    ct_candidate *winner = &s->candidate[s->order[0]];
    ct_status status = CT_OK;
    if (s->in->like->k > 0) {
        out->like = ct_array(out->k, sizeof *out->like, "numbering", err);
        if (!out->like) return err->status;
        for (int32_t j = 0; j < out->k; j++) out->like[j] = -1;
    }
    status = renumber(s, &winner->draft, out->like, err);
    if (status != CT_OK) return status;
    memcpy(out->part, winner->draft.part, (size_t)out->n * sizeof *out->part);
    out->inertia = ct_balance_inertia(s, out->part);
    ct_balance_terms(s, &winner->draft, &out->terms, &out->price);
    out->lower_bound = ct_balance_bound(s, &winner->draft, err);
    if (err->status != CT_OK) return err->status;
    out->n_broken = winner->n_broken = ctk_draft_broken(s->problem, &winner->draft);
    winner->is_whole = ctk_torn_pieces(s->problem, out->part, &s->remix[0].repair) == 0;
    out->feasible = winner->is_whole && winner->violation == 0 && winner->n_broken == 0;
    out->stopped_early = s->is_cut;
    if (s->is_cut && !ct_is_hurried(s->in->ctx))
        ct_note_add(s->in->ctx->notes, CT_WARN, "balance", 0,
                    "time limit: the search was cut short after %g s; another run may differ",
                    s->in->opt->time_limit_s);
    return out->feasible ? CT_OK : ct_balance_explain(s, winner, err);
}

/// s->order[0] is the winner, judged by the bands asked for.
static ct_status solve(ct_solver *s, ct_error *err)
{
    ct_balance_seek(s);
    ct_status status = ct_balance_aim(s, err);
    if (status == CT_OK) status = ct_balance_search(s, err);
    if (status == CT_OK) status = ct_balance_finish(s, err);
    if (status != CT_OK || !s->has_aim) return status;
    s->goal.lower = s->lower;
    s->goal.upper = s->upper;
    ct_balance_judge(s, &s->candidate[s->order[0]]);
    return CT_OK;
}

ct_status ct_balance(const ct_solve_options *opt, const ct_context *ctx, const ct_case *given,
                     const ct_bands *bands, const ct_constraints *constraints,
                     const ct_clusters *clusters, ct_solution *out, ct_error *err)
{
    const ct_balance_input in = {.opt = opt,
                                 .ctx = ctx,
                                 .regions = &given->regions,
                                 .measures = &given->measures,
                                 .graph = &given->graph,
                                 .bands = bands,
                                 .constraints = constraints,
                                 .like = &given->like,
                                 .clusters = clusters};
    ct_solver s = {.in = &in, .plan = out};
    ct_error local = {0};
    *out = (ct_solution){.n = given->graph.n, .k = bands->k, .lower_bound = NAN};
    out->part = ct_array(given->graph.n, sizeof *out->part, "the plan", &local);
    ct_status status = out->part ? ct_balance_problem(&s, &local) : local.status;
    if (status == CT_OK) status = solve(&s, &local);
    if (status == CT_OK) status = deliver(&s, out, &local);
    ct_arena_free(&s.arena);
    if (status != CT_OK && status != CT_ERR_INFEASIBLE) ct_solution_free(out);
    if (status != CT_OK && err) *err = local;
    return status;
}
