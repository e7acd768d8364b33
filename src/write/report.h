/// Parts of report.html.
#ifndef CT_WRITE_REPORT_H
#define CT_WRITE_REPORT_H

#include "write/map.h"
#include "write/out.h"
#include "write/writing.h"

extern const char ct_report_style[], ct_report_script[], ct_report_script_digest[];

/// Text with <, >, & and quotes made harmless.
void ct_report_text(ct_out *o, const char *text, int64_t length);
/// `value` with `decimals` digits and thousands separators; an en dash for NaN.
void ct_report_number(ct_out *o, double value, int32_t decimals);

void ct_report_map(ct_out *o, const ct_writing *w, const ct_map *m);
/// Whether more of the accounts is left out than --max-bad allows when it is not given.
bool ct_report_is_lossy(const ct_writing *w);
/// ", but 3.1 % of the accounts, 4 % of revenue are without a region or unreadable".
void ct_report_loss(ct_out *o, const ct_writing *w);
/// The table that says where all that was read is.
void ct_report_intake(ct_out *o, const ct_writing *w);
/// For measure m: a bar per territory against its band, and the histogram of deviations.
void ct_report_bars(ct_out *o, const ct_writing *w, int32_t m);
void ct_report_histogram(ct_out *o, const ct_writing *w, int32_t m);
void ct_report_table(ct_out *o, const ct_writing *w);

/// Deviations from the target at both ends of the band of territory j, percent.
void ct_report_band(const ct_writing *w, int32_t m, int32_t j, double *low, double *high);

#endif
