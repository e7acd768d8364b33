/// Layers by name.
#include "base/outputs.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

const ct_output_about ct_outputs[] = {
#define CT_PLAIN(name, per, layers, function, about)  {name, about},
#define CT_SHAPES(name, per, layers, function, about) {name ".shp", about},
#define CT_RECORD(name, per, layers, function, about) {name, about},
#include "canton/options/outputs.def"
};
const int32_t ct_n_outputs = (int32_t)(sizeof ct_outputs / sizeof *ct_outputs);

/// In the order of their bits, and the words for all and for none of them.
static const char *const layer_names[] = {
#define CT_LAYER(id, name) name,
#include "canton/options/outputs.def"
    "all", "none"};
enum { N_WORDS = sizeof layer_names / sizeof *layer_names };

void ct_layers_text(uint32_t layers, char *out)
{
    size_t at = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < CT_N_LAYERS; i++)
        if (layers >> i & 1 && at < CT_LAYERS_TEXT)
            at += (size_t)snprintf(out + at, CT_LAYERS_TEXT - at, "%s%s", at ? "," : "",
                                   layer_names[i]);
    if (!layers) snprintf(out, CT_LAYERS_TEXT, "none");
}

/// False = none has this name.
static bool find_bits(const char *name, uint32_t *bits)
{
    for (uint32_t i = 0; i < CT_N_LAYERS; i++) {
        *bits = 1u << i;
        if (!strcmp(layer_names[i], name)) return true;
    }
    *bits = strcmp(name, "all") ? 0 : CT_LAYER_ALL;
    return *bits || !strcmp(name, "none");
}

bool ct_layers_parse(const char *list, uint32_t *layers, char *wrong, const char **meant)
{
    uint32_t set = 0;
    for (const char *at = list; *at;) {
        const bool minus = *at == '-';
        at += minus;
        const size_t n = strcspn(at, ",");
        snprintf(wrong, CT_LAYERS_TEXT, "%.*s", (int)n, at);
        uint32_t bits;
        if (!find_bits(wrong, &bits)) {
            const int32_t near = ct_nearest_name(wrong, layer_names, N_WORDS);
            *meant = near < 0 ? NULL : layer_names[near];
            return false;
        }
        if (minus && !set) set = CT_LAYER_ALL;
        set = minus ? set & ~bits : set | bits;
        at += n + (at[n] == ',');
    }
    *layers = set;
    return true;
}
