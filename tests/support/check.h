/// What every test includes: cmocka, and the assertions it lacks.
#ifndef CT_TESTS_CHECK_H
#define CT_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "canton.h"

/// |a - b| <= tolerance, both printed when not.
void check_double(double a, double b, double tolerance, const char *file, int line);
#define assert_near(a, b, tolerance) check_double((a), (b), (tolerance), __FILE__, __LINE__)

/// `status` is `expected`; prints the error text when not.
void check_status(ct_status status, ct_status expected, const ct_error *err, const char *file,
                  int line);
#define assert_ok(call, err) check_status((call), CT_OK, &(err), __FILE__, __LINE__)
#define assert_fails(call, expected, err)                                                          \
    check_status((call), (expected), &(err), __FILE__, __LINE__)

/// err.text contains `part`.
void check_contains(const char *text, const char *part, const char *file, int line);
#define assert_contains(text, part) check_contains((text), (part), __FILE__, __LINE__)

/// The same strings, however they are kept.
void check_strings(const ct_strings *a, const ct_strings *b, const char *file, int line);
#define assert_same_strings(a, b) check_strings((a), (b), __FILE__, __LINE__)

/// A fresh directory below $TMPDIR that dies with the process; the same one for every call.
const char *test_dir(void);
/// test_dir()/name, in a static buffer that rotates through 8.
const char *test_path(const char *name);
/// Write text to test_dir()/name and return its path.
const char *test_file(const char *name, const char *text);

/// A context with `n_threads` whose notes can be looked at; reset by the next call.
const ct_context *test_context(int32_t n_threads);

/// Directory of real layers for long tests ($CANTON_DATA), or NULL: then skip() and say so.
const char *test_data(void);

#endif
