/// canton-synth: a postal layer and accounts of any size, the same for the same parameters.
///
/// The country is a square cut by a quadtree, deepest where an urban density is high. Every side of
/// a cell is a chain of elementary edges between quadtree corners; an elementary edge is a fractal
/// curve that depends on its two corners only, so both neighbours draw it with exactly equal
/// vertices without knowing of each other. Nothing but the list of cells has to be held in memory.
#ifndef CT_DATASETS_SYNTH_H
#define CT_DATASETS_SYNTH_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SYNTH_DEPTH = 24,
    SYNTH_SIZE = 1 << SYNTH_DEPTH
}; ///< corners have coordinates 0..SYNTH_SIZE

typedef struct synth_options {
    int32_t n_regions;
    int32_t n_vertices; ///< segments of one elementary edge
    int64_t n_accounts;
    uint64_t seed;
    const char *out; ///< directory
    bool is_plain;   ///< no holes, exclaves, islands or water
    /// Shares 0..1 of regions (of rows, for dirty) with a flaw.
    double gaps, overlaps, slivers, t_junctions, unclosed, duplicates, dirty;
} synth_options;

/// What a leaf of the quadtree has in its middle.
typedef enum synth_inner { SYNTH_NOTHING, SYNTH_ENCLAVE, SYNTH_LAKE, SYNTH_EXCLAVE } synth_inner;

/// Region ids: every leaf, right behind it its enclave, then the islands.
typedef struct synth_country {
    synth_options opt;
    int32_t n_leaves, n_enclaves, n_islands;
    uint32_t *x, *y;  ///< [n_leaves] lower left corner
    uint8_t *level;   ///< [n_leaves] side = SYNTH_SIZE >> level
    uint64_t *morton; ///< [n_leaves] ascending
    uint8_t *inner;   ///< [n_leaves] synth_inner
    int32_t *region;  ///< [n_leaves] id of the leaf's own region
    int32_t *leaf;    ///< [n_regions] leaf of a region, its surrounding leaf for an enclave, -1 - j
                      ///< for island j
    int64_t *weight;  ///< [n_regions] inhabitants
    double river;     ///< width of the river, in units of the square
} synth_country;

/// Random bits that depend on (seed, what, a, b) only.
uint64_t synth_hash(uint64_t seed, uint64_t what, uint64_t a, uint64_t b);
double synth_unit(uint64_t hash); ///< 0..1

/// Cut the country; false when memory is short.
bool synth_country_make(const synth_options *opt, synth_country *out);
void synth_country_free(synth_country *c);
/// The leaf that covers corner-coordinates (x, y).
int32_t synth_leaf_at(const synth_country *c, uint32_t x, uint32_t y);

/// Rings of a region: outer clockwise, holes counter-clockwise, closed, flaws included.
enum { SYNTH_MAX_RINGS = 3 };
typedef struct synth_shape {
    int32_t n_rings;
    int64_t begin[SYNTH_MAX_RINGS + 1];
    double *xy; ///< lon, lat; room for `capacity` vertices
    int64_t capacity;
} synth_shape;

/// Vertices region i has at most.
int64_t synth_shape_bound(const synth_country *c, int32_t i);
void synth_shape_make(const synth_country *c, int32_t i, synth_shape *out);

/// Where points of regions may lie. The shapes of regions 0..n_kept-1 are drawn beforehand, others
/// whenever a point of them is wanted.
typedef struct synth_ground {
    const synth_country *c;
    int32_t n_kept;
    struct synth_plot *plot; ///< [n_kept]
    double *xy;              ///< their vertices
    int64_t largest;         ///< vertices of the largest region of all
    double *scratch;         ///< [threads of the team][2 * largest]
} synth_ground;

/// For n_points to come: shapes are kept when there are fewer regions, up to 512 MiB of them. False
/// when memory is short. To be called in the team that will ask for points.
bool synth_ground_make(const synth_country *c, int64_t n_points, synth_ground *out);
void synth_ground_free(synth_ground *g);
/// A point of region i in millionths of a degree: that of account `row`. False = none was found.
bool synth_ground_point(const synth_ground *g, int32_t i, uint64_t row, int64_t micro[2]);

/// The region's code without leading zeros, and how many digits codes have.
int64_t synth_code(const synth_country *c, int32_t i);
int32_t synth_code_digits(const synth_country *c);

bool synth_write_layer(const synth_country *c, char error[1024]);
bool synth_write_accounts(const synth_country *c, char error[1024]);

#endif
