/// Links between components beside the tree of bridges: wherever two of them lie next to each
/// other.
#include <stdlib.h>

#include "graph/graph.h"
#include "kernels/geom/relative.h"
#include "kernels/prim/chunks.h"

enum { CHUNK = 64, ROOM = 256 }; ///< chains; gaps at first

/// Square of a millimetre, in km: rounding of coordinates on the Earth, and as good as nothing.
static const double TOUCH2 = 1e-12;

/// What the chains of one chunk found.
typedef struct list {
    ctk_gap *gap;
    int64_t n, capacity;
    ct_status status;
    ct_error err;
} list;

typedef struct asking {
    const ct_outline *outline;
    const int32_t *group; ///< [chains]
    int32_t *chain;       ///< [n] those that ask
    int32_t n;
    list *found; ///< [chunks]
} asking;

/// Of those at l->gap + l->n only what lies across something stays: borders that touch or cross are
/// in each other's way, and the tree joins them. Returns how many stay.
static int32_t drop_touching(const list *l, int32_t n)
{
    int32_t kept = 0;
    ctk_gap *gap = l->gap + l->n;
    for (int32_t i = 0; i < n; i++)
        if (gap[i].distance2_km2 > TOUCH2) gap[kept++] = gap[i];
    return kept;
}

/// Its relative neighbours, to the end of the list.
static void ask(const asking *a, int32_t chain, list *l)
{
    int32_t n = ROOM, room = 0;
    while (!l->status && n > room) {
        l->status =
            ct_grow((void **)&l->gap, &l->capacity, l->n + n, sizeof *l->gap, "bridges", &l->err);
        room = n;
        if (!l->status) n = ctk_relative(&a->outline->tree, a->group, chain, room, l->gap + l->n);
    }
    if (!l->status) l->n += drop_touching(l, n);
}

static void ask_chunk(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    const asking *a = user;
    for (int64_t i = begin; i < end; i++) ask(a, a->chain[i], &a->found[chunk]);
}

static int compare_points(const ct_bridge *p, const ct_bridge *q)
{
    const double x[4] = {p->lon_a, p->lat_a, p->lon_b, p->lat_b};
    const double y[4] = {q->lon_a, q->lat_a, q->lon_b, q->lat_b};
    for (int i = 0; i < 4; i++)
        if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
    return 0;
}

static int compare(const void *x, const void *y)
{
    const ct_bridge *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    if (p->b != q->b) return p->b < q->b ? -1 : 1;
    if (p->length_m != q->length_m) return p->length_m < q->length_m ? -1 : 1;
    return compare_points(p, q);
}

/// The shortest of each pair of regions.
static ct_status collect(const ct_graph_job *job, const asking *a, int64_t n_chunks,
                         ct_bridge **out, int64_t *n_out, ct_error *err)
{
    int64_t n = 0, kept = 0;
    for (int64_t c = 0; c < n_chunks; c++) n += a->found[c].n;
    ct_bridge *all = ct_array(n, sizeof *all, "bridges", err);
    if (!all) return CT_ERR_MEMORY;
    n = 0;
    for (int64_t c = 0; c < n_chunks; c++)
        for (int64_t i = 0; i < a->found[c].n; i++)
            all[n++] =
                ct_outline_bridge(a->outline, job->regions, &a->found[c].gap[i], CT_EDGE_BRIDGE);
    if (n > 0) qsort(all, (size_t)n, sizeof *all, compare);
    for (int64_t i = 0; i < n; i++)
        if (kept == 0 || all[kept - 1].a != all[i].a || all[kept - 1].b != all[i].b)
            all[kept++] = all[i];
    *out = all;
    *n_out = kept;
    return CT_OK;
}

static ct_status first_failure(const list *found, int64_t n_chunks, ct_error *err)
{
    for (int64_t c = 0; c < n_chunks; c++) {
        if (!found[c].status) continue;
        *err = found[c].err;
        return found[c].status;
    }
    return CT_OK;
}

ct_status ct_graph_relatives(const ct_graph_job *job, const ct_outline *o, const int32_t *group,
                             ct_bridge **out, int64_t *n_out, ct_error *err)
{
    asking a = {.outline = o, .group = group};
    ct_status status = CT_ERR_MEMORY;
    int64_t n_chunks = 0;
    a.chain = ct_array(o->tree.chains.n, sizeof *a.chain, "bridges", err);
    if (!a.chain) return status;
    for (int32_t i = 0; i < o->tree.chains.n; i++)
        if (group[i] != 0) a.chain[a.n++] = i;
    n_chunks = ctk_chunks_count(a.n, CHUNK);
    a.found = ct_array(n_chunks, sizeof *a.found, "bridges", err);
    if (!a.found) goto out;
    ctk_chunks(a.n, CHUNK, job->ctx->n_threads, ask_chunk, &a);
    status = first_failure(a.found, n_chunks, err);
    if (!status) status = collect(job, &a, n_chunks, out, n_out, err);
    for (int64_t c = 0; c < n_chunks; c++) free(a.found[c].gap);
out:
    free(a.found);
    free(a.chain);
    return status;
}
