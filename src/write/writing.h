/// What the writers share: the run they write, where to, and their entries.
#ifndef CT_WRITE_WRITING_H
#define CT_WRITE_WRITING_H

#include "canton/stages.h"
#include "write/features.h"

/// Colour-blind-safe fills (Okabe and Ito 2008, black replaced by grey), by ct_figures.color.
enum { CT_N_COLORS = 8 };
extern const char *const ct_palette[CT_N_COLORS];

/// A level as files show it.
typedef struct ct_view {
    int32_t *territory;       ///< [n regions] 1..k, 0 = unassigned
    int32_t *color;           ///< [n regions] of its territory
    const ct_polygons *shown; ///< its territories in the CRS of the regions; empty in point layers
                              ///< or when they are not written
    ct_polygons own;          ///< they, unless they were measured in that CRS
} ct_view;

/// A layer of the plan as files show it.
typedef struct ct_views {
    char dir[4200]; ///< where its files go
    int32_t n;
    ct_view *level; ///< [n] of the plan's layer, the lowest first
} ct_views;

/// One output directory in the making. All borrowed.
typedef struct ct_writing {
    const ct_options *opt;
    const ct_context *ctx;
    const ct_run *run;
    const ct_case *given;  ///< of the run
    const char *command;   ///< that does the run again
    struct ct_map *map;    ///< of the report, made beside the files
    const ct_views *views; ///< [layers of the plan]
    // of what is written now, see ct_writing_at()
    int32_t layer_id, level_id;
    const ct_level *level;
    const ct_polygons *territories; ///< ct_view.shown
    const int32_t *territory, *color;
    const char *dir;
} ct_writing;

/// w for a layer of the plan and a level of it.
ct_writing ct_writing_at(const ct_writing *w, int32_t layer_id, int32_t level_id);

/// How many files a row of the table of outputs stands for.
typedef enum ct_per { CT_PER_RUN, CT_PER_SEGMENT, CT_PER_LEVEL } ct_per;

/// How often a row of the table is written in this layer of the plan.
int32_t ct_per_times(const ct_run *run, ct_per per, int32_t layer_id);

/// Writes one file into w->dir. CT_OK or CT_ERR_OUTPUT, CT_ERR_MEMORY, CT_ERR_STOPPED; a file that
/// failed stays behind for the directory's removal.
typedef ct_status ct_writer(const ct_writing *w, ct_error *err);

/// Describes a layer; its arrays are borrowed, or the arena's.
typedef ct_status ct_describer(const ct_writing *w, ct_arena *arena, ct_features *out,
                               ct_error *err);

#define CT_STEP(name, per, layers, function)          ct_writer function;
#define CT_PLAIN(name, per, layers, function, about)  ct_writer function;
#define CT_SHAPES(name, per, layers, function, about) ct_describer function;
#define CT_RECORD(name, per, layers, function, about) ct_writer function;
#include "canton/options/outputs.def"

/// Is one of the bits asked for, or none needed?
static inline bool ct_is_asked(const ct_writing *w, uint32_t layers)
{
    return !layers || layers & w->opt->output.layers;
}

/// Segment of a layer, "all" when accounts are not segmented.
const char *ct_segment_name(const ct_layer *layer);

/// value / 10^decimals as a number.
double ct_fixed_value(int64_t value, int32_t decimals);

/// Name of territory j, "" when it has none; *length its bytes.
const char *ct_territory_name(const ct_level *level, int32_t j, int64_t *length);

#endif
