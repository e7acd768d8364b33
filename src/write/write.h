/// What the writers share: the run they write, where to, and their entries.
#ifndef CT_WRITE_WRITE_H
#define CT_WRITE_WRITE_H

#include "base/dissolve.h"
#include "canton/stages.h"

/// Colour-blind-safe fills (Okabe and Ito 2008, black replaced by grey), by ct_figures.color.
enum { CT_N_COLORS = 8 };
extern const char *const ct_palette[CT_N_COLORS];

/// One output directory in the making. All borrowed but the arrays, which write.c frees.
typedef struct ct_writing {
    const ct_options *opt;
    const ct_context *ctx;
    const ct_run *run;
    const ct_case *given;           ///< of the run
    const ct_level *level;          ///< the level to be written
    const char *command;            ///< that does the run again
    const ct_polygons *territories; ///< in the layer's CRS; empty in point layers or when not shown
    struct ct_map *map;             ///< of the report, made beside the files
    const char *dir;                ///< the temporary directory
    int32_t *territory;             ///< [n regions] 1..k, 0 = unassigned
    int32_t *color;                 ///< [n regions] of its territory
} ct_writing;

/// Writers of single files into w->dir. Each returns CT_OK or CT_ERR_OUTPUT, CT_ERR_MEMORY,
/// CT_ERR_STOPPED; a file that failed stays behind for the directory's removal.
ct_status ct_write_map(const ct_writing *w, ct_error *err); ///< no file, but w->map
ct_status ct_write_h5(const ct_writing *w, ct_error *err);
ct_status ct_write_territories(const ct_writing *w, ct_error *err);
ct_status ct_write_regions(const ct_writing *w, ct_error *err);
ct_status ct_write_bridges(const ct_writing *w, ct_error *err);
ct_status ct_write_problems(const ct_writing *w, ct_error *err);
ct_status ct_write_assignments(const ct_writing *w, ct_error *err);
ct_status ct_write_unmatched(const ct_writing *w, ct_error *err);
ct_status ct_write_report(const ct_writing *w, ct_error *err);
ct_status ct_write_summary(const ct_writing *w, ct_error *err);
ct_status ct_write_log(const ct_writing *w, ct_error *err);

/// value / 10^decimals as a number.
double ct_fixed_value(int64_t value, int32_t decimals);

/// Name of territory j, "" when it has none; *length its bytes.
const char *ct_territory_name(const ct_level *level, int32_t j, int64_t *length);

#endif
