/// A spool gives back what went in, from memory and from its temporary file.
#include <stdlib.h>
#include <string.h>

#include "base/spool.h"
#include "kernels/prim/rng.h"
#include "support/check.h"

enum { SIZE = 3 * CT_SPOOL_STEP + 12345 };

static ct_error err;

/// Pieces of any size; n bytes in all.
static ct_status fill(ct_spool *s, const char *from, int64_t n)
{
    ctk_rng r = ctk_rng_key(1, 2, (uint64_t)n);
    while (n > 0) {
        int64_t room, piece = 1 + ctk_rng_below(&r, CT_SPOOL_STEP);
        if (piece > n) piece = n;
        char *to = ct_spool_room(s, &room, &err);
        if (!to) return err.status;
        assert_true(room >= CT_SPOOL_STEP);
        memcpy(to, from, (size_t)piece);
        s->held += piece;
        from += piece;
        n -= piece;
    }
    return CT_OK;
}

static void what_goes_in_comes_out_whatever_stays_in_memory(void **state)
{
    (void)state;
    static const int64_t most[] = {0, 1000, CT_SPOOL_STEP, SIZE / 2, SIZE, INT64_MAX};
    char *bytes = malloc(SIZE);
    for (int i = 0; i < SIZE; i++) bytes[i] = (char)ctk_mix64((uint64_t)i);
    for (size_t m = 0; m < sizeof most / sizeof *most; m++)
        for (int64_t n = 0; n <= SIZE; n += SIZE / 4) {
            ct_spool s = {.what = "text", .most = most[m]};
            ct_file file;
            assert_ok(fill(&s, bytes, n), err);
            assert_true(s.held <= most[m] || s.held <= 2 * CT_SPOOL_STEP);
            assert_ok(ct_spool_end(&s, &file, &err), err);
            assert_int_equal(file.size, n);
            if (most[m] == INT64_MAX) assert_false(file.is_mapped);
            if (n) assert_memory_equal(file.bytes, bytes, (size_t)n);
            ct_file_close(&file);
        }
    free(bytes);
}

static void a_folder_without_room_is_named(void **state)
{
    (void)state;
    const char *was = getenv("TMPDIR");
    char *saved = was ? strdup(was) : NULL;
    char *bytes = calloc(SIZE, 1);
    setenv("TMPDIR", "/nowhere/at/all", 1);
    ct_spool s = {.what = "pipe", .most = CT_SPOOL_STEP};
    ct_file file;
    ct_status st = fill(&s, bytes, SIZE);
    if (!st) st = ct_spool_end(&s, &file, &err);
    assert_fails(st, CT_ERR_OUTPUT, err);
    assert_contains(err.text, "pipe: more than 4 MB");
    assert_contains(err.text, "/nowhere/at/all");
    assert_contains(err.text, "TMPDIR");
    ct_spool_drop(&s);
    if (saved)
        setenv("TMPDIR", saved, 1);
    else
        unsetenv("TMPDIR");
    free(bytes);
    free(saved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out_whatever_stays_in_memory),
        cmocka_unit_test(a_folder_without_room_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
