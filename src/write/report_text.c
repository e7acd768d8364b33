/// Text and numbers of the report.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "write/report.h"

void ct_report_text(ct_out *o, const char *text, int64_t length)
{
    if (length < 0) length = (int64_t)strlen(text);
    for (int64_t i = 0; i < length; i++) switch (text[i]) {
        case '<': ct_out_text(o, "&lt;"); break;
        case '>': ct_out_text(o, "&gt;"); break;
        case '&': ct_out_text(o, "&amp;"); break;
        case '"': ct_out_text(o, "&quot;"); break;
        default: ct_out_bytes(o, text + i, 1);
        }
}

void ct_report_number(ct_out *o, double value, int32_t decimals)
{
    char digits[352], grouped[480];
    if (!isfinite(value)) {
        ct_out_text(o, "\xe2\x80\x93");
        return;
    }
    ct_format_decimals(value, decimals, digits);
    const size_t sign = digits[0] == '-', whole = strcspn(digits + sign, ".");
    size_t at = 0;
    if (sign) grouped[at++] = '-';
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0) grouped[at++] = ',';
        grouped[at++] = digits[sign + i];
    }
    ct_out_bytes(o, grouped, (int64_t)at);
    ct_out_text(o, digits + sign + whole);
}
