/// Which region a point lies in: point in polygon through a grid that refines itself.
///
/// Definition. A part is an outer ring with the holes behind it; a point is in a part when a ray
/// from it crosses the part's segments an odd number of times, or when it lies on one of them
/// (closed set); it is in a region when it is in any of its parts. Its region is the one with the
/// smallest id among those it is in: overlaps and shared borders go to the smaller id, and nothing
/// is assumed about the layer (rings may cross themselves and each other).
///
/// Naive form: every part of every region for every point.
///
/// Derivation. The plane is cut into cells; a crowded cell is cut again into 2^k x 2^k, up to
/// CTK_PIP_DEPTH times. A cell keeps
///   cover    the smallest region with a part that holds the whole cell and has no segment in it
///   groups   for each part with segments in the cell: its region, whether the cell's reference
///   (its
///            lower left corner) is inside, and the runs of consecutive segments that touch the
///            cell
/// Whether a point is in such a part is the reference's answer, turned over by each segment crossed
/// on the way reference -> (x of the reference, y of the point) -> point, which does not leave the
/// cell. The answer is the minimum of cover and the first group the point is in; groups ascend.
/// The references' answers come from one walk over all rings: a segment that crosses the lower edge
/// of a row of cells turns over all references to its right.
///
/// Exactness. Every side test has the exact sign (orient.h). Vertices on a line of the path are
/// settled by moving all references and points by the same (e1, e2), e1 >> e2 > 0 infinitely small,
/// so that nothing is in special position; points on a segment are found first. Cells list every
/// segment that comes within 2^-32 root cells of them, far above the rounding of cell coordinates.
///
/// Cells where few points are to be looked up are not cut: a cut costs as much as testing each of
/// the cell's segments against some CTK_PIP_WORTH points. The answers are the same.
///
/// Cost: build O(vertices), query O(1) plus at most about CTK_PIP_CROWDED segments; where
/// cells were left whole for want of points, build and queries together are cheaper.
/// Sources: even-odd rule, Shimrat 1962, doi:10.1145/368637.368653; symbolic perturbation,
/// Edelsbrunner & Muecke 1990, doi:10.1145/77635.77639.
///
/// Building takes three steps, each with arrays of the caller:
///   ctk_pip_frame, ctk_pip_parts; ctk_pip_record_guess, ctk_pip_records, ctk_pip_sort;
///   ctk_pip_pool_guess, ctk_pip_pool.
/// Where a guess was too small the step counts what it needs and is run again with exact sizes.
#ifndef CTK_GEOM_PIP_H
#define CTK_GEOM_PIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CTK_PIP_DEPTH = 4,      ///< grids below the root
    CTK_PIP_BITS = 16,      ///< all grids below a root cell together: 2^16 x 2^16 at most
    CTK_PIP_CROWDED = 16,   ///< segments (each use counts) above which a cell is cut
    CTK_PIP_WORTH = 48,     ///< points expected in a cell below which it is not cut
    CTK_PIP_BATCH = 64,     ///< points that go down the grids together
    CTK_PIP_CHUNK = 1 << 15 ///< vertices of a unit of parallel work
};
#define CTK_PIP_NONE 0x3fffffffu ///< no region; ids are below
#define CTK_PIP_LEAF 0x40000000u ///< cell value: pool[value - LEAF] is a leaf
#define CTK_PIP_GRID 0x80000000u ///< cell value: a grid; below both: a region

/// A leaf read from front to back: for (l = ctk_pip_leaf(pool + at); ctk_pip_next_group(&l);) and,
/// unless is_copy, do ctk_pip_next_run(&l) while (l.has_run).
typedef struct ctk_pip_reader {
    const uint32_t *at;
    uint32_t n_groups, cover; ///< groups still to come
    uint32_t region, odd;     ///< of the group
    bool is_copy, has_run;    ///< another run follows
    uint32_t first, n;        ///< the run's first vertex and number of segments
} ctk_pip_reader;

static inline ctk_pip_reader ctk_pip_leaf(const uint32_t *leaf)
{
    ctk_pip_reader l = {leaf + 1, leaf[0] >> 1, CTK_PIP_NONE, 0, 0, false, false, 0, 0};
    if (leaf[0] & 1) l.cover = *l.at++;
    return l;
}

static inline bool ctk_pip_next_group(ctk_pip_reader *l)
{
    if (l->n_groups == 0) return false;
    l->n_groups--;
    l->region = *l->at >> 2;
    l->is_copy = *l->at >> 1 & 1;
    l->odd = *l->at++ & 1;
    return true;
}

static inline void ctk_pip_next_run(ctk_pip_reader *l)
{
    l->first = l->at[0];
    l->n = l->at[1] >> 1;
    l->has_run = l->at[1] & 1;
    l->at += 2;
}

/// A grid's value holds its log2 size in bits 28 .. 30 and a quarter of its place in the pool
/// below.
static inline uint32_t ctk_pip_grid_bits(uint32_t value)
{
    return (value >> 28) & 7;
}
static inline uint32_t ctk_pip_grid_at(uint32_t value)
{
    return (value & 0x0fffffffu) << 2;
}

/// Regions as rings, shaped as ct_regions: rings closed, holes behind their outer ring.
typedef struct ctk_pip_layer {
    int32_t n_regions, n_rings;
    const int32_t *ring_begin;   ///< [n_regions + 1]
    const int64_t *vertex_begin; ///< [n_rings + 1] vertices in all < 2^32
    const uint8_t *ring_is_hole; ///< [n_rings]
    const double *lonlat;        ///< [2 * n_vertices] degrees, finite
} ctk_pip_layer;

/// The grid. Cell (i, j) of the root is [x0 + i h, x0 + (i + 1) h) x [y0 + j h, ...); h is a power
/// of two, x0 and y0 multiples of it. pool: grid = n * n cells, row by row; leaf =
///   2 * n_groups + has cover, and the cover if there is one;
///   for each group 4 * region + 2 * is copy + reference inside, and, unless it is a copy, for each
///   of its runs: first vertex, 2 * number of segments + (another run follows).
/// The segments of a copy are those of the group before it: the other side of a clean border, kept
/// and tested once.
typedef struct ctk_pip {
    double x0, y0, h, inverse; ///< degrees; inverse = 1 / h
    int32_t nx, ny;
    const double *lonlat; ///< borrowed from the layer
    uint32_t *root;       ///< [nx * ny]
    uint32_t *pool;
} ctk_pip;

/// A run of segments first .. first + n - 1 of `part` in root cell `cell`; n = 0: the part's answer
/// turns over between the references of the cell to the left and of this one.
typedef struct ctk_pip_record {
    uint32_t cell, first, n, part;
} ctk_pip_record;

/// Records sorted by cell, and what the second half of the build needs besides.
typedef struct ctk_pip_sorted {
    const ctk_pip_record *record;
    const uint32_t *begin;      ///< [nx * ny + 1]
    const int32_t *part_region; ///< [n_parts]
    int32_t n_parts;
    const uint32_t *expected; ///< [nx * ny] points to be looked up in each cell; NULL = many in all
} ctk_pip_sorted;

/// Bounds and cell size so that the root has at most max_cells cells. n_rings >= 1.
/// The arrays of *out are left NULL.
void ctk_pip_frame(const ctk_pip_layer *layer, int64_t max_cells, int32_t n_threads, ctk_pip *out);

/// Part of each ring, region of each part. ring_part[n_rings], part_region[n_rings]; returns
/// n_parts.
int32_t ctk_pip_parts(const ctk_pip_layer *layer, int32_t *ring_part, int32_t *part_region);

int64_t ctk_pip_n_chunks(const ctk_pip_layer *layer);

/// chunk_begin[n_chunks + 1]: where each chunk's records may begin, at a guess of their number.
/// Returns chunk_begin[n_chunks].
int64_t ctk_pip_record_guess(const ctk_pip_layer *layer, int64_t *chunk_begin);

/// Fill record[] in the order of the vertices, chunk c from chunk_begin[c]; chunk_n[n_chunks]:
/// records of each. Returns false when a chunk has more than its share: call again with
/// chunk_begin summed up from chunk_n.
bool ctk_pip_records(const ctk_pip_layer *layer, const ctk_pip *grid, const int32_t *ring_part,
                     const int64_t *chunk_begin, int32_t n_threads, ctk_pip_record *record,
                     int64_t *chunk_n);

/// Stable sort by cell. The sum of chunk_n is < 2^32 and the length of sorted; begin[nx * ny + 1].
void ctk_pip_sort(const ctk_pip *grid, int64_t n_chunks, const int64_t *chunk_begin,
                  const int64_t *chunk_n, const ctk_pip_record *record, ctk_pip_record *sorted,
                  uint32_t *begin);

/// Add to expected[nx * ny], zero at first, n points, of which every step-th is counted and stands
/// for step.
void ctk_pip_expect(const ctk_pip *grid, int64_t n, const double *lon_deg, const double *lat_deg,
                    int64_t step, int32_t n_threads, uint32_t *expected);

/// Bytes of scratch for each thread of ctk_pip_pool().
size_t ctk_pip_work(const ctk_pip *grid, const ctk_pip_sorted *in);

/// row_begin[ny + 1]: where in the pool each row of cells may begin, at a guess of the words it
/// takes. Returns row_begin[ny].
int64_t ctk_pip_pool_guess(const ctk_pip *grid, const ctk_pip_sorted *in, int64_t *row_begin);

/// Fill grid->root and grid->pool[0 .. row_begin[ny]), row j from row_begin[j], a multiple of 4.
/// row_words[ny]: words each row takes. Returns false, with the pool unusable, when a row takes
/// more than its share: call again with row_begin summed up from row_words. row_begin[ny] must be
/// below 2^30. work: n_threads * work_size bytes, 16-aligned.
bool ctk_pip_pool(ctk_pip *grid, const ctk_pip_sorted *in, const int64_t *row_begin,
                  int32_t n_threads, void *work, size_t work_size, int64_t *row_words);

/// region[i] of the point (lon[i], lat[i]), -1 = none. Any value is allowed, NaN is in no region.
void ctk_pip_find(const ctk_pip *grid, int64_t n, const double *lon_deg, const double *lat_deg,
                  int32_t n_threads, int32_t *region);

/// The same for n <= CTK_PIP_BATCH points, in the caller's thread.
void ctk_pip_find_some(const ctk_pip *grid, int32_t n, const double *lon_deg, const double *lat_deg,
                       int32_t *region);

/// The same for one point.
int32_t ctk_pip_find_one(const ctk_pip *grid, double lon_deg, double lat_deg);

/// Perturbed side tests, shared by build and query: is c, moved by (e1, e2), right of the crossing
/// of segment ab with the horizontal through c; above its crossing with the vertical through c?
/// The segment must cross that line: (ay > cy) != (by > cy), or the same in x.
bool ctk_pip_is_right(const double a[2], const double b[2], double cx, double cy);
bool ctk_pip_is_above(const double a[2], const double b[2], double cx, double cy);

#endif
