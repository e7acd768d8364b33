/// Which regions are neighbours.
#ifndef CANTON_OPTIONS_GRAPH_H
#define CANTON_OPTIONS_GRAPH_H

#include "canton/status.h"

typedef enum ct_contiguity { CT_ROOK, CT_QUEEN } ct_contiguity;
typedef enum ct_bridge_mode { CT_BRIDGES_AUTO, CT_BRIDGES_NONE, CT_BRIDGES_FILE } ct_bridge_mode;

/// Strings are borrowed; NULL = not given.
typedef struct ct_graph_options {
    const char *adjacency; ///< file of neighbours in place of shared borders
    ct_contiguity contiguity;
    double snap_m;        ///< borders this near are shared; < 0 = choose, 0 = off
    double bridge_gap_km; ///< regions of different components closer than this are linked; 0 = off
    ct_bridge_mode bridges;
    const char *bridge_file; ///< of CT_BRIDGES_FILE
} ct_graph_options;

CT_API_BEGIN

ct_graph_options ct_graph_options_default(void);
ct_status ct_graph_options_check(const ct_graph_options *opt, ct_error *err);

CT_API_END
#endif
