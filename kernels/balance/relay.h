/// Several lines of steps on many threads: the steps of a line follow one another, lines know
/// nothing of each other.
///
/// A free thread takes the line that has made the fewest steps, so that lines stay in step and end
/// together. A step may consist of items that can be done at once; as long as there are lines for
/// all threads, the thread of the step does them in turn, and the moment there are not, the threads
/// without a line take some. Which thread does what follows the clock; what a line comes to must
/// not depend on it.
///
/// The obvious ways are a parallel loop over lines, where threads wait for the longest one, and for
/// a whole one where lines are no multiple of threads; and a parallel loop within each step, where
/// they wait as often as there are steps.
///
/// Cost: a critical section of O(lines) a step; a task for each item done when threads are free.
#ifndef CTK_BALANCE_RELAY_H
#define CTK_BALANCE_RELAY_H

#include <stdbool.h>
#include <stdint.h>

/// One step of `line` by thread `worker`; false when it was the last.
typedef bool (*ctk_step)(void *ctx, int32_t worker, int32_t line);

/// One item of a step; it writes only its own slots and the scratch of its worker.
typedef void (*ctk_item)(void *ctx, int32_t worker, int32_t item);

typedef struct ctk_relay {
    int32_t n_threads; ///< at work, no more than were asked for
    int32_t n_lines, n_left;
    int32_t *n_steps; ///< [n_lines] of each line so far; scratch
} ctk_relay;

/// Make all steps of n_lines lines. n_steps: scratch [n_lines].
void ctk_relay_run(ctk_relay *r, int32_t n_lines, int32_t n_threads, int32_t *n_steps,
                   ctk_step step, void *ctx);

/// Items 0..n-1, within a step of r. r == NULL: by the calling thread, as worker 0.
void ctk_relay_share(const ctk_relay *r, int32_t n, ctk_item work, void *ctx);

#endif
