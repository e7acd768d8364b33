/// Steps of ct_read_regions(), in the order of src/read/regions.c.
#ifndef CT_READ_REGIONS_H
#define CT_READ_REGIONS_H

#include "canton/stages.h"
#include "read/layer.h"

/// One ring of a record as it will be stored: n vertices of the record from `first` on.
typedef struct ct_ring_plan {
    int32_t first, n;
    bool is_hole;
    bool is_reversed; ///< stored back to front
    bool is_open;     ///< the first vertex is stored once more at the end
} ct_ring_plan;

/// What becomes of one record: its rings are plan[0 .. n_rings).
typedef struct ct_record_plan {
    ct_ring_plan *ring;
    int64_t n_vertices; ///< as stored; 0 = no geometry
    int32_t n_rings;
    int32_t n_closed, n_dropped, n_turned; ///< rings that were open, without area, the wrong way
    bool is_damaged;                       ///< a coordinate is not finite
} ct_record_plan;

/// Scratch of ct_plan_rings() for one record of n_parts rings, besides its vertices.
typedef struct ct_ring_scratch {
    double area;
    double box[4];
    int32_t owner; ///< outer ring of a hole, -1 = none
    ct_ring_plan plan;
} ct_ring_scratch;

/// Decide which rings are outer and which are holes, and their order. A ring running clockwise is
/// outer, a counter-clockwise one a hole of the smallest outer ring of its record that contains it;
/// outer rings keep the order of the file, each followed by its holes in the order of the file.
/// The ring with the largest area is outer in any case: when it runs the other way, the whole
/// record is taken as inverted. A hole in no outer ring is an outer ring the wrong way round.
///
///   xy           [2 * n_points] vertices of the record, aligned
///   scratch      [n_parts]
///   plan->ring   [n_parts] room; the rest of *plan is zero on entry
void ct_plan_rings(const ct_polygon *polygon, const double *xy, ct_ring_scratch *scratch,
                   ct_record_plan *plan);

/// Plans of all records of a polygon layer, in parallel, and the digest of the .shp beside them.
/// plan[n_records]; the rings in *rings.
ct_status ct_plan_records(const ct_layer_file *layer, const ct_context *ctx, ct_record_plan *plan,
                          ct_ring_plan **rings, ct_error *err);

/// Codes -> out->n, code, record_region. has_shape[n_records]: the record has a geometry.
ct_status ct_read_codes(const ct_data_options *opt, const ct_context *ctx,
                        const ct_layer_file *layer, const uint8_t *has_shape, ct_regions *out,
                        ct_error *err);

/// Rings of all regions, from the plans of their records, in parallel.
ct_status ct_copy_rings(const ct_layer_file *layer, const ct_context *ctx,
                        const ct_record_plan *plan, ct_regions *out, ct_error *err);

/// Attributes that measures name (CT_FIELD), summed over the records of a region.
ct_status ct_read_fields(const ct_data_options *opt, const ct_context *ctx,
                         const ct_layer_file *layer, ct_regions *out, ct_error *err);

/// One attribute of the records of each region: is it the same in all of them?
typedef struct ct_repeats {
    const ct_regions *regions;
    int32_t *n;     ///< [n regions] records so far; negative: not all have the same value
    int64_t *value; ///< [n regions] of the last one, fixed point
} ct_repeats;

/// Close it in any case; then each record in turn, and what is to be said.
ct_status ct_repeats_open(const ct_regions *regions, ct_repeats *out, ct_error *err);
void ct_repeats_close(ct_repeats *r);
void ct_repeats_add(ct_repeats *r, int32_t region, int64_t value);
void ct_repeats_note(const ct_repeats *r, const ct_context *ctx, const char *name,
                     int32_t decimals);

/// The arrays of places; those of a layer without rings.
ct_status ct_new_places(ct_regions *out, ct_error *err);
ct_status ct_new_no_rings(ct_regions *out, ct_error *err);

/// Region i lies here.
void ct_place_region(ct_regions *r, int32_t i, double lon_deg, double lat_deg);

/// Area, centroid and position of polygon regions, in parallel.
void ct_place_regions(const ct_context *ctx, ct_regions *out);

/// The whole of a point layer but codes and fields: xy[2 * n_records] -> lon, lat, position.
ct_status ct_place_points(const ct_layer_file *layer, const double *lonlat, ct_regions *out,
                          ct_error *err);

/// Up to three examples for a note: "17, 18, 20".
typedef struct ct_examples {
    int64_t n;
    char text[128];
} ct_examples;
void ct_example(ct_examples *e, int64_t count, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
