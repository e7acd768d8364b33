/// Which files of a directory a result owns, and may replace.
#ifndef CT_WRITE_OWNED_H
#define CT_WRITE_OWNED_H

#include <stdbool.h>

enum { CT_OWNED_NAME = 520 };

/// Path in `dir` of the first entry, in their order, that is of no result; false = there is none.
bool ct_owned_foreign(const char *dir, char name[CT_OWNED_NAME]);

#endif
