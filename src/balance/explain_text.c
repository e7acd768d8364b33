/// Values in words.
#include "balance/explain.h"
#include "base/text.h"

const char *ct_explain_value(const ct_solver *s, int32_t m, int64_t value,
                             char out[CT_EXPLAIN_TEXT])
{
    if (s->in->measures->item[m].decimals == 0)
        ct_format_count(value, out);
    else
        ct_format_fixed(value, s->in->measures->item[m].decimals, out);
    return out;
}
