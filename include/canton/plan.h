/// What is found: a plan has a layer for each segment of the accounts (one, when they are not
/// segmented); a layer has levels, the lowest first: territories, then districts of territories.
#ifndef CANTON_PLAN_H
#define CANTON_PLAN_H

#include "canton/case.h"

/// Targets and bands, fixed point in the measure's unit. territory j, measure m: [m * k + j].
typedef struct ct_bands {
    int32_t k, n_measures;
    int64_t *lower, *upper; ///< [n_measures * k] inclusive
    double *target;         ///< [n_measures * k]
    ct_strings name;        ///< [k] territory names, empty strings unless --targets
    bool is_equal;          ///< every territory has the same target
    bool is_shared;         ///< targets come from a file of shares
    bool is_capped;         ///< --capacity limits measure `capped`
    int32_t capped;
    double tolerance_pct[CT_MAX_MEASURES]; ///< half-width asked for
} ct_bands;

/// Territories as found by the cluster stage: several starts, each balanced but perhaps torn.
typedef struct ct_clusters {
    int32_t n_starts, n, k;
    int32_t *part;      ///< [n_starts * n] 0..k-1
    double *center_km;  ///< [n_starts * 3 * k] all x, all y, all z of a start
    double *lambda;     ///< [n_starts * k] power of each centre, km^2
    double *inertia;    ///< [n_starts]
    bool stopped_early; ///< --time-limit cut the search for starts short
} ct_clusters;

/// The objective in terms of what it is made of: how much of each there is, or the price of a unit.
typedef struct ct_terms {
    double inertia;  ///< mass * km^2, in the unit of the search
    double border_m; ///< between territories
    double cut;      ///< pairs of neighbours in different territories
    double off;      ///< distances from the middle of the band over half its width, squared
} ct_terms;

/// One partition, and how the search came to it.
typedef struct ct_solution {
    int32_t n, k;
    int32_t *part;      ///< [n] 0..k-1, final territory numbering
    int32_t *like;      ///< [k] with --like: territory of the other plan, -1 = new; else NULL
    bool feasible;      ///< every band met, every rule kept and every territory contiguous
    int64_t n_broken;   ///< rules that it breaks
    bool stopped_early; ///< --time-limit, counted from the start of the stage, cut the search short
    double inertia;     ///< of the primary measure, measure unit * km^2
    double lower_bound; ///< of that inertia for the plan's own centres; NaN = none
    ct_terms terms, price; ///< those of the plan; those by which plans were compared
    int32_t n_phases;      ///< trace of the solve
    struct {
        char name[24];
        double objective;     ///< as inertia
        double worst_dev_pct; ///< largest distance outside its band, % of target; 0 = inside
    } phase[32];
} ct_solution;

enum { CT_MAX_TRIALS = 40 };

/// How --capacity came to its number of territories.
typedef struct ct_capacity {
    int32_t by_weight;      ///< least k: the total over the capacity
    int32_t by_granularity; ///< least k: heavy regions share a territory with few others
    int32_t by_components;  ///< least k: no territory spans unconnected parts; 0 = all is connected
    int32_t least;          ///< the largest of them
    int32_t n_heavy;        ///< regions over the capacity: no k holds them
    int32_t n_trials;       ///< in the order in which they were made
    struct {
        int32_t k;
        bool feasible;
        double worst_pct; ///< farthest outside a band, % of its target; NaN = no plan
    } trial[CT_MAX_TRIALS];
} ct_capacity;

/// How far the plan can be from the best one whose centres are regions: the inertia with the best
/// region of each territory as its centre (never below the plan's own), and a bound below which no
/// plan inside the bands of the primary measure can come, whatever its centres are.
typedef struct ct_certificate {
    bool is_asked;
    double medoid; ///< as ct_solution.inertia
    double bound;  ///< <= medoid of every plan; NaN = none
    int32_t n_rounds;
} ct_certificate;

/// Everything said about territories in the outputs, recomputed from the partition.
typedef struct ct_figures {
    int32_t k, n_measures;
    int32_t *n_regions;                                    ///< [k]
    int64_t *n_accounts;                                   ///< [k]
    int64_t *total;                                        ///< [n_measures * k] fixed point
    double *deviation_pct;                                 ///< [n_measures * k] from the target
    double *area_m2, *perimeter_m, *polsby_popper, *reock; ///< [k]; NaN in point layers
    double *inertia;                                       ///< [k] primary measure unit * km^2
    int32_t *parts;                    ///< [k] connected parts when bridges are not counted
    int32_t *pieces;                   ///< [k] connected parts when they are; 1 = contiguous
    double *lon_deg, *lat_deg;         ///< [k] weighted centre
    int32_t *color;                    ///< [k] 0..7, neighbours differ
    ct_strings shape_note;             ///< [k] what a person would look at twice; mostly empty
    ct_polygons outline;               ///< lon/lat degrees; empty in point layers
    int32_t missed[CT_MAX_MEASURES];   ///< territories outside their band of the measure
    int32_t n_missed;                  ///< the sum of these
    double worst_pct[CT_MAX_MEASURES]; ///< largest |deviation|
} ct_figures;

/// One level: regions, or territories of the level below, shared out among k.
typedef struct ct_level {
    char
        name[CT_NAME_SIZE]; ///< "territories", "districts", ...; of a file, where there are several
    ct_bands bands;
    ct_capacity capacity; ///< with --capacity
    ct_solution solution;
    ct_certificate certificate; ///< with --certify
    ct_figures figures;
} ct_level;

/// The territories of one segment of the accounts.
typedef struct ct_layer {
    char segment[CT_NAME_SIZE]; ///< "" when accounts are not segmented
    int32_t n_levels;
    ct_level *level; ///< [n_levels] the lowest first
} ct_layer;

typedef struct ct_plan {
    int32_t n_layers;
    ct_layer *layer; ///< [n_layers]
} ct_plan;

CT_API_BEGIN

void ct_bands_free(ct_bands *b);
void ct_clusters_free(ct_clusters *c);
void ct_solution_free(ct_solution *s);
void ct_figures_free(ct_figures *f);
void ct_level_free(ct_level *l);

/// Distance of a solution from its lower bound, as a share of its inertia, >= 0; NaN = none, as for
/// one outside its bands, to which the bound does not apply.
double ct_solution_gap(const ct_solution *s);
/// Distance of the medoid form from its certified bound, as a share of the former; NaN = none.
double ct_certificate_gap(const ct_certificate *c);

/// One layer of one level, empty. CT_ERR_MEMORY leaves a plan that ct_plan_free() accepts.
ct_status ct_plan_single(ct_plan *out, ct_error *err);
void ct_plan_free(ct_plan *p);

/// The lowest level of the first layer, NULL when there is none yet.
static inline ct_level *ct_plan_first(const ct_plan *p)
{
    return p->n_layers && p->layer[0].n_levels ? &p->layer[0].level[0] : NULL;
}

/// Territory of the level, 0-based, of every region in level `l` of a layer: out[n_regions].
void ct_layer_part(const ct_layer *layer, int32_t l, int32_t *out);

CT_API_END
#endif
