/// A whole job: the same bytes on any number of threads, and whatever the order of rows and
/// records.
#include "support/check.h"

#include <dirent.h>
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
static void assert_same_file(const ct_options *a, const ct_options *b, const char *name)
{
    char path[2][1024];
    int64_t size[2];
    snprintf(path[0], sizeof path[0], "%s/%s", a->out, name);
    snprintf(path[1], sizeof path[1], "%s/%s", b->out, name);
    char *bytes[2] = {make_shp_slurp(path[0], &size[0]), make_shp_slurp(path[1], &size[1])};
    if (size[0] != size[1] || memcmp(bytes[0], bytes[1], (size_t)size[0]) != 0)
        fail_msg("%s and %s differ", path[0], path[1]);
    assert_true(size[0] > 0);
    free(bytes[0]);
    free(bytes[1]);
}

/// Both directories hold the same files; returns how many.
static int assert_same_files(const ct_options *a, const ct_options *b)
{
    int n = 0;
    DIR *d = opendir(a->out), *e = opendir(b->out);
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

static void every_file_is_the_same_on_1_to_5_threads(void **state)
{
    (void)state;
    ct_options one = make_job_files("job", (make_job){0});
    ct_run first = run_job(&one, 1);
    for (int32_t t = 2; t <= 5; t++) {
        char out[64];
        ct_options more = one;
        snprintf(out, sizeof out, "threads-%d", t);
        more.out = test_path(out);
        ct_run run = run_job(&more, t);
        assert_memory_equal(run.plan.part, first.plan.part, N * sizeof(int32_t));
        assert_memory_equal(run.clusters.lambda, first.clusters.lambda, K * sizeof(double));
        assert_true(assert_same_files(&one, &more) >= 15);
        ct_run_free(&run);
    }
    ct_run_free(&first);
}

#define assert_same_array(a, b, n) assert_memory_equal((a), (b), (size_t)(n) * sizeof *(a))

/// What is ordered by region or by territory.
static void assert_same_regions(const ct_run *a, const ct_run *b)
{
    assert_int_equal(a->regions.n, N);
    assert_same_array(a->regions.code.bytes, b->regions.code.bytes, a->regions.code.offset[N]);
    assert_same_array(a->regions.xy, b->regions.xy, 2 * a->regions.n_vertices);
    assert_same_array(a->regions.pos_km, b->regions.pos_km, 3 * N);
    assert_same_array(a->measures.n_accounts, b->measures.n_accounts, N);
    for (int m = 0; m < 2; m++) {
        assert_same_array(a->measures.item[m].region, b->measures.item[m].region, N);
        assert_int_equal(a->measures.item[m].unmatched, b->measures.item[m].unmatched);
    }
    assert_same_array(a->graph.indptr, b->graph.indptr, N + 1);
    assert_same_array(a->graph.indices, b->graph.indices, a->graph.indptr[N]);
    assert_same_array(a->graph.border_m, b->graph.border_m, a->graph.indptr[N]);
    assert_int_equal(a->graph.n_bridges, b->graph.n_bridges);
    assert_same_array(a->plan.part, b->plan.part, N);
    assert_same_array(a->figures.inertia, b->figures.inertia, K);
    assert_same_array(a->figures.reock, b->figures.reock, K);
}

/// regions.shp is left out: its records are the input's, in the input's order.
static void assert_same_layers(const ct_options *a, const ct_options *b)
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
    assert_same_layers(&opt[0], &opt[1]);
    for (int32_t i = 0; i < MAKE_JOB_ACCOUNTS; i++) {
        const int32_t key = i * STRIDE % MAKE_JOB_ACCOUNTS;
        assert_int_equal(run[1].accounts.region[i], run[0].accounts.region[key]);
        assert_int_equal(run[1].accounts.reason[i], run[0].accounts.reason[key]);
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
    assert_same_layers(&opt[0], &opt[1]);
    assert_same_file(&opt[0], &opt[1], "assignments.csv");
    assert_same_file(&opt[0], &opt[1], "unmatched.csv");
    assert_same_array(run[0].accounts.region, run[1].accounts.region, MAKE_JOB_ACCOUNTS);
    ct_run_free(&run[0]);
    ct_run_free(&run[1]);
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
    for (int32_t i = 0; i < MAKE_JOB_ACCOUNTS; i++) reason[run.accounts.reason[i]]++;
    assert_int_equal(run.graph.n_components, 4);
    assert_true(run.graph.n_bridges >= 3);
    assert_true(reason[CT_MATCHED_POINT] > 400 && reason[CT_MATCHED_CODE] > 50);
    assert_true(reason[CT_MATCHED_NEAREST] > 0 && run.measures.item[0].unmatched > 0);
    ct_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_job_has_bridges_and_unmatched_accounts),
        cmocka_unit_test(every_file_is_the_same_on_1_to_5_threads),
        cmocka_unit_test(the_order_of_accounts_changes_their_order_alone),
        cmocka_unit_test(the_order_of_records_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
