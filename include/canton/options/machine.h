/// What a run may use of the machine. No result depends on it.
#ifndef CANTON_OPTIONS_MACHINE_H
#define CANTON_OPTIONS_MACHINE_H

#include "canton/status.h"

typedef struct ct_machine_options {
    int32_t threads;      ///< 0 = as many as the process may use
    double max_memory_gb; ///< 0 = no limit; the program's, a library does not limit its caller
} ct_machine_options;

CT_API_BEGIN

ct_machine_options ct_machine_options_default(void);
ct_status ct_machine_options_check(const ct_machine_options *opt, ct_error *err);

CT_API_END
#endif
