/// The bench harness.
#include "bench/bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

uint64_t bench_digest(const void *bytes, int64_t n)
{
    const unsigned char *p = bytes;
    uint64_t h = 0xcbf29ce484222325u;
    for (int64_t i = 0; i < n; i++) h = (h ^ p[i]) * 0x100000001b3u;
    return h;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void bench_run(const char *name, int64_t items, int32_t threads, int32_t repeats,
               uint64_t (*work)(void *arg, int32_t threads), void *arg)
{
    enum { MOST = 99 };
    double ms[MOST];
    if (repeats > MOST) repeats = MOST;
    if (repeats < 1) repeats = 1;
    const uint64_t digest = work(arg, threads);
    for (int32_t r = 0; r < repeats; r++) {
        const double start = ct_wall_s();
        const uint64_t again = work(arg, threads);
        ms[r] = 1e3 * (ct_wall_s() - start);
        if (again == digest) continue;
        fprintf(stderr, "%s: digest %016" PRIx64 ", then %016" PRIx64 "\n", name, digest, again);
        exit(1);
    }
    qsort(ms, (size_t)repeats, sizeof *ms, by_value);
    const double median = ms[repeats / 2];
    printf("%s\t%" PRId64 "\t%d\t%.3f\t%.3f\t%.2f\t%016" PRIx64 "\n", name, items, threads, median,
           ms[0], (double)items / median / 1e3, digest);
    fflush(stdout);
}
