/// The graph of territories, coloured.
#include "measure/colors.h"

#include <stdlib.h>

#include "base/memory.h"
#include "kernels/measure/color.h"

enum { N_COLORS = 8 };

/// Regions by territory: member[begin[j] .. begin[j + 1]).
typedef struct quotient {
    int32_t *begin, *member, *mark;
    int64_t *indptr, capacity;
    int32_t *indices;
    ct_arena arena;
} quotient;

static ct_status group_members(quotient *q, int32_t n, const int32_t *part, int32_t k,
                               ct_error *err)
{
    q->begin = ct_arena_array(&q->arena, (int64_t)k + 2, sizeof *q->begin, "colours", err);
    q->member = ct_arena_array(&q->arena, n, sizeof *q->member, "colours", err);
    q->mark = ct_arena_array(&q->arena, k, sizeof *q->mark, "colours", err);
    q->indptr = ct_arena_array(&q->arena, (int64_t)k + 1, sizeof *q->indptr, "colours", err);
    if (q->begin == NULL || q->member == NULL || q->mark == NULL || q->indptr == NULL)
        return CT_ERR_MEMORY;
    for (int32_t i = 0; i < n; i++)
        if (part[i] >= 0) q->begin[part[i] + 2]++;
    for (int32_t j = 0; j < k; j++) q->begin[j + 2] += q->begin[j + 1];
    for (int32_t i = 0; i < n; i++)
        if (part[i] >= 0) q->member[q->begin[part[i] + 1]++] = i;
    for (int32_t j = 0; j < k; j++) q->mark[j] = -1;
    return CT_OK;
}

/// Append the neighbours of territory j, each once.
static ct_status add_neighbors(quotient *q, const ct_graph *g, const int32_t *part, int32_t j,
                               ct_error *err)
{
    int64_t n = q->indptr[j];
    for (int32_t i = q->begin[j]; i < q->begin[j + 1]; i++)
        for (int64_t e = g->indptr[q->member[i]]; e < g->indptr[q->member[i] + 1]; e++) {
            const int32_t other = part[g->indices[e]];
            if (other < 0 || other == j || q->mark[other] == j) continue;
            if (g->kind[e] == CT_EDGE_BRIDGE) continue;
            q->mark[other] = j;
            if (ct_grow((void **)&q->indices, &q->capacity, n + 1, sizeof *q->indices, "colours",
                        err) != CT_OK)
                return CT_ERR_MEMORY;
            q->indices[n++] = other;
        }
    q->indptr[j + 1] = n;
    return CT_OK;
}

static ct_status color_quotient(quotient *q, const ct_context *ctx, int32_t k, int32_t *color,
                                ct_error *err)
{
    uint64_t *seen = ct_arena_array(&q->arena, k, sizeof *seen, "colours", err);
    if (seen == NULL) return CT_ERR_MEMORY;
    const int32_t n = ctk_color(k, q->indptr, q->indices, seen, color);
    for (int32_t j = 0; j < k; j++) color[j] %= N_COLORS;
    if (n > N_COLORS)
        ct_note_add(ctx->notes, CT_INFO, "measure", 0,
                    "the map would need %d colours; with %d some neighbours look the same", n,
                    N_COLORS);
    return CT_OK;
}

ct_status ct_color_territories(const ct_context *ctx, const ct_graph *g, const int32_t *part,
                               int32_t k, int32_t *color, ct_error *err)
{
    quotient q = {0};
    ct_status status = group_members(&q, g->n, part, k, err);
    for (int32_t j = 0; j < k && status == CT_OK; j++) status = add_neighbors(&q, g, part, j, err);
    if (status == CT_OK) status = color_quotient(&q, ctx, k, color, err);
    free(q.indices);
    ct_arena_free(&q.arena);
    return status;
}
