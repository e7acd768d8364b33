/// Room on the stack, whatever the shell's limit or the runtime of OpenMP were told: what does not
/// fit is a crash without a word.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/cli.h"

enum { ROOM = 8 << 20, LEAST = 1 << 20 }; ///< bytes; given where less than LEAST is there

typedef struct call {
    int (*work)(int argc, char **argv);
    int argc, code;
    char **argv;
} call;

/// The stacks of OpenMP's threads as the environment has them: a number and B, K, M or G, K when
/// there is none. Not given: SIZE_MAX.
static size_t stack_of_threads(void)
{
    const char *text = getenv("OMP_STACKSIZE");
    if (!text || !*text) return SIZE_MAX;
    char *unit;
    const double n = strtod(text, &unit);
    while (*unit == ' ') unit++;
    const double bytes = n * (*unit == 'b' || *unit == 'B'   ? 1
                              : *unit == 'm' || *unit == 'M' ? 1 << 20
                              : *unit == 'g' || *unit == 'G' ? 1 << 30
                                                             : 1 << 10);
    return bytes < (double)SIZE_MAX ? (size_t)bytes : SIZE_MAX;
}

/// The runtimes look at both before main() does: the program starts again with more, where it may.
static void start_again(char **argv)
{
    struct rlimit limit;
    bool is_better = false;
    if (!getrlimit(RLIMIT_STACK, &limit) && limit.rlim_cur < LEAST) {
        const rlim_t most = limit.rlim_max < ROOM ? ROOM : limit.rlim_max; // root may
        is_better = !setrlimit(RLIMIT_STACK, &(struct rlimit){ROOM, most});
        if (!is_better && limit.rlim_max >= LEAST)
            is_better = !setrlimit(RLIMIT_STACK, &(struct rlimit){limit.rlim_max, limit.rlim_max});
    }
    if (stack_of_threads() < LEAST) is_better = !setenv("OMP_STACKSIZE", "8M", 1) || is_better;
    if (is_better) execv("/proc/self/exe", argv);
}

static void *run(void *user)
{
    call *c = user;
    c->code = c->work(c->argc, c->argv);
    return NULL;
}

/// On a stack from the heap, which no limit holds for; so are those of the threads to come.
static bool run_aside(call *c)
{
    pthread_attr_t attributes;
    pthread_t thread;
    if (pthread_attr_init(&attributes)) return false;
    bool done = !pthread_attr_setstacksize(&attributes, ROOM) &&
                !pthread_setattr_default_np(&attributes) &&
                !pthread_create(&thread, &attributes, run, c);
    if (done) pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    return done;
}

int stack_run(int (*work)(int argc, char **argv), int argc, char **argv)
{
    call c = {work, argc, 0, argv};
    struct rlimit limit;
    start_again(argv);
    const bool is_small = !getrlimit(RLIMIT_STACK, &limit) && limit.rlim_cur < LEAST;
    if (!is_small || !run_aside(&c)) run(&c);
    return c.code;
}
