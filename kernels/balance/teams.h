/// Teams of neighbouring territories that can be worked on at the same time.
///
/// Touching territories are the edges of the territory graph. A round of teams is a random set of
/// disjoint connected subgraphs: a territory drawn at random and territories that touch what the
/// team has already, each edge with the same chance, until it is large enough. Teams of two are a
/// colour of an edge colouring (a matching), drawn anew in each round; larger ones let weight
/// travel further within a round and are copied less often. What a team does depends on its
/// territories and on keyed random numbers only, so that a round is the same on any number of
/// threads.
#ifndef CTK_BALANCE_TEAMS_H
#define CTK_BALANCE_TEAMS_H

#include "kernels/balance/draft.h"
#include "kernels/balance/members.h"

enum { CTK_TEAM_MOST = 32 }; ///< room for territories

typedef struct ctk_teams {
    int64_t *begin;    ///< [k + 1] neighbours of territory j: touching[begin[j]] .. [begin[j + 1]]
    int32_t *touching; ///< [ctk_teams_touching()]
    int32_t n;         ///< teams of the last round
    int32_t *first;    ///< [k + 1] members of team i: member[first[i]] .. member[first[i + 1]]
    int32_t *member;   ///< [k]
    int32_t *order;    ///< [k] scratch
    uint8_t *used;     ///< [k] scratch
} ctk_teams;

/// Entries of touching there can be: min(k (k - 1), arcs), at least 1.
int64_t ctk_teams_touching(int32_t k, int64_t arcs);

/// List which territories touch. O(arcs + k).
void ctk_teams_list(const ctk_problem *p, const ctk_draft *d, const ctk_members *m, ctk_teams *x);

/// A round of teams of least..most territories (evenly drawn; less where the map does not give
/// more, but at least two), most <= CTK_TEAM_MOST. Teams around territories with early[j] != 0 are
/// drawn first; with only_early these alone. early may be NULL. O(k * degree * most).
void ctk_teams_draw(int32_t k, ctk_rng rng, int32_t least, int32_t most, const uint8_t *early,
                    bool only_early, ctk_teams *x);

#endif
