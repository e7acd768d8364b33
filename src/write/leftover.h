/// What runs that were killed have left beside the place of a result.
#ifndef CT_WRITE_LEFTOVER_H
#define CT_WRITE_LEFTOVER_H

#include "canton/status.h"

/// Directories ".<name>.tmp-<pid>" beside `final` whose process is gone are removed. A result that
/// was set aside as ".<name>.old-<pid>", by a run killed before it had put its own there, is put
/// back. What may be alive stays. All of it is noted. CT_ERR_OUTPUT: another run is at work.
ct_status ct_leftovers_settle(const char *final, ct_notes *notes, ct_error *err);

#endif
