/// Survey of delimiter-separated text: bytes per second.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"
#include "kernels/prim/scan.h"

enum { SIZE = 1 << 26 };

static uint64_t survey(void *arg, int32_t threads)
{
    (void)threads;
    ctk_scan_piece p;
    ctk_scan_survey(arg, SIZE, 0, SIZE, ',', &p);
    return (uint64_t)(p.rows[0] * 31 + p.rows[1] * 17 + p.stray[0]);
}

static uint64_t check_utf8(void *arg, int32_t threads)
{
    (void)threads;
    int64_t first;
    return (uint64_t)ctk_scan_bad_utf8(arg, SIZE, 0, SIZE, &first);
}

int main(void)
{
    char *text = malloc(SIZE + 128);
    if (!text) return 1;
    ctk_rng r = ctk_rng_key(1, 2, 3);
    int n = 0;
    while (n < SIZE)
        n += snprintf(text + n, 128, "A%09u,%05u,-%u.%06u,%u.%06u,B,%u\n",
                      ctk_rng_below(&r, 1000000), ctk_rng_below(&r, 100000), ctk_rng_below(&r, 180),
                      ctk_rng_below(&r, 1000000), ctk_rng_below(&r, 90), ctk_rng_below(&r, 1000000),
                      ctk_rng_below(&r, 9999));
    bench_run("prim_scan_survey_bytes", SIZE, 1, 9, survey, text);
    bench_run("prim_scan_utf8_bytes", SIZE, 1, 9, check_utf8, text);
    free(text);
    return 0;
}
