/// The survey of delimiter-separated text against byte-by-byte counting.
#include <string.h>

#include "kernels/prim/rng.h"
#include "kernels/prim/scan.h"
#include "support/check.h"

enum { SIZE = 700 };

static void random_text(ctk_rng *r, char *text)
{
    static const char ALPHABET[] = "ab\"\",;\n\n\r\t \xc3\xa9";
    for (int i = 0; i < SIZE; i++) text[i] = ALPHABET[ctk_rng_below(r, sizeof ALPHABET - 1)];
    if (ctk_rng_below(r, 2)) text[ctk_rng_below(r, SIZE)] = (char)ctk_rng_below(r, 256);
}

static bool fits(const char *text, int64_t at)
{
    return at < 0 || at >= SIZE || text[at] == ',' || text[at] == '\n' || text[at] == '"';
}

static void survey_plainly(const char *text, int64_t begin, int64_t end, int parity,
                           ctk_scan_piece *out)
{
    bool inside = parity;
    for (int64_t i = begin; i < end; i++) {
        if (text[i] == '"') {
            const bool opens = !inside;
            inside = opens;
            out->stray[parity] +=
                opens ? !fits(text, i - 1) : !(fits(text, i + 1) || text[i + 1] == '\r');
        }
        out->has_high |= (unsigned char)text[i] >= 0x80;
        out->has_control |= (unsigned char)text[i] < 32 && (text[i] < 9 || text[i] > 13);
        if (text[i] != '\n') continue;
        if (parity == 0) out->n_newlines++;
        const bool blank = i + 1 == SIZE || text[i + 1] == '\n' ||
                           (text[i + 1] == '\r' && (i + 2 == SIZE || text[i + 2] == '\n'));
        if (inside || blank) continue;
        if (out->rows[parity]++ == 0) out->first[parity] = i;
    }
    out->is_odd = inside != (bool)parity;
}

static void check_piece(const char *text, int64_t begin, int64_t end)
{
    ctk_scan_piece want = {.first = {-1, -1}}, got;
    survey_plainly(text, begin, end, 0, &want);
    survey_plainly(text, begin, end, 1, &want);
    ctk_scan_survey(text, SIZE, begin, end, ',', &got);
    for (int p = 0; p < 2; p++) {
        int64_t lines = 0;
        for (int64_t i = begin; got.first[p] >= 0 && i <= got.first[p]; i++)
            lines += text[i] == '\n';
        assert_int_equal(got.rows[p], want.rows[p]);
        assert_int_equal(got.first[p], want.first[p]);
        assert_int_equal(got.first_line[p], lines);
        assert_int_equal(got.stray[p], want.stray[p]);
    }
    assert_int_equal(got.n_newlines, want.n_newlines);
    assert_int_equal(got.is_odd, want.is_odd);
    assert_int_equal(got.has_high, want.has_high);
    assert_int_equal(got.has_control, want.has_control);
}

static void survey_counts_what_a_plain_reader_counts(void **state)
{
    (void)state;
    char text[SIZE];
    for (uint64_t seed = 0; seed < 3000; seed++) {
        ctk_rng r = ctk_rng_key(7, 1, seed);
        random_text(&r, text);
        const int64_t begin = ctk_rng_below(&r, SIZE);
        const int64_t end = begin + 1 + ctk_rng_below(&r, (uint32_t)(SIZE - begin));
        check_piece(text, begin, end);
        check_piece(text, 0, SIZE);
    }
}

static void a_clean_quoted_cell_is_not_stray(void **state)
{
    (void)state;
    static const char TEXT[] = "a,\"b, \"\"c\"\"\nd\",\"\"\r\ne,\"f\"\n";
    ctk_scan_piece p;
    ctk_scan_survey(TEXT, sizeof TEXT - 1, 0, sizeof TEXT - 1, ',', &p);
    assert_int_equal(p.stray[0], 0);
    assert_int_equal(p.n_newlines, 3);
    assert_int_equal(p.rows[0], 1);
}

static void running_xor_is_the_parity_of_the_bits_before(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 1000; seed++) {
        ctk_rng r = ctk_rng_key(7, 2, seed);
        const uint64_t m = ctk_rng_u64(&r), x = ctk_scan_running_xor(m);
        uint64_t parity = 0;
        for (int i = 0; i < 64; i++) {
            parity ^= m >> i & 1;
            assert_int_equal(x >> i & 1, parity);
        }
    }
}

static int64_t bad(const char *text, int64_t *first)
{
    const int64_t n = (int64_t)strlen(text);
    return ctk_scan_bad_utf8(text, n, 0, n, first);
}

static void bytes_that_are_not_utf8_are_counted(void **state)
{
    (void)state;
    int64_t first;
    assert_int_equal(bad("plain ascii text of some length", &first), 0);
    assert_int_equal(bad("M\xc3\xbcller \xe6\x9d\xb1 \xf0\x9f\x98\x80", &first), 0);
    assert_int_equal(bad("M\xfcller S\xf6hne", &first), 2);
    assert_int_equal(first, 1);
    assert_int_equal(bad("overlong \xc0\xaf", &first), 2);
    assert_int_equal(bad("surrogate \xed\xa0\x80", &first), 3);
    assert_int_equal(bad("cut \xe6\x9d", &first), 2);
}

static void utf8_sequences_cut_by_a_piece_are_counted_once(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        char text[SIZE];
        ctk_rng r = ctk_rng_key(7, 3, seed);
        static const char *const PART[] = {"a", "\xc3\xbc", "\xe6\x9d\xb1", "\xf0\x9f\x98\x80",
                                           "\xfc"};
        int64_t n = 0;
        while (n < SIZE - 8) {
            const char *part = PART[ctk_rng_below(&r, seed % 2 ? 5 : 4)];
            memcpy(text + n, part, strlen(part));
            n += (int64_t)strlen(part);
        }
        int64_t first, whole_first, pieces = 0;
        const int64_t whole = ctk_scan_bad_utf8(text, n, 0, n, &whole_first);
        for (int64_t at = 0; at < n; at += 37)
            pieces += ctk_scan_bad_utf8(text, n, at, at + 37 < n ? at + 37 : n, &first);
        assert_int_equal(pieces, whole);
        if (seed % 2 == 0) assert_int_equal(whole, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survey_counts_what_a_plain_reader_counts),
        cmocka_unit_test(a_clean_quoted_cell_is_not_stray),
        cmocka_unit_test(running_xor_is_the_parity_of_the_bits_before),
        cmocka_unit_test(bytes_that_are_not_utf8_are_counted),
        cmocka_unit_test(utf8_sequences_cut_by_a_piece_are_counted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
