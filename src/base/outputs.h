/// What the table of outputs says to the command line.
#ifndef CT_BASE_OUTPUTS_H
#define CT_BASE_OUTPUTS_H

#include <stddef.h>

#include "canton/options/output.h"

/// A file of the output directory, for the help.
typedef struct ct_output_about {
    const char *name, *about;
} ct_output_about;

/// In the order in which they are written.
extern const ct_output_about ct_outputs[];
extern const int32_t ct_n_outputs;

enum { CT_LAYERS_TEXT = 256 }; ///< bytes that the names of all layers fit into

/// The layers as --layers takes them, "h5,regions", to out[CT_LAYERS_TEXT].
void ct_layers_text(uint32_t layers, char *out);

/// The bits of a list such as "h5,regions" or "all,-report". False leaves in wrong[CT_LAYERS_TEXT]
/// the first name, perhaps cut, that is none, and in *meant what it comes near, NULL = nothing.
bool ct_layers_parse(const char *list, uint32_t *layers, char *wrong, const char **meant);

#endif
