/// The alignment of today, and plans to agree with.
#ifndef CANTON_OPTIONS_TODAY_H
#define CANTON_OPTIONS_TODAY_H

#include "canton/status.h"

/// Strings are borrowed; NULL = not given.
typedef struct ct_today_options {
    const char *current; ///< file: code,territory
    const char *like;    ///< such a file, or a result: numbers and names are to agree with it
} ct_today_options;

CT_API_BEGIN

ct_today_options ct_today_options_default(void);
ct_status ct_today_options_check(const ct_today_options *opt, ct_error *err);

CT_API_END
#endif
