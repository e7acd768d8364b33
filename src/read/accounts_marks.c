/// The decimal marks of a file: what each column says of its own, and what columns say for each
/// other.
#include <string.h>

#include "base/text.h"
#include "read/accounts.h"

static bool is_weight(int role)
{
    return role >= CT_ROLE_MEASURE;
}

void ct_marks_begin(const ct_reader *r, ct_source *s)
{
    const char given = r->opt->decimal == CT_DECIMAL_COMMA ? ',' : '.';
    for (int role = 0; role < CT_N_ROLES; role++) {
        s->mark[role] = is_weight(role) ? given : '.';
        s->has_groups[role] = is_weight(role);
    }
}

bool ct_marks_are_open(const ct_reader *r, const ct_source *s)
{
    const bool is_given = r->opt->decimal != CT_DECIMAL_AUTO;
    for (int role = CT_ROLE_LON; role < CT_N_ROLES; role++) {
        if (is_weight(role) && is_given) continue;
        if (s->total.n_commas[role]) return true;
        if (is_weight(role) && s->total.points[role] == CT_POINTS_GROUP) return true;
    }
    return false;
}

/// What the numbers of a column say for certain: the mark that more of them have; 0 = nothing.
static char own_mark(const ct_source *s, int role)
{
    const int64_t *e = s->total.evidence[role];
    if (e[CT_MARK_POINT] >= e[CT_MARK_COMMA]) return e[CT_MARK_POINT] ? '.' : 0;
    return ',';
}

/// What the other columns say; 0 = nothing, or not the same.
static char lent_mark(const ct_source *s)
{
    char mark = 0;
    for (int role = CT_ROLE_LON; role < CT_N_ROLES; role++) {
        const char own = own_mark(s, role);
        if (own && mark && own != mark) return 0;
        if (own) mark = own;
    }
    return mark;
}

static void reading(const char *text, char mark, char out[32])
{
    ct_decimal d = {0};
    int64_t value = 0;
    bool is_rounded;
    ct_decimal_read(text, (int64_t)strlen(text), mark, &d);
    ct_decimal_fixed(&d, d.decimals, &value, &is_rounded);
    ct_format_fixed(value, d.decimals, out);
}

static ct_status refuse_open(const ct_reader *r, const ct_source *s, int role, ct_error *err)
{
    const ct_tally *t = &s->total.found[role][CT_FOUND_EITHER];
    char point[32], comma[32];
    reading(t->example[0].text, '.', point);
    reading(t->example[0].text, ',', comma);
    return ct_refuse(r->ctx, err, "read",
                     "%s:%lld: column '%s': '%s' is %s with a decimal point and %s with a decimal "
                     "comma, and no number of the file tells which: give --decimal . or "
                     "--decimal ,",
                     s->path, (long long)t->example[0].line, ct_role_label(r, role),
                     t->example[0].text, point, comma);
}

ct_status ct_marks_decide(const ct_reader *r, ct_source *s, bool *is_changed, ct_error *err)
{
    const char lent = lent_mark(s);
    for (int role = CT_ROLE_LON; role < CT_N_ROLES; role++) {
        const char own = own_mark(s, role), before = s->mark[role];
        const bool is_open = !own && s->total.evidence[role][CT_MARK_EITHER];
        if (is_weight(role) && r->opt->decimal != CT_DECIMAL_AUTO) continue;
        s->is_lent[role] = is_open && lent;
        s->mark[role] = own ? own : s->is_lent[role] ? lent : '.';
        *is_changed |= s->mark[role] != before;
        const ct_status st = is_open && !lent ? refuse_open(r, s, role, err) : CT_OK;
        if (st) return st;
    }
    return CT_OK;
}
