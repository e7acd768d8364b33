/// Select border edges by territory, and turn each territory's edges into polygons.
#include "kernels/geom/dissolve.h"

#include <omp.h>

#include "kernels/geom/dissolve_web.h"

static inline int32_t side_of(const int32_t *terr, int32_t region)
{
    return region < 0 ? -1 : terr[region];
}

static int64_t run_begin(int64_t n, int run)
{
    return n / CTK_DISSOLVE_RUNS * run + n % CTK_DISSOLVE_RUNS * run / CTK_DISSOLVE_RUNS;
}

void ctk_dissolve_count(int64_t n_segments, const int32_t *left, const int32_t *right,
                        const int32_t *terr, int32_t k, int64_t *count, int32_t n_threads)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (int run = 0; run < CTK_DISSOLVE_RUNS; run++) {
        int64_t *c = count + (int64_t)run * k;
        for (int32_t j = 0; j < k; j++) c[j] = 0;
        for (int64_t s = run_begin(n_segments, run); s < run_begin(n_segments, run + 1); s++) {
            const int32_t a = side_of(terr, left[s]), b = side_of(terr, right[s]);
            if (a == b) continue;
            if (a >= 0) c[a]++;
            if (b >= 0) c[b]++;
        }
    }
}

void ctk_dissolve_select(int64_t n_segments, const int32_t *segment, const int32_t *left,
                         const int32_t *right, const int32_t *terr, int32_t k, int64_t *next,
                         uint32_t *edge, int32_t n_threads)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (int run = 0; run < CTK_DISSOLVE_RUNS; run++) {
        int64_t *at = next + (int64_t)run * k;
        for (int64_t s = run_begin(n_segments, run); s < run_begin(n_segments, run + 1); s++) {
            const int32_t a = side_of(terr, left[s]), b = side_of(terr, right[s]);
            if (a == b) continue;
            if (a >= 0) edge[at[a]++] = 2 * (uint32_t)segment[s];
            if (b >= 0) edge[at[b]++] = 2 * (uint32_t)segment[s] + 1;
        }
    }
}

size_t ctk_dissolve_work(int32_t capacity)
{
    ctk_web w;
    return ctk_web_layout(&w, capacity, NULL);
}

/// The web of a job's edges; false = more points than edges, so they do not close. Most edges begin
/// with the vertex at which the one before them ended.
static bool load_web(ctk_web *w, const double *xy, const ctk_dissolve_job *job)
{
    int64_t last = -1;
    int32_t a, b = -1;
    ctk_web_clear(w);
    for (int32_t i = 0; i < job->n_edges; i++) {
        const int64_t vertex = job->edge[i] >> 1;
        const double *v = xy + 2 * vertex;
        a = vertex == last ? b : ctk_net_point(&w->net, v[0], v[1]);
        b = ctk_net_point(&w->net, v[2], v[3]);
        last = vertex + 1;
        if (a < 0 || b < 0) return false;
        const bool reversed = job->edge[i] & 1;
        w->net.from[i] = reversed ? b : a;
        w->net.to[i] = reversed ? a : b;
        w->net.tag[i] = 1;
    }
    w->net.n_edges = job->n_edges;
    ctk_web_merge(w);
    return true;
}

static bool has_multiples(const ctk_web *w)
{
    for (int32_t e = 0; e < w->net.n_edges; e++)
        if (w->net.tag[e] != 1) return true;
    return false;
}

/// As many edges leave every point as arrive there.
static bool is_closed(ctk_web *w)
{
    int32_t *balance = w->mark;
    for (int32_t p = 0; p < w->net.n_points; p++) balance[p] = 0;
    for (int32_t e = 0; e < w->net.n_edges; e++) {
        balance[w->net.from[e]] += w->net.tag[e];
        balance[w->net.to[e]] -= w->net.tag[e];
    }
    for (int32_t p = 0; p < w->net.n_points; p++)
        if (balance[p] != 0) return false;
    return true;
}

/// The edges of the rings, in their order.
static bool rings_touch(ctk_web *w)
{
    for (int32_t r = 0; r < w->n_rings; r++) {
        const int32_t begin = w->ring_begin[r], end = w->ring_begin[r + 1];
        for (int32_t i = begin; i < end; i++) {
            w->net.from2[i] = w->ring_point[i];
            w->net.to2[i] = w->ring_point[i + 1 < end ? i + 1 : begin];
        }
    }
    return ctk_web_touches(w, w->net.from2, w->net.to2);
}

static bool try_clean(ctk_web *w)
{
    if (has_multiples(w) || ctk_web_chain(w) != 0) return false;
    return ctk_web_rings(w) && !rings_touch(w) && ctk_web_nest(w);
}

static ctk_dissolve_state repair(ctk_web *w)
{
    const int noded = ctk_web_node(w);
    if (noded == 1) return CTK_DISSOLVE_MORE;
    ctk_web_hull(w);
    if (ctk_web_chain(w) == 2 || !ctk_web_rings(w)) return CTK_DISSOLVE_OPEN;
    return ctk_web_nest(w) && noded == 0 ? CTK_DISSOLVE_REPAIRED : CTK_DISSOLVE_UNSOUND;
}

/// Rings in output order: stack[] = outer rings by number, each before its holes. Counting sort by
/// owner.
static void order_rings(ctk_web *w)
{
    int32_t *begin = w->net.split_begin;
    for (int32_t r = 0; r <= w->n_rings; r++) begin[r] = 0;
    for (int32_t r = 0; r < w->n_rings; r++) {
        const int32_t owner = w->trace_owner[w->ring_trace[r]];
        begin[(w->ring_area[r] > 0 || owner < 0 ? r : owner) + 1]++;
    }
    for (int32_t r = 0; r < w->n_rings; r++) begin[r + 1] += begin[r];
    for (int pass = 0; pass < 2; pass++)
        for (int32_t r = 0; r < w->n_rings; r++) {
            const int32_t owner = w->trace_owner[w->ring_trace[r]];
            const bool is_outer = w->ring_area[r] > 0 || owner < 0;
            if (is_outer == (pass == 0)) w->stack[begin[is_outer ? r : owner]++] = r;
        }
}

static void write_ring(const ctk_web *w, int32_t r, ctk_dissolve_job *job)
{
    const int32_t begin = w->ring_begin[r], end = w->ring_begin[r + 1];
    double *out = job->xy + 2 * (int64_t)job->n_vertices;
    for (int32_t i = begin; i <= end; i++) {
        const double *p = w->net.xy + 2 * (int64_t)w->ring_point[i < end ? i : begin];
        *out++ = p[0];
        *out++ = p[1];
    }
    job->n_vertices += end - begin + 1;
    job->is_hole[job->n_rings] = w->ring_area[r] < 0;
    job->ring_end[job->n_rings++] = job->n_vertices;
}

static void write_job(ctk_web *w, ctk_dissolve_job *job, ctk_dissolve_state state)
{
    const int32_t n_vertices = w->n_rings > 0 ? w->ring_begin[w->n_rings] + w->n_rings : 0;
    job->n_vertices = n_vertices;
    job->n_rings = w->n_rings;
    job->state = CTK_DISSOLVE_ROOM;
    if (n_vertices > job->vertex_capacity || w->n_rings > job->ring_capacity) return;
    job->n_vertices = job->n_rings = 0;
    order_rings(w);
    for (int32_t i = 0; i < w->n_rings; i++) write_ring(w, w->stack[i], job);
    job->state = state;
}

static void do_job(ctk_web *w, const double *xy, ctk_dissolve_job *job)
{
    const bool is_positive = job->rule == CTK_DISSOLVE_POSITIVE;
    job->n_vertices = job->n_rings = 0;
    job->state = CTK_DISSOLVE_OPEN;
    w->rule = job->rule;
    if (!load_web(w, xy, job) || (is_positive && !is_closed(w))) return;
    const ctk_dissolve_state state = is_positive && try_clean(w) ? CTK_DISSOLVE_CLEAN : repair(w);
    if (state == CTK_DISSOLVE_MORE || state == CTK_DISSOLVE_OPEN)
        job->state = state;
    else
        write_job(w, job, state);
}

static bool is_due(const ctk_dissolve_job *job)
{
    return job->state == CTK_DISSOLVE_NEW || job->state == CTK_DISSOLVE_MORE ||
           job->state == CTK_DISSOLVE_ROOM;
}

void ctk_dissolve(const double *xy, int32_t n_jobs, ctk_dissolve_job *job, int32_t capacity,
                  void *scratch, int32_t n_threads)
{
    const size_t size = ctk_dissolve_work(capacity);
#pragma omp parallel num_threads(n_threads)
    {
        ctk_web w;
        ctk_web_layout(&w, capacity, (char *)scratch + (size_t)omp_get_thread_num() * size);
#pragma omp for schedule(dynamic, 1)
        for (int32_t j = 0; j < n_jobs; j++)
            if (is_due(&job[j])) do_job(&w, xy, &job[j]);
    }
}
