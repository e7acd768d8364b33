/// The coordinate system of a layer, and its coordinates as lon/lat on WGS 84 (by PROJ, offline).
#ifndef CT_READ_CRS_H
#define CT_READ_CRS_H

#include "base/file.h"
#include "canton/progress.h"

typedef struct ct_crs {
    char *wkt;          ///< what the layer states, or what was assumed
    char *name;         ///< for people: "WGS 84 / UTM zone 18N"
    bool is_geographic; ///< coordinates count in degrees
    bool is_turned;     ///< these, and longitudes go on beyond 180: ct_turned_deg() is meant
    bool is_lonlat;     ///< coordinates are lon/lat WGS 84 already: no transformation needed
} ct_crs;

/// Settle the CRS of the layer `path` that states `wkt` (NULL = nothing) and whose coordinates are
/// xy (interleaved, n points; NaN pairs are passed over). Where nothing is stated, WGS 84 when the
/// numbers fit, and a note says so. CT_ERR_INPUT when PROJ does not understand the text, when there
/// is none and the numbers are no degrees, when a geographic CRS has numbers that are no degrees.
ct_status ct_crs_settle(const char *path, const char *wkt, int64_t n, const double *xy,
                        const ct_context *ctx, ct_crs *out, ct_error *err);
void ct_crs_free(ct_crs *crs);

/// xy -> lonlat[2 * n] in degrees, in parallel; equal input gives equal output, for any n_threads.
/// NaN pairs give NaN; points PROJ cannot transform give HUGE_VAL and are counted in *n_failed
/// (the first one in *first_failed). lonlat may be xy.
ct_status ct_crs_to_lonlat(const ct_crs *crs, int64_t n, const double *xy, double *lonlat,
                           int32_t n_threads, int64_t *n_failed, int64_t *first_failed,
                           ct_error *err);

#endif
