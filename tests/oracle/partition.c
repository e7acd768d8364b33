/// Slow, obvious answers about partitions of a graph. See partition.h.
#include "tests/oracle/partition.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/prim/rng.h"

static void visit(const int64_t *indptr, const int32_t *indices, const int32_t *part, int32_t v,
                  char *seen)
{
    seen[v] = 1;
    for (int64_t p = indptr[v]; p < indptr[v + 1]; p++)
        if (!seen[indices[p]] && part[indices[p]] == part[v])
            visit(indptr, indices, part, indices[p], seen);
}

int32_t oracle_pieces(int32_t n, const int64_t *indptr, const int32_t *indices, const int32_t *part,
                      int32_t a, int32_t without)
{
    char *seen = calloc((size_t)n + 1, 1);
    int32_t pieces = 0;
    if (without >= 0) seen[without] = 1;
    for (int32_t v = 0; v < n; v++) {
        if (seen[v] || part[v] != a) continue;
        visit(indptr, indices, part, v, seen);
        pieces++;
    }
    free(seen);
    return pieces;
}

static int reaches(int32_t n, const char *touch, int32_t a, int32_t b)
{
    char *seen = calloc((size_t)n, 1);
    int32_t *stack = malloc((size_t)n * sizeof *stack), top = 0;
    stack[top++] = a;
    seen[a] = 1;
    while (top > 0) {
        const int32_t v = stack[--top];
        for (int32_t z = 0; z < n; z++)
            if (touch[v * n + z] && !seen[z]) seen[z] = 1, stack[top++] = z;
    }
    const int found = seen[b];
    free(stack);
    free(seen);
    return found;
}

static void link(int32_t n, char *touch, int32_t a, int32_t b)
{
    touch[a * n + b] = touch[b * n + a] = 1;
}

void oracle_planar(int32_t n, uint64_t seed, int64_t **indptr, int32_t **indices, double *lonlat)
{
    ctk_rng r = ctk_rng_key(seed, 77, (uint64_t)n);
    int32_t wide = 1;
    while (wide * wide < n) wide++;
    if (ctk_rng_below(&r, 3) == 0 && wide > 2) wide--;
    char *touch = calloc((size_t)n * (size_t)n, 1);
    for (int32_t v = 0; v < n; v++) {
        const int32_t x = v % wide, y = v / wide;
        lonlat[2 * v] = -80 + 0.5 * (x + 0.6 * ctk_rng_unit(&r));
        lonlat[2 * v + 1] = 40 + 0.5 * (y + 0.6 * ctk_rng_unit(&r));
        if (x > 0 && ctk_rng_below(&r, 5) > 0) link(n, touch, v, v - 1);
        if (y > 0 && ctk_rng_below(&r, 5) > 0) link(n, touch, v, v - wide);
        if (x > 0 && y > 0 && ctk_rng_below(&r, 3) == 0) link(n, touch, v, v - wide - 1);
    }
    for (int32_t v = 1; v < n; v++)
        if (!reaches(n, touch, 0, v)) link(n, touch, v, v % wide > 0 ? v - 1 : v - wide);
    int64_t arcs = 0;
    *indptr = calloc((size_t)n + 1, sizeof **indptr);
    *indices = calloc((size_t)n * (size_t)n + 1, sizeof **indices);
    for (int32_t v = 0; v < n; v++) {
        for (int32_t z = 0; z < n; z++)
            if (touch[v * n + z]) (*indices)[arcs++] = z;
        (*indptr)[v + 1] = arcs;
    }
    free(touch);
}

typedef struct brute {
    int32_t n, k, m;
    const int64_t *indptr, *weight, *lower, *upper;
    const int32_t *indices;
    int32_t part[16];
    int64_t total[16 * 8];
} brute;

static bool whole(brute *b)
{
    for (int32_t i = 0; i < b->k * b->m; i++)
        if (b->total[i] < b->lower[i] || b->total[i] > b->upper[i]) return false;
    for (int32_t a = 0; a < b->k; a++)
        if (oracle_pieces(b->n, b->indptr, b->indices, b->part, a, -1) != 1) return false;
    return true;
}

static bool assign(brute *b, int32_t v)
{
    if (v == b->n) return whole(b);
    for (int32_t a = 0; a < b->k; a++) {
        bool fits = true;
        b->part[v] = a;
        for (int32_t i = 0; i < b->m; i++) {
            b->total[i * b->k + a] += b->weight[i * b->n + v];
            fits = fits && b->total[i * b->k + a] <= b->upper[i * b->k + a];
        }
        if (fits && assign(b, v + 1)) return true;
        for (int32_t i = 0; i < b->m; i++) b->total[i * b->k + a] -= b->weight[i * b->n + v];
    }
    return false;
}

bool oracle_feasible(int32_t n, const int64_t *indptr, const int32_t *indices, int32_t k, int32_t m,
                     const int64_t *weight, const int64_t *lower, const int64_t *upper)
{
    brute b = {.n = n,
               .k = k,
               .m = m,
               .indptr = indptr,
               .indices = indices,
               .weight = weight,
               .lower = lower,
               .upper = upper};
    assert(n <= 16 && m <= 8);
    return assign(&b, 0);
}
