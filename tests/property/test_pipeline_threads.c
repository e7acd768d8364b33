/// A whole job: the same bytes on any number of threads, whatever the order of rows and
/// records, and what other jobs run at the same time.
#include "support/check.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/make_job.h"
#include "support/make_shp.h"

enum { N = MAKE_JOB_REGIONS, K = MAKE_JOB_K };

static ct_run run_job(const ct_options *opt, int32_t n_threads)
{
    ct_run run = {0};
    ct_error err = {0};
    assert_ok(ct_run_job(opt, test_context(n_threads), &run, &err), err);
    return run;
}

/// The file of this name in both output directories has the same bytes.
static void assert_same_file(const char *a, const char *b, const char *name)
{
    char path[2][1024];
    int64_t size[2];
    snprintf(path[0], sizeof path[0], "%s/%s", a, name);
    snprintf(path[1], sizeof path[1], "%s/%s", b, name);
    char *bytes[2] = {make_shp_slurp(path[0], &size[0]), make_shp_slurp(path[1], &size[1])};
    if (size[0] != size[1] || memcmp(bytes[0], bytes[1], (size_t)size[0]) != 0)
        fail_msg("%s and %s differ", path[0], path[1]);
    assert_true(size[0] > 0);
    free(bytes[0]);
    free(bytes[1]);
}

/// Both directories hold the same files; returns how many.
static int assert_same_files(const char *a, const char *b)
{
    int n = 0;
    DIR *d = opendir(a), *e = opendir(b);
    assert_true(d && e);
    for (struct dirent *f; (f = readdir(d));) {
        if (f->d_name[0] == '.') continue;
        assert_same_file(a, b, f->d_name);
        n++;
    }
    for (struct dirent *f; (f = readdir(e));) n -= f->d_name[0] != '.';
    assert_int_equal(n, 0);
    rewinddir(d);
    while (readdir(d)) n++;
    closedir(d);
    closedir(e);
    return n - 2;
}

/// The directory is part of the record: each run writes the same one, which then makes room.
static void every_file_is_the_same_on_1_to_5_threads(void **state)
{
    (void)state;
    const ct_options opt = make_job_files("job", (make_job){0});
    const char *aside[6];
    ct_run first = {0};
    for (int32_t t = 1; t <= 5; t++) {
        char name[64];
        snprintf(name, sizeof name, "threads-%d", t);
        aside[t] = test_path(name);
        ct_run run = run_job(&opt, t);
        assert_int_equal(rename(opt.output.out, aside[t]), 0);
        if (t == 1) {
            first = run;
            continue;
        }
        assert_memory_equal(ct_plan_first(&run.plan)->solution.part,
                            ct_plan_first(&first.plan)->solution.part, N * sizeof(int32_t));
        assert_true(assert_same_files(aside[1], aside[t]) >= 15);
        ct_run_free(&run);
    }
    ct_run_free(&first);
}

#define assert_same_array(a, b, n) assert_memory_equal((a), (b), (size_t)(n) * sizeof *(a))

/// What is ordered by region or by territory.
static void assert_same_regions(const ct_run *a, const ct_run *b)
{
    assert_int_equal(a->given.regions.n, N);
    assert_same_array(a->given.regions.code.bytes, b->given.regions.code.bytes,
                      a->given.regions.code.offset[N]);
    assert_same_array(a->given.regions.xy, b->given.regions.xy, 2 * a->given.regions.n_vertices);
    assert_same_array(a->given.regions.pos_km, b->given.regions.pos_km, 3 * N);
    assert_same_array(a->given.measures.n_accounts, b->given.measures.n_accounts, N);
    for (int m = 0; m < 2; m++) {
        assert_same_array(a->given.measures.item[m].region, b->given.measures.item[m].region, N);
        assert_int_equal(a->given.measures.item[m].unmatched, b->given.measures.item[m].unmatched);
    }
    assert_same_array(a->given.graph.indptr, b->given.graph.indptr, N + 1);
    assert_same_array(a->given.graph.indices, b->given.graph.indices, a->given.graph.indptr[N]);
    assert_same_array(a->given.graph.border_m, b->given.graph.border_m, a->given.graph.indptr[N]);
    assert_int_equal(a->given.graph.n_bridges, b->given.graph.n_bridges);
    const ct_level *x = ct_plan_first(&a->plan), *y = ct_plan_first(&b->plan);
    assert_same_array(x->solution.part, y->solution.part, N);
    assert_same_array(x->figures.inertia, y->figures.inertia, K);
    assert_same_array(x->figures.reock, y->figures.reock, K);
}

/// regions.shp is left out: its records are the input's, in the input's order.
static void assert_same_layers(const char *a, const char *b)
{
    const char *name[] = {"territories.shp", "territories.dbf", "bridges.shp", "bridges.dbf",
                          "fields.csv"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) assert_same_file(a, b, name[i]);
}

static void the_order_of_accounts_changes_their_order_alone(void **state)
{
    (void)state;
    enum { STRIDE = 7 }; // prime to the number of accounts
    ct_options opt[2] = {make_job_files("a", (make_job){0}),
                         make_job_files("b", (make_job){.row_stride = STRIDE})};
    ct_run run[2] = {run_job(&opt[0], 2), run_job(&opt[1], 2)};
    assert_same_regions(&run[0], &run[1]);
    assert_same_layers(opt[0].output.out, opt[1].output.out);
    for (int32_t i = 0; i < MAKE_JOB_ACCOUNTS; i++) {
        const int32_t key = i * STRIDE % MAKE_JOB_ACCOUNTS;
        assert_int_equal(run[1].given.accounts.region[i], run[0].given.accounts.region[key]);
        assert_int_equal(run[1].given.accounts.reason[i], run[0].given.accounts.reason[key]);
    }
    ct_run_free(&run[0]);
    ct_run_free(&run[1]);
}

static void the_order_of_records_changes_nothing(void **state)
{
    (void)state;
    ct_options opt[2] = {make_job_files("c", (make_job){0}),
                         make_job_files("d", (make_job){.record_stride = 5})};
    ct_run run[2] = {run_job(&opt[0], 2), run_job(&opt[1], 2)};
    assert_same_regions(&run[0], &run[1]);
    assert_same_layers(opt[0].output.out, opt[1].output.out);
    assert_same_file(opt[0].output.out, opt[1].output.out, "assignments.csv");
    assert_same_file(opt[0].output.out, opt[1].output.out, "unmatched.csv");
    assert_same_array(run[0].given.accounts.region, run[1].given.accounts.region,
                      MAKE_JOB_ACCOUNTS);
    ct_run_free(&run[0]);
    ct_run_free(&run[1]);
}

/// One job of several that run at the same time.
typedef struct worker {
    pthread_t thread;
    ct_options opt;
    ct_status status;
} worker;

static void *work(void *user)
{
    worker *w = user;
    ct_run run = {0};
    ct_notes notes = {0};
    const ct_context ctx = {.n_threads = 2, .notes = &notes};
    w->status = ct_run_job(&w->opt, &ctx, &run, NULL);
    ct_run_free(&run);
    ct_notes_free(&notes);
    return NULL;
}

static void two_jobs_at_once_write_what_each_writes_alone(void **state)
{
    (void)state;
    worker w[2] = {{.opt = make_job_files("f", (make_job){0})},
                   {.opt = make_job_files("g", (make_job){.record_stride = 5})}};
    const char *aside[2] = {test_path("f-alone"), test_path("g-alone")};
    w[1].opt.solve.seed = 7;
    for (int i = 0; i < 2; i++) {
        work(&w[i]);
        assert_int_equal(w[i].status, CT_OK);
        assert_int_equal(rename(w[i].opt.output.out, aside[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
    for (int i = 0; i < 2; i++) pthread_join(w[i].thread, NULL);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(w[i].status, CT_OK);
        assert_true(assert_same_files(aside[i], w[i].opt.output.out) >= 15);
    }
}

/// The job that the others judge has what can go wrong in it.
static void the_job_has_bridges_and_unmatched_accounts(void **state)
{
    (void)state;
    ct_options opt = make_job_files("e", (make_job){0});
    ct_run run = {0};
    ct_error err = {0};
    assert_ok(ct_validate_job(&opt, test_context(1), &run, &err), err);
    int64_t reason[CT_N_REASONS] = {0};
    for (int32_t i = 0; i < MAKE_JOB_ACCOUNTS; i++) reason[run.given.accounts.reason[i]]++;
    assert_int_equal(run.given.graph.n_components, 4);
    assert_true(run.given.graph.n_bridges >= 3);
    assert_true(reason[CT_MATCHED_POINT] > 400 && reason[CT_MATCHED_CODE] > 50);
    assert_true(reason[CT_MATCHED_NEAREST] > 0 && run.given.measures.item[0].unmatched > 0);
    ct_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_job_has_bridges_and_unmatched_accounts),
        cmocka_unit_test(every_file_is_the_same_on_1_to_5_threads),
        cmocka_unit_test(two_jobs_at_once_write_what_each_writes_alone),
        cmocka_unit_test(the_order_of_accounts_changes_their_order_alone),
        cmocka_unit_test(the_order_of_records_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
