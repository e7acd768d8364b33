/// Packed tables: the same text as unpacked, or one message.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "kernels/prim/rng.h"
#include "read/accounts.h"
#include "support/check.h"

enum { TEXT = 400000 };

static ct_error err;
static char text[TEXT + 1];

static const char *save(const char *name, const void *bytes, size_t n)
{
    const char *path = test_path(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static int make_text(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(8, 1, 0);
    size_t n = (size_t)sprintf(text, "id,lon,lat,w\n");
    while (n < TEXT - 100)
        n += (size_t)sprintf(text + n, "A%u,%u.%04u,%u.5,%u\n", ctk_rng_below(&r, 1000000),
                             ctk_rng_below(&r, 100), ctk_rng_below(&r, 10000),
                             ctk_rng_below(&r, 90), ctk_rng_below(&r, 5000));
    return 0;
}

static size_t gzip_to(unsigned char *to, size_t room, const char *from, size_t n)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (z_const Bytef *)from;
    z.avail_in = (uInt)n;
    z.next_out = to;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return (size_t)z.total_out;
}

static size_t zstd_to(unsigned char *to, size_t room, const char *from, size_t n)
{
    const size_t packed = ZSTD_compress(to, room, from, n, 1);
    assert_false(ZSTD_isError(packed));
    return packed;
}

typedef size_t (*packer)(unsigned char *to, size_t room, const char *from, size_t n);
static const packer packers[] = {gzip_to, zstd_to};
static const char *const kinds[] = {"gzip", "zstd"};

static ct_status unpack_within(const char *path, int64_t most, ct_file *file)
{
    assert_ok(ct_file_open(path, file, &err), err);
    return ct_csv_unpack(path, most, file, &err);
}

static ct_status unpack(const char *path, ct_file *file)
{
    return unpack_within(path, INT64_MAX, file);
}

static void packed_text_is_the_text(void **state)
{
    (void)state;
    static unsigned char packed[2 * TEXT];
    for (int k = 0; k < 2; k++) {
        for (size_t n = 0; n <= strlen(text); n = n < 20 ? n + 1 : 3 * n) {
            const size_t size = packers[k](packed, sizeof packed, text, n);
            ct_file file;
            assert_ok(unpack(save("packed", packed, size), &file), err);
            assert_int_equal(file.size, n);
            if (n) assert_memory_equal(file.bytes, text, n);
            ct_file_close(&file);
        }
    }
}

static void text_too_long_for_memory_is_mapped_from_a_temporary_file(void **state)
{
    (void)state;
    enum { TIMES = 40 };
    unsigned char *packed = malloc((size_t)TIMES * TEXT);
    const size_t n = strlen(text);
    for (int k = 0; k < 2; k++) {
        size_t size = 0;
        for (int i = 0; i < TIMES; i++) size += packers[k](packed + size, TEXT, text, n);
        ct_file file;
        assert_ok(unpack_within(save("long", packed, size), 1000, &file), err);
        assert_true(file.is_mapped);
        assert_int_equal(file.size, TIMES * n);
        for (size_t i = 0; i < TIMES; i++) assert_memory_equal(file.bytes + i * n, text, n);
        ct_file_close(&file);
    }
    free(packed);
}

static void members_and_frames_are_joined(void **state)
{
    (void)state;
    static unsigned char packed[2 * TEXT];
    const size_t n = strlen(text), half = n / 2;
    for (int k = 0; k < 2; k++) {
        size_t size = packers[k](packed, sizeof packed, text, half);
        size += packers[k](packed + size, sizeof packed - size, text + half, n - half);
        if (k == 0) memset(packed + size, 0, 512), size += 512;
        ct_file file;
        assert_ok(unpack(save("packed", packed, size), &file), err);
        assert_int_equal(file.size, n);
        assert_memory_equal(file.bytes, text, n);
        ct_file_close(&file);
    }
}

static void an_archive_cut_anywhere_is_one_message(void **state)
{
    (void)state;
    static unsigned char packed[2 * TEXT];
    ctk_rng r = ctk_rng_key(8, 2, 0);
    for (int k = 0; k < 2; k++) {
        const size_t size = packers[k](packed, sizeof packed, text, strlen(text));
        for (int i = 0; i < 200; i++) {
            const size_t cut =
                i < 20 ? size - 1 - (size_t)i : 4 + ctk_rng_below(&r, (uint32_t)size - 4);
            ct_file file;
            assert_fails(unpack(save("cut", packed, cut), &file), CT_ERR_INPUT, err);
            assert_contains(err.text, "archive is damaged: it ends too early");
            assert_contains(err.text, kinds[k]);
            ct_file_close(&file);
        }
    }
}

static void flipped_bits_are_found_in_gzip(void **state)
{
    (void)state;
    static unsigned char packed[2 * TEXT];
    ctk_rng r = ctk_rng_key(8, 3, 0);
    const size_t size = gzip_to(packed, sizeof packed, text, strlen(text));
    for (int i = 0; i < 200; i++) {
        const size_t at = 10 + ctk_rng_below(&r, (uint32_t)size - 10);
        const unsigned char bit = (unsigned char)(1u << ctk_rng_below(&r, 8));
        packed[at] ^= bit;
        ct_file file;
        assert_fails(unpack(save("flipped", packed, size), &file), CT_ERR_INPUT, err);
        assert_contains(err.text, "is damaged");
        ct_file_close(&file);
        packed[at] ^= bit;
    }
}

static ct_accounts read_accounts(const char *path)
{
    ct_data_options o = {.accounts = {path}, .n_accounts = 1, .n_measures = 1};
    o.measure[0] = (ct_measure_spec){"w", CT_COLUMN, "w"};
    ct_accounts a;
    ct_inputs inputs = {0};
    assert_ok(ct_read_accounts_chunked(&o, test_context(2), 4096, &a, &inputs, &err), err);
    assert_int_equal(inputs.n, 1);
    ct_inputs_free(&inputs);
    return a;
}

static void assert_same(const ct_accounts *a, const ct_accounts *b)
{
    const size_t n = (size_t)a->n;
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->line != NULL, b->line != NULL);
    if (a->line) assert_memory_equal(a->line, b->line, n * sizeof *a->line);
    assert_memory_equal(a->lon_deg, b->lon_deg, n * sizeof *a->lon_deg);
    assert_memory_equal(a->column[0], b->column[0], n * sizeof *a->column[0]);
    assert_same_strings(&a->id, &b->id);
}

/// Run fn with standard input from `path`, mapped or through a pipe.
static ct_accounts read_from_stdin(const char *path, bool is_piped)
{
    char command[4200];
    snprintf(command, sizeof command, "cat '%s'", path);
    FILE *f = is_piped ? popen(command, "r") : fopen(path, "rb");
    const int saved = dup(STDIN_FILENO);
    assert_non_null(f);
    assert_true(dup2(fileno(f), STDIN_FILENO) == STDIN_FILENO);
    const ct_accounts a = read_accounts("-");
    assert_true(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
    close(saved);
    if (is_piped)
        pclose(f);
    else
        fclose(f);
    return a;
}

static void accounts_are_the_same_packed_and_on_standard_input(void **state)
{
    (void)state;
    static unsigned char packed[2 * TEXT];
    ct_accounts plain = read_accounts(save("plain.csv", text, strlen(text)));
    for (int k = -1; k < 2; k++) {
        const char *path = test_path("plain.csv");
        if (k >= 0)
            path =
                save("packed.csv", packed, packers[k](packed, sizeof packed, text, strlen(text)));
        ct_accounts got[3] = {read_accounts(path), read_from_stdin(path, false),
                              read_from_stdin(path, true)};
        for (int i = 0; i < 3; i++) {
            assert_same(&plain, &got[i]);
            ct_accounts_free(&got[i]);
        }
    }
    ct_accounts_free(&plain);
}

static void standard_input_is_read_from_where_it_stands(void **state)
{
    (void)state;
    const char *path = save("late.csv", "skip\nid,lon,lat,w\nA,1,2,3\n", 26);
    FILE *f = fopen(path, "rb");
    const int saved = dup(STDIN_FILENO);
    assert_non_null(f);
    assert_true(dup2(fileno(f), STDIN_FILENO) == STDIN_FILENO);
    assert_int_equal(lseek(STDIN_FILENO, 5, SEEK_SET), 5);
    ct_accounts a = read_accounts("-");
    assert_true(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
    close(saved);
    fclose(f);
    assert_int_equal(a.n, 1);
    assert_int_equal(a.column[0][0], 3);
    ct_accounts_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_text_is_the_text),
        cmocka_unit_test(text_too_long_for_memory_is_mapped_from_a_temporary_file),
        cmocka_unit_test(members_and_frames_are_joined),
        cmocka_unit_test(an_archive_cut_anywhere_is_one_message),
        cmocka_unit_test(flipped_bits_are_found_in_gzip),
        cmocka_unit_test(accounts_are_the_same_packed_and_on_standard_input),
        cmocka_unit_test(standard_input_is_read_from_where_it_stands),
    };
    return cmocka_run_group_tests(tests, make_text, NULL);
}
