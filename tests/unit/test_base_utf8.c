/// Characters against the table of well-formed UTF-8, and bytes of any kind there and back.
#include "base/utf8.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

/// Bytes of the well-formed character at b, 0 = there is none: Unicode 16, table 3-7.
static int well_formed(const unsigned char *b, int64_t left)
{
    static const struct {
        unsigned char low, high, second_low, second_high;
        int n;
    } row[] = {
        {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        if (*b < row[i].low || *b > row[i].high) continue;
        if (row[i].n > left) return 0;
        if (row[i].n > 1 && (b[1] < row[i].second_low || b[1] > row[i].second_high)) return 0;
        for (int k = 2; k < row[i].n; k++)
            if (b[k] < 0x80 || b[k] > 0xbf) return 0;
        return row[i].n;
    }
    return 0;
}

static void every_character_comes_back(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < CT_UTF8_NONE; c++) {
        if (c >= 0xd800 && c < 0xe000) continue;
        char text[4];
        const char *p = text, *end = ct_utf8_put(text, c);
        assert_int_equal(well_formed((const unsigned char *)text, end - text), end - text);
        assert_int_equal(ct_utf8_take(&p, end), c);
        assert_ptr_equal(p, end);
    }
}

/// First bytes are drawn among those that begin something, so that many characters are nearly
/// whole.
static void bytes_of_any_kind_come_back_as_they_were(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(5, 6, 7);
    for (int round = 0; round < 200000; round++) {
        char text[8], back[8], *to = back;
        const int64_t n = 1 + (int64_t)ctk_rng_below(&r, sizeof text);
        for (int64_t i = 0; i < n; i++)
            text[i] = (char)(ctk_rng_below(&r, 3) ? 0x80 + ctk_rng_below(&r, 0x40)
                                                  : 0xb0 + ctk_rng_below(&r, 0x50));
        for (const char *p = text, *end = text + n; p < end;) {
            const int whole = well_formed((const unsigned char *)p, end - p);
            const char *begin = p;
            const uint32_t c = ct_utf8_take(&p, end);
            assert_int_equal(p - begin, whole ? whole : 1);
            assert_int_equal(c<CT_UTF8_NONE, whole> 0);
            to = ct_utf8_put(to, c);
        }
        assert_int_equal(to - back, n);
        assert_memory_equal(text, back, (size_t)n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_comes_back),
        cmocka_unit_test(bytes_of_any_kind_come_back_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
