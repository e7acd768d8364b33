/// Bars against bands, and histograms, as inline SVG that fills its box; texts are HTML beside it,
/// so that they are as legible on a narrow screen.
#include <math.h>

#include "base/text.h"
#include "write/report.h"

#include <stdio.h>

enum { WIDTH = 1000, HEIGHT = 180 };

void ct_report_band(const ct_writing *w, int32_t m, int32_t j, double *low, double *high)
{
    const ct_bands *b = &w->level->bands;
    const ptrdiff_t at = (ptrdiff_t)m * b->k + j;
    *low = b->target[at] > 0 ? 100 * ((double)b->lower[at] / b->target[at] - 1) : 0;
    *high = b->target[at] > 0 ? 100 * ((double)b->upper[at] / b->target[at] - 1) : 0;
}

static bool is_missed(const ct_writing *w, int32_t m, int32_t j)
{
    const ptrdiff_t at = (ptrdiff_t)m * w->level->bands.k + j;
    return w->level->figures.total[at] < w->level->bands.lower[at] ||
           w->level->figures.total[at] > w->level->bands.upper[at];
}

/// A round number not below v: 1, 2 or 5 times a power of ten.
static double round_up(double v)
{
    double step = pow(10, floor(log10(v > 1e-6 ? v : 1e-6)));
    while (step < v) step *= step * 2 >= v ? 2 : step * 5 >= v ? 5 : 10;
    return step;
}

/// Largest deviation or band half-width of a measure, percent: what the axis must hold.
static double reach(const ct_writing *w, int32_t m)
{
    double most = 0, low, high;
    for (int32_t j = 0; j < w->level->figures.k; j++) {
        ct_report_band(w, m, j, &low, &high);
        const double d =
            fabs(w->level->figures.deviation_pct[(ptrdiff_t)m * w->level->figures.k + j]);
        most = fmax(most, fmax(isfinite(d) ? d : 0, fmin(fmax(-low, high), 200)));
    }
    return round_up(fmin(most * 1.02, 1000));
}

static void put(ct_out *o, double v)
{
    char text[352];
    ct_format_decimals(v, 1, text);
    ct_out_text(o, text);
}

static void rect(ct_out *o, const char *class, double x, double y, double w, double h)
{
    ct_out_format(o, "<rect class=\"%s\" x=\"", class);
    put(o, x);
    ct_out_text(o, "\" y=\"");
    put(o, y);
    ct_out_text(o, "\" width=\"");
    put(o, fmax(w, 0.3));
    ct_out_text(o, "\" height=\"");
    put(o, fmax(h, 0.4));
    ct_out_text(o, "\"");
}

/// "+5 %"
static void percent(double v, char out[380])
{
    char digits[352];
    ct_format_decimals(v, fabs(v) < 10 && v != rint(v) ? 1 : 0, digits);
    snprintf(out, 380, "%s%s %%", v > 0 ? "+" : "", digits);
}

/// Height of deviation v in a chart that holds -most .. most.
static double level(double v, double most)
{
    return HEIGHT / 2.0 - v / most * (HEIGHT / 2.0 - 8);
}

static void grid(ct_out *o, double most)
{
    for (int i = -2; i <= 2; i++) {
        ct_out_format(o, "<line class=\"grid\" x1=\"0\" x2=\"%d\" y1=\"", WIDTH);
        put(o, level(most * i / 2, most));
        ct_out_text(o, "\" y2=\"");
        put(o, level(most * i / 2, most));
        ct_out_text(o, "\"/>");
    }
}

/// "-5 %" .. "+5 %" left of the chart.
static void ticks(ct_out *o, double most)
{
    for (int i = -2; i <= 2; i++) {
        char label[380];
        percent(most * i / 2, label);
        ct_out_text(o, "<span class=\"tick\" style=\"top:");
        put(o, 100 * level(most * i / 2, most) / HEIGHT);
        ct_out_format(o, "%%\">%s</span>", label);
    }
}

static void open_svg(ct_out *o, int width, int height, const char *label)
{
    ct_out_format(o,
                  "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" "
                  "aria-label=\"%s\">",
                  width, height, label);
}

void ct_report_bars(ct_out *o, const ct_writing *w, int32_t m)
{
    const int32_t k = w->level->figures.k;
    const double most = reach(w, m), step = (double)WIDTH / k, gap = step > 4 ? step * 0.15 : 0;
    ct_out_text(o, "<div class=\"bars\">");
    open_svg(o, WIDTH, HEIGHT, "deviation of every territory");
    grid(o, most);
    for (int32_t j = 0; j < k; j++) {
        double low, high;
        ct_report_band(w, m, j, &low, &high);
        const double raw = w->level->figures.deviation_pct[(ptrdiff_t)m * k + j], x = j * step;
        const double dev = isfinite(raw) ? fmax(-most, fmin(most, raw)) : 0;
        const double top = level(fmin(high, most), most), bottom = level(fmax(low, -most), most);
        rect(o, "band", x, top, step + 0.2, bottom - top);
        ct_out_text(o, "/>");
        rect(o, is_missed(w, m, j) ? "bar missed" : "bar", x + gap, level(fmax(dev, 0), most),
             step - 2 * gap, fabs(level(dev, most) - level(0, most)));
        char label[380];
        percent(raw, label);
        ct_out_format(o, " data-t=\"%d\"><title>%d: %s</title></rect>", j + 1, j + 1, label);
    }
    ct_out_text(o, "</svg>");
    ticks(o, most);
    ct_out_text(o, "</div>\n");
}

/// About so many bins from -most to most.
enum { BINS = 20, ROOM = BINS + 3, PLOT = 420, PLOT_HEIGHT = 160 };

/// Below the band, in it and above it: zones of whole bins, so that the band's edges are edges of
/// bins. Without a common band there is one zone.
typedef struct zone {
    double from, to; ///< percent
    int32_t first, n;
    const char *class;
} zone;

static zone *set_zone(zone *z, double from, double to, double most, const char *class)
{
    const double share = (to - from) / (2 * most);
    const int32_t first = z->first + z->n, n = (int32_t)rint(share * BINS);
    *++z = (zone){from, to, first, to > from && n < 1 ? 1 : n, class};
    return z;
}

/// The bin of a finite deviation in its zone. What is on an edge within the zone counts upwards.
static int32_t bin_of(const zone *z, double dev)
{
    const double share = z->to > z->from ? (dev - z->from) / (z->to - z->from) : 0;
    const int32_t b = (int32_t)floor(fmax(0, fmin(share, 1)) * z->n * (1 + 1e-12));
    return z->first + (b < z->n ? b : z->n - 1);
}

/// Which zone holds territory j is a matter of whole numbers, as whether its band is met.
static const zone *zone_of(const ct_writing *w, int32_t m, int32_t j, const zone z[4])
{
    const ptrdiff_t at = (ptrdiff_t)m * w->level->bands.k + j;
    if (!w->level->bands.is_equal) return &z[2];
    const int64_t total = w->level->figures.total[at];
    return total < w->level->bands.lower[at]   ? &z[1]
           : total > w->level->bands.upper[at] ? &z[3]
                                               : &z[2];
}

static void set_zones(const ct_writing *w, int32_t m, double most, zone z[4])
{
    double low = -most, high = most;
    if (w->level->bands.is_equal) ct_report_band(w, m, 0, &low, &high);
    low = fmax(low, -most), high = fmin(high, most);
    zone *last = set_zone(z, -most, low, most, "bar missed");
    last = set_zone(last, low, high, most, "bar");
    set_zone(last, high, most, most, "bar missed");
}

static void histogram_bar(ct_out *o, const zone *z, int32_t b, double most, int32_t n,
                          int32_t tallest)
{
    const double width = (z->to - z->from) / z->n, from = z->from + b * width;
    const double per_pct = PLOT / (2 * most), w = width * per_pct, gap = w > 6 ? 1 : 0.1 * w;
    const double h = (double)(PLOT_HEIGHT - 8) * n / tallest;
    char low[380], high[380];
    percent(from, low);
    percent(from + width, high);
    rect(o, z->class, (from + most) * per_pct + gap, PLOT_HEIGHT - h, w - 2 * gap, h);
    ct_out_format(o, "><title>%d %s, %s to %s</title></rect>", n,
                  ct_plural(n, "territory", "territories"), low, high);
}

/// Under the chart: where it begins, the target, where it ends.
static void histogram_ticks(ct_out *o, double most)
{
    char low[380], high[380];
    percent(-most, low);
    percent(most, high);
    ct_out_format(o,
                  "<div class=\"ticks\"><span class=\"tick\">%s</span><span "
                  "class=\"tick\">target</span><span class=\"tick\">%s</span></div>",
                  low, high);
}

void ct_report_histogram(ct_out *o, const ct_writing *w, int32_t m)
{
    const double most = reach(w, m);
    int32_t bin[ROOM] = {0}, tallest = 1;
    zone z[4] = {{0}};
    set_zones(w, m, most, z);
    for (int32_t j = 0; j < w->level->figures.k; j++) {
        const double dev = w->level->figures.deviation_pct[(ptrdiff_t)m * w->level->figures.k + j];
        const zone *of = zone_of(w, m, j, z);
        if (!isfinite(dev) || of->n == 0) continue;
        const int32_t b = bin_of(of, dev);
        if (++bin[b] > tallest) tallest = bin[b];
    }
    ct_out_text(o, "<div class=\"histogram\">");
    open_svg(o, PLOT, PLOT_HEIGHT, "histogram of deviations");
    if (w->level->bands.is_equal) {
        rect(o, "band", (z[2].from + most) / (2 * most) * PLOT, 0,
             (z[2].to - z[2].from) / (2 * most) * PLOT, PLOT_HEIGHT);
        ct_out_text(o, "/>");
    }
    for (int i = 1; i < 4; i++)
        for (int32_t b = 0; b < z[i].n; b++)
            if (bin[z[i].first + b]) histogram_bar(o, &z[i], b, most, bin[z[i].first + b], tallest);
    ct_out_text(o, "</svg>");
    histogram_ticks(o, most);
    ct_out_text(o, "</div>\n");
}
