/// Timing of one kernel: repeat, take median and minimum, print one TSV line.
#ifndef CT_BENCH_H
#define CT_BENCH_H

#include <stdint.h>

/// Run `work` (once as warm-up, then `repeats` times) and print
///   name n threads median_ms min_ms rate digest
/// where rate = items / median second / 1e6. `work` returns a digest of its result; digests that
/// differ between repeats fail the bench (exit 1).
void bench_run(const char *name, int64_t items, int32_t threads, int32_t repeats,
               uint64_t (*work)(void *arg, int32_t threads), void *arg);

/// FNV-1a of some bytes, for digests.
uint64_t bench_digest(const void *bytes, int64_t n);

#endif
