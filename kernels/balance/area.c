/// Work on the area around a missed band. See area.h.
#include "kernels/balance/area.h"

#include <math.h>
#include <string.h>

#include "kernels/cluster/bisect.h"
#include "kernels/prim/knob.h"

enum {
    ROOM = 30,           ///< room for territories of an area: a patch holds hardly more
    PAIR_ROOM = ROOM / 2 ///< the same of one of two areas that share a patch
};

/// Territories of an area at least.
CTK_KNOB_N(LEAST, 6);

/// At most, where a territory moves from one area to another.
CTK_KNOB_UP_TO(MOST, PAIR_ROOM, PAIR_ROOM);

/// At most, where they stay.
CTK_KNOB_UP_TO(WIDEST, ROOM, ROOM);

/// Part of a band that counts.
CTK_KNOB(INNER, 0.7);

/// Lack that is overlooked at random, so that trials differ.
CTK_KNOB(CHANCE, 0.3);

/// Some neighbouring territories.
typedef struct area {
    int32_t q;
    int32_t territory[ROOM]; ///< the one in the middle first
} area;

double ctk_area_lack(const ctk_problem *p, const ctk_draft *d, int32_t q, const int32_t *territory,
                     int32_t more)
{
    const double share = (double)(q + more) / q;
    double lack = 0;
    for (int32_t i = 0; i < p->m; i++) {
        double held = 0, lower = 0, upper = 0, goal = 0;
        for (int32_t t = 0; t < q; t++) {
            const int64_t at = (int64_t)territory[t] * p->m + i;
            held += (double)d->total[at];
            lower += (double)d->goal->lower[at];
            upper += (double)d->goal->upper[at];
            goal += 1 / p->per_unit[at];
        }
        const double off = fabs(held - 0.5 * share * (lower + upper));
        const double outside = off - 0.5 * INNER * share * (upper - lower);
        if (outside > 0) lack += outside * q / goal;
    }
    return lack;
}

static bool holds(const area *x, int32_t j)
{
    for (int32_t t = 0; t < x->q; t++)
        if (x->territory[t] == j) return true;
    return false;
}

static double distance2(const ctk_draft *d, int32_t a, int32_t b)
{
    const ctk_territory *to = &d->territory[b];
    return ctk_distance2(&(ctk_place){to->cx, to->cy, to->cz, 0}, &d->territory[a]);
}

/// The nearest to the middle of those that touch the area and are not in `without`; -1 = none.
static int32_t nearest_outside(const ctk_draft *d, const ctk_teams *x, const area *a,
                               const area *without)
{
    int32_t best = -1;
    double best_km2 = 0;
    for (int32_t t = 0; t < a->q; t++) {
        const int32_t j = a->territory[t];
        for (int64_t i = x->begin[j]; i < x->begin[j + 1]; i++) {
            const int32_t b = x->touching[i];
            const double km2 = distance2(d, a->territory[0], b);
            if (best >= 0 && (km2 > best_km2 || (km2 == best_km2 && b >= best))) continue;
            if (holds(a, b) || holds(without, b)) continue;
            best = b;
            best_km2 = km2;
        }
    }
    return best;
}

static area area_around(const ctk_draft *d, const ctk_teams *x, int32_t j, int32_t want,
                        const area *without)
{
    area a = {.q = 0};
    for (; j >= 0 && a.q < want; j = nearest_outside(d, x, &a, without)) a.territory[a.q++] = j;
    return a;
}

/// A territory outside its bands, drawn in proportion to its violation; -1 = none.
static int32_t draw_missed(const ctk_problem *p, const ctk_draft *d, ctk_rng *rng)
{
    double left = ctk_rng_unit(rng) * ctk_draft_violation(p, d);
    int32_t last = -1;
    for (int32_t j = 0; j < p->k && left >= 0; j++) {
        const double violation = ctk_violation_with(p, d, j, NULL, NULL);
        if (violation > 0) last = j;
        left -= violation;
    }
    return last;
}

/// Does the area want one territory more (1), one less (-1), or neither (0)?
static int32_t what_it_wants(const ctk_problem *p, const ctk_draft *d, const area *a)
{
    const double now = ctk_area_lack(p, d, a->q, a->territory, 0);
    const double more = ctk_area_lack(p, d, a->q, a->territory, 1);
    const double less = ctk_area_lack(p, d, a->q, a->territory, -1);
    if (more < now && more <= less) return 1;
    return less < now ? -1 : 0;
}

/// The area elsewhere that suffers least from `more` territories; q = 0 when there is none.
static area best_elsewhere(const ctk_problem *p, const ctk_draft *d, const ctk_teams *x,
                           const area *here, int32_t more, ctk_rng *rng)
{
    area best = {.q = 0};
    double best_harm = 0;
    for (int32_t j = 0; j < p->k; j++) {
        const double chance = CHANCE * ctk_rng_unit(rng);
        if (holds(here, j)) continue;
        const area a = area_around(d, x, j, here->q, here);
        if (a.q < 2) continue;
        const double harm = ctk_area_lack(p, d, a.q, a.territory, more) -
                            ctk_area_lack(p, d, a.q, a.territory, 0) + chance;
        if (best.q > 0 && harm >= best_harm) continue;
        best = a;
        best_harm = harm;
    }
    return best;
}

/// Which territories of the patch touch t?
static void mark_touching(const ctk_patch *x, int32_t t, bool *touching)
{
    memset(touching, 0, (size_t)x->p.k * sizeof *touching);
    for (int64_t arc = 0; arc < x->indptr[x->p.n]; arc++)
        if (x->d.part[x->tail[arc]] == t) touching[x->d.part[x->indices[arc]]] = true;
    touching[t] = false;
}

static int32_t nearest_touching(const ctk_patch *x, const bool *touching, int32_t u)
{
    int32_t best = -1;
    for (int32_t t = 0; t < x->p.k; t++)
        if (touching[t] && (best < 0 || ctk_distance2(&x->place[u], &x->sum[t]) <
                                            ctk_distance2(&x->place[u], &x->sum[best])))
            best = t;
    return best;
}

/// Its regions go to the territories that touch it.
static void dissolve(ctk_patch *x, int32_t gone)
{
    bool touching[CTK_PATCH_TERRITORIES];
    mark_touching(x, gone, touching);
    for (int32_t u = 0; u < x->p.n; u++)
        if (x->d.part[u] == gone) x->d.part[u] = nearest_touching(x, touching, u);
}

/// Half of the territory becomes `fresh`.
static void halve(ctk_patch *x, int32_t halved, int32_t fresh, ctk_rng *rng, ctk_remix_work *w)
{
    const double goal[2] = {1, 1};
    int32_t *region = w->repair.queue, n = 0;
    for (int32_t u = 0; u < x->p.n; u++)
        if (x->d.part[u] == halved) region[n++] = u;
    for (int32_t i = 0; i < n; i++) {
        const ctk_place *at = &x->place[region[i]];
        w->pos[i] = at->x;
        w->pos[n + i] = at->y;
        w->pos[2 * (int64_t)n + i] = at->z;
        w->mass[i] = at->mass;
    }
    ctk_bisect(n, w->pos, w->mass, 2, goal, ctk_rng_u64(rng), 1, w->bisect, w->cut);
    for (int32_t i = 0; i < n; i++)
        if (w->cut[i] == 1) x->d.part[region[i]] = fresh;
}

/// Both areas, the one that loses its middle first, as a patch.
static void open(const ctk_problem *p, const ctk_draft *d, const ctk_members *m, const area *loser,
                 const area *winner, ctk_patch *x)
{
    int32_t both[ROOM];
    memcpy(both, loser->territory, (size_t)loser->q * sizeof *both);
    memcpy(both + loser->q, winner->territory, (size_t)winner->q * sizeof *both);
    ctk_patch_open(p, d, m, loser->q + winner->q, both, x);
}

/// Anneal the open patch, and keep it if that is better than `before`. Returns the proposals.
static int64_t finish(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, const ctk_remix *r,
                      int32_t worker, ctk_rng *rng, double before)
{
    ctk_hand *h = &s->hand[worker];
    const int64_t steps = ctk_remix_steps(r, h->patch.p.n);
    ctk_remix_settle(&h->patch, rng, r, &r->work[worker], &h->anneal);
    if (ctk_remix_value(&h->patch, r) < before)
        ctk_patch_close(p, d, &s->members, &h->patch);
    else
        ctk_patch_drop(&h->patch);
    return steps;
}

static int64_t relocate(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, const ctk_remix *r,
                        int32_t worker, ctk_rng *rng, const area *loser, const area *winner)
{
    ctk_patch *x = &s->hand[worker].patch;
    open(p, d, &s->members, loser, winner, x);
    const double before = ctk_remix_value(x, r);
    const int64_t broken = ctk_draft_broken(&x->p, &x->d);
    dissolve(x, 0);
    halve(x, loser->q, 0, rng, &r->work[worker]);
    ctk_remix_repair(x, &r->work[worker]);
    if (ctk_draft_broken(&x->p, &x->d) > broken) {
        const int64_t wasted = x->p.n;
        ctk_patch_drop(x);
        return wasted;
    }
    return finish(p, d, s, r, worker, rng, before);
}

/// The area, widened until it lacks nothing, is annealed as it is.
static int64_t stir(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, const ctk_remix *r,
                    int32_t worker, ctk_rng *rng, area a)
{
    ctk_patch *x = &s->hand[worker].patch;
    const area nothing = {.q = 0};
    while (a.q < WIDEST && ctk_area_lack(p, d, a.q, a.territory, 0) > 0) {
        const int32_t j = nearest_outside(d, &s->teams, &a, &nothing);
        if (j < 0) break;
        a.territory[a.q++] = j;
    }
    ctk_patch_open(p, d, &s->members, a.q, a.territory, x);
    return finish(p, d, s, r, worker, rng, ctk_remix_value(x, r));
}

static int64_t try_area(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, ctk_remix *r,
                        int32_t worker)
{
    const area nothing = {.q = 0};
    ctk_rng rng = ctk_rng_key(r->seed, (uint64_t)r->round++, UINT64_MAX - 1);
    const int32_t want = LEAST + (int32_t)ctk_rng_below(&rng, (uint32_t)(MOST - LEAST + 1));
    const int32_t j = draw_missed(p, d, &rng);
    if (j < 0) return 0;
    ctk_teams_list(p, d, &s->members, &s->teams);
    const area here = area_around(d, &s->teams, j, want, &nothing);
    if (here.q < 2) return 0;
    const int32_t more = what_it_wants(p, d, &here);
    const bool may_move = more && !(p->rules && p->rules->has_identity);
    const area there = may_move ? best_elsewhere(p, d, &s->teams, &here, -more, &rng) : nothing;
    if (there.q == 0) return stir(p, d, s, r, worker, &rng, here);
    return more > 0 ? relocate(p, d, s, r, worker, &rng, &there, &here)
                    : relocate(p, d, s, r, worker, &rng, &here, &there);
}

int64_t ctk_area_try(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, ctk_remix *r, int32_t worker)
{
    const int64_t steps = try_area(p, d, s, r, worker);
    ctk_draft_sum_spent(p, d);
    return steps;
}
