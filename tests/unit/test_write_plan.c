/// A plan of several segments and levels, and the layers as a format of any kind is given them.
#include <dirent.h>
#include <hdf5.h>
#include <shapefil.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/check.h"
#include "support/make_run.h"
#include "write/views.h"

enum { COLUMNS = 12, ROWS = 4, N = COLUMNS * ROWS, K = 4 };

static made_run made;

static void make_plan(int flags)
{
    make_run(&made, COLUMNS, ROWS, K, 5, flags);
    make_segments(&made, COLUMNS);
    made.opt.output.overwrite = true;
}

static ct_status write_plan(ct_error *err)
{
    made.opt.output.out = test_path("out"); // good for some calls only
    return ct_write(&made.opt, test_context(2), &made.run, err);
}

static int make_and_write(void **state)
{
    (void)state;
    ct_error err = {0};
    make_plan(0);
    assert_ok(write_plan(&err), err);
    return 0;
}

static int let_go(void **state)
{
    (void)state;
    made_run_free(&made);
    return 0;
}

static int not_hidden(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

/// Names of a directory's entries with this ending, sorted, with blanks between them.
static void list(const char *dir, const char *ending, char out[512])
{
    struct dirent **entry;
    const int n = scandir(test_path(dir), &entry, not_hidden, alphasort);
    out[0] = 0;
    for (int i = 0; i < n; i++) {
        const char *end = strrchr(entry[i]->d_name, '.');
        if (!strcmp(end ? end : "", ending)) {
            strcat(out, *out ? " " : "");
            strcat(out, entry[i]->d_name);
        }
        free(entry[i]);
    }
    free(entry);
}

static void each_segment_and_level_has_its_files(void **state)
{
    (void)state;
    char names[512];
    list("out", ".shp", names);
    assert_string_equal(names,
                        "bridges.shp level_districts.shp problems.shp regions.shp territories.shp");
    list("out", "", names);
    assert_string_equal(names, "layer_hospitals");
    list("out/layer_hospitals", ".shp", names);
    assert_string_equal(names, "bridges.shp level_districts.shp regions.shp territories.shp");
    assert_int_equal(access(test_path("out/layer_hospitals/assignments.csv"), F_OK), 0);
    assert_int_equal(access(test_path("out/layer_hospitals/fields.csv"), F_OK), 0);
    assert_int_equal(access(test_path("out/layer_hospitals/summary.json"), F_OK), -1);
}

static int record_count(const char *path)
{
    DBFHandle dbf = DBFOpen(test_path(path), "rb");
    if (!dbf) fail_msg("no %s", path);
    const int n = DBFGetRecordCount(dbf);
    DBFClose(dbf);
    return n;
}

static void a_level_has_a_feature_for_each_of_its_territories(void **state)
{
    (void)state;
    assert_int_equal(record_count("out/territories.dbf"), K);
    assert_int_equal(record_count("out/level_districts.dbf"), 2);
    assert_int_equal(record_count("out/layer_hospitals/territories.dbf"), K + 1);
    assert_int_equal(record_count("out/layer_hospitals/level_districts.dbf"), 2);
    SHPHandle shp = SHPOpen(test_path("out/level_districts.shp"), "rb");
    SHPObject *o = SHPReadObject(shp, 1);
    assert_near(o->dfXMin, COLUMNS / 2, 0);
    assert_near(o->dfXMax, COLUMNS, 0);
    SHPDestroyObject(o);
    SHPClose(shp);
}

static void regions_have_a_column_for_each_level_above(void **state)
{
    (void)state;
    for (int s = 0; s < 2; s++) {
        const ct_layer *layer = &made.run.plan.layer[s];
        DBFHandle dbf =
            DBFOpen(test_path(s ? "out/layer_hospitals/regions.dbf" : "out/regions.dbf"), "rb");
        const int terr = DBFGetFieldIndex(dbf, "TERR"),
                  district = DBFGetFieldIndex(dbf, "DISTRICTS");
        assert_int_equal(district, terr + 1);
        for (int i = 0; i < N; i++) {
            const int32_t t = layer->level[0].solution.part[i];
            assert_int_equal(DBFReadIntegerAttribute(dbf, i, terr), t + 1);
            assert_int_equal(DBFReadIntegerAttribute(dbf, i, district),
                             layer->level[1].solution.part[t] + 1);
        }
        DBFClose(dbf);
    }
}

static void read_ids(hid_t file, const char *path, int32_t n, int32_t *out)
{
    const hid_t d = H5Dopen2(file, path, H5P_DEFAULT);
    if (d < 0) fail_msg("no %s", path);
    assert_int_equal(H5Dget_storage_size(d), n * (int64_t)sizeof *out);
    assert_true(H5Dread(d, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, out) >= 0);
    H5Dclose(d);
}

static void canton_h5_has_a_group_for_each_level(void **state)
{
    (void)state;
    const hid_t file = H5Fopen(test_path("out/canton.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(file >= 0);
    const ct_layer *layer = &made.run.plan.layer[1];
    int32_t territory[N], district[N], below[K + 1], n_regions[2];
    read_ids(file, "/layers/hospitals/territories/territory", N, territory);
    read_ids(file, "/layers/hospitals/districts/territory", N, district);
    read_ids(file, "/layers/hospitals/districts/below", K + 1, below);
    read_ids(file, "/layers/hospitals/districts/territories/n_regions", 2, n_regions);
    for (int i = 0; i < N; i++) {
        assert_int_equal(territory[i], layer->level[0].solution.part[i] + 1);
        assert_int_equal(district[i], below[territory[i] - 1]);
        n_regions[district[i] - 1]--;
    }
    assert_int_equal(n_regions[0], 0);
    assert_int_equal(n_regions[1], 0);
    assert_true(H5Lexists(file, "/layers/clinics/districts/solve/phase", H5P_DEFAULT) > 0);
    H5Fclose(file);
}

static haddr_t address_of(hid_t file, const char *path)
{
    H5O_info_t info;
    assert_true(H5Oget_info_by_name(file, path, &info, H5P_DEFAULT) >= 0);
    return info.addr;
}

static void the_first_level_is_where_it_was_and_not_written_twice(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"/territories", "/layers/clinics/territories/territories"},
        {"/solve", "/layers/clinics/territories/solve"},
        {"/regions/territory", "/layers/clinics/territories/territory"}};
    const hid_t file = H5Fopen(test_path("out/canton.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_true(address_of(file, same[i][0]) == address_of(file, same[i][1]));
    H5Fclose(file);
}

static void a_plan_of_one_level_has_no_layers_in_canton_h5(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, COLUMNS, ROWS, K, 5, 0);
    made.opt.output.overwrite = true;
    assert_ok(write_plan(&err), err);
    const hid_t file = H5Fopen(test_path("out/canton.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(H5Lexists(file, "layers", H5P_DEFAULT) == 0);
    H5Fclose(file);
    assert_int_equal(access(test_path("out/level_districts.shp"), F_OK), -1);
    assert_int_equal(access(test_path("out/layer_hospitals"), F_OK), -1);
    made_run_free(&made);
}

static void work_of_others_in_a_segment_is_never_deleted(void **state)
{
    (void)state;
    ct_error err = {0};
    static const char *const theirs[] = {"out/layer_hospitals/notes.txt",
                                         "out/layer_hospitals/summary.json", "out/level_north.txt"};
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++) {
        test_file(theirs[i], "work of others");
        assert_fails(write_plan(&err), CT_ERR_OUTPUT, err);
        assert_contains(err.text, theirs[i] + strlen("out/"));
        assert_int_equal(remove(test_path(theirs[i])), 0);
    }
    assert_int_equal(mkdir(test_path("out/layer_hospitals/layer_x"), 0777), 0);
    assert_fails(write_plan(&err), CT_ERR_OUTPUT, err);
    assert_int_equal(rmdir(test_path("out/layer_hospitals/layer_x")), 0);
    assert_ok(write_plan(&err), err);
}

static void names_that_cannot_be_files_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "a/b", ".", "new\nline", "territories"};
    ct_error err = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        strcpy(made.run.plan.layer[0].level[1].name, bad[i]);
        assert_fails(write_plan(&err), CT_ERR_USAGE, err);
        assert_contains(err.text, "level");
    }
    strcpy(made.run.plan.layer[0].level[1].name, "districts");
    strcpy(made.run.plan.layer[1].segment, "clinics");
    assert_fails(write_plan(&err), CT_ERR_USAGE, err);
    assert_contains(err.text, "segment 'clinics'");
    strcpy(made.run.plan.layer[1].segment, "hospitals");
}

/// A format made of the description alone: what a sink other than the shapefile would see.
typedef struct seen {
    int64_t n_features, n_parts, n_vertices, n_holes, n_cells;
    double sum;
} seen;

static seen look(const ct_features *f)
{
    const ct_geometry *g = &f->geometry;
    seen s = {.n_features = g->n};
    s.n_parts = g->part_begin ? g->part_begin[g->n] : g->n;
    s.n_vertices = g->vertex_begin[s.n_parts];
    for (int64_t p = 0; g->is_hole && p < s.n_parts; p++) s.n_holes += g->is_hole[p];
    for (int64_t v = 0; v < 2 * s.n_vertices; v++) s.sum += g->xy[v];
    for (int64_t i = 0; i < g->n; i++)
        for (int32_t c = 0; c < f->columns.n; c++) {
            const ct_column *column = &f->columns.column[c];
            char cell[CT_CELL_BYTES];
            int64_t length;
            if (column->kind == CT_CELL_TEXT)
                ct_cell_text(column, i, &length);
            else
                length = ct_cell_number(column, i, cell);
            s.n_cells += length > 0;
        }
    return s;
}

static seen described(ct_describer *describe, int32_t layer_id, int32_t level_id)
{
    ct_error err = {0};
    ct_arena arena = {0};
    ct_features f = {0};
    ct_views *views = NULL;
    ct_writing w = {
        .opt = &made.opt, .ctx = test_context(1), .run = &made.run, .given = &made.run.given};
    assert_ok(ct_views_make(&w, &views, &err), err);
    w.views = views;
    w = ct_writing_at(&w, layer_id, level_id);
    assert_ok(describe(&w, &arena, &f, &err), err);
    const seen s = look(&f);
    ct_arena_free(&arena);
    ct_views_free(views, &made.run.plan);
    return s;
}

static void a_description_is_all_that_another_format_needs(void **state)
{
    (void)state;
    const seen regions = described(ct_describe_regions, 1, 0);
    assert_int_equal(regions.n_features, N);
    assert_int_equal(regions.n_vertices, 5 * N);
    assert_int_equal(regions.n_cells, 7 * N); // code, two ids, accounts, two measures, colour
    const seen strips = described(ct_describe_territories, 1, 0);
    assert_int_equal(strips.n_features, K + 1);
    assert_int_equal(strips.n_parts, K + 1);
    assert_int_equal(described(ct_describe_territories, 0, 1).n_features, 2);
    const seen bridges = described(ct_describe_bridges, 0, 0);
    assert_int_equal(bridges.n_vertices, 2);
    assert_int_equal(bridges.n_cells, 6);
    assert_near(bridges.sum, 0.5 + 0.5 + COLUMNS - 0.5 + ROWS - 0.5, 0);
    assert_int_equal(described(ct_describe_problems, 0, 0).n_features, 0);
}

static void points_are_described_as_points(void **state)
{
    (void)state;
    make_plan(MAKE_POINTS);
    const seen regions = described(ct_describe_regions, 0, 0);
    assert_int_equal(regions.n_vertices, N);
    const seen clouds = described(ct_describe_territories, 0, 1);
    assert_int_equal(clouds.n_features, 2);
    assert_int_equal(clouds.n_vertices, N);
    assert_near(clouds.sum, regions.sum, 1e-9);
    made_run_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_segment_and_level_has_its_files),
        cmocka_unit_test(a_level_has_a_feature_for_each_of_its_territories),
        cmocka_unit_test(regions_have_a_column_for_each_level_above),
        cmocka_unit_test(canton_h5_has_a_group_for_each_level),
        cmocka_unit_test(the_first_level_is_where_it_was_and_not_written_twice),
        cmocka_unit_test(work_of_others_in_a_segment_is_never_deleted),
        cmocka_unit_test(names_that_cannot_be_files_are_refused),
        cmocka_unit_test(a_description_is_all_that_another_format_needs),
    };
    const struct CMUnitTest single[] = {
        cmocka_unit_test(a_plan_of_one_level_has_no_layers_in_canton_h5),
        cmocka_unit_test(points_are_described_as_points),
    };
    const int failed = cmocka_run_group_tests(tests, make_and_write, let_go);
    return failed + cmocka_run_group_tests(single, NULL, NULL);
}
