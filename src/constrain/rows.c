/// What the rows of all kinds of rules have in common.
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "constrain/constrain.h"

ct_status ct_rows_region(ct_rows *rows, int64_t row, int32_t which, int32_t *region, ct_error *err)
{
    const ct_table *t = &rows->table;
    const int64_t cell = row * t->n_columns + rows->column[which];
    const int64_t length = ct_string_length(&t->cell, cell);
    const char *text = ct_string(&t->cell, cell);
    *region = ct_codes_find_in(&rows->codes, text, length, t->line[row], &rows->repairs);
    if (*region >= 0) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: no region has the code '%.*s' (%s); correct it, or leave the row out",
                   t->path, (long long)t->line[row], (int)(length < 40 ? length : 40), text,
                   rows->option);
}

/// Number of the only territory whose name looks the same; -1 = none is, or several are.
static int32_t find_alike(const ct_strings *name, const char *text, int64_t length)
{
    int32_t found = -1;
    for (int64_t j = 0; j < name->n; j++) {
        if (!ct_code_equal(ct_string(name, j), ct_string_length(name, j), text, length)) continue;
        if (found >= 0) return -1;
        found = (int32_t)j;
    }
    return found;
}

/// Number of the territory called so, from 0; -1 = none is.
static int32_t find_territory(const ct_bands *b, const char *text, int64_t length)
{
    int64_t number;
    for (int64_t j = 0; j < b->name.n && length > 0; j++)
        if (ct_string_length(&b->name, j) == length &&
            !memcmp(ct_string(&b->name, j), text, (size_t)length))
            return (int32_t)j;
    const int32_t alike = find_alike(&b->name, text, length);
    const bool is_number = ct_parse_int64(text, length, &number) && number >= 1 && number <= b->k;
    return alike >= 0 ? alike : is_number ? (int32_t)number - 1 : -1;
}

ct_status ct_rows_territory(const ct_compiler *c, const ct_rows *rows, int64_t row, int32_t which,
                            int32_t *territory, ct_error *err)
{
    const ct_table *t = &rows->table;
    const int64_t cell = row * t->n_columns + rows->column[which];
    const int64_t length = ct_string_length(&t->cell, cell);
    const char *text = ct_string(&t->cell, cell);
    if (!c->bands || !c->bands->is_shared)
        return ct_fail(err, CT_ERR_USAGE,
                       "%s names territories, which are numbered only when the plan is there: give "
                       "them names by --targets territory,name,share",
                       rows->option);
    *territory = find_territory(c->bands, text, length);
    if (*territory >= 0) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: no territory of --targets is called '%.*s' (%s); correct it, or leave "
                   "the row out",
                   t->path, (long long)t->line[row], (int)(length < 40 ? length : 40), text,
                   rows->option);
}

/// A member of a list, in its place; lists ascend and hold nothing twice.
static void insert(int32_t *list, int64_t *n, int32_t member)
{
    int64_t at = *n;
    while (at > 0 && list[at - 1] > member) at--;
    if (at > 0 && list[at - 1] == member) return;
    memmove(list + at + 1, list + at, (size_t)(*n - at) * sizeof *list);
    list[at] = member;
    ++*n;
}

/// Lists that were given room for all rows, moved together.
static void close_gaps(int32_t n, int64_t *begin, const int64_t *used, int32_t *member)
{
    int64_t to = 0;
    for (int32_t i = 0; i < n; i++) {
        memmove(member + to, member + begin[i], (size_t)used[i] * sizeof *member);
        begin[i] = to;
        to += used[i];
    }
    begin[n] = to;
}

ct_status ct_rows_pairs(int64_t n_rows, const int32_t *one, const int32_t *other, int32_t n,
                        bool both, int64_t **begin, int32_t **member, ct_error *err)
{
    ct_arena arena = {0};
    int64_t *used = ct_arena_array(&arena, n, sizeof *used, "rules", err);
    *begin = ct_array((int64_t)n + 1, sizeof **begin, "rules", err);
    *member = ct_array(n_rows * (both ? 2 : 1), sizeof **member, "rules", err);
    const bool has_memory = used && *begin && *member;
    for (int64_t i = 0; i < n_rows && has_memory; i++) {
        (*begin)[one[i] + 1]++;
        if (both) (*begin)[other[i] + 1]++;
    }
    for (int32_t i = 0; i < n && has_memory; i++) (*begin)[i + 1] += (*begin)[i];
    for (int64_t i = 0; i < n_rows && has_memory; i++) {
        insert(*member + (*begin)[one[i]], &used[one[i]], other[i]);
        if (both) insert(*member + (*begin)[other[i]], &used[other[i]], one[i]);
    }
    if (has_memory) close_gaps(n, *begin, used, *member);
    ct_arena_free(&arena);
    return has_memory ? CT_OK : CT_ERR_MEMORY;
}
