/// Every allocation of a whole job made to fail, one after the other. Leaks show under MODE=asan.
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/make_job.h"

typedef ct_status (*job)(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err);

/// Every single one where long tests are wanted. Otherwise those at the beginning and the end, and
/// a sample of those in between whose steps grow, to be done within seconds.
static int64_t after(int64_t n, int64_t all)
{
    const bool is_sampled = !getenv("CANTON_LONG") && n >= 120 && all - n >= 40;
    return is_sampled ? n + 1 + n / 40 : n + 1;
}

/// One try with n allocations; returns in *left those not used.
static ct_status attempt(job work, const ct_options *opt, int64_t n, int64_t *left, ct_error *err)
{
    ct_run run = {0};
    const ct_context *ctx = test_context(1);
    ct_memory_fail_after = n;
    const ct_status s = work(opt, ctx, &run, err);
    *left = ct_memory_fail_after;
    ct_memory_fail_after = -1;
    ct_run_free(&run);
    return s;
}

/// With all that it needs the job succeeds; with 0, 1, 2, ... up to one less it fails.
static void fail_each(job work, const ct_options *opt, bool writes)
{
    enum { PLENTY = 1 << 30 };
    ct_options aside = *opt;
    ct_error err = {0};
    int64_t left;
    aside.output.out = test_path("aside");
    aside.output.overwrite = true;
    assert_ok(attempt(work, &aside, PLENTY, &left, &err), err);
    const int64_t all = PLENTY - left;
    assert_true(all > 100);
    int64_t tried = 0;
    for (int64_t n = 0; n < all; n = after(n, all), tried++) {
        const ct_status s = attempt(work, opt, n, &left, &err);
        if (s != CT_ERR_MEMORY) print_error("%ld of %ld allocations granted\n", (long)n, (long)all);
        assert_fails(s, CT_ERR_MEMORY, err);
        assert_int_equal(err.status, CT_ERR_MEMORY);
        assert_contains(err.text, "memory");
        assert_int_equal(make_job_leftovers(opt), 0);
        err = (ct_error){0};
    }
    assert_ok(attempt(work, opt, all, &left, &err), err);
    assert_int_equal(make_job_leftovers(opt), writes);
    print_message("%ld of %ld allocations made to fail\n", (long)tried, (long)all);
}

static void a_run_without_memory_says_so_and_leaves_nothing(void **state)
{
    (void)state;
    ct_options opt = make_job_files("run", (make_job){0});
    fail_each(ct_run_job, &opt, true);
}

static void a_validation_without_memory_says_so(void **state)
{
    (void)state;
    ct_options opt = make_job_files("validate", (make_job){0});
    opt.graph.contiguity = CT_QUEEN;
    opt.graph.bridge_gap_km = 20;
    opt.data.join = CT_JOIN_CODE;
    opt.data.max_bad.pct = 10;
    fail_each(ct_validate_job, &opt, false);
}

/// Neighbours, targets and the current alignment from files as well.
static void an_assessment_without_memory_says_so_and_leaves_nothing(void **state)
{
    (void)state;
    ct_options opt = make_job_files("assess", (make_job){0});
    char current[16 * MAKE_JOB_REGIONS + 64] = "code,territory\n", line[32];
    char links[24 * MAKE_JOB_REGIONS + 64] = "from,to,border_m\n";
    for (int i = 0; i < MAKE_JOB_REGIONS; i++) {
        snprintf(line, sizeof line, "R%03d,T%d\n", i, i % 11 / 3);
        strcat(current, line);
        snprintf(line, sizeof line, "R%03d,R%03d,1000\n", i, (i + 1) % MAKE_JOB_REGIONS);
        strcat(links, line);
    }
    opt.today.current = test_file("current.csv", current);
    opt.graph.adjacency = test_file("links.csv", links);
    opt.target.targets =
        test_file("targets.csv", "territory,name,share\n1,a,1\n2,b,1\n3,c,2\n4,d,1\n");
    opt.target.k = 0;
    opt.target.tolerance_pct[0] = opt.target.tolerance_pct[1] = 99;
    fail_each(ct_assess_job, &opt, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_without_memory_says_so_and_leaves_nothing),
        cmocka_unit_test(a_validation_without_memory_says_so),
        cmocka_unit_test(an_assessment_without_memory_says_so_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
