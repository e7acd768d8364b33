/// Canton: contiguous, balanced, compact territories from regions and weighted accounts.
///
/// canton/embed.h is the door for other programs: handles, settings by name, cases in memory.
/// canton/stages.h is the program on one page, for those who want a stage by itself.
///
/// Ownership: whoever allocates frees. What a function fills, its _free() frees, also after a
/// failure; inputs are borrowed for the call. Strings of options and of settings handed out as
/// options are borrowed as long as the options are used. Text that is said to be malloc'ed is
/// free()d.
///
/// Threads: nothing of the library is shared between calls; any functions may run at the same time
/// on different data, and on the same data where it is const. Results are the same for every number
/// of threads. Two runs that write canton.h5 at once need an HDF5 built to be thread-safe
/// (H5is_library_threadsafe()), as Debian's is.
///
/// Process: nothing is printed, exited, locked or caught; locale, signals, limits, working
/// directory and the state of HDF5 are left as found. OpenMP makes the threads, and keeps them. A
/// layer that is no shapefile is read by a process of its own, canton-gdal, which is waited for.
///
/// ABI: libcanton.so.N stands for layouts, numbers and signatures. While N stays, functions,
/// options, files of the output, and values at the end of an enum may come; structs do not change,
/// and what is behind a handle may.
#ifndef CANTON_H
#define CANTON_H

#include "canton/constraints.h"
#include "canton/embed.h"
#include "canton/options.h"
#include "canton/plan.h"
#include "canton/progress.h"
#include "canton/stages.h"
#include "canton/status.h"

#define CANTON_VERSION "0.1.0"
#define CANTON_FORMAT  "1.1" ///< of canton.h5

CT_API_BEGIN

/// CANTON_VERSION of the library that runs, which may be later than that of this header.
const char *ct_version(void);

CT_API_END
#endif
