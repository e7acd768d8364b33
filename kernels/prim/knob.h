/// Constants that somebody chose: how much work, how soon, how hot.
///
/// In every build but one they are what they look like: CTK_KNOB a `static const double`,
/// CTK_KNOB_N an enumerator. In MODE=ablate they are variables that bench/knobs.c finds in a
/// section of the program and sets from the environment, so that bench/ablate.py can show what half
/// and double of each comes to. Each stands with its reason in one line; where that names no
/// derivation, the reason is the table "Constants" of bench/RESULTS.md, which that bench prints.
///
/// What is no knob: sizes of arrays ("room for"), widths of words, keys of random streams, and what
/// is derived from rounding. Those stay enumerators, and say so.
#ifndef CTK_PRIM_KNOB_H
#define CTK_PRIM_KNOB_H

#include <stdint.h>

#ifndef CTK_ABLATE

#define CTK_KNOB(name, value)              static const double name = value
#define CTK_KNOB_N(name, value)            enum { name = value }
#define CTK_KNOB_UP_TO(name, value, most)  enum { name = value }
#define CTK_KNOB_TABLE                     const
#define CTK_KNOB_COLUMN(table, field, how) _Static_assert(sizeof(table) > 0, "a table")

#else

/// One constant; or one column of a table, of which the value is a factor.
typedef struct ctk_knob {
    const char *file, *name;
    double *real;      ///< one of the two is set
    int32_t *whole;    ///< at least 1
    double value;      ///< of this build; 1 of a column
    double most;       ///< there is room for; 0 = any
    int64_t n, stride; ///< rows of a column and bytes from one to the next
} ctk_knob;

/// Each on a page of its own, so that reading it can be noticed.
#define CTK_KNOB_PAGE __attribute__((section("ctk_knob_pages"), aligned(4096)))

#define CTK_KNOB_ENTRY(id, ...)                                                                    \
    static const ctk_knob id##_knob                                                                \
        __attribute__((section("ctk_knobs"), used, aligned(8))) = {.file = __FILE__, __VA_ARGS__}

#define CTK_KNOB(id, what)                                                                         \
    static CTK_KNOB_PAGE double id = what;                                                         \
    CTK_KNOB_ENTRY(id, .name = #id, .real = &id, .value = what, .n = 1)
#define CTK_KNOB_N(id, what) CTK_KNOB_UP_TO(id, what, 0)
#define CTK_KNOB_UP_TO(id, what, room)                                                             \
    static CTK_KNOB_PAGE int32_t id = what;                                                        \
    CTK_KNOB_ENTRY(id, .name = #id, .whole = &id, .value = what, .most = room, .n = 1)
#define CTK_KNOB_TABLE
/// how: real or whole, by the type of the field.
#define CTK_KNOB_COLUMN(table, field, how)                                                         \
    CTK_KNOB_ENTRY(table##_##field, .name = #table "." #field, .how = &table[0].field, .value = 1, \
                   .n = sizeof table / sizeof *table, .stride = sizeof *table)

#endif

#endif
