/// Lines of steps on many threads. See relay.h.
#include "kernels/balance/relay.h"

#include <omp.h>
#include <string.h>

enum { TAKEN = INT32_MAX, NONE = -1 };

/// The free line with the fewest steps.
static int32_t choose(const ctk_relay *r)
{
    int32_t line = NONE;
    for (int32_t i = 0; i < r->n_lines; i++)
        if (r->n_steps[i] != TAKEN && (line == NONE || r->n_steps[i] < r->n_steps[line])) line = i;
    return line;
}

/// The line that this thread goes on with, after `made` steps of `line`.
static int32_t change(ctk_relay *r, int32_t line, int32_t *made)
{
#pragma omp critical
    {
        if (line != NONE) r->n_steps[line] = *made;
        line = choose(r);
        if (line != NONE) {
            *made = r->n_steps[line];
            r->n_steps[line] = TAKEN;
        }
    }
    return line;
}

static void end_line(ctk_relay *r, int32_t *made)
{
    *made = TAKEN;
#pragma omp atomic
    r->n_left--;
}

static void run_thread(ctk_relay *r, int32_t worker, ctk_step step, void *ctx)
{
    int32_t made = 0, line = NONE;
    while ((line = change(r, line, &made)) != NONE) {
        made++;
        if (!step(ctx, worker, line)) end_line(r, &made);
    }
}

void ctk_relay_run(ctk_relay *r, int32_t n_lines, int32_t n_threads, int32_t *n_steps,
                   ctk_step step, void *ctx)
{
    r->n_lines = r->n_left = n_lines;
    r->n_steps = n_steps;
    memset(n_steps, 0, (size_t)n_lines * sizeof *n_steps);
#pragma omp parallel num_threads(n_threads)
    {
#pragma omp single
        r->n_threads = omp_get_num_threads();
        const int32_t worker = omp_get_thread_num();
        if (worker < n_lines) run_thread(r, worker, step, ctx);
    }
}

/// Are there threads without a line?
static bool is_short(const ctk_relay *r)
{
    int32_t left;
#pragma omp atomic read
    left = r->n_left;
    return left < r->n_threads;
}

/// What to do with an item. In a struct, because clang 14 crashes on a task that calls a function
/// by a pointer of its own.
typedef struct errand {
    ctk_item work;
    void *ctx;
} errand;

static void run_items(const ctk_relay *r, int32_t n, errand e)
{
#pragma omp taskgroup
    for (int32_t i = 0; i < n; i++) {
#pragma omp task if (i + 1 < n && is_short(r))
        e.work(e.ctx, omp_get_thread_num(), i);
    }
}

void ctk_relay_share(const ctk_relay *r, int32_t n, ctk_item work, void *ctx)
{
    if (r)
        run_items(r, n, (errand){work, ctx});
    else
        for (int32_t i = 0; i < n; i++) work(ctx, 0, i);
}
