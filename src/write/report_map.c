/// The map as inline SVG.
#include "write/report.h"

static void path_of_rings(ct_out *o, const ct_map *m, int32_t first, int32_t last)
{
    for (int32_t r = first; r < last; r++) {
        const int64_t begin = m->vertex_begin[r], end = m->vertex_begin[r + 1];
        if (begin == end) continue;
        int32_t x = m->xy[2 * begin], y = m->xy[2 * begin + 1];
        ct_out_format(o, "M%d,%dl", x, y);
        for (int64_t v = begin + 1; v < end; v++) {
            const int32_t dx = m->xy[2 * v] - x, dy = m->xy[2 * v + 1] - y;
            ct_out_format(o, dx < 0 || v == begin + 1 ? "%d" : " %d", dx);
            ct_out_format(o, dy < 0 ? "%d" : " %d", dy);
            x += dx;
            y += dy;
        }
        if (end - begin == 1) ct_out_text(o, "0 0");
        ct_out_text(o, "z");
    }
}

/// Regions of a point layer: a round dot each, as a line without length.
static void path_of_points(ct_out *o, const ct_writing *w, const ct_map *m, int32_t j)
{
    for (int32_t i = 0; i < w->given->regions.n; i++)
        if (w->level->solution.part[i] == j)
            ct_out_format(o, "M%d,%dh0", m->point[2 * i], m->point[2 * i + 1]);
}

static void title(ct_out *o, const ct_writing *w, int32_t j)
{
    int64_t length;
    const char *name = ct_territory_name(w->level, j, &length);
    ct_out_format(o, "<title>%d ", j + 1);
    ct_report_text(o, name, length);
    for (int32_t m = 0; m < w->given->measures.n; m++) {
        const ct_measure *measure = &w->given->measures.item[m];
        ct_out_text(o, "\n");
        ct_report_text(o, measure->name, -1);
        ct_out_text(o, ": ");
        ct_report_number(
            o,
            ct_fixed_value(w->level->figures.total[(ptrdiff_t)m * w->level->figures.k + j],
                           measure->decimals),
            0);
        ct_out_text(o, " (");
        ct_report_number(o, w->level->figures.deviation_pct[(ptrdiff_t)m * w->level->figures.k + j],
                         1);
        ct_out_text(o, " %)");
    }
    ct_out_text(o, "</title>");
}

static void territories(ct_out *o, const ct_writing *w, const ct_map *m)
{
    int32_t first = 0;
    for (int32_t j = 0; j < w->level->figures.k; j++) {
        int32_t last = first;
        while (last < m->n_rings && m->ring_territory[last] == j) last++;
        const int32_t color = w->level->figures.color ? w->level->figures.color[j] : j;
        ct_out_format(o, "<path class=\"%s c%d\" data-t=\"%d\" d=\"", m->point ? "p" : "t",
                      color % CT_N_COLORS, j + 1);
        if (m->point)
            path_of_points(o, w, m, j);
        else
            path_of_rings(o, m, first, last);
        ct_out_text(o, "\">");
        title(o, w, j);
        ct_out_text(o, "</path>\n");
        first = last;
    }
}

/// "bridge 02016 - 69085, 4,440 km"
static void bridge_title(ct_out *o, const ct_writing *w, const ct_bridge *b)
{
    const ct_strings *code = &w->given->regions.code;
    ct_out_text(o, "<title>bridge ");
    ct_report_text(o, ct_string(code, b->a), ct_string_length(code, b->a));
    ct_out_text(o, " \xe2\x80\x93 ");
    ct_report_text(o, ct_string(code, b->b), ct_string_length(code, b->b));
    ct_out_text(o, ", ");
    ct_report_number(o, b->length_m / 1000, 1);
    ct_out_text(o, " km</title>");
}

/// Of those that hold a territory together, a dashed line; between frames, where a line would mean
/// nothing, a ring at either end.
static void bridges(ct_out *o, const ct_writing *w, const ct_map *m)
{
    for (int32_t b = 0; b < w->given->graph.n_bridges; b++) {
        const int32_t *line = m->bridge[b];
        if (!m->bridge_is_used[b]) continue;
        if (!m->bridge_is_far[b])
            ct_out_format(o, "<line class=\"bridge\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\">",
                          line[0], line[1], line[2], line[3]);
        else
            ct_out_format(o,
                          "<path class=\"bridge far\" d=\"M%d,%dm-40,0a40 40 0 1 0 80 0a40 40 0 1 "
                          "0-80 0M%d,%dm-40,0a40 40 0 1 0 80 0a40 40 0 1 0-80 0\">",
                          line[0], line[1], line[2], line[3]);
        bridge_title(o, w, &w->given->graph.bridge[b]);
        ct_out_text(o, m->bridge_is_far[b] ? "</path>\n" : "</line>\n");
    }
}

static void labels(ct_out *o, const ct_map *m)
{
    enum { LEGIBLE = 55 };
    for (int32_t i = 0; i < m->n_labels; i++) {
        const ct_label *l = &m->label[i];
        ct_out_format(o, "<text class=\"n%s\" x=\"%d\" y=\"%d\" font-size=\"%d\">%d</text>\n",
                      l->size < LEGIBLE ? " small" : "", l->x, l->y, l->size, l->territory + 1);
    }
}

void ct_report_map(ct_out *o, const ct_writing *w, const ct_map *m)
{
    ct_out_format(
        o,
        "<svg id=\"map\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"map of the territories\" "
        "data-tolerance=\"%d\">\n",
        m->width, m->height, (int)(m->tolerance * 10));
    for (int32_t f = 1; f < m->n_frames; f++)
        ct_out_format(o, "<rect class=\"inset\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
                      m->frame[f].box[0], m->frame[f].box[1], m->frame[f].box[2],
                      m->frame[f].box[3]);
    territories(o, w, m);
    bridges(o, w, m);
    labels(o, m);
    ct_out_text(o, "</svg>\n");
}
