/// canton version: what this program is, for a report of a fault.
#include <stdio.h>

#include "canton/stages.h"
#include "cli/cli.h"

int cmd_version(int argc, char **argv)
{
    ct_error err = {0};
    if (argc)
        return finish(
            ct_fail(&err, CT_ERR_USAGE, "canton version takes no argument, such as '%s'", argv[0]),
            &err);
    char program[4096];
    const bool has_gdal = ct_gdal_find(program);
    printf("canton %s\nresults     canton.h5 %s\ncompiler    %s\nOpenMP      %d\nGDAL        %s\n",
           CANTON_VERSION, CANTON_FORMAT, __VERSION__, _OPENMP,
           has_gdal ? program : "none: layers are shapefiles");
    return finish(CT_OK, &err);
}
