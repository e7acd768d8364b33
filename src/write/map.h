/// The report's map: territories projected, laid out in frames, and thinned to what a screen shows.
///
/// Far-off parts (Alaska, Hawaii, overseas departments) get frames of their own below the main one,
/// each with its own scale and its own Lambert azimuthal equal-area projection. Borders are thinned
/// arc by arc, where an arc runs between points in which three or more borders meet; both
/// neighbours see the same arc in the same direction, so they still fit after thinning.
#ifndef CT_WRITE_MAP_H
#define CT_WRITE_MAP_H

#include "base/dissolve.h"
#include "base/memory.h"
#include "canton/stages.h"

enum { CT_MAP_MAX_FRAMES = 12, CT_MAP_WIDTH = 10000 }; ///< map units are tenths of a pixel

/// A part of the Earth and where it lands on the sheet.
typedef struct ct_frame {
    double lon_deg, lat_deg;         ///< centre of its projection
    double west, south, east, north; ///< degrees, longitudes relative to lon_deg
    double scale, x, y;              ///< sheet = (x + scale * east_km, y - scale * north_km)
    int32_t box[4];                  ///< left, top, width, height on the sheet
    int32_t n_territories;
} ct_frame;

typedef struct ct_label {
    int32_t territory;
    int32_t x, y, size; ///< middle of the text, font size
} ct_label;

typedef struct ct_map {
    int32_t width, height;
    int32_t n_frames;
    ct_frame frame[CT_MAP_MAX_FRAMES];
    int32_t n_rings;
    int32_t *ring_territory; ///< [n_rings]
    int32_t *ring_frame;     ///< [n_rings]
    int64_t *vertex_begin;   ///< [n_rings + 1]
    int32_t *xy;             ///< [2 * n_vertices] sheet; not closed
    int32_t *point;          ///< [2 * n_regions] point layers only
    int32_t n_labels;
    ct_label *label;        ///< [n_labels] by territory, then frame
    int32_t (*bridge)[4];   ///< [n_bridges] x, y of both ends
    uint8_t *bridge_is_far; ///< [n_bridges] its ends are in different frames
    bool *bridge_is_used;   ///< [n_bridges] it holds a territory together
    double tolerance;       ///< sheet units within which borders were thinned
} ct_map;

/// From the territories' outlines. At most `budget` vertices, and none that moves a border by less
/// than a third of a pixel.
ct_status ct_map_make(const ct_context *ctx, const ct_case *given, const ct_level *level,
                      int64_t budget, ct_map *out, ct_error *err);
void ct_map_free(ct_map *m);

// --- its parts ---

/// Things to place together: box of each in degrees, its territory, its frame (out).
typedef struct ct_map_items {
    int32_t n;
    double *west, *south, *east, *north; ///< [n]
    int32_t *territory;                  ///< [n]
    int32_t *frame;                      ///< [n]
} ct_map_items;

/// Group items that lie near each other, centre and scale a projection for each group, lay them
/// out.
ct_status ct_map_frames(const ct_map_items *items, int32_t k, ct_arena *arena, ct_map *m,
                        ct_error *err);
/// n points from lon/lat, degrees, onto the sheet, through frame f.
void ct_map_project(const ct_frame *f, int64_t n, const double *lonlat, double *xy);
/// The frame a point belongs to: one whose box holds it, else the nearest.
int32_t ct_map_frame_at(const ct_map *m, double lon_deg, double lat_deg);

/// What a map can show: of ring r the vertices [vertex_begin[r], vertex_begin[r] + n[r]) of these
/// arrays, most of which are never touched.
typedef struct ct_map_shown {
    int32_t *n;      ///< [n_rings]
    int32_t *vertex; ///< [n_vertices] index in the ring, ascending
    double *rank;    ///< [n_vertices] sheet distance by which the border moves when it goes
} ct_map_shown;

/// The vertices whose rank is above `floor`. Ring r is projected by m->frame[frame[r]].
ct_status ct_map_ranks(const ct_context *ctx, const ct_polygons *p, const ct_map *m,
                       const int32_t *frame, double floor, ct_map_shown *out, ct_arena *arena,
                       ct_error *err);

/// Where the numbers of k territories go: in every frame the middle of the widest level stretch of
/// what it shows of the territory, at the height of the largest part. `label` has room for
/// k * n_frames. Returns how many there are.
int32_t ct_map_labels(const ct_map *m, int32_t k, ct_label *label);

#endif
