/// Regions that a file of neighbours names.
#include <string.h>

#include "graph/given.h"

static void add(ct_unknown *u, const char *code, int64_t length)
{
    const size_t used = strlen(u->examples), room = sizeof u->examples - used;
    const size_t shown = length < 24 ? (size_t)length : 24;
    if (u->n++ >= 3 || shown + 3 > room) return;
    if (used > 0) memcpy(u->examples + used, ", ", 3);
    strncat(u->examples, code, shown);
}

int32_t ct_given_region(const ct_graph_job *job, const char *code, int64_t length,
                        ct_unknown *unknown)
{
    const int64_t id = ct_strings_find(&job->regions->code, code, length);
    if (id < 0) add(unknown, code, length);
    return (int32_t)id;
}
