/// How the process ends when it cannot go on to its end: a signal, or a library that gives up.
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mapped.h"
#include "cli/cli.h"

static pthread_t main_thread;
static bool is_expected, is_terminal;

int ending_expected(int code)
{
    is_expected = true;
    return code;
}

/// One line on stderr, in one call, and over the progress line.
static void say(const char *kind, const char *text)
{
    char line[1200] = "";
    size_t at = 0;
    const char *const part[] = {is_terminal ? "\r\033[K" : "", "canton: ", kind, text, "\n"};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        const size_t n = strnlen(part[i], sizeof line - at);
        memcpy(line + at, part[i], n);
        at += n;
    }
    const ssize_t sent = write(STDERR_FILENO, line, at);
    (void)sent; // there is nobody else to be told
}

void ending_now(int code, const char *text)
{
    static bool has_begun;
    sigset_t all;
    if (__atomic_exchange_n(&has_begun, true, __ATOMIC_SEQ_CST)) {
        for (;;) pause(); // another thread ends the process
    }
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    if (ct_write_abandon()) {
        say("error: ", text);
        _exit(code);
    }
    pthread_sigmask(SIG_UNBLOCK, &all, NULL);
    __atomic_store_n(&has_begun, false, __ATOMIC_SEQ_CST);
}

static void on_signal(int number)
{
    const int why = errno;
    const bool asks = number == SIGINT || number == SIGTERM;
    if (!pthread_equal(pthread_self(), main_thread)) {
        pthread_kill(main_thread, number); // the others may go on meanwhile
    } else if (asks && tty_is_searching && !tty_signal) {
        tty_signal = number;
        say("", "stopping with the best plan so far; once more, and nothing is written");
    } else {
        ending_now(128 + number, "stopped by a signal; nothing was written");
    }
    errno = why;
}

/// A page of an input file is not there any more. Whatever else SIGBUS may tell ends as it does.
static void on_lost_page(int number, siginfo_t *info, void *context)
{
    (void)context;
    const char *path = ct_mapped_find(info->si_addr);
    char text[CT_MAPPED_PATH + 128] = "";
    if (path) {
        strcat(strcpy(text, path), ": changed while it was read: its end is gone; run again when "
                                   "nobody writes to it");
        ending_now(CT_ERR_INPUT, text);
    }
    signal(number, SIG_DFL);
}

/// Called by exit(), which we do not call: the runtime of OpenMP does, and HDF5 does, when they can
/// have no memory or no thread.
static void on_exit_of_others(int code, void *unused)
{
    (void)unused;
    if (!is_expected && code)
        ending_now(CT_ERR_MEMORY, "out of memory: a library has given up; use fewer --threads, a "
                                  "larger machine or a smaller input");
}

void ending_prepare(void)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGPIPE};
    const struct sigaction act = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    main_thread = pthread_self();
    is_terminal = isatty(STDERR_FILENO);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct sigaction before;
        sigaction(ends[i], NULL, &before);
        const bool may_ignore = ends[i] == SIGHUP || ends[i] == SIGPIPE; // as nohup has it
        if (!may_ignore || before.sa_handler != SIG_IGN) sigaction(ends[i], &act, NULL);
    }
    const struct sigaction lost = {.sa_sigaction = on_lost_page, .sa_flags = SA_SIGINFO};
    sigaction(SIGBUS, &lost, NULL);
    signal(SIGXFSZ, SIG_IGN); // beyond the limit of ulimit -f a write fails, as on a full disk
    on_exit(on_exit_of_others, NULL);
}
