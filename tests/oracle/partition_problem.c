/// A small balance problem with a first plan. See partition_problem.h.
#include "tests/oracle/partition_problem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/cluster/bisect.h"
#include "tests/oracle/partition.h"

void *oracle_problem_own(oracle_problem *t, int64_t n, size_t size)
{
    return t->owned[t->n_owned++] = calloc((size_t)n + 1, size);
}

static void *own(oracle_problem *t, int64_t n, size_t size)
{
    return oracle_problem_own(t, n, size);
}

static void make_graph(oracle_problem *t, uint64_t seed)
{
    ctk_problem *p = &t->p;
    int64_t *indptr;
    int32_t *indices;
    t->lonlat = own(t, 2 * p->n, sizeof(double));
    oracle_planar(p->n, seed, &indptr, &indices, t->lonlat);
    t->owned[t->n_owned++] = indptr;
    t->owned[t->n_owned++] = indices;
    const int64_t arcs = indptr[p->n];
    uint64_t *ring = own(t, arcs, sizeof *ring);
    int32_t *position = own(t, p->n, sizeof *position), *tail = own(t, arcs, sizeof *tail);
    int32_t *twin = own(t, arcs, sizeof *twin);
    double *border_m = own(t, arcs, sizeof *border_m);
    ctk_contig_rings(p->n, indptr, indices, 1, position, ring);
    for (int32_t u = 0; u < p->n; u++) {
        for (int64_t a = indptr[u]; a < indptr[u + 1]; a++) {
            tail[a] = u;
            border_m[a] = 100 + (u + indices[a]) % 7;
            for (int64_t b = indptr[indices[a]]; b < indptr[indices[a] + 1]; b++)
                if (indices[b] == u) twin[a] = (int32_t)b;
        }
    }
    p->graph = (ctk_ringed){p->n, indptr, indices, ring};
    p->tail = tail, p->twin = twin, p->border_m = border_m;
}

static void make_weights(oracle_problem *t, double tolerance, uint64_t seed)
{
    ctk_problem *p = &t->p;
    ctk_rng r = ctk_rng_key(seed, 78, 0);
    const int64_t cells = (int64_t)p->k * p->m;
    int64_t *weight = own(t, (int64_t)p->n * p->m, sizeof *weight), sum[CTK_MAX_MEASURES] = {0};
    int64_t *lower = own(t, cells, sizeof *lower), *upper = own(t, cells, sizeof *upper);
    double *unit = own(t, cells, sizeof *unit), *goal = own(t, p->k, sizeof *goal);
    ctk_place *place = own(t, p->n, sizeof *place);
    for (int64_t i = 0; i < (int64_t)p->n * p->m; i++) {
        weight[i] = ctk_rng_below(&r, 5) == 0 ? 0 : (int64_t)ctk_rng_below(&r, 100);
        sum[i % p->m] += weight[i];
    }
    for (int64_t i = 0; i < cells; i++) {
        const double target = fmax((double)sum[i % p->m] / p->k, 1);
        lower[i] = (int64_t)ceil(target * (1 - tolerance));
        upper[i] = (int64_t)floor(target * (1 + tolerance));
        unit[i] = 1 / target;
        if (i % p->m == 0) goal[i / p->m] = target;
    }
    for (int32_t u = 0; u < p->n; u++)
        place[u] = (ctk_place){100 * t->lonlat[2 * u], 100 * t->lonlat[2 * u + 1], ctk_rng_unit(&r),
                               fmax((double)weight[(int64_t)u * p->m], 0.1)};
    p->weight = weight, p->per_unit = unit;
    t->goal->lower = lower, t->goal->upper = upper;
    p->goal_mass = goal, p->place = place;
}

void oracle_problem_pull(oracle_problem *t, double price)
{
    const int32_t cells = t->p.k * t->p.m;
    double *pull = own(t, cells, sizeof *pull);
    for (int32_t at = 0; at < cells; at++) {
        const double half = 0.5 * (double)(t->goal->upper[at] - t->goal->lower[at]);
        pull[at] = half > 0 ? price / (half * half) : 0;
    }
    t->goal->pull = pull;
}

static void make_draft(oracle_problem *t)
{
    const int64_t n = t->p.n, k = t->p.k;
    ctk_draft *d = &t->d;
    d->part = own(t, n, sizeof *d->part);
    d->count = own(t, k, sizeof *d->count);
    d->territory = own(t, k, sizeof *d->territory);
    d->total = own(t, k * t->p.m, sizeof *d->total);
    d->stress = own(t, k * t->p.m, sizeof *d->stress);
    ctk_draft_relax(&t->p, d);
    d->contig = (ctk_contig_work){own(t, n, 8), own(t, n, 4), own(t, n, 4), own(t, n, 4), 0};
}

static ctk_repair_work make_repair(oracle_problem *t)
{
    const int64_t n = t->p.n, arcs = t->p.graph.indptr[n];
    return (ctk_repair_work){own(t, n, 4), own(t, n, 4),      own(t, n, 8),
                             own(t, n, 4), own(t, t->p.k, 4), own(t, arcs, sizeof(ctk_claim))};
}

static void make_hand(oracle_problem *t, ctk_hand *h)
{
    const int64_t n = t->p.n, arcs = t->p.graph.indptr[n];
    ctk_patch *x = &h->patch;
    x->region = own(t, n, 4), x->local = own(t, n, 4), x->label = own(t, t->p.k, 4);
    memset(x->local, -1, (size_t)n * sizeof *x->local);
    x->bits = own(t, n / 64 + 1, 8), x->indptr = own(t, n + 1, 8), x->next = own(t, n, 8);
    x->indices = own(t, arcs, 4), x->tail = own(t, arcs, 4), x->twin = own(t, arcs, 4);
    x->ring = own(t, arcs, 8), x->border_m = own(t, arcs, 8);
    x->place = own(t, n, sizeof *x->place), x->weight = own(t, n * t->p.m, 8);
    x->d.part = own(t, n, 4);
    x->d.contig = (ctk_contig_work){own(t, n, 8), own(t, n, 4), own(t, n, 4), own(t, n, 4), 0};
    h->anneal.active = own(t, arcs, 4), h->anneal.slot = own(t, arcs, 4);
}

void oracle_problem_hands(oracle_problem *t, int32_t n_hands)
{
    const int64_t n = t->p.n;
    t->n_hands = n_hands;
    t->sweep.hand = own(t, n_hands, sizeof *t->sweep.hand);
    t->remix.work = own(t, n_hands, sizeof *t->remix.work);
    for (int32_t i = 0; i < n_hands; i++) {
        ctk_remix_work *w = &t->remix.work[i];
        make_hand(t, &t->sweep.hand[i]);
        w->repair = make_repair(t);
        w->cut = own(t, n, 4), w->pos = own(t, 3 * n, 8), w->mass = own(t, n, 8);
        w->bisect = own(t, ctk_bisect_work((int32_t)n), 1);
    }
}

typedef struct sharing {
    oracle_problem *t;
    void (*work)(oracle_problem *t);
} sharing;

static bool work_once(void *ctx, int32_t worker, int32_t line)
{
    const sharing *x = ctx;
    (void)worker, (void)line;
    x->work(x->t);
    return false;
}

void oracle_problem_share(oracle_problem *t, int32_t n_threads, void (*work)(oracle_problem *t))
{
    sharing x = {t, work};
    int32_t n_steps[1];
    t->sweep.relay = &t->relay;
    ctk_relay_run(&t->relay, 1, n_threads, n_steps, work_once, &x);
    t->sweep.relay = NULL;
}

static void make_teams(oracle_problem *t)
{
    const int64_t n = t->p.n, k = t->p.k;
    ctk_teams *x = &t->sweep.teams;
    x->begin = own(t, k + 1, 8), x->touching = own(t, t->p.graph.indptr[n], 4);
    x->first = own(t, k + 1, 4), x->member = own(t, k, 4), x->order = own(t, k, 4);
    x->used = own(t, k, 1);
    t->sweep.members.head = own(t, k, 4), t->sweep.members.next = own(t, n, 4);
    t->remix.missed = own(t, k, 1), t->remix.kept = own(t, k, 1);
    ctk_members_list(t->p.n, t->p.k, t->d.part, &t->sweep.members);
}

static void make_work(oracle_problem *t)
{
    const int64_t n = t->p.n, k = t->p.k, arcs = t->p.graph.indptr[n];
    t->anneal.active = own(t, arcs, 4), t->anneal.slot = own(t, arcs, 4);
    t->repair = make_repair(t);
    ctk_polish_work *w = &t->polish;
    w->rest_until = own(t, n, 4), w->inner = own(t, n, 4), w->outer = own(t, n, 4);
    w->seen = own(t, n, 4), w->best_part = own(t, n, 4);
    w->chain.next = own(t, n, 4), w->chain.prev = own(t, n, 4), w->chain.head = own(t, k, 4);
    w->chain.link = own(t, (CTK_CHAIN_DEPTH + 1) * k, sizeof(ctk_link));
    w->chain.rest_until = w->rest_until;
    t->center_km = own(t, 3 * k, sizeof(double));
    t->lambda = own(t, k, sizeof(double));
}

/// Nearest of k spread-out centres; repair makes it contiguous.
static void make_plan(oracle_problem *t)
{
    const int32_t n = t->p.n, k = t->p.k;
    for (int32_t j = 0; j < k; j++) {
        const ctk_place *at = &t->p.place[(int64_t)j * n / k];
        t->center_km[j] = at->x, t->center_km[k + j] = at->y, t->center_km[2 * k + j] = at->z;
    }
    for (int32_t u = 0; u < n; u++) {
        double best = 1e300;
        for (int32_t j = 0; j < k; j++) {
            const ctk_place *c = &t->p.place[(int64_t)j * n / k], *at = &t->p.place[u];
            const double d2 = ctk_square(c->x - at->x) + ctk_square(c->y - at->y);
            if (d2 < best) best = d2, t->d.part[u] = j;
        }
    }
    ctk_repair(&t->p, t->center_km, t->lambda, &t->d, &t->repair);
}

oracle_problem oracle_problem_make(int32_t n, int32_t k, int32_t m, double tolerance, uint64_t seed)
{
    oracle_problem t = {.p = {.n = n, .k = k, .m = m}};
    t.d.goal = t.goal = own(&t, 1, sizeof *t.goal);
    t.goal->per_km2 = 1;
    for (int32_t i = 0; i < m; i++) t.goal->priority[i] = 1;
    make_graph(&t, seed);
    make_weights(&t, tolerance, seed);
    make_draft(&t);
    make_work(&t);
    make_plan(&t);
    make_teams(&t);
    t.goal->thrift = 0.15;
    t.goal->spread_km2 = 1 + ctk_draft_inertia(&t.p, &t.d) / (n * 50.0);
    return t;
}

void oracle_problem_free(oracle_problem *t)
{
    for (int32_t i = 0; i < t->n_owned; i++) free(t->owned[i]);
}

bool oracle_is_contiguous(const ctk_problem *p, const int32_t *part)
{
    for (int32_t j = 0; j < p->k; j++)
        if (oracle_pieces(p->n, p->graph.indptr, p->graph.indices, part, j, -1) != 1) return false;
    return true;
}

bool oracle_sums_agree(const ctk_problem *p, ctk_draft *d)
{
    const size_t totals = (size_t)p->k * (size_t)p->m * sizeof *d->total;
    ctk_territory *t = malloc((size_t)p->k * sizeof *t);
    int64_t *total = malloc(totals);
    bool agree = true;
    memcpy(t, d->territory, (size_t)p->k * sizeof *t);
    memcpy(total, d->total, totals);
    ctk_draft_sum(p, d);
    for (int32_t j = 0; j < p->k; j++)
        agree = agree && fabs(t[j].mass - d->territory[j].mass) < 1e-6 &&
                fabs(t[j].cx - d->territory[j].cx) < 1e-6 &&
                fabs(t[j].cy - d->territory[j].cy) < 1e-6 &&
                fabs(t[j].cz - d->territory[j].cz) < 1e-6;
    agree = agree && memcmp(total, d->total, totals) == 0;
    free(t);
    free(total);
    return agree;
}

bool oracle_is_sound(oracle_problem *t)
{
    return oracle_is_contiguous(&t->p, t->d.part) && oracle_sums_agree(&t->p, &t->d);
}
