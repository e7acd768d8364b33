/// Random jobs with random flaws and options, by the program as people call it: every plan is held
/// against its input by oracle/result.h, and a killed run leaves the older result whole.
#include "support/check.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kernels/prim/rng.h"
#include "support/make_shp.h"
#include "tests/oracle/result.h"

enum { MOST_ARGS = 48, FEW_JOBS = 12, MANY_JOBS = 500, FEW_KILLS = 6, MANY_KILLS = 200 };

static const char *const flaw[] = {"--gaps",     "--overlaps",   "--slivers", "--t-junctions",
                                   "--unclosed", "--duplicates", "--dirty"};

/// A command that is put together bit by bit.
typedef struct command {
    int n;
    char *arg[MOST_ARGS + 1];
} command;

static void add(command *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    assert_true(c->n < MOST_ARGS);
    assert_true(vasprintf(&c->arg[c->n++], format, args) > 0);
    c->arg[c->n] = NULL;
    va_end(args);
}

static void drop(command *c)
{
    while (c->n > 0) free(c->arg[--c->n]);
}

static void print(const command *c)
{
    for (int i = 0; i < c->n; i++) print_message("%s ", c->arg[i]);
    print_message("\n");
}

/// Its process; what it says on standard error goes into this file.
static pid_t start(const command *c, const char *said)
{
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0) return pid;
    const int to = open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600), none = open("/dev/null", O_RDWR);
    if (to < 0 || none < 0 || dup2(to, 2) < 0 || dup2(none, 1) < 0 || dup2(none, 0) < 0) _exit(99);
    execv(c->arg[0], c->arg);
    _exit(99);
}

/// Exit code, or 256 and the number of the signal that ended it.
static int end(pid_t pid)
{
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

static int run(const command *c)
{
    return end(start(c, test_path("said")));
}

static const char *program(const char *variable, const char *fallback)
{
    const char *path = getenv(variable);
    return path ? path : fallback;
}

static double share(ctk_rng *r, double most)
{
    return most * ctk_rng_unit(r);
}

static bool in(ctk_rng *r, uint32_t n)
{
    return ctk_rng_below(r, n) == 0;
}

/// regions and accounts below the folder `in`; returns the number of regions.
static int make_input(ctk_rng *r, uint64_t seed, const char *folder, bool *has_accounts)
{
    const int n = 20 + (int)ctk_rng_below(r, in(r, 8) ? 3000 : 500);
    command c = {0};
    add(&c, "%s", program("SYNTH", "build/release/canton-synth"));
    add(&c, "--out"), add(&c, "%s", folder);
    add(&c, "--seed"), add(&c, "%llu", (unsigned long long)seed);
    add(&c, "--regions"), add(&c, "%d", n);
    add(&c, "--vertices"), add(&c, "%u", 1 + ctk_rng_below(r, 20));
    *has_accounts = !in(r, 3);
    if (*has_accounts) add(&c, "--accounts"), add(&c, "%u", 1 + ctk_rng_below(r, 6000));
    if (in(r, 3)) add(&c, "--plain");
    for (size_t i = 0; i < sizeof flaw / sizeof *flaw; i++)
        if (in(r, 3)) add(&c, "%s", flaw[i]), add(&c, "%.3f", share(r, 0.1));
    const int code = run(&c);
    if (code != 0) print(&c);
    assert_int_equal(code, 0);
    drop(&c);
    return n;
}

static void add_measures(ctk_rng *r, command *c, bool has_accounts)
{
    static const char *const spec[] = {"people=field:POP", "count", "revenue=column:revenue",
                                       "visits=column:visits_per_year", "land=area"};
    if (!has_accounts) {
        add(c, "--measure"), add(c, "people=field:POP");
        if (in(r, 4)) add(c, "--measure"), add(c, "land=area");
        return;
    }
    const uint32_t first = ctk_rng_below(r, 5), more = in(r, 3) ? 1 + ctk_rng_below(r, 2) : 0;
    for (uint32_t i = 0; i <= more; i++) {
        const char *one = spec[(first + i) % 5];
        add(c, "--measure"), add(c, strchr(one, '=') ? "%s" : "accounts=%s", one);
    }
}

static void add_options(ctk_rng *r, command *c, int n)
{
    static const char *const tolerance[] = {"0.5", "2", "5", "20"};
    static const char *const objective[] = {"inertia", "border", "cut", "inertia=1,border=0.2"};
    add(c, "--k"), add(c, "%u", 1 + ctk_rng_below(r, 1 + (uint32_t)(in(r, 5) ? n : n / 20)));
    add(c, "--tolerance"), add(c, "%s", tolerance[ctk_rng_below(r, 4)]);
    add(c, "--effort"), add(c, "%u", 1 + ctk_rng_below(r, 2));
    add(c, "--seed"), add(c, "%u", 1 + ctk_rng_below(r, 9));
    if (in(r, 3)) add(c, "--objective"), add(c, "%s", objective[ctk_rng_below(r, 4)]);
    if (in(r, 4)) add(c, "--contiguity"), add(c, "queen");
    if (in(r, 6)) add(c, "--bridges"), add(c, "none");
    if (in(r, 6)) add(c, "--snap"), add(c, "%u", ctk_rng_below(r, 3));
    if (in(r, 6)) add(c, "--nearest"), add(c, "%u", ctk_rng_below(r, 30));
    if (in(r, 4)) add(c, "--join"), add(c, in(r, 2) ? "point" : "code");
    if (in(r, 8)) add(c, "--certify");
}

/// The plan of this exit code is what it says it is.
static void check_plan(const char *out, int code)
{
    const oracle_result found = oracle_result_check(out);
    if (found.wrong[0]) print_error("%s\n", found.wrong);
    assert_string_equal(found.wrong, "");
    assert_int_equal(code == 0, found.n_missed == 0 && found.n_in_parts == 0);
}

/// Entries of the folder whose name begins like a temporary of ours.
static int leftovers(const char *folder)
{
    int n = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) n += strstr(e->d_name, ".tmp") != NULL;
    closedir(d);
    return n;
}

/// A run that gives up says why in one line, and leaves nothing.
static void check_refusal(const char *out)
{
    int64_t size;
    char *said = make_shp_slurp(test_path("said"), &size);
    const char *line = strstr(said, "canton: error: ");
    assert_non_null(line);
    assert_null(strstr(line + 1, "canton: error: "));
    free(said);
    assert_int_not_equal(access(out, F_OK), 0);
}

static void run_job(uint64_t seed, int n_ended[7])
{
    char folder[512], out[600];
    ctk_rng r = ctk_rng_key(seed, 2026, 15);
    snprintf(folder, sizeof folder, "%s", test_path("soak"));
    snprintf(out, sizeof out, "%s/out", folder);
    bool has_accounts;
    const int n = make_input(&r, seed, folder, &has_accounts);
    command c = {0};
    add(&c, "%s", program("CANTON", "build/release/canton")), add(&c, "run");
    add(&c, "--regions"), add(&c, "%s/regions.shp", folder);
    add(&c, "--code"), add(&c, "CODE");
    if (has_accounts) add(&c, "--accounts"), add(&c, "%s/accounts.csv", folder);
    add_measures(&r, &c, has_accounts);
    add_options(&r, &c, n);
    add(&c, "--threads"), add(&c, "%u", 1 + ctk_rng_below(&r, 4));
    add(&c, "--out"), add(&c, "%s", out);
    const int code = run(&c);
    if (code != 0 && code != 3 && code != 4) print(&c), print_error("ended with %d\n", code);
    assert_true(code == 0 || code == 3 || code == 4);
    n_ended[code]++;
    if (code == 3 || (code == 4 && access(out, F_OK) != 0))
        check_refusal(out);
    else
        check_plan(out, code);
    assert_int_equal(leftovers(folder), 0);
    drop(&c);
}

static void clear(void)
{
    char line[1024];
    snprintf(line, sizeof line, "rm -rf '%s'", test_path("soak"));
    assert_int_equal(system(line), 0);
}

static void every_plan_is_what_it_says_it_is(void **state)
{
    (void)state;
    int n_ended[7] = {0};
    const int n = getenv("CANTON_LONG") ? MANY_JOBS : FEW_JOBS;
    for (int i = 0; i < n; i++) {
        clear();
        run_job((uint64_t)i, n_ended);
    }
    print_message("%d jobs: %d met every band, %d missed some, %d were refused\n", n, n_ended[0],
                  n_ended[4], n_ended[3]);
    assert_true(n_ended[0] > 0 && n_ended[4] > 0);
}

/// The same job with two seeds, in place of each other.
static command other_plan(const char *folder, int seed)
{
    command c = {0};
    add(&c, "%s", program("CANTON", "build/release/canton")), add(&c, "run");
    add(&c, "--regions"), add(&c, "%s/regions.shp", folder);
    add(&c, "--accounts"), add(&c, "%s/accounts.csv", folder);
    add(&c, "--k"), add(&c, "8");
    add(&c, "--effort"), add(&c, "1");
    add(&c, "--seed"), add(&c, "%d", seed);
    add(&c, "--out"), add(&c, "%s/out", folder);
    add(&c, "--overwrite");
    return c;
}

static void rest(double seconds)
{
    const struct timespec t = {(time_t)seconds, (long)(1e9 * (seconds - (double)(time_t)seconds))};
    nanosleep(&t, NULL);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void a_killed_run_leaves_a_whole_result(void **state)
{
    (void)state;
    char folder[512], out[600];
    ctk_rng r = ctk_rng_key(9, 2026, 15);
    clear();
    snprintf(folder, sizeof folder, "%s", test_path("soak"));
    snprintf(out, sizeof out, "%s/out", folder);
    command make = {0};
    add(&make, "%s", program("SYNTH", "build/release/canton-synth"));
    add(&make, "--out"), add(&make, "%s", folder), add(&make, "--regions"), add(&make, "400");
    add(&make, "--accounts"), add(&make, "3000");
    assert_int_equal(run(&make), 0);
    drop(&make);

    command first = other_plan(folder, 1), second = other_plan(folder, 2);
    const double began = now();
    const int code = run(&first);
    assert_true(code == 0 || code == 4);
    const double took = now() - began;
    const int n = getenv("CANTON_LONG") ? MANY_KILLS : FEW_KILLS;
    int n_killed = 0;
    for (int i = 0; i < n; i++) {
        const pid_t pid = start(i % 2 ? &first : &second, test_path("said"));
        rest(share(&r, 1.2 * took));
        kill(pid, SIGKILL);
        n_killed += end(pid) == 256 + SIGKILL;
        const oracle_result found = oracle_result_check(out);
        assert_string_equal(found.wrong, "");
    }
    assert_int_equal(run(&first), code);
    check_plan(out, code);
    print_message("%d of %d runs killed before their end\n", n_killed, n);
    assert_true(n_killed > 0);
    drop(&first);
    drop(&second);
    clear();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_plan_is_what_it_says_it_is),
        cmocka_unit_test(a_killed_run_leaves_a_whole_result),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
