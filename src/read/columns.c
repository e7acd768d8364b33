/// Columns by name.
#include "read/columns.h"

#include <stdio.h>
#include <string.h>

#include "base/code.h"
#include "base/text.h"

enum { NAME_SIZE = 256 };

typedef struct role_names {
    const char *label, *option;
    const char *usual; ///< |-separated, the likeliest first; written without blanks, _ - : and .
} role_names;

static const role_names ROLE[CT_ROLE_MEASURE] = {
    {"id", "--account-id",
     "accountid|accountno|accountnumber|accountnr|account|id|customerid|customerno|customernumber|"
     "customer|custid|clientid|kundennummer|kundennr|storeid|siteid|locationid|uid|uuid"},
    {"code", "--account-code",
     "postalcode|postcode|zipcode|zip|zip5|zcta|zcta5|plz|plz5|postleitzahl|codepostal|codpostal|"
     "cap|"
     "geoid|regioncode|region|code"},
    {"lon", "--lon", "lon|lng|long|longitude|londeg|longitud|laengengrad|längengrad|x|xcoord"},
    {"lat", "--lat", "lat|latitude|latdeg|latitud|breitengrad|y|ycoord"},
};

static bool is_called(const ct_strings *header, int32_t c, const char *name, size_t length)
{
    return ct_header_equal(ct_string(header, c), ct_string_length(header, c), name,
                           (int64_t)length);
}

static void copy_name(const ct_strings *header, int32_t c, char *out)
{
    snprintf(out, NAME_SIZE, "%.*s", (int)ct_string_length(header, c), ct_string(header, c));
}

static int32_t guess(const ct_strings *header, const char *usual)
{
    while (*usual) {
        const size_t length = strcspn(usual, "|");
        for (int32_t c = 0; c < header->n; c++)
            if (is_called(header, c, usual, length)) return c;
        usual += length + (usual[length] == '|');
    }
    return -1;
}

/// The name as written, else with case ignored, else the only one with the same words.
static int32_t find(const ct_strings *header, const char *wanted)
{
    int32_t found = -1, alike = -1, n_alike = 0;
    for (int32_t c = 0; c < header->n; c++) {
        char name[NAME_SIZE];
        copy_name(header, c, name);
        if (!strcmp(name, wanted)) return c;
        if (found < 0 && ct_name_equal(name, wanted)) found = c;
        if (!is_called(header, c, wanted, strlen(wanted))) continue;
        n_alike++;
        alike = c;
    }
    return found >= 0 ? found : n_alike == 1 ? alike : -1;
}

void ct_columns_list(const ct_strings *header, char *out, size_t size)
{
    size_t used = 0;
    out[0] = 0;
    for (int32_t c = 0; c < header->n; c++) {
        char name[NAME_SIZE];
        copy_name(header, c, name);
        const int n = snprintf(out + used, size - used, "%s%s", c ? ", " : "", name);
        if ((size_t)n + 4 >= size - used) {
            snprintf(out + used, size - used, "...");
            return;
        }
        used += (size_t)n;
    }
}

static int32_t nearest(const ct_strings *header, const char *wanted)
{
    int32_t best = -1, least = (int32_t)strlen(wanted) / 3 + 2;
    for (int32_t c = 0; c < header->n; c++) {
        char name[NAME_SIZE];
        copy_name(header, c, name);
        const int32_t distance = ct_name_distance(name, wanted);
        if (distance < least) best = c, least = distance;
    }
    return best;
}

static ct_status need(const char *path, const ct_strings *header, const char *wanted,
                      const char *option, int32_t *column, ct_error *err)
{
    *column = find(header, wanted);
    if (*column >= 0) return CT_OK;
    char have[480], hint[NAME_SIZE + 32] = "", name[NAME_SIZE];
    ct_columns_list(header, have, sizeof have);
    const int32_t near = nearest(header, wanted);
    if (near >= 0) {
        copy_name(header, near, name);
        snprintf(hint, sizeof hint, "; did you mean '%s'?", name);
    }
    return ct_fail(err, CT_ERR_INPUT, "%s: no column '%s' (%s)%s Columns: %s", path, wanted, option,
                   hint[0] ? hint : ".", have);
}

static ct_status find_measures(const ct_data_options *opt, const char *path,
                               const ct_strings *header, ct_columns *out, ct_error *err)
{
    ct_status s = CT_OK;
    int32_t role = CT_ROLE_MEASURE;
    for (int32_t i = 0; !s && i < opt->n_measures; i++) {
        if (opt->measure[i].kind != CT_COLUMN) continue;
        char option[2 * CT_NAME_SIZE + 32];
        snprintf(option, sizeof option, "--measure %s=column:%s", opt->measure[i].name,
                 opt->measure[i].source);
        s = need(path, header, opt->measure[i].source, option, &out->column[role++], err);
    }
    return s;
}

/// Half a pair that was asked for is a mistake.
static ct_status check_pair(const ct_data_options *opt, const char *path, const ct_strings *header,
                            const ct_columns *c, ct_error *err)
{
    const bool lon = c->column[CT_ROLE_LON] >= 0, lat = c->column[CT_ROLE_LAT] >= 0;
    if (lon == lat || !(lon ? opt->lon : opt->lat)) return CT_OK;
    char have[480];
    ct_columns_list(header, have, sizeof have);
    return ct_fail(err, CT_ERR_INPUT, "%s: %s needs a column of %s: give %s. Columns: %s", path,
                   lon ? "--lon" : "--lat", lon ? "latitudes" : "longitudes",
                   lon ? "--lat" : "--lon", have);
}

/// One coordinate that was guessed, and no other.
static void describe_half(const ct_data_options *opt, const ct_strings *header, ct_columns *out)
{
    char name[NAME_SIZE];
    const bool lon = out->column[CT_ROLE_LON] >= 0, lat = out->column[CT_ROLE_LAT] >= 0;
    if (lon == lat || opt->join == CT_JOIN_CODE) return;
    copy_name(header, out->column[lon ? CT_ROLE_LON : CT_ROLE_LAT], name);
    snprintf(out->half, sizeof out->half,
             "'%.160s' looks like a %s, but no column like a %s: name it with %s, or there are no "
             "points",
             name, lon ? "longitude" : "latitude", lon ? "latitude" : "longitude",
             lon ? "--lat" : "--lon");
}

/// What is found but not used is not read; what is needed must be there.
static ct_status settle(const ct_data_options *opt, const char *path, const ct_strings *header,
                        bool has_points, ct_columns *out, ct_error *err)
{
    int32_t *column = out->column;
    describe_half(opt, header, out);
    if (column[CT_ROLE_LON] < 0 || column[CT_ROLE_LAT] < 0 || opt->join == CT_JOIN_CODE)
        column[CT_ROLE_LON] = column[CT_ROLE_LAT] = -1;
    if (opt->join == CT_JOIN_POINT) column[CT_ROLE_CODE] = -1;
    const bool points = (has_points && opt->join != CT_JOIN_CODE) || column[CT_ROLE_LON] >= 0;
    if (points || column[CT_ROLE_CODE] >= 0) return CT_OK;
    const char *missing = opt->join == CT_JOIN_POINT  ? "lon and lat (--lon, --lat)"
                          : opt->join == CT_JOIN_CODE ? "postal code (--account-code)"
                                                      : "lon and lat, nor of a postal code "
                                                        "(--lon, --lat, --account-code)";
    char have[480];
    ct_columns_list(header, have, sizeof have);
    return ct_fail(err, CT_ERR_INPUT, "%s: no column looks like that of %s.%s%s%s Columns: %s",
                   path, missing, *out->half ? " " : "", out->half, *out->half ? "." : "", have);
}

/// A column that is used must be the only one of its name.
static ct_status check_names(const char *path, const ct_strings *header, const ct_columns *of,
                             ct_error *err)
{
    for (int r = 0; r < CT_N_ROLES; r++) {
        const int32_t used = of->column[r];
        char name[NAME_SIZE], other[NAME_SIZE];
        if (used >= 0) copy_name(header, used, name);
        for (int32_t c = 0; used >= 0 && c < header->n; c++) {
            copy_name(header, c, other);
            if (c == used || strcmp(name, other)) continue;
            return ct_fail(err, CT_ERR_INPUT,
                           "%s: columns %d and %d are both called '%s'; rename one of them", path,
                           (c < used ? c : used) + 1, (c < used ? used : c) + 1, name);
        }
    }
    return CT_OK;
}

static void describe(const ct_data_options *opt, const ct_strings *header, ct_columns *out)
{
    const char *given[] = {opt->account_id, opt->account_code, opt->lon, opt->lat};
    size_t used = 0;
    for (int r = 0; r < CT_ROLE_MEASURE; r++) {
        if (out->column[r] < 0) continue;
        char name[NAME_SIZE], part[NAME_SIZE + 64];
        copy_name(header, out->column[r], name);
        const int n = snprintf(part, sizeof part, "%s%s = %s%s", used ? ", " : "", ROLE[r].label,
                               name, given[r] ? "" : " (guessed)");
        if (used + (size_t)n >= sizeof out->chosen) return;
        memcpy(out->chosen + used, part, (size_t)n + 1);
        used += (size_t)n;
    }
}

ct_status ct_columns_find(const ct_data_options *opt, const char *path, const ct_strings *header,
                          bool has_points, ct_columns *out, ct_error *err)
{
    const char *given[] = {opt->account_id, opt->account_code, opt->lon, opt->lat};
    memset(out, 0, sizeof *out);
    for (int r = 0; r < CT_N_ROLES; r++) out->column[r] = -1;
    for (int r = 0; r < CT_ROLE_MEASURE; r++) {
        if (has_points && (r == CT_ROLE_LON || r == CT_ROLE_LAT)) continue;
        if (!given[r]) {
            out->column[r] = guess(header, ROLE[r].usual);
            continue;
        }
        const ct_status s = need(path, header, given[r], ROLE[r].option, &out->column[r], err);
        if (s) return s;
    }
    ct_status s = find_measures(opt, path, header, out, err);
    if (!s) s = check_pair(opt, path, header, out, err);
    if (!s) s = settle(opt, path, header, has_points, out, err);
    if (!s) s = check_names(path, header, out, err);
    if (!s) describe(opt, header, out);
    return s;
}
