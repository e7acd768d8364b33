/// Time, memory and cores, for messages and defaults.
#include "base/clock.h"

#include <sched.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

static double seconds(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double ct_wall_s(void)
{
    return seconds(CLOCK_MONOTONIC);
}

bool ct_is_hurried(const ct_context *ctx)
{
    return ctx->hurry && *ctx->hurry;
}

bool ct_is_late(const ct_context *ctx, double limit_s)
{
    return ct_is_hurried(ctx) ||
           (limit_s > 0 && ctx->began_s > 0 && ct_wall_s() - ctx->began_s > limit_s);
}

double ct_cpu_s(void)
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t ct_peak_bytes(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (int64_t)u.ru_maxrss * 1024;
}

/// Cores that the cgroup's CPU quota pays for (v2, then v1); 0 = no quota.
static int32_t quota_cores(void)
{
    double quota = 0, period = 0;
    FILE *f = fopen("/sys/fs/cgroup/cpu.max", "r");
    if (f) {
        if (fscanf(f, "%lf %lf", &quota, &period) != 2) quota = 0;
        fclose(f);
    } else if ((f = fopen("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "r"))) {
        if (fscanf(f, "%lf", &quota) != 1) quota = 0;
        fclose(f);
        period = 100000;
    }
    if (quota <= 0 || period <= 0) return 0;
    const int32_t cores = (int32_t)(quota / period + 0.5);
    return cores > 1 ? cores : 1;
}

int32_t ct_usable_cores(void)
{
    cpu_set_t set;
    int32_t cores = 1;
    if (sched_getaffinity(0, sizeof set, &set) == 0) cores = CPU_COUNT(&set);
    const int32_t quota = quota_cores();
    return quota && quota < cores ? quota : cores;
}
