/// Looking up codes, and what was repaired in words.
#include <inttypes.h>
#include <stdio.h>

#include "base/code.h"

const ct_repair_words ct_repair_about[CT_N_REPAIRS] = {
    [CT_REPAIR_QUOTES] = {CT_INFO, "codes taken out of the quotes of a spreadsheet",
                          "code taken out of the quotes of a spreadsheet"},
    [CT_REPAIR_BLANKS] = {CT_INFO,
                          "codes matched without regard to blanks, dashes and invisible characters",
                          "code matched without regard to blanks, dashes and invisible characters"},
    [CT_REPAIR_CASE] = {CT_INFO, "codes matched without regard to capital letters",
                        "code matched without regard to capital letters"},
    [CT_REPAIR_NUMBER] = {CT_INFO, "codes that had become decimal numbers",
                          "code that had become a decimal number"},
    [CT_REPAIR_PREFIX] = {CT_INFO, "codes matched without the prefix of their country",
                          "code matched without the prefix of its country"},
    [CT_REPAIR_ZEROS] = {CT_INFO, "codes given their leading zeros back",
                         "code given its leading zeros back"},
    [CT_REPAIR_BARED] = {CT_WARN,
                         "codes matched without their leading zeros, which the region's has not",
                         "code matched without its leading zeros, which the region's has not"},
    [CT_REPAIR_PLUS4] = {CT_INFO, "codes cut to the regions' five digits (ZIP+4)",
                         "code cut to the regions' five digits (ZIP+4)"},
    [CT_REPAIR_CUT] = {CT_INFO, "codes that are longer than the regions', cut to theirs",
                       "code that is longer than the regions', cut to theirs"},
};

int32_t ct_codes_find(const ct_codes *c, const char *text, int64_t length, unsigned *repairs)
{
    char tidy[CT_CODE_SIZE];
    *repairs = 0;
    int32_t region = ct_codes_find_exact(c, text, length);
    if (region >= 0) return region;
    const int64_t n = ct_code_tidy(text, length, tidy, repairs);
    region = ct_codes_find_form(c, tidy, n, repairs);
    if (region == CT_CODE_NONE && n > 0) region = ct_codes_cut(c, tidy, n, repairs);
    if (region >= 0 && *repairs == 0) // it is the layer that writes it in another way
        ct_code_tidy(ct_string(c->code, region), ct_string_length(c->code, region), tidy, repairs);
    return region;
}

int32_t ct_codes_find_in(const ct_codes *c, const char *text, int64_t length, int64_t line,
                         ct_repairs *log)
{
    unsigned repairs;
    const int32_t region = ct_codes_find(c, text, length, &repairs);
    for (int r = 0; region >= 0 && r < CT_N_REPAIRS; r++) {
        if (!(repairs >> r & 1) || log->n[r]++ > 0) continue;
        log->line[r] = line;
        snprintf(log->first[r], sizeof log->first[r], "%.*s", (int)(length < 60 ? length : 60),
                 text);
    }
    return region;
}

void ct_repairs_note(const ct_repairs *log, ct_notes *notes, const char *stage, const char *file)
{
    for (int r = 0; r < CT_N_REPAIRS; r++) {
        const ct_repair_words *w = &ct_repair_about[r];
        if (log->n[r] > 0)
            ct_note_add(notes, w->severity, stage, log->n[r],
                        "%s: %s (first '%s' in line %" PRId64 ")", file,
                        log->n[r] == 1 ? w->one : w->many, log->first[r], log->line[r]);
    }
}
