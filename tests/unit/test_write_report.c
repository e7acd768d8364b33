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
    made.opt.output.overwrite = true;
    made.opt.output.layers = CT_LAYER_REPORT;
    assert_ok(ct_write(&made.opt, test_context(1), &made.run, &err), err);
    return read_text(test_path("out/report.html"));
}

static char *write_histogram(int32_t m)
{
    ct_out out;
    ct_error err = {0};
    remove(test_path("histogram.html"));
    ct_out_open(&out, test_dir(), "histogram.html");
    const ct_writing w = {.run = &made.run, .given = &made.run.given, .level = made.level};
    ct_report_histogram(&out, &w, m);
    assert_ok(ct_out_close(&out, &err), err);
    return read_text(test_path("histogram.html"));
}

/// Territory j weighs `total`, which measure 0 does not know.
static void set_total(int32_t j, int64_t total)
{
    ct_figures *f = &made.level->figures;
    f->total[j] = total;
    f->deviation_pct[j] = ((double)total / made.level->bands.target[j] - 1) * 100;
}

typedef struct box {
    double x, width;
    int n;
} box;

/// The next rect of this class from *at on; n = territories in its title. false = there is none.
static bool next_rect(const char **at, const char *class, box *out)
{
    char head[64];
    snprintf(head, sizeof head, "<rect class=\"%s\" ", class);
    const char *found = strstr(*at, head);
    if (!found) return false;
    found += strlen(head);
    assert_int_equal(sscanf(found, "x=\"%lf\" y=\"%*f\" width=\"%lf\"", &out->x, &out->width), 2);
    const char *title = strstr(found, "<title>");
    out->n = title ? atoi(title + 7) : 0;
    *at = found;
    return true;
}

/// Territories in the bars of this class; those inside the band's box are bars of met bands.
static int count_bars(const char *svg, const char *class, bool inside)
{
    const char *at = svg;
    box band, bar;
    int n = 0;
    assert_true(next_rect(&at, "band", &band));
    for (at = svg; next_rect(&at, class, &bar); n += bar.n) {
        const bool is_in = bar.x >= band.x - 0.1 && bar.x + bar.width <= band.x + band.width + 0.1;
        const bool is_out = bar.x + bar.width <= band.x + 0.1 || bar.x >= band.x + band.width - 0.1;
        assert_true(inside ? is_in : is_out);
    }
    return n;
}

static void bars_of_met_bands_are_inside_the_band(void **state)
{
    (void)state;
    make_run(&made, 14, 3, 14, 7, 0);
    for (int32_t widen = 0; widen < 6; widen++) { // the axis reaches farther than the band
        const int64_t low = made.level->bands.lower[0], high = made.level->bands.upper[0];
        for (int32_t j = 0; j < 14; j++) set_total(j, low + (high - low) * j / 13);
        set_total(3, widen % 2 ? high + widen * widen * 3 : high);
        set_total(4, widen > 2 ? low - widen : low);
        const int missed = widen % 2 + (widen > 2);
        char *svg = write_histogram(0);
        assert_int_equal(count_bars(svg, "bar", true), 14 - missed);
        assert_int_equal(count_bars(svg, "bar missed", false), missed);
        free(svg);
    }
    made_run_free(&made);
}

static void a_lone_band_among_large_misses_has_a_bin(void **state)
{
    (void)state;
    make_run(&made, 12, 4, 3, 5, 0);
    set_total(0, 10 * made.level->bands.upper[0]);
    set_total(1, made.level->bands.upper[0]);
    set_total(2, 0);
    char *svg = write_histogram(0);
    assert_int_equal(count_bars(svg, "bar", true), 1);
    assert_int_equal(count_bars(svg, "bar missed", false), 2);
    free(svg);
    made_run_free(&made);
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
    assert_int_equal(n, 4);
    free(page);
    made_run_free(&made);
}

static void the_badge_turns_when_accounts_are_left_out(void **state)
{
    (void)state;
    make_run(&made, 12, 4, 3, 5, 0);
    char *page = write_page(); // 3 of 243 accounts have no region
    assert_contains(page, "badge bad\">");
    assert_contains(page, ", but 1.2 % of the accounts are without a region");
    assert_contains(page, "<td class=\"text\">accounts</td><td>243</td><td>240</td><td>3</td>");
    free(page);
    made.run.given.measures.intake.n_bad = made.run.given.measures.intake.bad = 0;
    page = write_page();
    assert_null(strstr(page, "without a region or unreadable"));
    assert_null(strstr(page, "badge bad"));
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
    made.run.given.accounts.n = 0;
    page = write_page();
    assert_null(strstr(page, "\">accounts</th>"));
    free(page);
    made_run_free(&made);
}

/// Text in a drawing shrinks with it.
static void charts_have_no_text_inside_the_drawing(void **state)
{
    (void)state;
    make_run(&made, 12, 4, 3, 5, 0);
    char *page = write_page();
    const char *charts = strstr(page, "<div class=\"charts\">");
    assert_non_null(charts);
    assert_null(strstr(charts, "<text"));
    assert_contains(charts, "<span class=\"tick\">target</span>");
    free(page);
    made_run_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_of_met_bands_are_inside_the_band),
        cmocka_unit_test(a_lone_band_among_large_misses_has_a_bin),
        cmocka_unit_test(every_table_scrolls_by_itself),
        cmocka_unit_test(the_badge_turns_when_accounts_are_left_out),
        cmocka_unit_test(accounts_have_a_column_when_there_are_any),
        cmocka_unit_test(charts_have_no_text_inside_the_drawing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
