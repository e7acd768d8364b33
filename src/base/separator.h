/// What separates the cells of a table of text.
#ifndef CT_BASE_SEPARATOR_H
#define CT_BASE_SEPARATOR_H

#include <stdint.h>

/// The separator seen most in the line at p, outside quotes; the first of , ; tab | on a tie.
char ct_separator_guess(const char *p, const char *end);

/// A spreadsheet's line "sep=;", perhaps in quotes, perhaps with a CR behind it, states it; 0 = it
/// is no such line.
char ct_separator_stated(const char *line, int64_t length);

#endif
