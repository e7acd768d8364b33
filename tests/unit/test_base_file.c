/// A mapped file that is written to while it is read is told of; one that is replaced is not.
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "support/check.h"

static ct_error err;

static struct timespec written(const char *path)
{
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    return about.st_mtim;
}

/// Times of files may be as coarse as a tick of the clock.
static void wait_a_tick(void)
{
    const char *path = test_file("tick", "a");
    const struct timespec was = written(path);
    struct timespec now = was;
    while (was.tv_sec == now.tv_sec && was.tv_nsec == now.tv_nsec) {
        usleep(1000);
        now = written(test_file("tick", "a"));
    }
}

static void write_to(const char *path, const char *mode, const char *text)
{
    FILE *f = fopen(path, mode);
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static const char *open_one(ct_file *f)
{
    const char *path = test_file("a.csv", "code,value\n1,2\n");
    wait_a_tick();
    assert_ok(ct_file_open(path, f, &err), err);
    assert_true(f->is_mapped);
    assert_ok(ct_file_unchanged(path, f, &err), err);
    return test_path("a.csv");
}

static void one_that_is_written_to_is_told_of(void **state)
{
    (void)state;
    ct_file f;
    const char *path = open_one(&f);
    write_to(path, "a", "3,4\n");
    assert_fails(ct_file_unchanged(path, &f, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "it had 15 bytes and has 19");
    ct_file_close(&f);
    path = open_one(&f);
    write_to(path, "r+", "code,other\n"); // as long as before
    assert_fails(ct_file_unchanged(path, &f, &err), CT_ERR_INPUT, err);
    ct_file_close(&f);
    path = open_one(&f);
    assert_int_equal(truncate(path, 5), 0);
    assert_fails(ct_file_unchanged(path, &f, &err), CT_ERR_INPUT, err);
    ct_file_close(&f);
}

static void one_that_is_replaced_or_gone_is_as_it_was(void **state)
{
    (void)state;
    ct_file f;
    const char *path = open_one(&f);
    assert_int_equal(rename(test_file("b.csv", "something else\n"), path), 0);
    assert_ok(ct_file_unchanged(path, &f, &err), err);
    assert_memory_equal(f.bytes, "code,value\n", 11);
    assert_int_equal(unlink(path), 0);
    assert_ok(ct_file_unchanged(path, &f, &err), err);
    ct_file_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_is_written_to_is_told_of),
        cmocka_unit_test(one_that_is_replaced_or_gone_is_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
