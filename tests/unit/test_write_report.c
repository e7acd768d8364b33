/// report.html: what its charts and tables show.
#include "write/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/make_run.h"

static made_run made;

/// The text of test_path("out/report.html" or another file); to be freed.
static char *read_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    const long size = ftell(f);
    rewind(f);
    char *text = calloc((size_t)size + 1, 1);
    assert_int_equal(fread(text, 1, (size_t)size, f), size);
    fclose(f);
    return text;
}

static char *write_page(void)
{
    ct_error err = {0};
    made.opt.overwrite = true;
    made.opt.layers = CT_LAYER_REPORT;
    assert_ok(ct_write(&made.opt, test_context(1), &made.run, &err), err);
    return read_text(test_path("out/report.html"));
}

static void every_table_scrolls_by_itself(void **state)
{
    (void)state;
    static const char scroll[] = "<div class=\"scroll\">";
    make_run(&made, 12, 4, 3, 5, 0);
    char *page = write_page();
    int n = 0;
    for (const char *at = page; (at = strstr(at, "<table")); at++, n++)
        if (memcmp(at - strlen(scroll), scroll, strlen(scroll)) != 0) fail_msg("%.60s", at);
    assert_int_equal(n, 3);
    free(page);
    made_run_free(&made);
}

static void accounts_have_a_column_when_there_are_any(void **state)
{
    (void)state;
    make_run(&made, 12, 4, 3, 5, 0);
    char *page = write_page();
    assert_contains(page, "\">accounts</th>");
    free(page);
    made.run.accounts.n = 0;
    page = write_page();
    assert_null(strstr(page, "\">accounts</th>"));
    free(page);
    made_run_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_scrolls_by_itself),
        cmocka_unit_test(accounts_have_a_column_when_there_are_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
