/// The verbs: what they are called, not what they do.
#include <stdio.h>
#include <string.h>

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
