/// Steps of ct_read_regions(), in the order of src/read/regions.c.
#ifndef CT_READ_REGIONS_H
#define CT_READ_REGIONS_H

#include "canton/stages.h"
#include "kernels/geom/dissolve.h"
#include "kernels/geom/nest.h"
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
    ct_polygon polygon; ///< taken once: its counts would be others in a file that changes
    ct_ring_plan *ring;
    const double *anew; ///< vertices of a record that was read anew; NULL = those of the file
    int64_t n_vertices; ///< as stored; 0 = no geometry
    int32_t n_rings;
    int32_t n_closed, n_dropped, n_turned; ///< rings that were open, without area, the wrong way
    bool is_damaged;                       ///< a coordinate is not finite
    bool is_tangled;                       ///< rings touch or cross: for ct_read_tangled()
} ct_record_plan;

/// One ring while its record is planned.
typedef struct ct_ring_scratch {
    double area;
    double box[4];
    int32_t owner; ///< outer ring of a hole, -1 = none
    ct_ring_plan plan;
} ct_ring_scratch;

/// Scratch for one record of n_points vertices in n_parts rings.
typedef struct ct_ring_room {
    double *xy;            ///< [2 * n_points] vertices of the record, aligned
    ct_ring_scratch *ring; ///< [n_parts] those that enclose something
    int32_t *part;         ///< [n_parts + 1] first vertex of each part; n_points
    int32_t *begin;        ///< [n_parts + 1] edges of each ring
    int32_t *from, *to;    ///< [n_points] edges; a vertex that repeats the one before it has none
    double *box;           ///< of ctk_lines_touch()
    uint8_t *ways;
    ctk_nest nest;
    int32_t *parent, *depth; ///< [n_parts]
} ct_ring_room;

/// Carve the arrays out of `memory`, aligned to 64 bytes (NULL = only measure). Returns the bytes.
int64_t ct_ring_room_layout(ct_ring_room *q, int32_t n_points, int32_t n_parts, void *memory);

/// Take the record's vertices and parts, which may be others by now in a file that changes: the
/// parts still ascend and end with the vertices. Then keep the rings that enclose something;
/// returns how many.
int32_t ct_keep_rings(const ct_polygon *polygon, ct_ring_room *q, ct_record_plan *plan);

/// Decide which rings are outer and which are holes, and their order. Rings that have no point in
/// common are read by how they lie: one inside an odd number of others is a hole of the smallest,
/// whichever way it runs. Outer rings keep the order of the file, each followed by its holes in the
/// order of the file. Where rings touch or cross, plan->is_tangled is set and nothing is decided.
///
///   plan->ring   [n_parts] room; the rest of *plan is zero on entry
void ct_plan_rings(const ct_polygon *polygon, ct_ring_room *q, ct_record_plan *plan);

/// One of n rings has an edge across more than 180 degrees, if these are degrees: in the plane it
/// runs where it does not on the Earth, so that nothing can be said of what it crosses.
bool ct_has_wide_edges(const ct_ring_room *q, int32_t n);

/// The order of n rings whose roles and owners are known, into the plan. Owners are destroyed.
void ct_order_rings(ct_ring_scratch *ring, int32_t n, ct_record_plan *plan);

/// Vertices and rings of records that were read anew.
typedef struct ct_anew {
    double *xy; ///< [2 * n_vertices]
    int64_t n_vertices, xy_capacity;
    ct_ring_plan *ring; ///< [n_rings]
    int64_t n_rings, ring_capacity;
} ct_anew;

/// The rings of a job become those of a record, behind those of *anew, whose arrays may move: where
/// they are is told by ct_place_anew() when all are there. is_anew[n records]; in their order.
ct_status ct_keep_anew(const ctk_dissolve_job *job, ct_record_plan *plan, ct_anew *anew,
                       ct_error *err);
void ct_place_anew(int32_t n, const uint8_t *is_anew, const ct_anew *anew, ct_record_plan *plan);
/// In the plane of the layer.
double ct_enclosed_area(const ctk_dissolve_job *job);

/// Plan the records that are tangled. One whose edges are wide is taken as it is directed. One
/// whose rings, as they are drawn and directed, enclose the same area as by the even-odd rule (they
/// touch, or cross by rounding) stays as it is drawn; any other gets the ground that lies inside an
/// odd number of its rings, as new rings.
ct_status ct_read_tangled(const ct_layer_file *layer, const ct_context *ctx, ct_record_plan *plan,
                          ct_anew *anew, ct_error *err);

/// Plans of all records of a polygon layer, in parallel, and the digest of the .shp beside them.
/// plan[n_records]; the rings in *rings and *anew.
ct_status ct_plan_records(const ct_layer_file *layer, const ct_context *ctx, ct_record_plan *plan,
                          ct_ring_plan **rings, ct_anew *anew, ct_error *err);

/// Codes -> out->n, code, record_region. has_shape[n_records]: the record has a geometry.
ct_status ct_read_codes(const ct_data_options *opt, const ct_context *ctx,
                        const ct_layer_file *layer, const uint8_t *has_shape, ct_regions *out,
                        ct_error *err);

/// Records of one region that lie on each other: the first gets what they hold together, the others
/// nothing.
ct_status ct_unite_records(const ct_context *ctx, const ct_regions *r, ct_record_plan *plan,
                           ct_anew *anew, ct_error *err);

/// One ring from the points of its record, as it is stored.
void ct_copy_ring(const char *points, const ct_ring_plan *r, double *to);
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

/// xy of rings whose longitudes go on beyond 180, with a note. A ring all of whose longitudes are
/// beyond 180 moves as it is. One that lies on both sides of 180 is left in one piece in lonlat
/// (keeps_lonlat: these are lon/lat; out->lonlat is set then when there is one), while its xy jump
/// over the antimeridian as others have it. So does one that goes round the Earth along a pole, and
/// keeps its xy too.
ct_status ct_turn_rings(const ct_context *ctx, bool keeps_lonlat, ct_regions *out, ct_error *err);

/// Edges of a ring of n vertices that go across more than 180 degrees, but for those along a pole.
int64_t ct_count_wide(int64_t n, const double *lonlat);
/// lonlat of its own, equal to xy, where it has none or the same.
ct_status ct_own_lonlat(ct_regions *r, ct_error *err);

/// What is added to the longitude at the end of an edge, x, y, x, y in degrees, for it to go the
/// short way: 0 or a whole turn.
double ct_short_way(const double edge[4]);

/// Edges across more than 180 degrees go over the antimeridian: lonlat of their rings, and of the
/// holes in them, goes on beyond 180 (is_turned: some does already). CT_ERR_INPUT for a ring that
/// goes round a pole or the Earth.
ct_status ct_take_short_ways(const ct_context *ctx, bool is_turned, ct_regions *out, ct_error *err);

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
