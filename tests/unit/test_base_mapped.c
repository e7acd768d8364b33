/// Which file an address belongs to.
#include "base/file.h"
#include "base/mapped.h"
#include "support/check.h"

#include <string.h>

static void an_address_in_a_mapped_file_has_its_path(void **state)
{
    (void)state;
    ct_error err = {0};
    ct_file a, b;
    assert_ok(ct_file_open(test_file("a.csv", "id\n1\n"), &a, &err), err);
    assert_ok(ct_file_open(test_file("b.csv", "id\n2\n"), &b, &err), err);
    assert_contains(ct_mapped_find(a.bytes), "a.csv");
    assert_contains(ct_mapped_find(b.bytes + b.size - 1), "b.csv");
    assert_null(ct_mapped_find(&a));
    const char *was = a.bytes;
    ct_file_close(&a);
    assert_null(ct_mapped_find(was));
    assert_contains(ct_mapped_find(b.bytes), "b.csv");
    ct_file_close(&b);
}

static void more_files_than_the_table_holds_do_no_harm(void **state)
{
    (void)state;
    enum { N = 100 };
    static char bytes[N];
    for (int i = 0; i < N; i++) ct_mapped_add(bytes + i, 1, "x");
    assert_non_null(ct_mapped_find(bytes));
    for (int i = 0; i < N; i++) ct_mapped_remove(bytes + i);
    for (int i = 0; i < N; i++) assert_null(ct_mapped_find(bytes + i));
}

static void a_long_path_keeps_its_end(void **state)
{
    (void)state;
    char path[4096];
    memset(path, 'd', sizeof path);
    strcpy(path + 2000, "/regions.shp");
    ct_mapped_add(path, 1, path);
    assert_contains(ct_mapped_find(path), "d/regions.shp");
    ct_mapped_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_in_a_mapped_file_has_its_path),
        cmocka_unit_test(more_files_than_the_table_holds_do_no_harm),
        cmocka_unit_test(a_long_path_keeps_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
