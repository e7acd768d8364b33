/// Canton: contiguous, balanced, compact territories from regions and weighted accounts.
#ifndef CANTON_H
#define CANTON_H

#include "canton/constraints.h"
#include "canton/options.h"
#include "canton/plan.h"
#include "canton/progress.h"
#include "canton/stages.h"
#include "canton/status.h"

#define CANTON_VERSION "0.1.0"
#define CANTON_FORMAT  "1.1" ///< of canton.h5

#endif
