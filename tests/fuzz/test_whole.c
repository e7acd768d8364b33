/// Whole jobs on damaged files: a layer set, accounts, the alignment of today, targets, neighbours,
/// bridges, rules, a result's canton.h5 and a job file. Each execution is a process of its own that
/// ends with an exit code the program knows, in time, with a message where it fails, and with a
/// plan that is what it says it is.
///
/// CANTON_FUZZ_SECONDS says for how long, CANTON_FUZZ_SEED where the seeds begin. What fails stays
/// in $TMPDIR as canton-fuzz-SEED, and its seed is printed.
#include "support/check.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kernels/prim/rng.h"
#include "support/make_shp.h"
#include "tests/oracle/result.h"

enum {
    ROUNDS = 150,        ///< where no time is set
    MOST_S = 60,         ///< of an execution; sanitizers are slow
    SAMPLE = 1 << 20,    ///< room for a file
    BROKEN_PROMISE = 77, ///< exit codes of the child that the program does not have
    NO_PROGRAM = 99
};

/// The files of a job, beside the layer that canton-synth makes.
enum {
    SHP,
    SHX,
    DBF,
    PRJ,
    CSV,
    CURRENT,
    TARGETS,
    GAL,
    PAIRS,
    BRIDGES,
    APART,
    FORBID,
    JOB,
    H5,
    N_FILES
};

static const char *const NAME[N_FILES] = {
    "regions.shp", "regions.shx", "regions.dbf", "regions.prj", "accounts.csv",
    "current.csv", "targets.csv", "n.gal",       "pairs.csv",   "bridges.csv",
    "apart.csv",   "forbid.csv",  "job.ini",     "canton.h5"};

typedef struct corpus {
    char folder[512];
    char *bytes[N_FILES];
    int64_t n[N_FILES];
} corpus;

static corpus sound; ///< as they are before any damage

static const char *in(const corpus *c, int file)
{
    static char path[N_FILES][600];
    snprintf(path[file], sizeof path[file], "%s/%s", c->folder, NAME[file]);
    return path[file];
}

static void write_text(const corpus *c, int file, const char *text)
{
    make_shp_spill(in(c, file), text, (int64_t)strlen(text));
}

// ---- a job --------------------------------------------------------------------------------------

static ct_options options_of(const corpus *c)
{
    static char out[600];
    ct_options o = ct_options_default();
    o.data.regions = in(c, SHP);
    o.data.code = "CODE";
    o.data.accounts[o.data.n_accounts++] = in(c, CSV);
    o.data.n_measures = 2;
    o.data.measure[0] = (ct_measure_spec){"revenue", CT_COLUMN, "revenue"};
    o.data.measure[1] = (ct_measure_spec){"people", CT_FIELD, "POP"};
    o.target.tolerance_pct[0] = o.target.tolerance_pct[1] = 40;
    o.target.k = 3;
    o.solve.effort = 1;
    snprintf(out, sizeof out, "%s/out", c->folder);
    o.output.out = out;
    return o;
}

/// Further files, one in so many.
static void add_files(const corpus *c, ctk_rng *r, ct_options *o)
{
    if (ctk_rng_below(r, 4) == 0) o->graph.adjacency = in(c, ctk_rng_below(r, 2) ? GAL : PAIRS);
    if (ctk_rng_below(r, 6) == 0)
        o->graph.bridges = CT_BRIDGES_FILE, o->graph.bridge_file = in(c, BRIDGES);
    if (ctk_rng_below(r, 5) == 0) o->target.targets = in(c, TARGETS), o->target.k = 0;
    if (ctk_rng_below(r, 6) == 0) o->rules.apart = in(c, APART);
    if (ctk_rng_below(r, 6) == 0 && o->target.targets) o->rules.forbid = in(c, FORBID);
}

typedef ct_status (*verb)(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err);

/// In the child: exit code of the verb, or BROKEN_PROMISE.
static int end_of(verb do_it, const ct_options *o)
{
    ct_run run = {0};
    ct_notes notes = {0};
    ct_error err = {CT_OK, ""};
    ct_context ctx = {.n_threads = 1, .notes = &notes, .output = &o->output};
    const ct_status s = do_it(o, &ctx, &run, &err);
    ct_run_free(&run);
    ct_notes_free(&notes);
    if (s != CT_OK && !err.text[0]) return BROKEN_PROMISE;
    if (do_it == ct_run_job && (s == CT_OK || s == CT_ERR_INFEASIBLE) &&
        access(o->output.out, F_OK) == 0) {
        const oracle_result found = oracle_result_check(o->output.out);
        if (found.wrong[0]) fprintf(stderr, "%s\n", found.wrong);
        if (found.wrong[0]) return BROKEN_PROMISE;
    }
    return (int)s;
}

static int tell(const corpus *c, int file)
{
    char *text = NULL;
    ct_error err = {CT_OK, ""};
    const ct_status s = ct_info(in(c, file), &text, &err);
    free(text);
    return s == CT_OK || err.text[0] ? (int)s : BROKEN_PROMISE;
}

static int execute_job(const corpus *c)
{
    const char *canton = getenv("CANTON");
    if (!freopen("/dev/null", "w", stdout)) return NO_PROGRAM;
    if (!freopen("/dev/null", "w", stderr)) return NO_PROGRAM;
    execl(canton ? canton : "build/release/canton", "canton", "run", in(c, JOB), "--overwrite",
          "--threads", "1", (char *)NULL);
    return NO_PROGRAM;
}

static int execute(const corpus *c, ctk_rng *r)
{
    ct_options o = options_of(c);
    const uint32_t what = ctk_rng_below(r, 40);
    if (what < 6) return tell(c, (int[]){SHP, CSV, H5, H5, H5, DBF}[what]);
    if (what == 6) return execute_job(c);
    add_files(c, r, &o);
    if (what < 20) return end_of(ct_run_job, &o);
    o.output.out = NULL;
    if (what < 28) {
        o.today.current = in(c, CURRENT);
        return end_of(ct_assess_job, &o);
    }
    return end_of(ct_validate_job, &o);
}

// ---- damage -------------------------------------------------------------------------------------

/// Numbers that programs trip over, of 1, 2, 4 and 8 bytes.
static uint64_t odd_number(ctk_rng *r)
{
    static const double real[] = {0,     -0.0,   1,        -1,        180, 360,        1e150,
                                  1e308, 5e-324, INFINITY, -INFINITY, NAN, 90.0000001, 1e9};
    static const uint64_t whole[] = {0,           1,          0x7f,      0x80,
                                     0xff,        0x7fff,     0xffff,    0x7fffffff,
                                     0x80000000u, UINT32_MAX, INT64_MAX, UINT64_MAX};
    uint64_t bits;
    if (ctk_rng_below(r, 2)) return whole[ctk_rng_below(r, sizeof whole / sizeof *whole)];
    memcpy(&bits, &real[ctk_rng_below(r, sizeof real / sizeof *real)], sizeof bits);
    return bits;
}

static void put_number(ctk_rng *r, char *bytes, int64_t n, int64_t at)
{
    const int64_t size = 1 << ctk_rng_below(r, 4);
    uint64_t number = odd_number(r);
    if (ctk_rng_below(r, 2)) number = __builtin_bswap64(number) >> (64 - 8 * size);
    if (at + size <= n) memcpy(bytes + at, &number, (size_t)size);
}

static void put_text(ctk_rng *r, char *bytes, int64_t n, int64_t at)
{
    static const char *const spice[] = {
        "\"", ",",        ";",    "\n",           "\r\n", "\t",  "-",   "1e999", "nan", "=",
        "'",  "\xc2\xa0", "\xff", "\xe2\x80\x8b", "0",    "1,5", "(9)", "|",     "[",   "\0"};
    const char *s = spice[ctk_rng_below(r, sizeof spice / sizeof *spice)];
    const int64_t size = (int64_t)strlen(s) + (*s == 0);
    if (at + size <= n) memcpy(bytes + at, s, (size_t)size);
}

/// A stretch is cut out, or doubled.
static int64_t move_stretch(ctk_rng *r, char *bytes, int64_t n, int64_t at)
{
    const int64_t size =
        1 + (int64_t)ctk_rng_below(r, (uint32_t)(n - at)) % (ctk_rng_below(r, 2) ? 16 : 4096);
    if (ctk_rng_below(r, 2) || n + size > SAMPLE) {
        memmove(bytes + at, bytes + at + size, (size_t)(n - at - size));
        return n - size;
    }
    memmove(bytes + at + size, bytes + at, (size_t)(n - at));
    return n + size;
}

static int64_t damage(ctk_rng *r, char *bytes, int64_t n)
{
    for (uint32_t i = 1 + ctk_rng_below(r, 6); i > 0 && n > 0; i--) {
        const bool is_early = ctk_rng_below(r, 3) == 0; // where headers are
        const int64_t at = (int64_t)ctk_rng_below(r, (uint32_t)(is_early && n > 200 ? 200 : n));
        switch (ctk_rng_below(r, 6)) {
        case 0: bytes[at] ^= (char)(1 << ctk_rng_below(r, 8)); break;
        case 1: put_number(r, bytes, n, at & ~3); break;
        case 2: put_number(r, bytes, n, at); break;
        case 3: put_text(r, bytes, n, at); break;
        case 4: n = move_stretch(r, bytes, n, at); break;
        default: n = ctk_rng_below(r, 8) ? n : at;
        }
    }
    return n;
}

/// One to three files of the folder are damaged.
static void damage_some(ctk_rng *r, bool is_damaged[N_FILES])
{
    static char bytes[SAMPLE];
    for (uint32_t i = 1 + ctk_rng_below(r, 3); i > 0; i--) {
        const int file = (int)ctk_rng_below(r, N_FILES);
        memcpy(bytes, sound.bytes[file], (size_t)sound.n[file]);
        make_shp_spill(in(&sound, file), bytes, damage(r, bytes, sound.n[file]));
        is_damaged[file] = true;
    }
}

// ---- executions ---------------------------------------------------------------------------------

static bool is_known(int code)
{
    return (code >= CT_OK && code <= CT_ERR_MEMORY) && code != CT_ERR_INTERNAL;
}

static void keep(uint64_t seed, int status)
{
    char line[1400];
    const char *to = getenv("TMPDIR");
    snprintf(line, sizeof line, "cp -r '%s' '%s/canton-fuzz-%llu'", sound.folder, to ? to : "/tmp",
             (unsigned long long)seed);
    if (system(line) != 0) print_error("cannot keep the files\n");
    print_error("seed %llu: exit %d, signal %d\n", (unsigned long long)seed, WEXITSTATUS(status),
                WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

/// 1 when the execution of this seed broke a promise.
static int try_seed(uint64_t seed)
{
    bool is_damaged[N_FILES] = {false};
    char line[700];
    ctk_rng r = ctk_rng_key(seed, 14, 0);
    damage_some(&r, is_damaged);
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        alarm(MOST_S);
        _exit(execute(&sound, &r));
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    const bool is_bad = !WIFEXITED(status) || !is_known(WEXITSTATUS(status));
    if (is_bad) keep(seed, status);
    for (int file = 0; file < N_FILES; file++)
        if (is_damaged[file]) make_shp_spill(in(&sound, file), sound.bytes[file], sound.n[file]);
    snprintf(line, sizeof line, "%s/out", sound.folder);
    if (access(line, F_OK) == 0) {
        snprintf(line, sizeof line, "rm -rf '%s/out'", sound.folder);
        assert_int_equal(system(line), 0);
    }
    return is_bad;
}

/// GAL and pairs of a ring of regions, codes as canton-synth gives them.
static void write_neighbours(const corpus *c, int32_t n, char *const *code)
{
    static char gal[SAMPLE], pairs[SAMPLE];
    int g = sprintf(gal, "0 %d regions CODE\n", n), p = sprintf(pairs, "from,to,border_m\n");
    for (int32_t i = 0; i < n; i++) {
        const char *before = code[(i + n - 1) % n], *after = code[(i + 1) % n];
        g += sprintf(gal + g, "%s 2\n%s %s\n", code[i], before, after);
        p += sprintf(pairs + p, "%s,%s,%d\n", code[i], after, 100 + i);
    }
    write_text(c, GAL, gal);
    write_text(c, PAIRS, pairs);
}

/// Everything else that a job can name, by the codes of the layer, and a result.
static void write_files(const corpus *c)
{
    ct_options o = options_of(c);
    ct_run run = {0};
    ct_error err = {CT_OK, ""};
    static char text[SAMPLE];
    o.output.out = NULL;
    assert_ok(ct_validate_job(&o, test_context(1), &run, &err), err);
    const ct_strings *codes = &run.given.regions.code;
    const int32_t n = run.given.regions.n;
    char **code = calloc((size_t)n, sizeof *code);
    for (int32_t i = 0; i < n; i++)
        assert_true(
            asprintf(&code[i], "%.*s", (int)ct_string_length(codes, i), ct_string(codes, i)) > 0);
    write_neighbours(c, n, code);
    int at = sprintf(text, "code,territory\n");
    for (int32_t i = 0; i < n; i++) at += sprintf(text + at, "%s,T%d\n", code[i], 1 + 3 * i / n);
    write_text(c, CURRENT, text);
    write_text(c, TARGETS, "territory,name,share\n1,North,1\n2,\"South, west\",2\n3,East,1.5\n");
    sprintf(text, "from,to\n%s,%s\n%s,%s\n", code[0], code[n - 1], code[1], code[n / 2]);
    write_text(c, BRIDGES, text);
    sprintf(text, "a,b\n%s,%s\n", code[0], code[n - 1]);
    write_text(c, APART, text);
    sprintf(text, "code,territory\n%s,North\n%s,3\n", code[2], code[3]);
    write_text(c, FORBID, text);
    write_text(c, JOB,
               "[job]\nregions = regions.shp ; the layer\ncode = CODE\naccounts = accounts.csv\nk "
               "= 3\neffort = 1\n"
               "measure = revenue=column:revenue\ntolerance = revenue=40\nout = out\n");
    for (int32_t i = 0; i < n; i++) free(code[i]);
    free(code);
    ct_run_free(&run);
}

/// In a child, for a process that has had threads cannot fork ones that will.
static void write_result(const corpus *c)
{
    char line[4000];
    const char *canton = getenv("CANTON");
    snprintf(
        line, sizeof line,
        "'%s' run '%s' --overwrite --threads 1 >/dev/null 2>&1; mv '%s/out/canton.h5' '%s'; rm "
        "-rf '%s/out'",
        canton ? canton : "build/release/canton", in(c, JOB), c->folder, in(c, H5), c->folder);
    assert_int_equal(system(line), 0);
}

static int make_corpus(void **state)
{
    (void)state;
    char line[1200];
    const char *synth = getenv("SYNTH");
    snprintf(sound.folder, sizeof sound.folder, "%s", test_path("fuzz"));
    snprintf(line, sizeof line,
             "'%s' --out '%s' --regions 30 --accounts 120 --vertices 3 --dirty 0.1 --overlaps 0.05 "
             "--gaps 0.05",
             synth ? synth : "build/release/canton-synth", sound.folder);
    assert_int_equal(system(line), 0);
    write_files(&sound);
    write_result(&sound);
    for (int file = 0; file < N_FILES; file++) {
        sound.bytes[file] = make_shp_slurp(in(&sound, file), &sound.n[file]);
        assert_true(sound.n[file] > 0 && sound.n[file] < SAMPLE / 2);
    }
    return 0;
}

static int free_corpus(void **state)
{
    (void)state;
    for (int file = 0; file < N_FILES; file++) free(sound.bytes[file]);
    return 0;
}

static void damaged_files_end_in_a_message_or_a_sound_plan(void **state)
{
    (void)state;
    const char *seconds = getenv("CANTON_FUZZ_SECONDS"), *first = getenv("CANTON_FUZZ_SEED");
    const time_t until = seconds ? time(NULL) + atol(seconds) : 0;
    const uint64_t seed = first ? strtoull(first, NULL, 10) : 0;
    uint64_t n = 0;
    int n_bad = 0;
    while (until ? time(NULL) < until : n < ROUNDS) n_bad += try_seed(seed + n++);
    print_message("%llu executions, %d broke a promise\n", (unsigned long long)n, n_bad);
    assert_int_equal(n_bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(damaged_files_end_in_a_message_or_a_sound_plan, make_corpus,
                                        free_corpus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
