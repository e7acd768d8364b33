/// Grids for point in polygon.
#include "tests/support/make_pip.h"

#include <stdlib.h>

enum { MOST_THREADS = 5 };

static void *array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n + 1, size);
    if (!p) abort();
    return p;
}

static void make_layer(made_pip *m, bool with_holes)
{
    const ctk_rings *r = &m->rings.view;
    const int32_t n = m->rings.n_regions;
    m->ring_begin = array(n + 1, sizeof *m->ring_begin);
    m->is_hole = array(r->n_rings, 1);
    for (int32_t i = 0; i < r->n_rings; i++) {
        m->ring_begin[r->region[i] + 1] = i + 1;
        m->is_hole[i] = with_holes && i % 3 == 2;
    }
    m->layer = (ctk_pip_layer){n, r->n_rings, m->ring_begin, r->vertex_begin, m->is_hole, r->xy};
}

/// Records of all chunks: the guess, then what it takes.
static void find_records(made_pip *m, int32_t n_threads)
{
    m->n_chunks = ctk_pip_n_chunks(&m->layer);
    m->chunk_begin = array(m->n_chunks + 1, sizeof *m->chunk_begin);
    m->chunk_n = array(m->n_chunks, sizeof *m->chunk_n);
    m->record = array(ctk_pip_record_guess(&m->layer, m->chunk_begin), sizeof *m->record);
    if (!ctk_pip_records(&m->layer, &m->grid, m->ring_part, m->chunk_begin, n_threads, m->record,
                         m->chunk_n)) {
        for (int64_t c = 0; c < m->n_chunks; c++)
            m->chunk_begin[c + 1] = m->chunk_begin[c] + m->chunk_n[c];
        free(m->record);
        m->record = array(m->chunk_begin[m->n_chunks], sizeof *m->record);
        if (!ctk_pip_records(&m->layer, &m->grid, m->ring_part, m->chunk_begin, n_threads,
                             m->record, m->chunk_n))
            abort();
    }
    for (int64_t c = 0; c < m->n_chunks; c++) m->n_records += m->chunk_n[c];
}

static void make_frame(made_pip *m, int64_t max_cells, int32_t n_threads)
{
    const int32_t n = m->layer.n_rings;
    ctk_pip_frame(&m->layer, max_cells, n_threads, &m->grid);
    const int64_t n_cells = (int64_t)m->grid.nx * m->grid.ny;
    m->ring_part = array(n, sizeof *m->ring_part);
    m->part_region = array(n, sizeof *m->part_region);
    m->sorted.n_parts = ctk_pip_parts(&m->layer, m->ring_part, m->part_region);
    find_records(m, n_threads);
    m->by_cell = array(m->n_records, sizeof *m->by_cell);
    m->cell_begin = array(n_cells + 1, sizeof *m->cell_begin);
    ctk_pip_sort(&m->grid, m->n_chunks, m->chunk_begin, m->chunk_n, m->record, m->by_cell,
                 m->cell_begin);
    m->sorted.record = m->by_cell;
    m->sorted.begin = m->cell_begin;
    m->sorted.part_region = m->part_region;
    m->row_begin = array(m->grid.ny + 1, sizeof *m->row_begin);
    m->row_words = array(m->grid.ny, sizeof *m->row_words);
    m->work_size = ctk_pip_work(&m->grid, &m->sorted);
    m->work = array(MOST_THREADS * (int64_t)m->work_size, 1);
}

made_pip make_wild_pip(uint64_t seed, int32_t n_rings, int32_t n_regions, int32_t side,
                       int64_t max_cells, int32_t n_threads)
{
    made_pip m = {.rings = make_wild_rings(seed, n_rings, n_regions, side)};
    for (int64_t v = 0; v < m.rings.view.n_vertices; v++) {
        m.rings.xy[2 * v] = 0.1234567 + 0.7310585 * m.rings.xy[2 * v];
        m.rings.xy[2 * v + 1] = 0.2718281 + 0.6180339 * m.rings.xy[2 * v + 1];
    }
    make_layer(&m, true);
    make_frame(&m, max_cells, n_threads);
    return m;
}

made_pip make_grid_pip(int32_t columns, int32_t rows, double step, int64_t max_cells,
                       int32_t n_threads)
{
    made_pip m = {.rings = make_grid_rings(columns, rows, step)};
    make_layer(&m, false);
    make_frame(&m, max_cells, n_threads);
    return m;
}

void make_pip_pool(made_pip *m, int32_t n_threads)
{
    int64_t n_words = ctk_pip_pool_guess(&m->grid, &m->sorted, m->row_begin);
    free(m->grid.root);
    free(m->grid.pool);
    m->grid.root = array((int64_t)m->grid.nx * m->grid.ny, sizeof *m->grid.root);
    m->grid.pool = array(n_words, sizeof *m->grid.pool);
    if (ctk_pip_pool(&m->grid, &m->sorted, m->row_begin, n_threads, m->work, m->work_size,
                     m->row_words))
        return;
    for (int32_t j = 0; j < m->grid.ny; j++)
        m->row_begin[j + 1] = m->row_begin[j] + m->row_words[j];
    free(m->grid.pool);
    n_words = m->row_begin[m->grid.ny];
    m->grid.pool = array(n_words, sizeof *m->grid.pool);
    if (!ctk_pip_pool(&m->grid, &m->sorted, m->row_begin, n_threads, m->work, m->work_size,
                      m->row_words))
        abort();
}

void made_pip_free(made_pip *m)
{
    made_rings_free(&m->rings);
    free(m->grid.root);
    free(m->grid.pool);
    free(m->ring_begin);
    free(m->ring_part);
    free(m->part_region);
    free(m->is_hole);
    free(m->chunk_begin);
    free(m->chunk_n);
    free(m->row_begin);
    free(m->row_words);
    free(m->record);
    free(m->by_cell);
    free(m->cell_begin);
    free(m->work);
}

static bool ring_turns(const made_pip *m, int32_t ring, double x, double y)
{
    bool odd = false;
    for (int64_t v = m->layer.vertex_begin[ring]; v + 1 < m->layer.vertex_begin[ring + 1]; v++) {
        const double *a = m->layer.lonlat + 2 * v, *b = a + 2;
        if ((a[1] > y) == (b[1] > y)) continue;
        odd ^= a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) < x;
    }
    return odd;
}

bool made_pip_part_holds(const made_pip *m, int32_t p, double x, double y)
{
    bool odd = false;
    for (int32_t r = 0; r < m->layer.n_rings; r++)
        if (m->ring_part[r] == p) odd ^= ring_turns(m, r, x, y);
    return odd;
}

int32_t made_pip_region(const made_pip *m, double x, double y)
{
    for (int32_t p = 0; p < m->sorted.n_parts; p++)
        if (made_pip_part_holds(m, p, x, y)) return m->part_region[p];
    return -1;
}
