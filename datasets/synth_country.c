/// The quadtree: which cells there are, what is in them, how many people.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/synth.h"
#include "kernels/prim/rng.h"

enum { N_CITIES = 48 };
enum { HASH_CITY = 1, HASH_WEIGHT = 2 };

uint64_t synth_hash(uint64_t seed, uint64_t what, uint64_t a, uint64_t b)
{
    return ctk_mix64(ctk_mix64(ctk_mix64(seed * 0x9e3779b97f4a7c15u + what) ^ a) ^
                     (b * 0xd6e8feb86659fd93u));
}

double synth_unit(uint64_t hash)
{
    return (double)(hash >> 11) * 0x1p-53;
}

typedef struct city {
    double u, v, people, radius2;
} city;

/// Places with sizes by the rank-size rule.
static void make_cities(uint64_t seed, city *c)
{
    for (uint64_t i = 0; i < N_CITIES; i++) {
        const double radius = 0.004 + 0.02 / sqrt((double)i + 1);
        c[i] = (city){synth_unit(synth_hash(seed, HASH_CITY, i, 0)),
                      synth_unit(synth_hash(seed, HASH_CITY, i, 1)), 1 / ((double)i + 1),
                      radius * radius};
    }
}

/// People per unit of area: 1 in the country, some 1000 in the middle of a city.
static double density(const city *c, double u, double v)
{
    double sum = 1;
    for (int i = 0; i < N_CITIES; i++) {
        const double du = u - c[i].u, dv = v - c[i].v, t = 1 + (du * du + dv * dv) / c[i].radius2;
        sum += 1500 * (0.3 + 0.7 * c[i].people) / (t * t);
    }
    return sum;
}

typedef struct cell {
    double mass;
    uint64_t morton;
    uint32_t x, y;
    uint8_t level;
} cell;

static uint64_t spread(uint64_t v)
{
    v = (v | v << 16) & 0x0000ffff0000ffffu;
    v = (v | v << 8) & 0x00ff00ff00ff00ffu;
    v = (v | v << 4) & 0x0f0f0f0f0f0f0f0fu;
    v = (v | v << 2) & 0x3333333333333333u;
    return (v | v << 1) & 0x5555555555555555u;
}

static uint64_t morton(uint32_t x, uint32_t y)
{
    return spread(x) | spread(y) << 1;
}

static cell make_cell(const city *cities, uint32_t x, uint32_t y, uint8_t level)
{
    const double side = ldexp(1, -level), u = ldexp(x, -SYNTH_DEPTH) + side / 2,
                 v = ldexp(y, -SYNTH_DEPTH) + side / 2;
    return (cell){density(cities, u, v) * side * side, morton(x, y), x, y, level};
}

static bool before(const cell *a, const cell *b)
{
    return a->mass > b->mass || (a->mass == b->mass && a->morton < b->morton);
}

static void sift_down(cell *heap, int32_t n, int32_t i)
{
    for (int32_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && before(&heap[child + 1], &heap[child])) child++;
        if (!before(&heap[child], &heap[i])) break;
        const cell swap = heap[i];
        heap[i] = heap[child];
        heap[child] = swap;
    }
}

static void sift_up(cell *heap, int32_t i)
{
    for (int32_t up; i && before(&heap[i], &heap[up = (i - 1) / 2]); i = up) {
        const cell swap = heap[i];
        heap[i] = heap[up];
        heap[up] = swap;
    }
}

/// Split the heaviest cell in four until there are n_leaves (1 + 3 m).
static void grow_tree(const city *cities, cell *heap, int32_t n_leaves)
{
    int32_t n = 1;
    heap[0] = make_cell(cities, 0, 0, 0);
    while (n < n_leaves) {
        const cell c = heap[0];
        const uint32_t half = (uint32_t)SYNTH_SIZE >> (c.level + 1);
        const uint8_t level = (uint8_t)(c.level + 1);
        heap[0] = make_cell(cities, c.x, c.y, level);
        sift_down(heap, n, 0);
        for (uint32_t q = 1; q < 4; q++) {
            heap[n] = make_cell(cities, c.x + (q & 1 ? half : 0), c.y + (q & 2 ? half : 0), level);
            sift_up(heap, n++);
        }
    }
}

static int by_morton(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    return (x->morton > y->morton) - (x->morton < y->morton);
}

/// Does item i of n get one of `count` things spread evenly?
static bool gets(int32_t i, int32_t n, int32_t count)
{
    return (int64_t)(i + 1) * count / n > (int64_t)i * count / n;
}

/// How many leaves, enclaves and islands make the wanted number of regions.
static void share_out(synth_country *c)
{
    const int32_t n = c->opt.n_regions;
    c->n_islands = c->opt.is_plain || n < 50 ? 0 : n / 500 + 1;
    c->n_enclaves = c->opt.is_plain ? 0 : n / 100;
    const int32_t rest = n - c->n_islands - c->n_enclaves;
    c->n_enclaves += (rest - 1) % 3;
    c->n_leaves = n - c->n_islands - c->n_enclaves;
}

static synth_inner inner_of(const synth_country *c, int32_t i)
{
    if (gets(i, c->n_leaves, c->n_enclaves)) return SYNTH_ENCLAVE;
    if (c->opt.is_plain || i + 1 == c->n_leaves) return SYNTH_NOTHING;
    if (i % 211 == 100) return SYNTH_LAKE;
    return i % 193 == 50 ? SYNTH_EXCLAVE : SYNTH_NOTHING;
}

/// People: the cell's mass with a lognormal factor, so that neighbours differ too.
static int64_t people(const synth_country *c, int32_t region, double mass)
{
    const uint64_t seed = c->opt.seed, i = (uint64_t)region;
    const double a = synth_unit(synth_hash(seed, HASH_WEIGHT, i, 0)),
                 b = synth_unit(synth_hash(seed, HASH_WEIGHT, i, 1));
    const double gauss = sqrt(-2 * log(1 - a)) * cos(6.283185307179586 * b);
    return 1 + (int64_t)(8000 * mass * exp(1.15 * gauss));
}

static void number_regions(synth_country *c, const cell *cells)
{
    double total = 0;
    for (int32_t i = 0; i < c->n_leaves; i++) total += cells[i].mass / c->n_leaves;
    int32_t id = 0;
    for (int32_t i = 0; i < c->n_leaves; i++) {
        c->x[i] = cells[i].x;
        c->y[i] = cells[i].y;
        c->level[i] = cells[i].level;
        c->morton[i] = cells[i].morton;
        c->inner[i] = (uint8_t)inner_of(c, i);
        c->region[i] = id;
        c->leaf[id] = i;
        c->weight[id] = people(c, id, cells[i].mass / total);
        id++;
        if (c->inner[i] != SYNTH_ENCLAVE) continue;
        c->leaf[id] = i;
        c->weight[id] = people(c, id, 0.1 * cells[i].mass / total);
        id++;
    }
    for (int32_t j = 0; j < c->n_islands; j++, id++) {
        c->leaf[id] = -1 - j;
        c->weight[id] = people(c, id, 0.05);
    }
}

bool synth_country_make(const synth_options *opt, synth_country *out)
{
    *out = (synth_country){.opt = *opt};
    share_out(out);
    const size_t n = (size_t)out->n_leaves, all = (size_t)opt->n_regions;
    out->x = calloc(n, sizeof *out->x);
    out->y = calloc(n, sizeof *out->y);
    out->level = calloc(n, sizeof *out->level);
    out->morton = calloc(n, sizeof *out->morton);
    out->inner = calloc(n, sizeof *out->inner);
    out->region = calloc(n, sizeof *out->region);
    out->leaf = calloc(all, sizeof *out->leaf);
    out->weight = calloc(all, sizeof *out->weight);
    cell *heap = calloc(n + 3, sizeof *heap);
    const bool ok = out->x && out->y && out->level && out->morton && out->inner && out->region &&
                    out->leaf && out->weight && heap;
    if (ok) {
        city cities[N_CITIES];
        make_cities(opt->seed, cities);
        grow_tree(cities, heap, out->n_leaves);
        qsort(heap, n, sizeof *heap, by_morton);
        number_regions(out, heap);
        uint8_t deepest = 0;
        for (size_t i = 0; i < n; i++)
            if (out->level[i] > deepest) deepest = out->level[i];
        out->river = opt->is_plain || deepest < 2 ? 0 : 0.06 * ldexp(1, -deepest);
    }
    free(heap);
    return ok;
}

void synth_country_free(synth_country *c)
{
    free(c->x);
    free(c->y);
    free(c->level);
    free(c->morton);
    free(c->inner);
    free(c->region);
    free(c->leaf);
    free(c->weight);
    memset(c, 0, sizeof *c);
}

int32_t synth_leaf_at(const synth_country *c, uint32_t x, uint32_t y)
{
    const uint64_t key = morton(x, y);
    int32_t lo = 0, hi = c->n_leaves;
    while (hi - lo > 1) {
        const int32_t mid = lo + (hi - lo) / 2;
        if (c->morton[mid] <= key)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

int32_t synth_code_digits(const synth_country *c)
{
    return c->opt.n_regions <= 99999 ? 5 : 7;
}

int64_t synth_code(const synth_country *c, int32_t i)
{
    int64_t top = 1;
    for (int32_t d = synth_code_digits(c); d; d--) top *= 10;
    const bool doubled =
        i > 0 && synth_unit(synth_hash(c->opt.seed, 3, (uint64_t)i, 0)) < c->opt.duplicates;
    return 1 + (i - doubled) * ((top - 1) / c->opt.n_regions);
}
