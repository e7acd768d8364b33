/// A mapped file that is written to while it is read is told of; one that is replaced is not.
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "support/check.h"

static ct_error err;
static char dir[] = "/tmp/canton-test-XXXXXX", path[64], other[64];

static void put(const char *to, const char *mode, const char *text)
{
    FILE *f = fopen(to, mode);
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

/// Times of files may be as coarse as a clock tick.
static void wait_a_tick(void)
{
    struct stat was, now;
    put(other, "w", "a");
    assert_int_equal(stat(other, &was), 0);
    do {
        usleep(1000);
        put(other, "w", "a");
        assert_int_equal(stat(other, &now), 0);
    } while (was.st_mtim.tv_sec == now.st_mtim.tv_sec &&
             was.st_mtim.tv_nsec == now.st_mtim.tv_nsec);
}

static void open_one(ct_file *f)
{
    put(path, "w", "code,value\n1,2\n");
    wait_a_tick();
    assert_ok(ct_file_open(path, f, &err), err);
    assert_true(f->is_mapped);
    assert_ok(ct_file_unchanged(path, f, &err), err);
}

static void one_that_is_written_to_is_told_of(void **state)
{
    (void)state;
    ct_file f;
    open_one(&f);
    put(path, "a", "3,4\n");
    assert_fails(ct_file_unchanged(path, &f, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "it had 15 bytes and has 19");
    ct_file_close(&f);
    open_one(&f);
    put(path, "r+", "code,other\n"); // as long as before
    assert_fails(ct_file_unchanged(path, &f, &err), CT_ERR_INPUT, err);
    ct_file_close(&f);
    open_one(&f);
    assert_int_equal(truncate(path, 5), 0);
    assert_fails(ct_file_unchanged(path, &f, &err), CT_ERR_INPUT, err);
    ct_file_close(&f);
}

static void one_that_is_replaced_or_gone_is_as_it_was(void **state)
{
    (void)state;
    ct_file f;
    open_one(&f);
    put(other, "w", "something else\n");
    assert_int_equal(rename(other, path), 0);
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
    if (!mkdtemp(dir)) return 1;
    snprintf(path, sizeof path, "%s/a.csv", dir);
    snprintf(other, sizeof other, "%s/b.csv", dir);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    unlink(other);
    return rmdir(dir) || failed;
}
