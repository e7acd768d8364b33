/// What a plan is made for: regions, accounts, measures, neighbours. Read, joined and built once;
/// nobody changes it from then on.
#ifndef CANTON_CASE_H
#define CANTON_CASE_H

#include "canton/options/data.h"
#include "canton/types.h"

/// A numeric attribute of the layer, read because a measure names it.
typedef struct ct_field {
    char name[CT_NAME_SIZE];
    int32_t decimals; ///< value = fixed / 10^decimals
    int64_t *fixed;   ///< [n]
    int64_t input;    ///< sum over the records, with what is below 0
    int64_t below;    ///< of it, what is below 0 and stands as 0
} ct_field;

/// Postal regions, sorted by code (byte order), codes unique.
/// A region is a set of rings; a ring is closed (first vertex repeated at the end) and has >= 4
/// vertices; outer rings run clockwise, holes counter-clockwise, each hole behind its outer ring.
/// Point layers have n_rings = n_vertices = 0.
typedef struct ct_regions {
    int32_t n;
    ct_strings code;       ///< [n]
    int32_t *ring_begin;   ///< [n + 1] rings of region i
    int64_t *vertex_begin; ///< [n_rings + 1] vertices of ring r
    int32_t n_rings;
    int64_t n_vertices;
    uint8_t *ring_is_hole; ///< [n_rings]
    double *xy;            ///< [2 * n_vertices] x, y interleaved, layer CRS, exactly as read
    double
        *lonlat; ///< [2 * n_vertices] degrees WGS 84; the same pointer as xy when the CRS is that
    double *lon_deg, *lat_deg; ///< [n] area centroid (the point itself in a point layer)
    double *pos_km;  ///< [3 * n] the centroid in geocentric km: all x, then all y, then all z
    double *area_m2; ///< [n] 0 in a point layer
    int32_t n_fields;
    ct_field field[CT_MAX_MEASURES];
    bool is_point_layer;
    bool is_geographic;     ///< the layer CRS counts in degrees
    char *crs_wkt;          ///< content of the .prj, or what was assumed
    char *crs_name;         ///< for people
    int32_t *record_region; ///< [n_records] region of each input record, -1 = none
    int32_t n_records;
    char path[4096];
    /// Of a layer that is no shapefile: its records, as a .shp has them, for regions.shp. NULL =
    /// they are in `path`.
    struct ct_kept_records *kept;
} ct_regions;

/// Why an account found no region; values of ct_accounts.reason.
typedef enum ct_reason {
    CT_MATCHED_POINT,
    CT_MATCHED_CODE,
    CT_MATCHED_NEAREST,
    CT_UNMATCHED_NO_KEY,    ///< neither coordinates nor code
    CT_UNMATCHED_BAD_POINT, ///< coordinates that are no number or out of range
    CT_UNMATCHED_FAR,       ///< in no region, and none within --nearest
    CT_UNMATCHED_CODE,      ///< no region has this code
    CT_ASIDE_NUMBER,        ///< set aside: a cell is no number (--bad-number skip)
    CT_ASIDE_REPEATED,      ///< set aside: its name stood before (--duplicates first)
    CT_N_REASONS
} ct_reason;

/// What is wrong with a row itself.
typedef enum ct_flaw {
    CT_SOUND,
    CT_FLAW_NUMBER,  ///< a cell that is no number was taken as 0
    CT_FLAW_SKIPPED, ///< for such a cell the row is set aside
    CT_FLAW_REPEATED ///< the row repeats a name, and is set aside
} ct_flaw;

/// One row an account, in input order over all files.
/// The text of a row is kept only where it is needed: id always, code when codes are used.
typedef struct ct_accounts {
    int64_t n;
    ct_strings id;   ///< [n]; n strings of row numbers "1", "2", ... when there is no id column
    ct_strings code; ///< [n] or empty (n = 0) when there is no code column; after
                     ///< ct_accounts_forget() those of the accounts without a region, in order
    double *lon_deg, *lat_deg; ///< [n] or NULL; NaN = empty cell, +-HUGE_VAL = not a number
    int64_t *line; ///< [n] line of the file (record number for shapefiles), from 1; NULL = each row
                   ///< is a line of its file: ct_account_line()
    int32_t n_columns; ///< one for every measure of kind CT_COLUMN, in measure order
    int32_t column_decimals[CT_MAX_MEASURES];
    int64_t *column[CT_MAX_MEASURES];      ///< [n] fixed point; empty cells 0, counted in a note
    int64_t column_input[CT_MAX_MEASURES]; ///< sum of all that was read, with what is below 0
    int64_t column_below[CT_MAX_MEASURES]; ///< of it, what is below 0 and stands as 0 in the column
    uint8_t *flaw;                         ///< [n] ct_flaw
    int64_t n_flawed;                      ///< rows that have one; of a batch, of this one
    int32_t *region;                       ///< [n] filled by join; -1 = none
    uint8_t *reason;                       ///< [n] ct_reason, filled by join
    /// Further rows, joined in batches by ct_join_begin() and not kept, by reason.
    int64_t n_summed, summed[CT_N_REASONS];
    int32_t n_files;
    int64_t file_begin[CT_MAX_ACCOUNTS +
                       1]; ///< accounts file_begin[f] .. file_begin[f+1] come from file f
    int64_t lines_before[CT_MAX_ACCOUNTS]; ///< in file f, its first row
} ct_accounts;

/// Line of account i in its file.
static inline int64_t ct_account_line(const ct_accounts *a, int64_t i)
{
    int32_t f = 0;
    if (a->line) return a->line[i];
    while (f + 1 < a->n_files && i >= a->file_begin[f + 1]) f++;
    return i - a->file_begin[f] + a->lines_before[f] + 1;
}

/// One quantity to balance.
typedef struct ct_measure {
    char name[CT_NAME_SIZE];
    ct_measure_kind kind;
    int32_t decimals;  ///< value = fixed / 10^decimals
    int64_t *region;   ///< [n_regions] fixed point, >= 0
    int64_t input;     ///< all there is in the files: total + unmatched + aside
    int64_t total;     ///< sum over regions
    int64_t unmatched; ///< weight of accounts that found no region
    int64_t aside;     ///< weight of rows set aside, and of negatives taken as 0
} ct_measure;

/// Where the rows of the accounts went.
typedef struct ct_intake {
    int64_t n;                      ///< rows read
    int64_t n_reason[CT_N_REASONS]; ///< of them; adds up to n
    int64_t n_unread;               ///< with a cell that is no number and was taken as 0
    int64_t n_bad;                  ///< without a region, or of n_unread, or both
    int64_t bad;                    ///< weight of these in the primary measure
} ct_intake;

typedef struct ct_measures {
    int32_t n;
    ct_measure item[CT_MAX_MEASURES];
    int64_t *n_accounts; ///< [n_regions] matched accounts
    int32_t n_regions;   ///< 0 = not known
    ct_intake intake;
} ct_measures;

typedef enum ct_edge_kind {
    CT_EDGE_BORDER = 0, ///< shared border
    CT_EDGE_CORNER = 1, ///< shared point only (queen)
    CT_EDGE_BRIDGE = 2, ///< artificial: joins two components
    CT_EDGE_GIVEN = 3,  ///< from --adjacency
    CT_EDGE_NEAR = 4    ///< within --snap or --bridge-gap
} ct_edge_kind;

typedef enum ct_problem_kind {
    CT_PROBLEM_OVERLAP, ///< two regions claim it
    CT_PROBLEM_GAP,     ///< no region claims it, and it is narrow
    CT_PROBLEM_SLIVER   ///< either of them, thinner than --snap
} ct_problem_kind;

/// A place where the layer is drawn wrongly. Never repaired.
typedef struct ct_problem {
    ct_problem_kind kind;
    bool is_covered;         ///< by both regions (an overlap), or by none (a gap)
    int32_t a, b;            ///< the regions that claim it, or with most of its border, a < b
    double area_m2, width_m; ///< width = area / half the perimeter
    int64_t vertex_begin; ///< its rings in ct_graph.problem_lonlat, each closed: a clockwise one,
                          ///< then its holes
    int32_t n_vertices;   ///< of all of them
} ct_problem;

/// An artificial adjacency and where it lands on either side.
typedef struct ct_bridge {
    int32_t a, b;                      ///< regions, a < b
    double lon_a, lat_a, lon_b, lat_b; ///< nearest points of the two boundaries
    double length_m;
    ct_edge_kind kind; ///< CT_EDGE_BRIDGE or CT_EDGE_NEAR
    char reason[96];
} ct_bridge;

/// Contiguity. Symmetric CSR without loops, neighbours ascending; connected unless --bridges none.
typedef struct ct_graph {
    int32_t n;
    int64_t *indptr;      ///< [n + 1]
    int32_t *indices;     ///< [indptr[n]]
    double *border_m;     ///< [indptr[n]] length of the shared border, 0 for corners and bridges
    uint8_t *kind;        ///< [indptr[n]] ct_edge_kind
    double *outer_m;      ///< [n] length of the border shared with nobody
    int32_t n_components; ///< before bridges were added
    int32_t *component;   ///< [n] of the graph before bridges; 0 = the one with most regions
    bool is_apart;        ///< --bridges none: components stay by themselves
    int32_t n_bridges;
    ct_bridge *bridge;
    double snap_m; ///< distance within which borders were taken for shared; 0 = not looked for
    int32_t n_problems;
    ct_problem *problem;    ///< largest first
    double *problem_lonlat; ///< [2 * vertices] degrees
    /// Distinct border segments, for dissolving. Segment s runs from vertex v = segment[s] to v
    /// + 1.
    int64_t n_segments;
    int32_t *segment;       ///< [n_segments] index of its first vertex in ct_regions.xy
    int32_t *segment_left;  ///< [n_segments] region to which this vertex belongs
    int32_t *segment_right; ///< [n_segments] region on the other side, -1 = none
} ct_graph;

/// Another plan of the same regions, with which numbers and names are to agree (--like).
typedef struct ct_alignment {
    int32_t k;       ///< its territories that hold a region of the layer; 0 = no such plan
    int32_t *part;   ///< [n regions] 0..k-1, -1 = in none
    int32_t *number; ///< [k] what it calls them, from 1: its own numbers, or their place by name
    ct_strings name; ///< [k] empty where it has numbers only
} ct_alignment;

typedef struct ct_case {
    ct_regions regions;
    ct_accounts accounts; ///< none where weights come from the regions, or rows are not kept
    ct_measures measures;
    ct_graph graph;
    ct_alignment like; ///< with --like
} ct_case;

CT_API_BEGIN

void ct_regions_free(ct_regions *r);
void ct_alignment_free(ct_alignment *a);
/// After the join: coordinates and codes go, and where every account has a region, lines and
/// weights.
void ct_accounts_forget(ct_accounts *a);
void ct_accounts_free(ct_accounts *a);
/// Share of the rows without a region or unreadable, and of the weight in the primary measure that
/// is theirs (0 when this is not of the accounts), in percent.
double ct_bad_rows_pct(const ct_measures *m);
double ct_bad_weight_pct(const ct_measures *m);
void ct_measures_free(ct_measures *m);
void ct_graph_free(ct_graph *g);
void ct_case_free(ct_case *c);

CT_API_END
#endif
