/// What the program says. No result depends on it.
#ifndef CANTON_OPTIONS_TALK_H
#define CANTON_OPTIONS_TALK_H

#include <stdbool.h>

#include "canton/status.h"

typedef struct ct_talk_options {
    const char *job;   ///< the job file the options came from, NULL = none
    int32_t verbosity; ///< -1 quiet, 0 normal, 1 verbose
    bool json;         ///< the summary on standard output as JSON
} ct_talk_options;

CT_API_BEGIN

ct_talk_options ct_talk_options_default(void);
ct_status ct_talk_options_check(const ct_talk_options *opt, ct_error *err);

CT_API_END
#endif
