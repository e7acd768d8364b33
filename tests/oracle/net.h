/// Plain looks at linework: all pairs.
#ifndef CT_ORACLE_NET_H
#define CT_ORACLE_NET_H

#include <stdbool.h>

#include "kernels/geom/net.h"

/// Two edges have a point in common that is not an end of both.
bool oracle_net_touches(const ctk_net *t);

#endif
