/// What steps and items cost: 3 lines on 2 threads, steps of 8 small items.
#include "kernels/balance/relay.h"

#include "bench/bench.h"

enum { LINES = 3, STEPS = 5000, ITEMS = 8 };

typedef struct job {
    ctk_relay relay;
    int32_t made[LINES];
    int32_t slot[LINES][ITEMS];
} job;

static void touch(void *ctx, int32_t worker, int32_t item)
{
    (void)worker;
    ((int32_t *)ctx)[item]++;
}

static bool make_step(void *ctx, int32_t worker, int32_t line)
{
    job *x = ctx;
    (void)worker;
    ctk_relay_share(&x->relay, ITEMS, touch, x->slot[line]);
    return ++x->made[line] < STEPS;
}

static uint64_t run(void *arg, int32_t threads)
{
    job *x = arg;
    int32_t n_steps[LINES];
    *x = (job){.made = {0}};
    ctk_relay_run(&x->relay, LINES, threads, n_steps, make_step, x);
    return bench_digest(x->slot, sizeof x->slot);
}

int main(void)
{
    static job x;
    bench_run("balance_relay", (int64_t)LINES * STEPS * ITEMS, 2, 5, run, &x);
    return 0;
}
