/// The output directory: whole or not at all, the same bytes every time.
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "support/check.h"
#include "support/make_run.h"
#include "write/directory.h"
#include "write/remove.h"

static made_run made;

/// HDF5 1.10 loses what it holds of a file whose close failed; that is not ours to free.
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libhdf5";
}

/// FNV-1a of the names and contents of a directory's files, in the order of their names.
static uint64_t digest_of(const char *dir)
{
    struct dirent **entry;
    const int n = scandir(dir, &entry, NULL, alphasort);
    if (n < 0) fail_msg("no directory %s", dir);
    uint64_t h = 0xcbf29ce484222325u;
    for (int i = 0; i < n; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", dir, entry[i]->d_name);
        for (const char *c = entry[i]->d_name; *c; c++) h = (h ^ (uint8_t)*c) * 0x100000001b3u;
        FILE *f = entry[i]->d_name[0] == '.' ? NULL : fopen(path, "rb");
        for (int c; f && (c = getc(f)) != EOF;) h = (h ^ (uint8_t)c) * 0x100000001b3u;
        if (f) fclose(f);
        free(entry[i]);
    }
    free(entry);
    return h;
}

/// Entries of the test's directory that are not what the tests made: leftovers.
static int count_temporaries(void)
{
    DIR *d = opendir(test_dir());
    int n = 0;
    for (struct dirent *e; (e = readdir(d));) n += strstr(e->d_name, ".tmp-") != NULL;
    closedir(d);
    return n;
}

static ct_status write_to(const char *name, bool overwrite, int32_t n_threads, ct_error *err)
{
    made.opt.output.out = test_path(name);
    made.opt.output.overwrite = overwrite;
    return ct_write(&made.opt, test_context(n_threads), &made.run, err);
}

/// Claim the place, and let it go again.
static ct_status claim(ct_error *err)
{
    const ct_status s = ct_write_claim(&made.opt.output, &made.run, err);
    ct_write_release(&made.run, NULL);
    return s;
}

static void the_same_run_gives_the_same_bytes(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 20, 10, 4, 400, 0);
    assert_ok(write_to("once", false, 1, &err), err);
    const uint64_t once = digest_of(test_path("once"));
    for (int32_t n = 1; n <= 3; n++) {
        assert_ok(write_to("once", true, n, &err), err); // its name is in the record
        assert_true(digest_of(test_path("once")) == once);
    }
    made_run_free(&made);
}

static void an_existing_directory_needs_overwrite(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    assert_ok(write_to("old", false, 1, &err), err);
    const uint64_t old = digest_of(test_path("old"));
    assert_fails(write_to("old", false, 1, &err), CT_ERR_OUTPUT, err);
    assert_contains(err.text, "--overwrite");
    assert_fails(claim(&err), CT_ERR_OUTPUT, err);
    assert_true(digest_of(test_path("old")) == old);
    assert_int_equal(count_temporaries(), 0);
    made_run_free(&made);
}

static void what_is_no_result_is_never_overwritten(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    mkdir(test_path("thesis"), 0777);
    test_file("thesis/chapter1.txt", "years of work");
    assert_fails(write_to("thesis", true, 1, &err), CT_ERR_OUTPUT, err);
    assert_contains(err.text, "not a result of canton");
    assert_int_equal(access(test_path("thesis/chapter1.txt"), F_OK), 0);
    test_file("plain", "a file");
    assert_fails(write_to("plain", true, 1, &err), CT_ERR_OUTPUT, err);
    made_run_free(&made);
}

static void work_of_others_in_a_result_is_never_deleted(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    assert_ok(write_to("shared", false, 1, &err), err);
    test_file("shared/plan.qgz", "a project");
    assert_fails(write_to("shared", true, 1, &err), CT_ERR_OUTPUT, err);
    assert_contains(err.text, "holds plan.qgz, which canton has not written");
    assert_int_equal(access(test_path("shared/plan.qgz"), F_OK), 0);
    assert_int_equal(remove(test_path("shared/plan.qgz")), 0);
    mkdir(test_path("shared/regions.old"), 0777);
    assert_fails(write_to("shared", true, 1, &err), CT_ERR_OUTPUT, err);
    assert_contains(err.text, "holds regions.old");
    assert_int_equal(rmdir(test_path("shared/regions.old")), 0);
    test_file("shared/regions.qix", "an index that a GIS has made");
    assert_ok(write_to("shared", true, 1, &err), err);
    assert_int_equal(access(test_path("shared/regions.qix"), F_OK), -1);
    made_run_free(&made);
}

/// Each of them begins like a file of ours.
static void only_the_names_we_give_are_ours(void **state)
{
    (void)state;
    static const char *const theirs[] = {"regions.xlsx",   "regions.shp.bak",   "report.html~",
                                         "summary.json.1", "canton.h5.txt",     "territories",
                                         "fields.qix",     "assignments_q3.csv"};
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    assert_ok(write_to("names", false, 1, &err), err);
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++) {
        char path[64];
        snprintf(path, sizeof path, "names/%s", theirs[i]);
        test_file(path, "work of others");
        assert_fails(write_to("names", true, 1, &err), CT_ERR_OUTPUT, err);
        assert_contains(err.text, theirs[i]);
        assert_int_equal(remove(test_path(path)), 0);
    }
    test_file("names/bridges.shp.xml", "metadata");
    test_file("names/territories.sbn", "an index");
    assert_ok(write_to("names", true, 1, &err), err);
    assert_int_equal(access(test_path("names/bridges.shp.xml"), F_OK), -1);
    made_run_free(&made);
}

static void what_comes_into_a_result_while_it_is_replaced_is_kept(void **state)
{
    (void)state;
    ct_error err = {0};
    ct_directory d;
    make_run(&made, 4, 2, 2, 3, 0);
    assert_ok(write_to("late", false, 1, &err), err);
    made.opt.output.out = test_path("late");
    made.opt.output.overwrite = true;
    assert_ok(ct_directory_begin(&d, &made.opt.output, &err), err);
    test_file("late/plan.qgz", "a project");
    char path[4200];
    snprintf(path, sizeof path, "%s/.late.old-%d/plan.qgz", test_dir(), (int)getpid());
    assert_ok(ct_directory_commit(&d, &err), err);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(d.notes.n, 1);
    assert_contains(d.notes.item[0].text, "holds plan.qgz");
    assert_int_equal(remove(path), 0);
    *strrchr(path, '/') = 0;
    assert_int_equal(ct_remove_tree(path), 0);
    ct_directory_end(&d, NULL);
    made_run_free(&made);
}

/// A name that a result may have, but this one has not.
static void what_the_old_result_has_not_recorded_is_never_deleted(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    made.opt.output.layers = CT_LAYER_H5 | CT_LAYER_REGIONS;
    assert_ok(write_to("few", false, 1, &err), err);
    static const char *const theirs[] = {"few/assignments.csv", "few/territories.shp",
                                         "few/problems.qix"};
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++) {
        test_file(theirs[i], "my own");
        assert_fails(write_to("few", true, 1, &err), CT_ERR_OUTPUT, err);
        assert_contains(err.text, strchr(theirs[i], '/') + 1);
        assert_int_equal(remove(test_path(theirs[i])), 0);
    }
    test_file("few/regions.qix", "an index that a GIS has made");
    assert_ok(write_to("few", true, 1, &err), err);
    made_run_free(&made);
}

static void one_run_at_a_time_has_a_place(void **state)
{
    (void)state;
    ct_error err = {0};
    ct_directory d;
    make_run(&made, 4, 2, 2, 3, 0);
    made.opt.output.out = test_path("busy");
    made.opt.output.overwrite = true;
    assert_ok(ct_directory_begin(&d, &made.opt.output, &err), err);
    assert_fails(claim(&err), CT_ERR_OUTPUT, err);
    assert_contains(err.text, "another run (process");
    ct_directory_end(&d, NULL);
    assert_ok(claim(&err), err);
    assert_int_equal(count_temporaries(), 0);
    made_run_free(&made);
}

/// The number of a process that is gone.
static int dead_process(void)
{
    const pid_t child = fork();
    if (!child) _exit(0);
    waitpid(child, NULL, 0);
    return (int)child;
}

static void what_dead_runs_have_left_is_removed_and_named(void **state)
{
    (void)state;
    ct_error err = {0};
    ct_notes notes = {0};
    char left[64], foreign[64], file[80], alive[64];
    make_run(&made, 4, 2, 2, 3, 0);
    snprintf(left, sizeof left, ".killed.tmp-%d", dead_process());
    snprintf(alive, sizeof alive, ".killed.tmp-%d", (int)getppid());
    mkdir(test_path(left), 0777);
    mkdir(test_path(alive), 0777);
    snprintf(file, sizeof file, "%s/canton.h5", left);
    test_file(file, "half a file");
    snprintf(foreign, sizeof foreign, ".killed.tmp-%d", dead_process());
    mkdir(test_path(foreign), 0777);
    snprintf(file, sizeof file, "%s/plan.qgz", foreign);
    test_file(file, "somebody's own");
    made.opt.output.out = test_path("killed");
    assert_ok(ct_write_claim(&made.opt.output, &made.run, &err), err);
    ct_write_release(&made.run, &notes);
    assert_int_equal(access(test_path(left), F_OK), -1);
    assert_int_equal(access(test_path(alive), F_OK), 0);
    assert_int_equal(access(test_path(file), F_OK), 0);
    assert_int_equal(notes.n, 3);
    for (int32_t i = 0; i < notes.n; i++) {
        const char *text = notes.item[i].text;
        const bool is_removed = strstr(text, "removed ") == text;
        assert_true(is_removed == (strstr(text, left) != NULL));
        assert_true(is_removed || strstr(text, alive) || strstr(text, foreign));
    }
    assert_int_equal(rmdir(test_path(alive)), 0);
    assert_int_equal(remove(test_path(file)), 0);
    assert_int_equal(rmdir(test_path(foreign)), 0);
    ct_notes_free(&notes);
    made_run_free(&made);
}

/// Where directories cannot be exchanged, a run may be killed when the old one has been set aside.
static void a_result_that_was_set_aside_is_put_back(void **state)
{
    (void)state;
    ct_error err = {0};
    ct_notes notes = {0};
    char aside[64];
    make_run(&made, 4, 2, 2, 3, 0);
    assert_ok(write_to("aside", false, 1, &err), err);
    const uint64_t old = digest_of(test_path("aside"));
    snprintf(aside, sizeof aside, ".aside.old-%d", dead_process());
    assert_int_equal(rename(test_path("aside"), test_path(aside)), 0);
    assert_fails(ct_write_claim(&made.opt.output, &made.run, &err), CT_ERR_OUTPUT, err);
    ct_write_release(&made.run, &notes);
    assert_contains(err.text, "exists");
    assert_true(digest_of(test_path("aside")) == old);
    assert_int_equal(notes.n, 1);
    assert_contains(notes.item[0].text, "has been put back");
    ct_notes_free(&notes);
    made_run_free(&made);
}

static void a_link_to_nowhere_is_refused_early(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    made.opt.output.out = test_path("link");
    assert_int_equal(symlink("nowhere", test_path("link")), 0);
    assert_fails(claim(&err), CT_ERR_OUTPUT, err);
    assert_contains(err.text, "is a link to a place that is not there");
    made.opt.output.out = "/proc"; // where something is mounted
    made.opt.output.overwrite = true;
    assert_fails(claim(&err), CT_ERR_OUTPUT, err);
    made_run_free(&made);
}

static void what_is_abandoned_leaves_nothing(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    made.opt.output.out = test_path("lost/deep/plan");
    assert_ok(ct_write_claim(&made.opt.output, &made.run, &err), err);
    assert_int_equal(access(test_path("lost/deep"), F_OK), 0);
    ct_write_abandon();
    assert_int_equal(access(test_path("lost"), F_OK), -1);
    ct_write_release(&made.run, NULL);
    made_run_free(&made);
}

static void overwriting_leaves_nothing_of_the_old(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    assert_ok(write_to("twice", false, 1, &err), err);
    made.opt.output.layers = CT_LAYER_H5;
    assert_ok(write_to("twice", true, 1, &err), err);
    assert_int_equal(access(test_path("twice/canton.h5"), F_OK), 0);
    assert_int_equal(access(test_path("twice/regions.shp"), F_OK), -1);
    assert_int_equal(count_temporaries(), 0);
    made_run_free(&made);
}

static void missing_parents_are_made(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    made.opt.output.out = test_path("a/b/c/");
    assert_ok(claim(&err), err);
    assert_int_equal(access(test_path("a"), F_OK), -1);
    assert_ok(ct_write(&made.opt, test_context(1), &made.run, &err), err);
    assert_int_equal(access(test_path("a/b/c/summary.json"), F_OK), 0);
    made_run_free(&made);
}

static void a_place_that_cannot_be_written_is_refused_early(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    made.opt.output.out = "/proc/canton/out"; // not even root can
    assert_fails(claim(&err), CT_ERR_OUTPUT, err);
    assert_contains(err.text, "/proc");
    assert_fails(ct_write(&made.opt, test_context(1), &made.run, &err), CT_ERR_OUTPUT, err);
    made.opt.output.out = "..";
    assert_fails(claim(&err), CT_ERR_OUTPUT, err);
    made_run_free(&made);
}

/// Files may grow to `bytes` and no further, as on a disk that fills up.
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_leaves_the_older_result(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 20, 10, 4, 400, 0);
    assert_ok(write_to("kept", false, 1, &err), err);
    const uint64_t kept = digest_of(test_path("kept"));
    signal(SIGXFSZ, SIG_IGN);
    for (rlim_t bytes = 0; bytes < 1 << 20; bytes = bytes ? 2 * bytes : 64) {
        limit_files(bytes);
        const ct_status s = write_to("kept", true, 2, &err);
        limit_files(RLIM_INFINITY);
        assert_fails(s, CT_ERR_OUTPUT, err);
        assert_contains(err.text, "cannot write");
        assert_true(digest_of(test_path("kept")) == kept);
        assert_int_equal(count_temporaries(), 0);
    }
    assert_ok(write_to("kept", true, 2, &err), err);
    made_run_free(&made);
}

/// Everything but canton.h5 runs into the limit, whose own failures come first above.
static void a_full_disk_is_noticed_in_every_file(void **state)
{
    (void)state;
    ct_error err = {0};
    const uint32_t layer[] = {CT_LAYER_TERRITORIES, CT_LAYER_REGIONS, CT_LAYER_BRIDGES,
                              CT_LAYER_ASSIGNMENTS, 0};
    make_run(&made, 20, 10, 4, 400, 0);
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof layer / sizeof *layer; i++) {
        made.opt.output.layers = layer[i];
        for (rlim_t bytes = 0; bytes < 200; bytes += 60) {
            limit_files(bytes);
            const ct_status s = write_to("full", false, 2, &err);
            limit_files(RLIM_INFINITY);
            assert_fails(s, CT_ERR_OUTPUT, err);
            assert_int_equal(access(test_path("full"), F_OK), -1);
            assert_int_equal(count_temporaries(), 0);
        }
    }
    made_run_free(&made);
}

static int stop_at_once(void *user, const char *stage, double done, const char *detail)
{
    (void)stage, (void)done, (void)detail;
    return --*(int *)user < 0;
}

static void a_stopped_write_leaves_nothing(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 4, 2, 2, 3, 0);
    made.opt.output.out = test_path("stopped");
    ct_status s = CT_ERR_STOPPED;
    for (int ticks = 0; s && ticks < 1000; ticks++) {
        int left = ticks;
        ct_context ctx = *test_context(1);
        ctx.progress = stop_at_once;
        ctx.user = &left;
        s = ct_write(&made.opt, &ctx, &made.run, &err);
        if (!s) break;
        assert_fails(s, CT_ERR_STOPPED, err);
        assert_int_equal(access(test_path("stopped"), F_OK), -1);
        assert_int_equal(count_temporaries(), 0);
    }
    assert_int_equal(s, CT_OK);
    made_run_free(&made);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    static const char *const name[] = {"polygons", "points", "segments"};
    for (int plan = 0; plan < 3; plan++) {
        ct_error err = {0};
        make_run(&made, 4, 2, 2, 3, plan == 1 ? MAKE_POINTS : 0);
        if (plan == 2) make_segments(&made, 4);
        ct_status s = CT_ERR_MEMORY;
        for (int64_t n = 0; s && n < 10000; n++) {
            ct_memory_fail_after = n;
            s = write_to(name[plan], false, 1, &err);
            ct_memory_fail_after = -1;
            if (s) assert_fails(s, CT_ERR_MEMORY, err);
            assert_int_equal(count_temporaries(), 0);
        }
        assert_int_equal(s, CT_OK);
        made_run_free(&made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_run_gives_the_same_bytes),
        cmocka_unit_test(an_existing_directory_needs_overwrite),
        cmocka_unit_test(what_is_no_result_is_never_overwritten),
        cmocka_unit_test(work_of_others_in_a_result_is_never_deleted),
        cmocka_unit_test(only_the_names_we_give_are_ours),
        cmocka_unit_test(what_comes_into_a_result_while_it_is_replaced_is_kept),
        cmocka_unit_test(what_the_old_result_has_not_recorded_is_never_deleted),
        cmocka_unit_test(one_run_at_a_time_has_a_place),
        cmocka_unit_test(what_dead_runs_have_left_is_removed_and_named),
        cmocka_unit_test(a_result_that_was_set_aside_is_put_back),
        cmocka_unit_test(a_link_to_nowhere_is_refused_early),
        cmocka_unit_test(what_is_abandoned_leaves_nothing),
        cmocka_unit_test(overwriting_leaves_nothing_of_the_old),
        cmocka_unit_test(missing_parents_are_made),
        cmocka_unit_test(a_place_that_cannot_be_written_is_refused_early),
        cmocka_unit_test(a_full_disk_leaves_the_older_result),
        cmocka_unit_test(a_full_disk_is_noticed_in_every_file),
        cmocka_unit_test(a_stopped_write_leaves_nothing),
        cmocka_unit_test(any_allocation_may_fail),
    };
    ct_hdf5_no_atexit(); // a full disk is among what happens here
    return cmocka_run_group_tests(tests, NULL, NULL);
}
