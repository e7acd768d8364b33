/// canton.h5, read back with HDF5.
#include <hdf5.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/check.h"
#include "support/make_run.h"
#include "write/h5file.h"

static made_run made;
static hid_t file;

static int open_grid(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 12, 4, 3, 5, 0);
    made.opt.output.overwrite = true;
    made.opt.output.layers = CT_LAYER_H5 | CT_LAYER_ACCOUNTS;
    assert_ok(ct_write(&made.opt, test_context(2), &made.run, &err), err);
    file = H5Fopen(test_path("out/canton.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(file >= 0);
    return 0;
}

static int close_grid(void **state)
{
    (void)state;
    H5Fclose(file);
    made_run_free(&made);
    return 0;
}

static void read_column(const char *path, hid_t type, hsize_t n, void *out)
{
    const hid_t d = H5Dopen2(file, path, H5P_DEFAULT);
    if (d < 0) fail_msg("no dataset %s", path);
    const hid_t space = H5Dget_space(d);
    hsize_t size;
    assert_int_equal(H5Sget_simple_extent_ndims(space), 1);
    H5Sget_simple_extent_dims(space, &size, NULL);
    assert_int_equal(size, n);
    assert_true(H5Dread(d, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, out) >= 0);
    H5Sclose(space);
    H5Dclose(d);
}

static void attribute_text(hid_t object, const char *name, char out[1024])
{
    const hid_t a = H5Aopen(object, name, H5P_DEFAULT);
    if (a < 0) fail_msg("no attribute %s", name);
    const hid_t type = H5Aget_type(a);
    memset(out, 0, 1024);
    assert_true(H5Tget_size(type) < 1024);
    assert_true(H5Aread(a, type, out) >= 0);
    H5Tclose(type);
    H5Aclose(a);
}

static void the_root_says_what_was_asked(void **state)
{
    (void)state;
    char text[1024];
    int32_t number = 0;
    attribute_text(file, "format", text);
    assert_string_equal(text, "canton");
    attribute_text(file, "command_line", text);
    assert_contains(text, "canton run --regions maps/grid.shp");
    assert_contains(text, "/out --layers h5,accounts --overwrite");
    attribute_text(file, "status", text);
    assert_string_equal(text, "ok");
    const hid_t a = H5Aopen(file, "complete", H5P_DEFAULT);
    H5Aread(a, H5T_NATIVE_INT32, &number);
    H5Aclose(a);
    assert_int_equal(number, 1);
}

static void regions_and_their_measures_are_there(void **state)
{
    (void)state;
    char code[48][5];
    int32_t territory[48];
    double revenue[48];
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, 5);
    H5Tset_cset(type, H5T_CSET_UTF8);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    read_column("/regions/code", type, 48, code);
    H5Tclose(type);
    read_column("/regions/territory", H5T_NATIVE_INT32, 48, territory);
    read_column("/regions/measures/revenue", H5T_NATIVE_DOUBLE, 48, revenue);
    assert_memory_equal(code[47], "R0047", 5);
    for (int i = 0; i < 48; i++) {
        assert_int_equal(territory[i], made.level->solution.part[i] + 1);
        assert_near(revenue[i], (double)made.run.given.measures.item[1].region[i] / 100, 0);
    }
}

static void territories_sum_to_their_regions(void **state)
{
    (void)state;
    int32_t territory[48], count[3];
    double weight[48], total[3], target[3], lower[3], sum[3] = {0};
    read_column("/regions/territory", H5T_NATIVE_INT32, 48, territory);
    read_column("/regions/measures/count", H5T_NATIVE_DOUBLE, 48, weight);
    read_column("/territories/measures/count", H5T_NATIVE_DOUBLE, 3, total);
    read_column("/territories/targets/count", H5T_NATIVE_DOUBLE, 3, target);
    read_column("/territories/lower/count", H5T_NATIVE_DOUBLE, 3, lower);
    read_column("/territories/n_accounts", H5T_NATIVE_INT32, 3, count);
    for (int i = 0; i < 48; i++) sum[territory[i] - 1] += weight[i];
    for (int j = 0; j < 3; j++) {
        assert_near(total[j], sum[j], 0);
        assert_near(target[j], 80, 0);
        assert_near(lower[j], 72, 0);
        assert_int_equal(count[j], 80);
    }
}

static void every_account_has_its_row(void **state)
{
    (void)state;
    int32_t region[243], territory[243];
    read_column("/accounts/region", H5T_NATIVE_INT32, 243, region);
    read_column("/accounts/territory", H5T_NATIVE_INT32, 243, territory);
    for (int i = 0; i < 243; i++) {
        assert_int_equal(region[i], made.run.given.accounts.region[i]);
        assert_int_equal(territory[i],
                         region[i] < 0 ? 0 : made.level->solution.part[region[i]] + 1);
    }
}

static void the_graph_is_the_graph(void **state)
{
    (void)state;
    const ct_graph *g = &made.run.given.graph;
    int64_t indptr[49];
    read_column("/graph/indptr", H5T_NATIVE_INT64, 49, indptr);
    assert_memory_equal(indptr, g->indptr, sizeof indptr);
    const hsize_t n = (hsize_t)indptr[48];
    uint8_t *kind = calloc(n, 1);
    read_column("/graph/kind", H5T_NATIVE_UINT8, n, kind);
    assert_memory_equal(kind, g->kind, n);
    free(kind);
}

static herr_t check_about(hid_t group, const char *name, const H5L_info_t *info, void *user)
{
    (void)info;
    char text[1024];
    const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
    if (H5Iget_type(object) == H5I_DATASET) {
        attribute_text(object, "units", text);
        assert_true(*text);
        attribute_text(object, "long_name", text);
        assert_true(*text);
        const hid_t list = H5Dget_create_plist(object);
        assert_int_equal(H5Pget_nfilters(list), 0);
        assert_int_equal(H5Pget_layout(list), H5D_CONTIGUOUS);
        H5Pclose(list);
        ++*(int *)user;
    }
    H5Oclose(object);
    return 0;
}

static void every_column_has_units_and_a_name(void **state)
{
    (void)state;
    int n = 0;
    assert_true(H5Lvisit(file, H5_INDEX_NAME, H5_ITER_INC, check_about, &n) >= 0);
    assert_int_equal(n, 41);
}

enum { MANY = 1500001 }; // rows whose columns are written past HDF5

/// Columns of MANY rows around a small one, by t threads.
static void write_large(const char *path, int32_t t, const ct_strings *names, const int32_t *v)
{
    ct_h5 h;
    ct_error err = {0};
    ct_h5_open(&h, path, test_context(t));
    const hid_t g = ct_h5_group(&h, h.file, "many");
    ct_h5_i32(&h, g, (ct_h5_about){"numbers", "1", "numbers"}, MANY, v);
    ct_h5_i32(&h, g, (ct_h5_about){"few", "1", "few numbers"}, 3, v);
#pragma omp parallel num_threads(t)
#pragma omp single
    ct_h5_strings(&h, g, (ct_h5_about){"names", "1", "names"}, names);
    ct_h5_group_close(&h, g);
    assert_ok(ct_h5_close(&h, &err), err);
}

static void check_large(const char *path, const ct_strings *names, const int32_t *v)
{
    int32_t *numbers = malloc(MANY * sizeof *numbers), few[3];
    char *cells = malloc(7 * (size_t)MANY);
    const hid_t type = H5Tcopy(H5T_C_S1), grid = file;
    H5Tset_size(type, 7);
    H5Tset_cset(type, H5T_CSET_UTF8);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    read_column("many/numbers", H5T_NATIVE_INT32, MANY, numbers);
    read_column("many/few", H5T_NATIVE_INT32, 3, few);
    read_column("many/names", type, MANY, cells);
    H5Fclose(file);
    file = grid;
    H5Tclose(type);
    assert_memory_equal(numbers, v, MANY * sizeof *v);
    assert_memory_equal(few, v, sizeof few);
    for (int64_t i = 0; i < MANY; i++) {
        const size_t length = (size_t)(names->offset[i + 1] - names->offset[i]);
        if (memcmp(cells + 7 * i, names->bytes + names->offset[i], length) ||
            (length < 7 && cells[7 * i + (int64_t)length]))
            fail_msg("name %lld", (long long)i);
    }
    free(cells);
    free(numbers);
}

static uint64_t digest_of(const char *path)
{
    ct_file f;
    ct_error err = {0};
    ct_inputs in = {0};
    assert_ok(ct_file_open(path, &f, &err), err);
    assert_ok(ct_inputs_add(&in, path, &f, &err), err);
    const uint64_t digest = in.item[0].xxh64;
    ct_inputs_free(&in);
    ct_file_close(&f);
    return digest;
}

static void large_columns_are_the_same_on_1_to_3_threads(void **state)
{
    (void)state;
    int32_t *v = malloc(MANY * sizeof *v);
    ct_strings names = {.n = MANY};
    names.offset = malloc((MANY + 1) * sizeof *names.offset);
    names.bytes = malloc(7 * (size_t)MANY);
    names.offset[0] = 0;
    for (int64_t i = 0; i < MANY; i++) {
        v[i] = (int32_t)(i * 7919);
        char text[8];
        const int n = snprintf(text, sizeof text, "%lld", (long long)i);
        memcpy(names.bytes + names.offset[i], text, (size_t)n);
        names.offset[i + 1] = names.offset[i] + n;
    }
    uint64_t digest[4];
    for (int32_t t = 1; t <= 3; t++) {
        write_large(test_path("large.h5"), t, &names, v);
        check_large(test_path("large.h5"), &names, v);
        digest[t] = digest_of(test_path("large.h5"));
        assert_true(digest[t] == digest[1]);
        remove(test_path("large.h5"));
    }
    ct_strings_free(&names);
    free(v);
}

/// n texts of 5 bytes, and one of `longest` in their middle.
static ct_strings with_one_long(int64_t n, int64_t longest)
{
    ct_strings_builder b = {0};
    ct_error err = {0};
    char *text = malloc((size_t)longest);
    memset(text, 'x', (size_t)longest);
    for (int64_t i = 0; i < n; i++)
        assert_ok(ct_strings_add(&b, text, i == n / 2 ? longest : 5, &err), err);
    free(text);
    return b.s;
}

static int64_t write_names(const char *path, const ct_strings *names)
{
    ct_error err = {0};
    ct_h5 h;
    H5E_BEGIN_TRY
    {
        ct_h5_open(&h, path, test_context(1));
        ct_h5_strings(&h, h.file, (ct_h5_about){"id", "1", "name"}, names);
    }
    H5E_END_TRY
    assert_ok(ct_h5_close(&h, &err), err);
    ct_file f;
    assert_ok(ct_file_open(path, &f, &err), err);
    const int64_t size = f.size;
    ct_file_close(&f);
    return size;
}

static void one_long_text_does_not_make_all_cells_long(void **state)
{
    (void)state;
    enum { N = 40000, LONGEST = 10000 };
    const char *path = test_path("long.h5");
    ct_strings names = with_one_long(N, LONGEST);
    assert_true(write_names(path, &names) < 60 * N);
    const uint64_t digest = digest_of(path);
    const hid_t long_file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    const hid_t d = H5Dopen2(long_file, "id", H5P_DEFAULT), type = H5Dget_type(d);
    const hid_t space = H5Dget_space(d);
    char **text = malloc(N * sizeof *text);
    assert_true(H5Tis_variable_str(type) > 0);
    assert_true(H5Dread(d, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) >= 0);
    for (int64_t i = 0; i < N; i++) assert_int_equal(strlen(text[i]), i == N / 2 ? LONGEST : 5);
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, text);
    free(text);
    H5Sclose(space);
    H5Tclose(type);
    H5Dclose(d);
    H5Fclose(long_file);
    remove(path);
    write_names(path, &names);
    assert_true(digest_of(path) == digest);
    remove(path);
    ct_strings_free(&names);
}

static void texts_up_to_256_bytes_have_cells_of_one_size(void **state)
{
    (void)state;
    ct_strings names = with_one_long(100, 256);
    const char *path = test_path("even.h5");
    assert_true(write_names(path, &names) > 100 * 256);
    remove(path);
    ct_strings_free(&names);
}

static herr_t count_reports(hid_t stack, void *user)
{
    (void)stack;
    ++*(int *)user;
    return 0;
}

/// Of the program that this library is part of.
static void how_hdf5_reports_errors_is_left_as_found(void **state)
{
    (void)state;
    int n_reports = 0;
    H5E_auto2_t handler = NULL;
    void *user = NULL;
    char *text = NULL;
    ct_error err = {0};
    H5Eset_auto2(H5E_DEFAULT, count_reports, &n_reports);
    assert_ok(ct_write(&made.opt, test_context(1), &made.run, &err), err);
    assert_ok(ct_info(test_path("out/canton.h5"), &text, &err), err);
    free(text);
    assert_fails(ct_info(test_file("no.h5", "\x89HDF\r\n\x1a\n"), &text, &err), CT_ERR_INPUT, err);
    free(text);
    assert_int_equal(n_reports, 0);
    H5Eget_auto2(H5E_DEFAULT, &handler, &user);
    assert_true(handler == count_reports && user == &n_reports);
    assert_true(H5Fopen(test_path("there-is-none.h5"), H5F_ACC_RDONLY, H5P_DEFAULT) < 0);
    assert_int_equal(n_reports, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_root_says_what_was_asked),
        cmocka_unit_test(regions_and_their_measures_are_there),
        cmocka_unit_test(territories_sum_to_their_regions),
        cmocka_unit_test(every_account_has_its_row),
        cmocka_unit_test(the_graph_is_the_graph),
        cmocka_unit_test(every_column_has_units_and_a_name),
        cmocka_unit_test(large_columns_are_the_same_on_1_to_3_threads),
        cmocka_unit_test(one_long_text_does_not_make_all_cells_long),
        cmocka_unit_test(texts_up_to_256_bytes_have_cells_of_one_size),
        cmocka_unit_test(how_hdf5_reports_errors_is_left_as_found),
    };
    return cmocka_run_group_tests(tests, open_grid, close_grid);
}
