/// Territories of two plans paired by shortest augmenting paths.
#include "kernels/measure/agree.h"

#include <string.h>

#include "kernels/prim/carve.h"

enum { UNSEEN, MET, DONE };

/// Columns 0 .. k_other-1 are the other plan's territories; column k_other + j is row j's own, for
/// staying alone.
typedef struct pairing {
    int32_t n, k, k_other, n_columns;
    int32_t *first;   ///< [k + 1] regions of each row in order[]
    int32_t *order;   ///< [n] regions by territory
    int32_t *begin;   ///< [k + 1] overlaps of each row
    int32_t *column;  ///< [n]
    int64_t *gain;    ///< [n] their weight
    int64_t *sum;     ///< [k_other] scratch, 0 between rows
    int32_t *touched; ///< [columns] of a search; of a row
    int64_t *price;   ///< [columns] dual; reduced cost = -gain - price[column] - due[row]
    int64_t *due;     ///< [k]
    int64_t *length;  ///< [columns] of the shortest path so far
    int32_t *before;  ///< [columns] row it came from
    int32_t *row_of;  ///< [columns] -1 = free
    uint8_t *state;   ///< [columns]
    int32_t *match;   ///< [k] column
} pairing;

static int64_t lay_out(pairing *p, void *base)
{
    ctk_carver c = {.base = base};
    p->first = ctk_carve(&c, (int64_t)p->k + 1, sizeof *p->first);
    p->order = ctk_carve(&c, p->n, sizeof *p->order);
    p->begin = ctk_carve(&c, (int64_t)p->k + 1, sizeof *p->begin);
    p->column = ctk_carve(&c, p->n, sizeof *p->column);
    p->gain = ctk_carve(&c, p->n, sizeof *p->gain);
    p->sum = ctk_carve(&c, p->k_other, sizeof *p->sum);
    p->touched = ctk_carve(&c, p->n_columns, sizeof *p->touched);
    p->price = ctk_carve(&c, p->n_columns, sizeof *p->price);
    p->due = ctk_carve(&c, p->k, sizeof *p->due);
    p->length = ctk_carve(&c, p->n_columns, sizeof *p->length);
    p->before = ctk_carve(&c, p->n_columns, sizeof *p->before);
    p->row_of = ctk_carve(&c, p->n_columns, sizeof *p->row_of);
    p->state = ctk_carve(&c, p->n_columns, sizeof *p->state);
    return c.used;
}

int64_t ctk_agree_work(int32_t n, int32_t k, int32_t k_other)
{
    pairing p = {.n = n, .k = k, .k_other = k_other, .n_columns = k + k_other};
    return lay_out(&p, NULL);
}

// ---- overlaps -----------------------------------------------------------------------------------

static void sort_regions(pairing *p, const int32_t *part)
{
    memset(p->first, 0, ((size_t)p->k + 1) * sizeof *p->first);
    for (int32_t i = 0; i < p->n; i++)
        if (part[i] >= 0) p->first[part[i] + 1]++;
    for (int32_t j = 0; j < p->k; j++) p->first[j + 1] += p->first[j];
    memcpy(p->begin, p->first, ((size_t)p->k + 1) * sizeof *p->begin);
    for (int32_t i = 0; i < p->n; i++)
        if (part[i] >= 0) p->order[p->begin[part[i]]++] = i;
}

/// Ascending; rows are short.
static void sort_ids(int32_t *id, int32_t n)
{
    for (int32_t i = 1; i < n; i++) {
        const int32_t x = id[i];
        int32_t j = i;
        for (; j > 0 && id[j - 1] > x; j--) id[j] = id[j - 1];
        id[j] = x;
    }
}

/// Row j's overlaps to place `at`; returns the end.
static int32_t build_row(pairing *p, int32_t j, const int32_t *other, const int64_t *weight,
                         int32_t at)
{
    int32_t n = 0;
    for (int32_t q = p->first[j]; q < p->first[j + 1]; q++) {
        const int32_t i = p->order[q], o = other[i];
        if (o < 0) continue;
        if (!p->state[o]) p->touched[n++] = o;
        p->state[o] = MET;
        p->sum[o] += weight ? weight[i] : 1;
    }
    sort_ids(p->touched, n);
    for (int32_t t = 0; t < n; t++, at++) {
        const int32_t o = p->touched[t];
        p->column[at] = o;
        p->gain[at] = p->sum[o];
        p->sum[o] = 0;
        p->state[o] = UNSEEN;
    }
    return at;
}

static void build_rows(pairing *p, const int32_t *part, const int32_t *other, const int64_t *weight)
{
    sort_regions(p, part);
    memset(p->sum, 0, (size_t)p->k_other * sizeof *p->sum);
    p->begin[0] = 0;
    for (int32_t j = 0; j < p->k; j++)
        p->begin[j + 1] = build_row(p, j, other, weight, p->begin[j]);
}

// ---- paths --------------------------------------------------------------------------------------

/// A way of `length` from `row` to a column.
static void reach(pairing *p, int32_t row, int32_t column, int64_t length, int32_t *n_touched)
{
    if (p->state[column] == DONE) return;
    if (p->state[column] == MET && length >= p->length[column]) return;
    if (p->state[column] == UNSEEN) p->touched[(*n_touched)++] = column;
    p->state[column] = MET;
    p->length[column] = length;
    p->before[column] = row;
}

static void reach_all(pairing *p, int32_t row, int64_t so_far, int32_t *n_touched)
{
    const int64_t base = so_far - p->due[row];
    for (int32_t e = p->begin[row]; e < p->begin[row + 1]; e++)
        reach(p, row, p->column[e], base - p->gain[e] - p->price[p->column[e]], n_touched);
    reach(p, row, p->k_other + row, base - p->price[p->k_other + row], n_touched);
}

/// The nearest column that is not done, the lowest of several.
static int32_t nearest(const pairing *p, int32_t n_touched)
{
    int32_t best = -1;
    for (int32_t t = 0; t < n_touched; t++) {
        const int32_t c = p->touched[t];
        if (p->state[c] != MET) continue;
        if (best < 0 || p->length[c] < p->length[best] ||
            (p->length[c] == p->length[best] && c < best))
            best = c;
    }
    return best;
}

/// Reduced costs stay >= 0, and become 0 along the path.
static void reprice(pairing *p, int32_t row, int64_t length, int32_t n_touched)
{
    p->due[row] += length;
    for (int32_t t = 0; t < n_touched; t++) {
        const int32_t c = p->touched[t];
        if (p->state[c] == DONE && p->row_of[c] >= 0) {
            p->due[p->row_of[c]] += length - p->length[c];
            p->price[c] -= length - p->length[c];
        }
        p->state[c] = UNSEEN;
    }
}

/// A partner for `row`; others may change theirs.
static void augment(pairing *p, int32_t row)
{
    int32_t n_touched = 0, at = row, column;
    int64_t length = 0;
    for (;;) {
        reach_all(p, at, length, &n_touched);
        column = nearest(p, n_touched);
        p->state[column] = DONE;
        length = p->length[column];
        if (p->row_of[column] < 0) break;
        at = p->row_of[column];
    }
    reprice(p, row, length, n_touched);
    do {
        at = p->before[column];
        const int32_t left = p->match[at];
        p->row_of[column] = at;
        p->match[at] = column;
        column = left;
    } while (at != row);
}

void ctk_agree(int32_t n, const int32_t *part, int32_t k, const int32_t *other, int32_t k_other,
               const int64_t *weight, void *work, int32_t *match)
{
    pairing p = {.n = n, .k = k, .k_other = k_other, .n_columns = k + k_other, .match = match};
    lay_out(&p, work);
    memset(p.state, UNSEEN, (size_t)p.n_columns);
    memset(p.price, 0, (size_t)p.n_columns * sizeof *p.price);
    memset(p.due, 0, (size_t)k * sizeof *p.due);
    for (int32_t c = 0; c < p.n_columns; c++) p.row_of[c] = -1;
    build_rows(&p, part, other, weight);
    for (int32_t j = 0; j < k; j++) match[j] = -1;
    for (int32_t j = 0; j < k; j++) augment(&p, j);
    for (int32_t j = 0; j < k; j++)
        if (match[j] >= k_other) match[j] = -1;
}
