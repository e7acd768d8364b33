/// Reading accounts: MB/s of ct_read_accounts() on a file given as the first argument, or on one
/// million rows made here.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "bench/bench.h"
#include "canton/stages.h"
#include "kernels/prim/rng.h"

static const char *path = "/tmp/canton-bench-accounts.csv";

static int64_t make_file(int64_t n)
{
    FILE *f = fopen(path, "wb");
    if (!f) exit(1);
    fputs("account_id,postal_code,lon,lat,segment,employees,revenue,visits_per_year\n", f);
    ctk_rng r = ctk_rng_key(1, 1, 1);
    for (int64_t i = 0; i < n; i++)
        fprintf(f, "A%09" PRId64 ",%05u,-%u.%06u,%u.%06u,B,%u,%u.%02u,12\n", i,
                ctk_rng_below(&r, 100000), 70 + ctk_rng_below(&r, 50), ctk_rng_below(&r, 1000000),
                25 + ctk_rng_below(&r, 24), ctk_rng_below(&r, 1000000), ctk_rng_below(&r, 200),
                ctk_rng_below(&r, 9000000), ctk_rng_below(&r, 100));
    const int64_t size = ftell(f);
    if (fclose(f)) exit(1);
    return size;
}

static uint64_t work(void *arg, int32_t threads)
{
    const ct_data_options *opt = arg;
    ct_notes notes = {0};
    ct_context ctx = {.n_threads = threads, .notes = &notes};
    ct_accounts a;
    ct_error err = {0};
    if (ct_read_accounts(opt, &ctx, &a, NULL, &err)) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    uint64_t h = (uint64_t)a.n * 31 + (uint64_t)ct_strings_length(&a.id, 0, a.n);
    for (int64_t i = 0; i < a.n; i += 997)
        h = ctk_mix64(h ^ (uint64_t)a.column[0][i] ^ (uint64_t)(a.lon_deg[i] * 1e6) ^
                      (uint64_t)ct_strings_length(&a.id, 0, i) ^ (uint64_t)ct_account_line(&a, i));
    ct_accounts_free(&a);
    ct_notes_free(&notes);
    return h;
}

int main(int argc, char **argv)
{
    int64_t size = 0;
    if (argc > 1) {
        path = argv[1];
        FILE *f = fopen(path, "rb");
        if (!f || fseek(f, 0, SEEK_END)) return 1;
        size = ftell(f);
        fclose(f);
    } else {
        size = make_file(1000000);
    }
    ct_data_options opt = {.accounts = {path}, .n_accounts = 1, .n_measures = 1};
    opt.measure[0] = (ct_measure_spec){"rev", CT_COLUMN, "revenue"};
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("read_accounts_bytes", size, threads, 5, work, &opt);
    if (argc < 2) unlink(path);
    return 0;
}
