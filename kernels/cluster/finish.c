/// Empty cells filled, inertia from scratch.
#include "kernels/cluster/finish.h"

#include <math.h>
#include <string.h>

/// The point nearest to centre j that its cell can spare and that may go there; -1 = none.
static int32_t find_spare(const ctk_map *map, int64_t k, const double *center, int32_t j,
                          const int32_t *count, const int32_t *part)
{
    const double *x = map->pos, *y = x + map->n, *z = y + map->n;
    int32_t nearest = -1;
    double least = HUGE_VAL;
    for (int32_t i = 0; i < map->n; i++) {
        double dx = x[i] - center[j], dy = y[i] - center[k + j], dz = z[i] - center[2 * k + j];
        double d2 = dx * dx + dy * dy + dz * dz;
        if (count[part[i]] < 2 || d2 >= least || !ctk_map_may_join(map, part, i, j)) continue;
        least = d2;
        nearest = i;
    }
    return nearest;
}

int32_t ctk_fill_empty(const ctk_map *map, int32_t k, const double *center, int32_t *count,
                       int32_t *part)
{
    int32_t filled = 0;
    memset(count, 0, sizeof(int32_t) * (size_t)k);
    for (int32_t i = 0; i < map->n; i++) count[part[i]]++;
    for (int32_t j = 0; j < k; j++) {
        if (count[j]) continue;
        int32_t i = find_spare(map, k, center, j, count, part);
        if (i < 0) continue; // n < k, or none may go
        count[part[i]]--;
        count[j] = 1;
        ctk_map_move(map, part, 1, &i, j);
        filled++;
    }
    return filled;
}

double ctk_inertia(int32_t n, const double *pos, const double *w, int32_t k, const int32_t *part,
                   double *work)
{
    double *weight = work, *first = work + k, *way = work + 2 * (int64_t)k, inertia = 0;
    memset(weight, 0, sizeof(double) * (size_t)k);
    memset(way, 0, sizeof(double) * 3 * (size_t)k);
    for (int32_t j = 0; j < k; j++) first[j] = -1;
    for (int32_t i = 0; i < n; i++) {
        int32_t j = part[i];
        if (first[j] < 0) first[j] = i;
        weight[j] += w[i];
        for (int a = 0; a < 3; a++) {
            double d = pos[a * (int64_t)n + i] - pos[a * (int64_t)n + (int32_t)first[j]];
            way[a * (int64_t)k + j] += w[i] * d;
            inertia += w[i] * d * d;
        }
    }
    for (int64_t j = 0; j < k; j++)
        for (int a = 0; a < 3 && weight[j] > 0; a++)
            inertia -= way[a * (int64_t)k + j] * way[a * (int64_t)k + j] / weight[j];
    return inertia;
}

void ctk_centroids(int32_t n, const double *pos, const double *w, int32_t k, const int32_t *part,
                   double *work, double *center)
{
    memset(work, 0, sizeof(double) * (size_t)k);
    for (int32_t i = 0; i < n; i++) work[part[i]] += w[i];
    for (int64_t a = 0; a < 3; a++) {
        double *c = center + a * k;
        for (int32_t j = 0; j < k; j++)
            if (work[j] > 0) c[j] = 0;
        for (int32_t i = 0; i < n; i++)
            if (work[part[i]] > 0) c[part[i]] += w[i] / work[part[i]] * pos[a * n + i];
    }
}
