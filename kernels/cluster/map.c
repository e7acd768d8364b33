/// Points that join a cell. See map.h.
#include "kernels/cluster/map.h"

/// Is there one among point[0..n), of another cell than u, from which u is to be apart?
static bool meets_another(const ctk_map *map, const int32_t *part, int32_t n, const int32_t *point,
                          int32_t u)
{
    for (int32_t i = 0; i < n; i++)
        if (part[point[i]] != part[u] && ctk_rules_are_apart(map->rules, u, point[i])) return true;
    return false;
}

bool ctk_map_may_join_all(const ctk_map *map, const int32_t *part, int32_t n, const int32_t *point,
                          int32_t j)
{
    if (!map->rules) return true;
    for (int32_t i = 0; i < n; i++)
        if (!ctk_map_may_join(map, part, point[i], j)) return false;
    for (int32_t i = 0; i < n && map->rules->apart; i++)
        if (ctk_map_is_ruled(map, point[i]) && meets_another(map, part, n, point, point[i]))
            return false;
    return true;
}

bool ctk_map_move(const ctk_map *map, int32_t *part, int32_t n, const int32_t *point, int32_t j)
{
    if (!ctk_map_may_join_all(map, part, n, point, j)) return false;
    for (int32_t i = 0; i < n; i++) part[point[i]] = j;
    return true;
}
