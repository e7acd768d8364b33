/// A small whole job on disk: layer, accounts, and options that ask for a plan of it.
#ifndef CT_TESTS_MAKE_JOB_H
#define CT_TESTS_MAKE_JOB_H

#include "canton.h"

/// How the same content is laid out in the files. All zero: records by code, rows by number.
typedef struct make_job {
    int32_t record_stride; ///< record i is region i * stride mod MAKE_JOB_REGIONS
    int32_t row_stride;    ///< row i is account i * stride mod MAKE_JOB_ACCOUNTS
} make_job;

enum { MAKE_JOB_REGIONS = 36, MAKE_JOB_ACCOUNTS = 900, MAKE_JOB_K = 4 };

/// A mainland of 33 rectangles of many sizes and three islands, 900 accounts of which some lie off
/// the coast or have no coordinates, two measures, 4 territories, effort 1. The files are
/// job.shp and job.csv in test_path(name), a directory that does not exist yet; the output goes to
/// result/out in it, and result exists and is empty. Strings stay valid until the 4th next call.
ct_options make_job_files(const char *name, make_job layout);

/// Number of entries beside and with opt->out: 0 = nothing was left behind.
int make_job_leftovers(const ct_options *opt);

#endif
