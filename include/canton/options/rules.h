/// Rules that a plan keeps beside its bands.
#ifndef CANTON_OPTIONS_RULES_H
#define CANTON_OPTIONS_RULES_H

#include "canton/status.h"

/// Files, one rule a row; borrowed, NULL = no such rules.
typedef struct ct_rule_options {
    const char *apart;  ///< a,b: two regions that may not share a territory
    const char *forbid; ///< code,territory: a region that may not be in it
} ct_rule_options;

CT_API_BEGIN

ct_rule_options ct_rule_options_default(void);
ct_status ct_rule_options_check(const ct_rule_options *opt, ct_error *err);

CT_API_END
#endif
