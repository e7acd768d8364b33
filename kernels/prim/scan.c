/// Survey of delimiter-separated text: see scan.h.
#include "kernels/prim/scan.h"

#include <string.h>

static bool ends_cell(const char *text, int64_t size, int64_t at, char separator)
{
    if (at < 0 || at >= size) return true;
    const char c = text[at];
    return c == separator || c == '\n' || c == '"';
}

static void count_stray(const char *text, int64_t size, int64_t base, uint64_t quote,
                        uint64_t inside, char separator, ctk_scan_piece *out)
{
    for (; quote; quote &= quote - 1) {
        const int i = __builtin_ctzll(quote);
        const int64_t at = base + i;
        const bool opens_here = ends_cell(text, size, at - 1, separator);
        const bool closes_here = ends_cell(text, size, at + 1, separator) || text[at + 1] == '\r';
        const int opener = (int)(inside >> i & 1); // under parity 0; the other way round under 1
        out->stray[0] += !(opener ? opens_here : closes_here);
        out->stray[1] += !(opener ? closes_here : opens_here);
    }
}

static void count_rows(const char *text, int64_t size, int64_t base, uint64_t newline,
                       uint64_t inside, ctk_scan_piece *out)
{
    for (; newline; newline &= newline - 1) {
        const int i = __builtin_ctzll(newline);
        out->n_newlines++;
        if (ctk_scan_is_blank(text, size, base + i + 1)) continue;
        const int parity = (int)(inside >> i & 1);
        if (out->rows[parity]++ == 0) {
            out->first[parity] = base + i;
            out->first_line[parity] = out->n_newlines;
        }
    }
}

void ctk_scan_survey(const char *text, int64_t size, int64_t begin, int64_t end, char separator,
                     ctk_scan_piece *out)
{
    *out = (ctk_scan_piece){.first = {-1, -1}};
    uint64_t carry = 0;
    bool has_high = false, has_control = false;
    for (int64_t base = begin; base < end; base += CTK_SCAN_BLOCK) {
        char tail[CTK_SCAN_BLOCK];
        const char *block = text + base;
        if (end - base < CTK_SCAN_BLOCK) {
            memset(tail, 'x', sizeof tail); // which counts for nothing
            block = memcpy(tail, block, (size_t)(end - base));
        }
        const ctk_scan_masks m = ctk_scan_block(block, separator);
        uint64_t inside = carry;
        if (m.quote) inside ^= ctk_scan_running_xor(m.quote);
        if (m.quote) count_stray(text, size, base, m.quote, inside, separator, out);
        count_rows(text, size, base, m.newline, inside, out);
        carry = (uint64_t)0 - (inside >> 63);
        has_high |= m.has_high;
        has_control |= m.has_control;
    }
    out->is_odd = carry != 0;
    out->has_high = has_high;
    out->has_control = has_control;
}

static bool is_continuation(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

/// Length of the UTF-8 sequence at s (n bytes left), 0 = none (Unicode 15, table 3-7).
static int sequence_length(const unsigned char *s, int64_t n)
{
    if (s[0] < 0x80) return 1;
    if (s[0] < 0xc2 || s[0] > 0xf4) return 0;
    const int length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if (n < length) return 0;
    for (int i = 1; i < length; i++)
        if (!is_continuation(s[i])) return 0;
    if (s[0] == 0xe0 && s[1] < 0xa0) return 0;
    if (s[0] == 0xed && s[1] > 0x9f) return 0;
    if (s[0] == 0xf0 && s[1] < 0x90) return 0;
    if (s[0] == 0xf4 && s[1] > 0x8f) return 0;
    return length;
}

/// First offset at or after `at` that is not the rest of a sequence begun before it.
static int64_t skip_rest(const unsigned char *s, int64_t size, int64_t at)
{
    for (int64_t back = 1; back <= 3 && back <= at; back++) {
        const int length = sequence_length(s + at - back, size - at + back);
        if (length > back) return at + length - back;
    }
    return at;
}

int64_t ctk_scan_bad_utf8(const char *text, int64_t size, int64_t begin, int64_t end,
                          int64_t *first)
{
    const unsigned char *s = (const unsigned char *)text;
    int64_t n_bad = 0, at = skip_rest(s, size, begin);
    *first = -1;
    while (at < end) {
        uint64_t word;
        if (end - at >= 8 && (memcpy(&word, s + at, 8), !(word & 0x8080808080808080u))) {
            at += 8;
            continue;
        }
        const int length = sequence_length(s + at, size - at);
        if (length == 0 && n_bad++ == 0) *first = at;
        at += length ? length : 1;
    }
    return n_bad;
}
