/// CSV rows: the reader of masks, the plain one, and the plan, against each other.
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/prim/rng.h"
#include "read/csv.h"
#include "support/check.h"

/// Everything a reading says, as one text: "line|n_cells|cell|cell|...;" per row.
typedef struct record {
    const ct_csv *csv;
    char *text;
    size_t used;
    int64_t next_row;
} record;

enum { ROOM = 1 << 17 };

static void note_row(void *user, int64_t row, int64_t line, int32_t n_cells,
                     const ct_csv_cell *cell)
{
    record *r = user;
    assert_int_equal(row, r->next_row);
    r->next_row++;
    r->used += (size_t)sprintf(r->text + r->used, "%lld|%d", (long long)line, n_cells);
    for (int32_t c = 0; c < r->csv->n_columns; c++) {
        r->text[r->used++] = '|';
        if (cell[c].begin)
            r->used += (size_t)ct_csv_text(r->csv, cell[c], r->text + r->used);
        else
            r->text[r->used++] = '?';
    }
    r->text[r->used++] = ';';
    r->text[r->used] = 0;
}

/// Read `path` in chunks of chunk_bytes into out[ROOM].
static ct_status read_file(const char *path, int64_t chunk_bytes, bool plainly, char *out,
                           ct_error *err)
{
    ct_csv csv;
    const ct_context *ctx = test_context(1);
    ct_status s = ct_csv_open(path, INT64_MAX, NULL, &csv, err);
    if (!s) s = ct_csv_plan(&csv, chunk_bytes, ctx, err);
    out[0] = 0;
    if (!s) {
        uint8_t slot[CT_CSV_MAX_SLOTS + 1];
        for (int i = 0; i <= csv.n_columns; i++) slot[i] = (uint8_t)i;
        csv.is_plain |= plainly;
        record r = {&csv, out, 0, 0};
        for (int64_t c = 0; c < csv.n_chunks; c++)
            ct_csv_rows(&csv, c, slot, csv.n_columns, note_row, &r);
        assert_int_equal(r.next_row, csv.row[csv.n_chunks]);
    }
    ct_csv_close(&csv);
    return s;
}

static void expect(const char *text, const char *rows)
{
    static char got[ROOM];
    ct_error err = {0};
    assert_ok(read_file(test_file("t.csv", text), 64, false, got, &err), err);
    assert_string_equal(got, rows);
    assert_ok(read_file(test_path("t.csv"), CT_CSV_CHUNK, true, got, &err), err);
    assert_string_equal(got, rows);
}

static void quotes_may_hold_separators_newlines_and_quotes(void **state)
{
    (void)state;
    expect("a,b\n1,\"x, \"\"y\"\"\nz\"\n2,\"\"\n", "2|2|1|x, \"y\"\nz;4|2|2|;");
}

static void crlf_bom_and_blank_lines_are_understood(void **state)
{
    (void)state;
    expect("\xef\xbb\xbf\r\n a , b \r\n1,2\r\n\r\n\n3,4\r\n\r\n", "3|2|1|2;6|2|3|4;");
}

static void the_last_row_needs_no_newline(void **state)
{
    (void)state;
    expect("a,b\n1,2\n3,\"4\"", "2|2|1|2;3|2|3|4;");
}

static void a_header_alone_has_no_rows(void **state)
{
    (void)state;
    expect("a,b\n", "");
    expect("a,b", "");
    expect("a,b\n\n\r\n", "");
}

static void separators_are_guessed_outside_quotes(void **state)
{
    (void)state;
    expect("\"a,b,c,d\";b\n1,5;2\n", "2|2|1,5|2;");
    expect("a\tb\n1,5\t2;3\n", "2|2|1,5|2;3;");
    expect("a|b|c,d\n1|2|3\n", "2|3|1|2|3;");
    expect("sep=;\na;b\n1;2\n", "3|2|1|2;");
    expect("\"sep=|\"\r\na|b\n1|2\n", "3|2|1|2;");
}

static void titles_above_the_header_are_passed_over(void **state)
{
    (void)state;
    expect("Customers,,\n\nas of today\na,b,c\n1,2,3\n", "5|3|1|2|3;");
    expect("a\n1\n2\n", "2|1|1;3|1|2;"); // a column alone
    expect("Customers\n", "");
    expect("a,\"b\nc\"\n1,2\n", "3|2|1|2;");
}

static void short_and_long_rows_say_how_many_cells_they_have(void **state)
{
    (void)state;
    expect("a,b,c\n1\n1,2,3,4,5\n,,\n", "2|1|1|?|?;3|5|1|2|3;4|3|||;");
}

static void a_quote_inside_a_cell_is_text(void **state)
{
    (void)state;
    expect("a,b\n5\" pipe,1\n\"x,y\" z,2\n  \"p,q\" ,3\n", "2|2|5\" pipe|1;3|2|x,y z|2;4|2|p,q|3;");
    expect("a,b\nx \"y\nz\" w,1\n", "2|1|x \"y|?;3|2|z\" w|1;");
}

static void latin1_becomes_utf8(void **state)
{
    (void)state;
    expect("n,b\nM\xfcller,1\n\"S\xf6hne\",2\n", "2|2|M\xc3\xbcller|1;3|2|S\xc3\xb6hne|2;");
}

static void an_open_quote_is_refused_with_its_line(void **state)
{
    (void)state;
    static char got[ROOM];
    ct_error err = {0};
    const char *path = test_file("open.csv", "a,b\n1,2\n3,\"4\n5,6\n7,8\n");
    assert_fails(read_file(path, 64, false, got, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "open.csv:3: the quote opened here is never closed");
}

static void files_that_are_no_csv_are_refused(void **state)
{
    (void)state;
    static char got[ROOM];
    ct_error err = {0};
    const struct {
        const char *text, *says;
    } CASE[] = {{"", "is empty"},
                {"\n\n", "is empty"},
                {"\xff\xfe"
                 "a",
                 "is UTF-16: convert it by `iconv -f UTF-16 -t UTF-8 "},
                {"PK\3\4zip", "odd.csv: is a zip archive: convert it by `unzip "},
                {"{\"type\":", "is JSON: convert it by `ogr2ogr -f CSV -lco GEOMETRY=AS_XY "},
                {"a,b\r1,2\r", "CR alone"},
                {"a,\"b\n1,2\n", "header is never closed"}};
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        const char *path = test_file("odd.csv", CASE[i].text);
        assert_fails(read_file(path, 64, false, got, &err), CT_ERR_INPUT, err);
        assert_contains(err.text, CASE[i].says);
    }
}

static void random_text_reads_the_same_by_masks_and_plainly_in_any_chunks(void **state)
{
    (void)state;
    static char text[2000], one[ROOM], two[ROOM];
    for (uint64_t seed = 0; seed < 1500; seed++) {
        ctk_rng r = ctk_rng_key(5, 1, seed);
        static const char *const PIECE[] = {"a",
                                            "1.5",
                                            ",",
                                            ",",
                                            "\n",
                                            "\n",
                                            "\r\n",
                                            ",\"x,y\",",
                                            ",\"\"\n",
                                            ",\"p\nq\"\n",
                                            " ",
                                            "\xc3\xa9",
                                            ",\"\"\"z\"\"\",",
                                            "\"",
                                            ";"};
        const uint32_t kinds = seed % 3 ? 13 : 15; // every third one with stray quotes
        size_t n = (size_t)sprintf(text, "h,i,j\n");
        while (n < 40 + seed % 1800)
            n += (size_t)sprintf(text + n, "%s", PIECE[ctk_rng_below(&r, kinds)]);
        const char *path = test_file("random.csv", text);
        ct_error err = {0};
        const ct_status s = read_file(path, 64, false, one, &err);
        assert_int_equal(read_file(path, 64 * (1 + (int64_t)(seed % 7)), true, two, &err), s);
        assert_string_equal(one, two);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_may_hold_separators_newlines_and_quotes),
        cmocka_unit_test(crlf_bom_and_blank_lines_are_understood),
        cmocka_unit_test(the_last_row_needs_no_newline),
        cmocka_unit_test(a_header_alone_has_no_rows),
        cmocka_unit_test(separators_are_guessed_outside_quotes),
        cmocka_unit_test(titles_above_the_header_are_passed_over),
        cmocka_unit_test(short_and_long_rows_say_how_many_cells_they_have),
        cmocka_unit_test(a_quote_inside_a_cell_is_text),
        cmocka_unit_test(latin1_becomes_utf8),
        cmocka_unit_test(an_open_quote_is_refused_with_its_line),
        cmocka_unit_test(files_that_are_no_csv_are_refused),
        cmocka_unit_test(random_text_reads_the_same_by_masks_and_plainly_in_any_chunks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
