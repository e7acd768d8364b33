/// Ids and codes: the same texts whether all have one length, or one row of thousands has not.
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "read/accounts.h"
#include "support/check.h"

enum { ROWS = 700, CHUNK = 64 }; ///< about six waves of chunks

static ct_error err;

/// The row that is different, how its id is written, and what that means.
typedef struct odd {
    int64_t row;
    const char *cell, *text;
} odd;

/// One file of ROWS accounts A0000.., code 00000.., quoted here and there; a comma late in the file
/// makes the reader begin again.
static const char *make_file(const char *name, const odd *o, bool has_comma)
{
    static char text[ROWS * 48];
    size_t n = (size_t)sprintf(text, "id;zip;lon;lat;rev\n");
    for (int64_t i = 0; i < ROWS; i++) {
        char id[100];
        snprintf(id, sizeof id, i % 5 ? "A%04d" : " \"A%04d\"", (int)i);
        const bool is_odd = o && i == o->row;
        n += (size_t)sprintf(text + n, "%s;%05d;1;2;%s\n", is_odd ? o->cell : id, (int)i,
                             has_comma && i == ROWS - 9 ? "2,25" : "7");
    }
    return test_file(name, text);
}

static void check_row(const ct_accounts *a, int64_t at, int64_t i, const odd *o)
{
    char id[16], code[16];
    snprintf(id, sizeof id, "A%04d", (int)i);
    snprintf(code, sizeof code, "%05d", (int)i);
    const char *want = o && i == o->row ? o->text : id;
    assert_int_equal(ct_string_length(&a->id, at), strlen(want));
    assert_memory_equal(ct_string(&a->id, at), want, strlen(want));
    assert_int_equal(ct_string_length(&a->code, at), 5);
    assert_memory_equal(ct_string(&a->code, at), code, 5);
}

static ct_data_options options(const char *path)
{
    ct_data_options o = {.accounts = {path}, .n_accounts = 1, .n_measures = 1};
    o.measure[0] = (ct_measure_spec){"rev", CT_COLUMN, "rev"};
    return o;
}

static void check_kept(const char *path, const odd *o, bool is_even)
{
    const ct_data_options opt = options(path);
    for (int32_t threads = 1; threads <= 3; threads++) {
        ct_accounts a;
        assert_ok(ct_read_accounts_chunked(&opt, test_context(threads), CHUNK, &a, NULL, &err),
                  err);
        assert_int_equal(a.n, ROWS);
        for (int64_t i = 0; i < ROWS; i++) check_row(&a, i, i, o);
        assert_int_equal(a.id.offset == NULL, is_even);
        assert_null(a.code.offset);
        ct_accounts_free(&a);
    }
}

/// A taker that checks what it is given.
typedef struct checker {
    int64_t n;
    const odd *o;
} checker;

static ct_status check_batch(void *user, ct_accounts *batch, ct_error *error)
{
    (void)error;
    checker *c = user;
    for (int64_t i = 0; i < batch->n; i++) check_row(batch, i, c->n++, c->o);
    return CT_OK;
}

static ct_status end_file(void *user, bool keep, ct_error *error)
{
    (void)error;
    if (!keep) ((checker *)user)->n = 0;
    return CT_OK;
}

static void check_batches(const char *path, const odd *o)
{
    const ct_data_options opt = options(path);
    checker c = {0, o};
    const ct_taker taker = {&c, check_batch, end_file};
    assert_ok(ct_read_accounts_by_chunked(&opt, test_context(2), CHUNK, &taker, NULL, &err), err);
    assert_int_equal(c.n, ROWS);
}

static void texts_of_one_length_have_no_offsets(void **state)
{
    (void)state;
    for (int comma = 0; comma < 2; comma++) {
        const char *path = make_file("even.csv", NULL, comma);
        check_kept(path, NULL, true);
        check_batches(path, NULL);
    }
}

static void one_text_of_another_length_changes_no_other(void **state)
{
    (void)state;
    static const odd FORM[] = {
        {0, "B", "B"},
        {0, "longer", "longer"},
        {0, "", ""},
        {0, "\"a;b\"\"cd\"", "a;b\"cd"},
        {0, "0123456789012345678901234567890123456789012345678901234567890123456789",
         "0123456789012345678901234567890123456789012345678901234567890123456789"},
    };
    static const int64_t ROW[] = {0, 1, 2, 63, 350, ROWS - 1};
    for (size_t f = 0; f < sizeof FORM / sizeof *FORM; f++)
        for (size_t r = 0; r < sizeof ROW / sizeof *ROW; r++)
            for (int comma = 0; comma < 2; comma++) {
                odd o = FORM[f];
                o.row = ROW[r];
                const char *path = make_file("odd.csv", &o, comma);
                check_kept(path, &o, false);
                check_batches(path, &o);
            }
}

static void odd_spellings_of_the_same_length_stay_even(void **state)
{
    (void)state;
    static const odd FORM[] = {{300, "  Z1234 ", "Z1234"}, {300, "\"a;\"\"bc\"", "a;\"bc"}};
    for (size_t f = 0; f < sizeof FORM / sizeof *FORM; f++) {
        const char *path = make_file("spelt.csv", &FORM[f], false);
        check_kept(path, &FORM[f], true);
        check_batches(path, &FORM[f]);
    }
}

static void a_second_file_may_be_of_another_length(void **state)
{
    (void)state;
    for (int other = 0; other < 2; other++) {
        const odd o = {5, other ? "Bee" : "B0005", other ? "Bee" : "B0005"};
        ct_data_options opt = options(make_file("first.csv", NULL, false));
        opt.accounts[opt.n_accounts++] = make_file("second.csv", &o, true);
        ct_accounts a;
        assert_ok(ct_read_accounts_chunked(&opt, test_context(2), CHUNK, &a, NULL, &err), err);
        assert_int_equal(a.n, 2 * ROWS);
        for (int64_t i = 0; i < ROWS; i++) check_row(&a, i, i, NULL);
        for (int64_t i = 0; i < ROWS; i++) check_row(&a, ROWS + i, i, &o);
        assert_int_equal(a.id.offset == NULL, !other);
        ct_accounts_free(&a);
    }
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    const odd o = {600, "B", "B"};
    const ct_data_options opt = options(make_file("mem.csv", &o, true));
    ct_status s = CT_ERR_MEMORY;
    int64_t n = 0;
    for (; s == CT_ERR_MEMORY; n++) {
        ct_accounts a;
        ct_memory_fail_after = n;
        s = ct_read_accounts_chunked(&opt, test_context(1), CHUNK, &a, NULL, &err);
        ct_memory_fail_after = -1;
        if (s) assert_null(a.id.bytes);
        ct_accounts_free(&a);
    }
    assert_ok(s, err);
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_one_length_have_no_offsets),
        cmocka_unit_test(one_text_of_another_length_changes_no_other),
        cmocka_unit_test(odd_spellings_of_the_same_length_stay_even),
        cmocka_unit_test(a_second_file_may_be_of_another_length),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
