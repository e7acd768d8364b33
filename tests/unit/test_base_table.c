/// Small tables, files, string pools and the arena.
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/table.h"

static const char *cell(const ct_table *t, int64_t row, int32_t column)
{
    static char text[256];
    const int64_t i = row * t->n_columns + column;
    snprintf(text, sizeof text, "%.*s", (int)ct_string_length(&t->cell, i), ct_string(&t->cell, i));
    return text;
}

static void quotes_newlines_and_blanks_are_understood(void **state)
{
    (void)state;
    ct_table t;
    ct_error err = {0};
    const char *path =
        test_file("t.csv", "\xef\xbb\xbf"
                           "Code;Name\r\n01; a \r\n\r\n\"0;2\";\"say \"\"x\"\"\nmore\"\r\n03;z");
    assert_ok(ct_table_read(path, &t, NULL, &err), err);
    assert_int_equal(t.n_rows, 3);
    assert_int_equal(t.n_columns, 2);
    assert_string_equal(cell(&t, 0, 0), "01");
    assert_string_equal(cell(&t, 0, 1), "a");
    assert_string_equal(cell(&t, 1, 0), "0;2");
    assert_string_equal(cell(&t, 1, 1), "say \"x\"\nmore");
    assert_int_equal(t.line[0], 2);
    assert_int_equal(t.line[1], 4);
    assert_int_equal(t.line[2], 6);
    assert_int_equal(ct_table_column(&t, "code", NULL), 0);
    assert_int_equal(ct_table_column(&t, "territory", "terr|NAME"), 1);
    int32_t c;
    assert_fails(ct_table_need(&t, "share", NULL, &c, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "Code, Name");
    ct_table_free(&t);
}

static void a_stated_separator_and_names_as_people_write_them_are_understood(void **state)
{
    (void)state;
    static const char *const text[] = {("\"sep=|\"\r\nPostal\xc2\xa0"
                                        "Code |\xe2\x80\x8bTo\n1|2\n"),
                                       "sep=;\npostal_code;to\n1;2\n", "POSTAL-CODE|to\n1|2\n"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        ct_table t;
        ct_error err = {0};
        int32_t c;
        assert_ok(ct_table_read(test_file("n.csv", text[i]), &t, NULL, &err), err);
        assert_ok(ct_table_need(&t, "code", "zip|postal_code", &c, &err), err);
        assert_int_equal(c, 0);
        assert_ok(ct_table_need(&t, "to", NULL, &c, &err), err);
        assert_string_equal(cell(&t, 0, c), "2");
        ct_table_free(&t);
    }
}

static void a_row_of_another_length_names_its_line(void **state)
{
    (void)state;
    ct_table t;
    ct_error err = {0};
    assert_fails(ct_table_read(test_file("t.csv", "a,b\n1,2\n1,2,3\n"), &t, NULL, &err),
                 CT_ERR_INPUT, err);
    assert_contains(err.text, ":3: 3 cells");
    assert_fails(ct_table_read(test_file("t.csv", "\n\n"), &t, NULL, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "empty");
}

/// Bytes with a zero among them: the string's own, and one behind it.
static const char *binary_file(const char *name, const char *text)
{
    const char *path = test_path(name);
    FILE *f = fopen(path, "wb");
    fwrite(text, 1, strlen(text) + 1, f);
    fclose(f);
    return path;
}

static void what_is_no_table_is_refused(void **state)
{
    (void)state;
    ct_table t;
    ct_error err = {0};
    int32_t c;
    assert_fails(ct_table_read(binary_file("t.dbf", "a\nb"), &t, NULL, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "t.dbf: is not text");
    assert_fails(ct_table_read(test_file("t.csv", "a,b\n1,2\n\"3,4\n5,6\n"), &t, NULL, &err),
                 CT_ERR_INPUT, err);
    assert_contains(err.text, "t.csv:3: a quote is never closed");
    assert_ok(ct_table_read(test_file("t.csv", "a,b,A\n1,2,3\n"), &t, NULL, &err), err);
    assert_ok(ct_table_need(&t, "b", NULL, &c, &err), err);
    assert_fails(ct_table_need(&t, "a", NULL, &c, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "columns 1 and 3 are both called 'a'");
    ct_table_free(&t);
}

static void a_missing_file_names_its_neighbour(void **state)
{
    (void)state;
    ct_file f;
    ct_error err = {0};
    test_file("accounts.csv", "x");
    assert_fails(ct_file_open(test_path("acounts.csv"), &f, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "did you mean 'accounts.csv'");
    test_file("ab.shp", "x");
    assert_fails(ct_file_open(test_path("ab"), &f, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "did you mean 'ab.shp'");
    assert_fails(ct_file_open(test_dir(), &f, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "directory");
}

static void every_failing_allocation_is_reported_and_nothing_leaks(void **state)
{
    (void)state;
    const char *path = test_file("t.csv", "a,b\n1,2\n3,4\n");
    for (int64_t n = 0;; n++) {
        ct_table t;
        ct_error err = {0};
        ct_memory_fail_after = n;
        const ct_status s = ct_table_read(path, &t, NULL, &err);
        ct_memory_fail_after = -1;
        ct_table_free(&t);
        if (s == CT_OK) {
            assert_true(n > 2);
            break;
        }
        assert_int_equal(s, CT_ERR_MEMORY);
    }
}

static void strings_are_found_in_a_sorted_pool(void **state)
{
    (void)state;
    ct_strings_builder b = {0};
    ct_error err = {0};
    const char *const words[] = {"", "01", "010", "02", "a"};
    for (int i = 0; i < 5; i++)
        assert_ok(ct_strings_add(&b, words[i], (int64_t)strlen(words[i]), &err), err);
    for (int i = 0; i < 5; i++)
        assert_int_equal(ct_strings_find(&b.s, words[i], (int64_t)strlen(words[i])), i);
    assert_int_equal(ct_strings_find(&b.s, "0", 1), -1);
    assert_int_equal(ct_strings_find(&b.s, "b", 1), -1);
    ct_strings_free(&b.s);
}

static void arena_blocks_are_zeroed_and_aligned(void **state)
{
    (void)state;
    ct_arena arena = {0};
    ct_error err = {0};
    for (int64_t n = 0; n < 300; n += 37) {
        char *p = ct_arena_array(&arena, n, 1, "test", &err);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 64, 0);
        for (int64_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
        memset(p, 1, (size_t)n);
    }
    assert_null(ct_arena_array(&arena, INT64_MAX, 8, "test", &err));
    assert_int_equal(err.status, CT_ERR_MEMORY);
    assert_null(ct_array(INT64_MAX, 8, "test", &err));
    ct_arena_free(&arena);
}

static void whole_arrays_are_zeroed_to_their_last_byte(void **state)
{
    (void)state;
    ct_error err = {0};
    for (int64_t n = 0; n < (1 << 25); n = 3 * n + 1) {
        char *p = ct_array_whole(n, 1, "test", &err), *after = malloc(64);
        assert_non_null(p);
        assert_non_null(after);
        for (int64_t i = 0; i < n; i += i + 1000 < n ? 1000 : 1) assert_int_equal(p[i], 0);
        if (n) memset(p, 1, (size_t)n);
        free(p);
        free(after);
    }
    assert_null(ct_array_whole(INT64_MAX, 8, "test", &err));
    assert_int_equal(err.status, CT_ERR_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_newlines_and_blanks_are_understood),
        cmocka_unit_test(a_stated_separator_and_names_as_people_write_them_are_understood),
        cmocka_unit_test(a_row_of_another_length_names_its_line),
        cmocka_unit_test(what_is_no_table_is_refused),
        cmocka_unit_test(a_missing_file_names_its_neighbour),
        cmocka_unit_test(every_failing_allocation_is_reported_and_nothing_leaks),
        cmocka_unit_test(strings_are_found_in_a_sorted_pool),
        cmocka_unit_test(arena_blocks_are_zeroed_and_aligned),
        cmocka_unit_test(whole_arrays_are_zeroed_to_their_last_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
