/// Output files: what is asked for stands in the file, through blocks, headers and chunks.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/check.h"
#include "write/out.h"

enum { BLOCK = 1 << 23 };

static char byte_at(int64_t i)
{
    return (char)('a' + (i * 31 + i / 4096) % 26);
}

static char *read_all(const char *name, int64_t *size)
{
    FILE *f = fopen(test_path(name), "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *size = ftell(f);
    char *bytes = malloc((size_t)*size + 1);
    rewind(f);
    assert_int_equal(fread(bytes, 1, (size_t)*size, f), *size);
    fclose(f);
    return bytes;
}

static void assert_written(int64_t size, int64_t header)
{
    int64_t n;
    char *bytes = read_all("big.bin", &n);
    assert_int_equal(n, size);
    for (int64_t i = 0; i < n; i++)
        if (bytes[i] != (i < header ? '#' : byte_at(i))) fail_msg("byte %lld", (long long)i);
    free(bytes);
    unlink(test_path("big.bin"));
}

static void bytes_arrive_whatever_the_size_of_the_file(void **state)
{
    (void)state;
    const int64_t sizes[] = {0, 1, 4096, BLOCK - 1, BLOCK, BLOCK + 1, BLOCK + 4096, 2 * BLOCK + 5};
    char *bytes = malloc(3 * BLOCK), head[100];
    for (int64_t i = 0; i < 3 * BLOCK; i++) bytes[i] = byte_at(i);
    memset(head, '#', sizeof head);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        for (int step = 1; step <= 3; step++) {
            ct_error err = {0};
            ct_out o;
            ct_out_open(&o, test_path(""), "big.bin");
            for (int64_t at = 0; at < sizes[k];) {
                const int64_t most = step * 1000003, rest = sizes[k] - at;
                ct_out_bytes(&o, bytes + at, rest < most ? rest : most);
                at += rest < most ? rest : most;
            }
            const int64_t header = sizes[k] < 100 ? 0 : 100;
            ct_out_at(&o, head, header, 0);
            assert_ok(ct_out_close(&o, &err), err);
            assert_written(sizes[k], header);
        }
    free(bytes);
}

/// Item i takes 1 + i % 3 bytes.
static int64_t chunk_bound(const void *user, int64_t begin, int64_t end)
{
    (void)user;
    return 3 * (end - begin);
}

static int64_t begin_of(int64_t i)
{
    return i / 3 * 6 + i % 3 * (i % 3 + 1) / 2;
}

static int64_t chunk_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    (void)user;
    for (int64_t at = begin_of(begin); at < begin_of(end); at++) *to++ = byte_at(at);
    return begin_of(end) - begin_of(begin);
}

static void chunks_stand_in_their_order_on_1_to_5_threads(void **state)
{
    (void)state;
    enum { ITEMS = 9000000 };
    const ct_chunks chunks = {ITEMS, 100001, chunk_bound, chunk_fill, NULL, NULL, NULL};
    for (int32_t t = 1; t <= 5; t++) {
        ct_error err = {0};
        ct_out o;
        ct_out_open(&o, test_path(""), "big.bin");
#pragma omp parallel num_threads(t)
#pragma omp single
        ct_out_chunks(&o, test_context(t), &chunks);
        assert_ok(ct_out_close(&o, &err), err);
        assert_written(begin_of(ITEMS), 0);
    }
}

/// As chunk_fill, but every third chunk stands somewhere already.
static const char *chunk_lend(const void *user, int64_t begin, int64_t end, int64_t *n)
{
    const char *all = user;
    *n = begin_of(end) - begin_of(begin);
    return begin / 700001 % 3 == 1 ? NULL : all + begin_of(begin);
}

static void lent_bytes_arrive_wherever_they_lie(void **state)
{
    (void)state;
    enum { ITEMS = 9000000 };
    char *memory = malloc((size_t)begin_of(ITEMS) + 8192);
    for (int64_t shift = 0; shift < 3; shift++) { // against the pages of the file: with it, and not
        char *all = memory + (4096 - (uintptr_t)memory % 4096) + (shift == 2 ? 77 : 0);
        for (int64_t i = 0; i < begin_of(ITEMS); i++) all[i] = byte_at(i);
        const ct_chunks chunks = {ITEMS, 700001, chunk_bound, chunk_fill, all, chunk_lend, NULL};
        ct_error err = {0};
        ct_out o;
        ct_out_open(&o, test_path(""), "big.bin");
        ct_out_chunks(&o, test_context((int32_t)shift + 1), &chunks);
        if (shift == 1) ct_out_at(&o, "####", 4, 0);
        assert_ok(ct_out_close(&o, &err), err);
        assert_written(begin_of(ITEMS), shift == 1 ? 4 : 0);
    }
    free(memory);
}

/// Items done so far; which must be in their order, and none twice.
static int64_t n_done;

static void chunk_done(const void *user, int64_t begin, int64_t end)
{
    (void)user;
    assert_int_equal(begin, n_done);
    assert_true(end > begin);
    n_done = end;
}

static void what_was_written_is_given_back_once_and_in_order(void **state)
{
    (void)state;
    enum { ITEMS = 9000000 };
    const ct_chunks chunks = {ITEMS, 100001, chunk_bound, chunk_fill, NULL, NULL, chunk_done};
    for (int32_t t = 1; t <= 3; t++) {
        ct_error err = {0};
        ct_out o;
        n_done = 0;
        ct_out_open(&o, test_path(""), "big.bin");
#pragma omp parallel num_threads(t)
#pragma omp single
        ct_out_chunks(&o, test_context(t), &chunks);
        assert_ok(ct_out_close(&o, &err), err);
        assert_int_equal(n_done, ITEMS);
        assert_written(begin_of(ITEMS), 0);
    }
}

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_disk_that_fills_up_among_the_blocks_is_noticed(void **state)
{
    (void)state;
    char *bytes = calloc(3, BLOCK);
    signal(SIGXFSZ, SIG_IGN);
    for (int64_t room = BLOCK - 4096; room < 3 * BLOCK; room += BLOCK - 1234) {
        ct_error err = {0};
        ct_out o;
        limit_files((rlim_t)room);
        ct_out_open(&o, test_path(""), "big.bin");
        ct_out_bytes(&o, bytes, 3 * BLOCK);
        const ct_status s = ct_out_close(&o, &err);
        limit_files(RLIM_INFINITY);
        assert_fails(s, CT_ERR_OUTPUT, err);
        assert_contains(err.text, "cannot write");
        unlink(test_path("big.bin"));
    }
    free(bytes);
}

static void a_cell_that_a_spreadsheet_would_run_is_disarmed(void **state)
{
    (void)state;
    static const char *const CASE[][3] = {
        // text, disarmed, kept
        {"=1+1", "'=1+1", "=1+1"},
        {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
        {"@SUM(A1)", "'@SUM(A1)", "@SUM(A1)"},
        {"+A1", "'+A1", "+A1"},
        {"-A1", "'-A1", "-A1"},
        {"-", "'-", "-"},
        {"\tA", "\"'\tA\"", "\"\tA\""},
        {"=\"a\"", "\"'=\"\"a\"\"\"", "\"=\"\"a\"\"\""},
        {"\uff1d1", "'\uff1d1", "\uff1d1"},
        {"-12.5", "-12.5", "-12.5"}, // a number is no formula
        {"+49", "+49", "+49"},
        {"A=1", "A=1", "A=1"},
        {"\uff21", "\uff21", "\uff21"},
        {"A;=1", "\"A;=1\"", "\"A;=1\""}, // cells of their own where lists are parted by ;
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++)
        for (int how = CT_FORMULAS_DISARM; how <= CT_FORMULAS_KEEP; how++) {
            char cell[64];
            const int64_t n = (int64_t)strlen(CASE[i][0]);
            const int64_t got = ct_out_csv_cell(CASE[i][0], n, (ct_formulas)how, cell);
            assert_true(got <= 2 * n + 3);
            cell[got] = 0;
            assert_string_equal(cell, CASE[i][1 + how]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_arrive_whatever_the_size_of_the_file),
        cmocka_unit_test(a_disk_that_fills_up_among_the_blocks_is_noticed),
        cmocka_unit_test(chunks_stand_in_their_order_on_1_to_5_threads),
        cmocka_unit_test(lent_bytes_arrive_wherever_they_lie),
        cmocka_unit_test(what_was_written_is_given_back_once_and_in_order),
        cmocka_unit_test(a_cell_that_a_spreadsheet_would_run_is_disarmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
