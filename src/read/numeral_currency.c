/// Names of currencies before and behind numbers.
#include <stddef.h>
#include <string.h>

#include "read/numeral.h"

/// ISO 4217, three letters each.
static const char CODE[] =
    "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBHDBIFBMDBNDBOBBRLBSDBTNBWPBYNBZDCADCDFCHFCLFCLPCNH"
    "CNYCOPCRCCUPCVECZKDEMDJFDKKDOPDZDEGPERNETBEURFJDFKPFRFGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHTGHUFIDR"
    "ILSINRIQDIRRISKITLJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOP"
    "MRUMURMVRMWKMXNMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRMBRONRSDRUBRWFSARSBDSCRSDG"
    "SEKSGDSHPSLESLLSOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUYUUZSVESVNDVUVWSTXAF"
    "XCDXOFXPFYERZARZMWZWGZWL";

/// What CLDR's locales write besides, without the point that may follow.
static const char *const WORD[] = {
    "euro",
    "Euro",
    "EURO",
    "euros",
    "eur",
    "usd",
    "dollars",
    "kr",
    "Ft",
    "lei",
    "leu",
    "Rs",
    "Re",
    "Fr",
    "SFr",
    "Rp",
    "RM",
    "KM",
    "TL",
    "DM",
    "Bs",
    "S/",
    "R",
    "K\xc4\x8d",
    "z\xc5\x82",                // Poland
    "\xd0\xbb\xd0\xb2",         // Bulgaria
    "\xd0\xb4\xd0\xb5\xd0\xbd", // North Macedonia
    "\xd0\xb4\xd0\xb8\xd0\xbd", // Serbia
    "\xd0\xb3\xd1\x80\xd0\xbd", // Ukraine
    "\xd1\x80\xd1\x83\xd0\xb1", // Russia
    "\xd1\x80",
    "\xe5\x85\x83",
    "\xe5\x86\x86",
    "\xec\x9b\x90",
};

static bool is_letter(char c)
{
    const char lower = (char)(c | 0x20);
    return (lower >= 'a' && lower <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_word(const char *text, int32_t n)
{
    const size_t bytes = (size_t)n;
    for (size_t i = 0; n && i < sizeof WORD / sizeof *WORD; i++)
        if (strlen(WORD[i]) == bytes && !memcmp(text, WORD[i], bytes)) return true;
    for (const char *code = CODE; n == 3 && *code; code += 3)
        if (!memcmp(text, code, 3)) return true;
    return false;
}

/// Letters up to the first other sign; "S/" has one of its own.
static int32_t letters_before(const char *text, int32_t n)
{
    int32_t at = 0;
    while (at < n && is_letter(text[at])) at++;
    return at == 1 && at < n && *text == 'S' && text[at] == '/' ? at + 1 : at;
}

int32_t ct_currency_before(const char *text, int32_t n)
{
    if (n && *text == '$') return 1;
    const int32_t letters = letters_before(text, n);
    if (letters <= 3 && letters < n && text[letters] == '$') return letters + 1;
    if (!is_word(text, letters)) return 0;
    return letters + (letters < n && text[letters] == '.');
}

int32_t ct_currency_behind(const char *text, int32_t n)
{
    const int32_t point = n && text[n - 1] == '.';
    int32_t letters = 0;
    while (letters < n - point && is_letter(text[n - point - letters - 1])) letters++;
    const char *word = text + n - point - letters;
    if (!point && letters <= 2) { // "$US", "$ CA"
        int32_t at = n - letters;
        while (letters && at && text[at - 1] == ' ') at--;
        if (at && text[at - 1] == '$') return n - at + 1;
    }
    if (!is_word(word, letters)) return 0;
    return letters + point;
}
