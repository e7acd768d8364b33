/// Which library this is.
#include "canton.h"

const char *ct_version(void)
{
    return CANTON_VERSION;
}
