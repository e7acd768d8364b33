/// `canton info` on HDF5 files of others: sound ones of shapes that a result does not have, and
/// damaged ones.
#include <hdf5.h>
#include <stdio.h>
#include <string.h>

#include "support/check.h"

enum { N = 1000, WIDTH = 1000 };

/// An attribute of n values, each zero or a text without an end.
static void add_attribute(hid_t object, const char *name, hid_t type, hsize_t n)
{
    const size_t size = H5Tget_size(type);
    char *values = malloc(n * size);
    memset(values, H5Tget_class(type) == H5T_STRING ? 'A' : 1, n * size);
    const hid_t space = n == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &n, NULL);
    const hid_t a = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(a >= 0 && H5Awrite(a, type, values) >= 0);
    H5Aclose(a);
    H5Sclose(space);
    free(values);
}

static hid_t text_type(size_t size)
{
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, size);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    return type;
}

static hid_t compound_type(void)
{
    const hid_t type = H5Tcreate(H5T_COMPOUND, 4096);
    H5Tinsert(type, "lon", 0, H5T_NATIVE_DOUBLE);
    H5Tinsert(type, "lat", 4088, H5T_NATIVE_DOUBLE);
    return type;
}

static hid_t create(const char *name)
{
    const hid_t file = H5Fcreate(test_path(name), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(file >= 0);
    return file;
}

static hid_t add_dataset(hid_t file, const char *name, hid_t type)
{
    const hsize_t n = 3;
    const hid_t space = H5Screate_simple(1, &n, NULL);
    const hid_t d = H5Dcreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(d >= 0);
    H5Sclose(space);
    return d;
}

/// What is said of file `name`; free() it.
static char *info(const char *name)
{
    ct_error err = {0};
    char *text = NULL;
    assert_ok(ct_info(test_path(name), &text, &err), err);
    return text;
}

/// Each of these attributes has the name of one that is read, and does not fit the room for it.
static void attributes_of_many_values_are_left_out(void **state)
{
    (void)state;
    const hid_t wide = text_type(WIDTH), pair = compound_type(), doubles = H5T_NATIVE_DOUBLE;
    const hid_t integers = H5T_NATIVE_INT, file = create("many.h5");
    const hsize_t many[] = {N};
    const hid_t array = H5Tarray_create2(integers, 1, many);
    add_attribute(file, "format", wide, 50);
    add_attribute(file, "k", integers, N);
    add_attribute(file, "seed", array, 1);
    add_attribute(file, "status", pair, 1);
    add_attribute(file, "crs", doubles, N);
    const hid_t d = add_dataset(file, "measures", doubles);
    add_attribute(d, "units", wide, 50);
    H5Dclose(d);
    H5Dclose(add_dataset(file, "places", pair));
    H5Tclose(array);
    H5Tclose(pair);
    H5Tclose(wide);
    H5Fclose(file);
    char *text = info("many.h5");
    assert_contains(text, "measures");
    assert_contains(text, "other 4096");
    assert_null(strstr(text, "AAAA"));
    assert_null(strstr(text, "seed"));
    free(text);
}

static void one_value_is_shown_up_to_its_limit(void **state)
{
    (void)state;
    const uint64_t seed = UINT64_MAX;
    const hid_t fits = text_type(1023), long_one = text_type(1024), file = create("one.h5");
    add_attribute(file, "format", fits, 1);
    add_attribute(file, "crs", long_one, 1);
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t a = H5Acreate2(file, "seed", H5T_STD_U64LE, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(a, H5T_NATIVE_UINT64, &seed);
    H5Aclose(a);
    H5Sclose(space);
    H5Tclose(fits);
    H5Tclose(long_one);
    H5Fclose(file);
    char *text = info("one.h5");
    assert_contains(text, "format           AAAA");
    assert_contains(text, "18446744073709551615");
    assert_null(strstr(text, "crs"));
    free(text);
}

/// The bytes of a file of 60 datasets in 6 groups, whose group nodes begin with "SNOD".
static char *many_datasets(long *size)
{
    const hid_t file = create("sound.h5");
    for (int i = 0; i < 60; i++) {
        char name[40];
        snprintf(name, sizeof name, "group%d", i / 10);
        if (i % 10 == 0) H5Gclose(H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
        snprintf(name, sizeof name, "group%d/column%02d", i / 10, i);
        H5Dclose(add_dataset(file, name, H5T_NATIVE_INT));
    }
    H5Fclose(file);
    FILE *f = fopen(test_path("sound.h5"), "rb");
    fseek(f, 0, SEEK_END);
    *size = ftell(f);
    rewind(f);
    char *bytes = malloc((size_t)*size);
    assert_int_equal(fread(bytes, 1, (size_t)*size, f), *size);
    fclose(f);
    return bytes;
}

static void a_list_that_is_not_whole_is_an_error(void **state)
{
    (void)state;
    long size;
    int n_damaged = 0;
    char *bytes = many_datasets(&size);
    for (long at = 0; at + 4 < size; at++) {
        if (memcmp(bytes + at, "SNOD", 4)) continue;
        ct_error err = {0};
        char *text = NULL;
        bytes[at] = 'X';
        FILE *f = fopen(test_path("damaged.h5"), "wb");
        fwrite(bytes, 1, (size_t)size, f);
        fclose(f);
        bytes[at] = 'S';
        assert_fails(ct_info(test_path("damaged.h5"), &text, &err), CT_ERR_INPUT, err);
        assert_null(text);
        assert_contains(err.text, "damaged");
        n_damaged++;
    }
    assert_true(n_damaged > 6);
    free(bytes);
}

static void a_device_is_no_file(void **state)
{
    (void)state;
    ct_error err = {0};
    char *text = NULL;
    assert_fails(ct_info("/dev/zero", &text, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "is a device");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_of_many_values_are_left_out),
        cmocka_unit_test(one_value_is_shown_up_to_its_limit),
        cmocka_unit_test(a_list_that_is_not_whole_is_an_error),
        cmocka_unit_test(a_device_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
