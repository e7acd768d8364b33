/// The layers: what each has as geometry and as fields.
#ifndef CT_WRITE_LAYERS_H
#define CT_WRITE_LAYERS_H

#include "base/memory.h"
#include "write/attributes.h"
#include "write/qml.h"
#include "write/shapefile.h"
#include "write/write.h"

/// A shapefile with everything that belongs to it.
typedef struct ct_output_layer {
    const char *name; ///< without extension
    const char *wkt;  ///< NULL = WGS 84
    ct_symbol symbol;
    const char *label; ///< expression shown on the map, as it stands in XML; NULL = none
    ct_shapes shapes;
    ct_attributes table;
} ct_output_layer;

ct_status ct_layer_write(const ct_writing *w, ct_output_layer *layer, ct_error *err);

/// Bridges as columns; zero-initialised when only the names of fields are wanted.
typedef struct ct_bridge_columns {
    int32_t *from, *to; ///< [n] regions
    int32_t *territory; ///< [n] territory whose connection needs the bridge, 0 = none
    double *length_m;   ///< [n]
    ct_strings_builder kind, reason;
} ct_bridge_columns;

/// Problems as columns; zero-initialised when only the names of fields are wanted.
typedef struct ct_problem_columns {
    int32_t *cover, *a, *b;
    double *area_m2, *width_m;
    ct_strings_builder kind;
} ct_problem_columns;

/// Fields of each layer, for the layer itself and for fields.csv. `record_region` may be NULL.
void ct_territories_table(const ct_writing *w, ct_attributes *t);
void ct_regions_table(const ct_writing *w, const int32_t *record_region, ct_attributes *t);
void ct_bridges_table(const ct_writing *w, const ct_bridge_columns *columns, ct_attributes *t);

void ct_problems_table(const ct_writing *w, const ct_problem_columns *columns, ct_attributes *t);

/// fields.csv: the short names of the layers' fields and what they mean.
ct_status ct_write_fields(const ct_writing *w, ct_error *err);

#endif
