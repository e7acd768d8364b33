/// What canton-gdal says as a layer, said here by hand: GDAL itself is in cli/gdal.sh.
#include <stdlib.h>
#include <string.h>

#include "base/layer_stream.h"
#include "read/gdal.h"
#include "support/check.h"

enum { ROOM = 4096 };

/// Messages while they are written.
typedef struct said {
    char bytes[ROOM];
    int64_t n;
} said;

static void say(said *s, ct_message_kind kind, int64_t size, const void *bytes)
{
    const ct_message m = {kind, size};
    assert_true(s->n + (int64_t)sizeof m + size <= ROOM);
    memcpy(s->bytes + s->n, &m, sizeof m);
    if (size) memcpy(s->bytes + s->n + sizeof m, bytes, (size_t)size);
    s->n += (int64_t)sizeof m + size;
}

static void say_text(said *s, ct_message_kind kind, const char *text)
{
    say(s, kind, (int64_t)strlen(text), text);
}

static void say_version(said *s, int32_t version)
{
    char text[16] = "";
    memcpy(text, &version, sizeof version);
    memcpy(text + sizeof version, "9.9", 3);
    say(s, CT_MESSAGE_VERSION, 7, text);
}

/// Cells of a row; NULL = null.
static void say_row(said *s, int n, const char *const *cell)
{
    char row[512];
    int64_t at = 0;
    for (int i = 0; i < n; i++) {
        const int32_t length = cell[i] ? (int32_t)strlen(cell[i]) : -1;
        memcpy(row + at, &length, sizeof length);
        at += (int64_t)sizeof length;
        if (length > 0) memcpy(row + at, cell[i], (size_t)length);
        at += length > 0 ? length : 0;
    }
    say(s, CT_MESSAGE_ROW, at, row);
}

static void say_box(said *s)
{
    const double xy[] = {0, 0, 0, 1, 1, 1, 1, 0, 0, 0};
    const int32_t head[] = {5, 1, 5, 0};
    char record[128] = "";
    memcpy(record, head, 4);
    memcpy(record + 36, head + 1, 12);
    memcpy(record + 48, xy, sizeof xy);
    say(s, CT_MESSAGE_SHAPE, 48 + sizeof xy, record);
}

static const char *const first[] = {"01", "Z\xc3\xbcrich", NULL}, *const second[] = {" 02 ", "",
                                                                                     "7"};

/// A polygon, and a record without a geometry.
static said whole(void)
{
    const int32_t null = 0;
    said s = {.n = 0};
    say_version(&s, CT_STREAM_VERSION);
    say_text(&s, CT_MESSAGE_LAYER, "towns");
    say_text(&s, CT_MESSAGE_CRS, "a system");
    say_text(&s, CT_MESSAGE_COLUMN, "Ccode");
    say_text(&s, CT_MESSAGE_COLUMN, "Cname of the municipality");
    say_text(&s, CT_MESSAGE_COLUMN, "Ninhabitants");
    say_box(&s);
    say_row(&s, 3, first);
    say(&s, CT_MESSAGE_SHAPE, sizeof null, &null);
    say_row(&s, 3, second);
    say(&s, CT_MESSAGE_END, 0, NULL);
    return s;
}

static ct_notes notes;

/// n bytes of it, at the end of what was allocated.
static ct_status take(const said *s, int64_t n, ct_layer_file *l, ct_error *err)
{
    const ct_context ctx = {.n_threads = 1, .notes = &notes};
    char *bytes = malloc((size_t)n + !n);
    memcpy(bytes, s->bytes, (size_t)n);
    *l = (ct_layer_file){.shp = {.bytes = bytes, .size = n}};
    if (!n) free(bytes), l->shp.bytes = "";
    strcpy(l->path, "/somewhere/towns.gpkg");
    return ct_gdal_take(&ctx, l, err);
}

static void expect_cell(const ct_layer_file *l, int32_t record, int32_t field, const char *text)
{
    char out[CT_DBF_TEXT_SIZE];
    assert_int_equal(ct_dbf_utf8(&l->dbf, record, field, out), strlen(text));
    assert_string_equal(out, text);
}

static void shapes_cells_and_names_are_those_that_were_said(void **state)
{
    (void)state;
    const said s = whole();
    ct_layer_file l;
    ct_polygon p;
    ct_error err = {0};
    assert_ok(take(&s, s.n, &l, &err), err);
    assert_int_equal(l.n_records, 2);
    assert_string_equal(l.wkt, "a system");
    assert_ok(ct_layer_polygon(&l, 0, &p, &err), err);
    assert_true(p.n_parts == 1 && p.n_points == 5);
    assert_int_equal(ct_layer_shape(&l, 1), CT_SHAPE_NULL);
    assert_int_equal(ct_dbf_field_index(&l.dbf, "Name of the Municipality"), 1);
    assert_false(ct_dbf_is_deleted(&l.dbf, 1));
    expect_cell(&l, 0, 0, "01");
    expect_cell(&l, 0, 1, "Z\xc3\xbcrich");
    expect_cell(&l, 0, 2, "");
    expect_cell(&l, 1, 0, "02");
    expect_cell(&l, 1, 2, "7");
    assert_contains(notes.item[0].text, "towns.gpkg: layer 'towns', read through GDAL 9.9");
    ct_layer_close(&l);
    ct_notes_free(&notes);
}

static void what_ends_before_its_end_is_no_layer(void **state)
{
    (void)state;
    const said s = whole();
    for (int64_t n = 0; n < s.n; n++) {
        ct_layer_file l;
        ct_error err = {0};
        assert_int_equal(take(&s, n, &l, &err), CT_ERR_INTERNAL);
        ct_layer_close(&l);
    }
    ct_notes_free(&notes);
}

static void rows_and_shapes_come_in_pairs(void **state)
{
    (void)state;
    for (int k = 0; k < 4; k++) {
        said s = {.n = 0};
        ct_layer_file l;
        ct_error err = {0};
        say_version(&s, CT_STREAM_VERSION);
        say_text(&s, CT_MESSAGE_COLUMN, "Ccode");
        if (k != 1) say_box(&s);
        if (k == 2) say_box(&s);
        if (k > 0) say_row(&s, k == 3 ? 2 : 1, first);
        say(&s, CT_MESSAGE_END, 0, NULL);
        assert_int_equal(take(&s, s.n, &l, &err), CT_ERR_INTERNAL);
        ct_layer_close(&l);
    }
}

static void a_cell_longer_than_its_row_is_refused(void **state)
{
    (void)state;
    const int32_t lengths[] = {5, 256, INT32_MAX};
    for (size_t i = 0; i < 3; i++) {
        said s = {.n = 0};
        ct_layer_file l;
        ct_error err = {0};
        say_version(&s, CT_STREAM_VERSION);
        say_text(&s, CT_MESSAGE_COLUMN, "Ccode");
        say_box(&s);
        say(&s, CT_MESSAGE_ROW, 4, &lengths[i]);
        say(&s, CT_MESSAGE_END, 0, NULL);
        assert_int_equal(take(&s, s.n, &l, &err), CT_ERR_INTERNAL);
        ct_layer_close(&l);
    }
}

static void errors_and_other_versions_are_told(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        said s = {.n = 0};
        ct_layer_file l;
        ct_error err = {0};
        say_version(&s, k ? CT_STREAM_VERSION : CT_STREAM_VERSION + 1);
        say_text(&s, CT_MESSAGE_ERROR, "has no layer");
        assert_fails(take(&s, s.n, &l, &err), CT_ERR_INPUT, err);
        assert_contains(err.text, k ? "towns.gpkg: has no layer" : "another version of canton");
        ct_layer_close(&l);
    }
}

static void counts_become_notes(void **state)
{
    (void)state;
    const int64_t n = 12;
    char text[32];
    said s = {.n = 0};
    ct_layer_file l;
    ct_error err = {0};
    memcpy(text, &n, sizeof n);
    memcpy(text + sizeof n, "curves", 6);
    say(&s, CT_MESSAGE_NOTE, sizeof n + 6, text);
    say(&s, CT_MESSAGE_END, 0, NULL);
    assert_ok(take(&s, s.n, &l, &err), err);
    assert_int_equal(notes.item[0].count, 12);
    assert_string_equal(notes.item[0].text, "towns.gpkg: curves");
    ct_layer_close(&l);
    ct_notes_free(&notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_cells_and_names_are_those_that_were_said),
        cmocka_unit_test(what_ends_before_its_end_is_no_layer),
        cmocka_unit_test(rows_and_shapes_come_in_pairs),
        cmocka_unit_test(a_cell_longer_than_its_row_is_refused),
        cmocka_unit_test(errors_and_other_versions_are_told),
        cmocka_unit_test(counts_become_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
