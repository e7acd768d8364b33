/// The verbs, and the options by name: what they are called, not what they do.
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"

const verb_row verbs[] = {
#define VERB(name, options, usage, summary) {#name, CT_VERB_##options, usage, summary},
#include "cli/verbs.def"
#undef VERB
    {0},
};

const verb_row *verb_find(const char *name)
{
    for (const verb_row *v = verbs; v->name; v++)
        if (!strcmp(name, v->name)) return v;
    return NULL;
}

void verb_list(char *out, size_t size)
{
    size_t at = 0;
    for (const verb_row *v = verbs; v->name && at < size; v++)
        at += (size_t)snprintf(out + at, size - at, "%s%s",
                               !at         ? ""
                               : v[1].name ? ", "
                                           : " and ",
                               v->name);
}

ct_status option_unknown(const char *where, const char *name, ct_error *err)
{
    const char *names[128];
    int32_t n = 0;
    for (int32_t i = 0; i < ct_option_count && n < 128; i++)
        if (ct_option_table[i].name) names[n++] = ct_option_table[i].name;
    const int32_t near = ct_nearest_name(name, names, n);
    if (near < 0)
        return ct_fail(err, CT_ERR_USAGE, "%sno option --%s; 'canton help run' lists them", where,
                       name);
    return ct_fail(err, CT_ERR_USAGE, "%sno option --%s; did you mean --%s?", where, name,
                   names[near]);
}
