/// What the writers share: the run they write, where to, and their entries.
#ifndef CT_WRITE_WRITING_H
#define CT_WRITE_WRITING_H

#include "canton/stages.h"
#include "write/features.h"

/// Colour-blind-safe fills (Okabe and Ito 2008, black replaced by grey), by ct_figures.color.
enum { CT_N_COLORS = 8 };
extern const char *const ct_palette[CT_N_COLORS];

/// One output directory in the making. All borrowed.
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
    const int32_t *territory;       ///< [n regions] 1..k, 0 = unassigned
    const int32_t *color;           ///< [n regions] of its territory
} ct_writing;

/// Writes one file into w->dir. CT_OK or CT_ERR_OUTPUT, CT_ERR_MEMORY, CT_ERR_STOPPED; a file that
/// failed stays behind for the directory's removal.
typedef ct_status ct_writer(const ct_writing *w, ct_error *err);

/// Describes a layer; its arrays are borrowed, or the arena's.
typedef ct_status ct_describer(const ct_writing *w, ct_arena *arena, ct_features *out,
                               ct_error *err);

#define CT_STEP(name, layers, function)          ct_writer function;
#define CT_PLAIN(name, layers, function, about)  ct_writer function;
#define CT_SHAPES(name, layers, function, about) ct_describer function;
#define CT_RECORD(name, layers, function, about) ct_writer function;
#include "canton/options/outputs.def"

/// Is one of the bits asked for, or none needed?
static inline bool ct_is_asked(const ct_writing *w, uint32_t layers)
{
    return !layers || layers & w->opt->output.layers;
}

/// value / 10^decimals as a number.
double ct_fixed_value(int64_t value, int32_t decimals);

/// Name of territory j, "" when it has none; *length its bytes.
const char *ct_territory_name(const ct_level *level, int32_t j, int64_t *length);

#endif
