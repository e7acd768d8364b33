/// canton version: what this program is, for a report of a fault.
#include <stdio.h>

#include "cli/cli.h"

int cmd_version(int argc, char **argv)
{
    ct_error err = {0};
    if (argc)
        return finish(
            ct_fail(&err, CT_ERR_USAGE, "canton version takes no argument, such as '%s'", argv[0]),
            &err);
    printf("canton %s\nresults     canton.h5 %s\ncompiler    %s\nOpenMP      %d\n", CANTON_VERSION,
           CANTON_FORMAT, __VERSION__, _OPENMP);
    return finish(CT_OK, &err);
}
