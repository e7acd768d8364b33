/// What the numbers of a layer say of its coordinate system: degrees, or not.
#ifndef CT_READ_EXTENT_H
#define CT_READ_EXTENT_H

#include <stdbool.h>
#include <stdint.h>

#include "canton/progress.h"

typedef struct ct_extent {
    double x_min, x_max, y_min, y_max; ///< x_min > x_max: no point
} ct_extent;

/// Of n points xy; NaN pairs are passed over.
ct_extent ct_extent_of(int64_t n, const double *xy, int32_t n_threads);

/// Room for the rounding of longitudes at +-180: what is beyond by less stays as it is.
#define CT_ROUNDED_DEG 1e-6

/// Degrees from -180 to 180 and from -90 to 90, but for rounding.
bool ct_extent_in_degrees(const ct_extent *e);
/// Degrees whose longitudes may count on beyond 180, from -360 to 360.
bool ct_extent_in_turned_degrees(const ct_extent *e);

/// What states the coordinate system of the layer `path`, for messages: ".prj" of a shapefile.
const char *ct_extent_word(const char *path);
/// CT_ERR_INPUT: these are no degrees, though `system` (NULL = nothing) says so.
ct_status ct_extent_fail(const char *path, const char *system, const ct_extent *e, ct_error *err);

/// A longitude as one from -180 to 180: as it is, but for a turn where it is beyond.
double ct_turned_deg(double lon);
/// The same for n points xy; returns how many were beyond.
int64_t ct_turn_points(int64_t n, double *xy);
/// That n points of `path`, or regions, were.
void ct_turned_note(const ct_context *ctx, const char *path, int64_t n, bool are_points);

#endif
