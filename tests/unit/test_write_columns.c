/// Columns, and CSV made of them.
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/check.h"
#include "write/columns_csv.h"

/// n rows of t as CSV, by 1 to 5 threads, which give the same.
static void csv_of(const ct_columns *t, int64_t n, size_t size, char *out)
{
    char *again = calloc(size, 1);
    for (int32_t threads = 1; threads <= 5; threads++) {
        ct_error err = {0};
        unlink(test_path("t.csv"));
        ct_status s = CT_OK;
#pragma omp parallel num_threads(threads)
#pragma omp single
        s = ct_columns_csv(test_context(threads), test_dir(), "t.csv", t, n, CT_FORMULAS_DISARM,
                           &err);
        assert_ok(s, err);
        FILE *f = fopen(test_path("t.csv"), "rb");
        const size_t length = fread(again, 1, size - 1, f);
        fclose(f);
        again[length] = 0;
        if (threads == 1) strcpy(out, again);
        assert_string_equal(again, out);
    }
    free(again);
}

static void cells_are_whole_and_quoted_only_when_they_must_be(void **state)
{
    (void)state;
    static const char *const text[] = {"plain", "a \"b\", c", "", "two\nlines"};
    const int64_t fixed[4] = {INT64_MIN, 5, 0, -1};
    const double number[4] = {1.25, NAN, 1e20, -0.5};
    const int32_t item[4] = {3, 1, -1, 0};
    ct_arena arena = {0};
    ct_error err = {0};
    const ct_strings *s = ct_cell_strings(&arena, 4, text, &err);
    ct_columns t = {0};
    char out[1024];
    ct_columns_add(&t, (ct_column){.name = "id", .kind = CT_CELL_NUMBER});
    ct_columns_add(&t, (ct_column){.name = "Sales, EUR", .kind = CT_CELL_TEXT, .data = s});
    ct_columns_add(&t,
                   (ct_column){.name = "f", .kind = CT_CELL_FIXED, .decimals = 2, .data = fixed});
    ct_columns_add(
        &t, (ct_column){
                .name = "d", .kind = CT_CELL_DOUBLE, .decimals = 1, .scale = 2, .data = number});
    ct_columns_add(&t, (ct_column){.name = "of", .kind = CT_CELL_TEXT, .data = s, .item = item});
    ct_columns_add(&t, (ct_column){.name = "as it is",
                                   .kind = CT_CELL_DOUBLE,
                                   .decimals = -1,
                                   .data = number,
                                   .item = item});
    csv_of(&t, 4, sizeof out, out);
    assert_string_equal(out, "id,\"Sales, EUR\",f,d,of,as it is\n"
                             "1,plain,-92233720368547758.08,2.5,\"two\nlines\",-0.5\n"
                             "2,\"a \"\"b\"\", c\",0.05,,\"a \"\"b\"\", c\",\n"
                             "3,,0.00,200000000000000000000.0,,\n"
                             "4,\"two\nlines\",-0.01,-1.0,plain,1.25\n");
    ct_arena_free(&arena);
}

static void many_rows_come_in_their_order(void **state)
{
    (void)state;
    enum { MANY = 50000 };
    const ct_column id = {.name = "id", .kind = CT_CELL_NUMBER};
    ct_columns t = {0};
    ct_columns_add(&t, id);
    char *out = calloc(8, MANY);
    csv_of(&t, MANY, 8 * MANY, out);
    const char *at = strchr(out, '\n') + 1;
    for (int64_t i = 1; i <= MANY; i++) {
        char *end;
        assert_int_equal(strtol(at, &end, 10), i);
        assert_true(*end == '\n');
        at = end + 1;
    }
    assert_true(*at == 0);
    free(out);
}

static void a_text_column_without_data_is_empty(void **state)
{
    (void)state;
    char out[64];
    ct_columns t = {0};
    ct_columns_add(&t, (ct_column){.name = "name", .kind = CT_CELL_TEXT});
    ct_columns_add(&t, (ct_column){.name = "id", .kind = CT_CELL_NUMBER});
    csv_of(&t, 1, sizeof out, out);
    assert_string_equal(out, "name,id\n,1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_whole_and_quoted_only_when_they_must_be),
        cmocka_unit_test(many_rows_come_in_their_order),
        cmocka_unit_test(a_text_column_without_data_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
