/// What several writers say the same way.
#include "write/writing.h"

#include <math.h>

const char *const ct_palette[CT_N_COLORS] = {"#E69F00", "#56B4E9", "#009E73", "#F0E442",
                                             "#0072B2", "#D55E00", "#CC79A7", "#999999"};

double ct_fixed_value(int64_t value, int32_t decimals)
{
    static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    const bool is_small = decimals < (int32_t)(sizeof power / sizeof *power);
    return (double)value / (is_small ? power[decimals] : pow(10, decimals));
}

const char *ct_territory_name(const ct_level *level, int32_t j, int64_t *length)
{
    const ct_strings *names = &level->bands.name;
    const bool has_names = names->n == level->figures.k;
    *length = has_names ? ct_string_length(names, j) : 0;
    return *length ? ct_string(names, j) : "";
}
