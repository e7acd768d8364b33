/// The validity predicate of ct_graph.
#include "base/graph_check.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static int64_t find(const ct_graph *g, int32_t row, int32_t column)
{
    int64_t lo = g->indptr[row], hi = g->indptr[row + 1];
    while (lo < hi) {
        const int64_t mid = lo + (hi - lo) / 2;
        if (g->indices[mid] < column)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < g->indptr[row + 1] && g->indices[lo] == column ? lo : -1;
}

static ct_status fault(ct_error *err, int32_t row, int64_t entry, const char *what)
{
    return ct_fail(err, CT_ERR_INTERNAL, "graph: region %d, entry %lld: %s", (int)row,
                   (long long)entry, what);
}

static ct_status check_entry(const ct_graph *g, int32_t row, int64_t e, ct_error *err)
{
    const int32_t column = g->indices[e];
    if (column < 0 || column >= g->n) return fault(err, row, e, "neighbour out of range");
    if (column == row) return fault(err, row, e, "loop");
    if (e > g->indptr[row] && g->indices[e - 1] >= column)
        return fault(err, row, e, "neighbours not ascending");
    const int64_t twin = find(g, column, row);
    if (twin < 0) return fault(err, row, e, "not symmetric");
    if (g->border_m && !(g->border_m[e] >= 0.0 && isfinite(g->border_m[e])))
        return fault(err, row, e, "border length negative or not finite");
    if (g->border_m && g->border_m[twin] != g->border_m[e])
        return fault(err, row, e, "border length differs between the two sides");
    if (g->kind && g->kind[twin] != g->kind[e])
        return fault(err, row, e, "kind differs between the two sides");
    return CT_OK;
}

static ct_status check_rows(const ct_graph *g, ct_error *err)
{
    if (g->indptr[0] != 0) return fault(err, 0, 0, "indptr does not start at 0");
    for (int32_t r = 0; r < g->n; r++) {
        if (g->indptr[r + 1] < g->indptr[r]) return fault(err, r, 0, "indptr descends");
    }
    for (int32_t r = 0; r < g->n; r++) {
        for (int64_t e = g->indptr[r]; e < g->indptr[r + 1]; e++) {
            const ct_status status = check_entry(g, r, e, err);
            if (status) return status;
        }
    }
    return CT_OK;
}

static ct_status check_connected(const ct_graph *g, ct_error *err)
{
    int32_t *queue = ct_array(g->n, sizeof *queue, "graph check", err);
    uint8_t *seen = ct_array(g->n, sizeof *seen, "graph check", err);
    ct_status status = CT_ERR_MEMORY;
    if (!queue || !seen) goto out;
    int32_t tail = 0;
    if (g->n > 0) {
        seen[0] = 1;
        queue[tail++] = 0;
    }
    for (int32_t head = 0; head < tail; head++) {
        for (int64_t e = g->indptr[queue[head]]; e < g->indptr[queue[head] + 1]; e++) {
            if (seen[g->indices[e]]) continue;
            seen[g->indices[e]] = 1;
            queue[tail++] = g->indices[e];
        }
    }
    status = CT_OK;
    if (tail < g->n)
        status =
            ct_fail(err, CT_ERR_INTERNAL, "graph: not connected, region 0 reaches %d of %d regions",
                    (int)tail, (int)g->n);
out:
    free(seen);
    free(queue);
    return status;
}

ct_status ct_graph_check(const ct_graph *g, bool must_be_connected, ct_error *err)
{
    const ct_status status = check_rows(g, err);
    if (status || !must_be_connected) return status;
    return check_connected(g, err);
}
