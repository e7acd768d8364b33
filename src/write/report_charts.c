/// Bars against bands, and histograms, as inline SVG.
#include <math.h>

#include "base/text.h"
#include "write/report.h"

#include <stdio.h>

enum { WIDTH = 1000, HEIGHT = 180, LEFT = 46, BASE = 20 };

void ct_report_band(const ct_run *run, int32_t m, int32_t j, double *low, double *high)
{
    const ct_bands *b = &run->bands;
    const ptrdiff_t at = (ptrdiff_t)m * b->k + j;
    *low = b->target[at] > 0 ? 100 * ((double)b->lower[at] / b->target[at] - 1) : 0;
    *high = b->target[at] > 0 ? 100 * ((double)b->upper[at] / b->target[at] - 1) : 0;
}

static bool is_missed(const ct_run *run, int32_t m, int32_t j)
{
    const ptrdiff_t at = (ptrdiff_t)m * run->bands.k + j;
    return run->figures.total[at] < run->bands.lower[at] ||
           run->figures.total[at] > run->bands.upper[at];
}

/// A round number not below v: 1, 2 or 5 times a power of ten.
static double round_up(double v)
{
    double step = pow(10, floor(log10(v > 1e-6 ? v : 1e-6)));
    while (step < v) step *= step * 2 >= v ? 2 : step * 5 >= v ? 5 : 10;
    return step;
}

/// Largest deviation or band half-width of a measure, percent: what the axis must hold.
static double reach(const ct_run *run, int32_t m)
{
    double most = 0, low, high;
    for (int32_t j = 0; j < run->figures.k; j++) {
        ct_report_band(run, m, j, &low, &high);
        const double d = fabs(run->figures.deviation_pct[(ptrdiff_t)m * run->figures.k + j]);
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

static void text_at(ct_out *o, const char *class, double x, double y, const char *text)
{
    ct_out_format(o, "<text class=\"%s\" x=\"", class);
    put(o, x);
    ct_out_text(o, "\" y=\"");
    put(o, y);
    ct_out_format(o, "\">%s</text>", text);
}

/// "+5 %"
static void percent(double v, char out[380])
{
    char digits[352];
    ct_format_decimals(v, fabs(v) < 10 && v != rint(v) ? 1 : 0, digits);
    snprintf(out, 380, "%s%s %%", v > 0 ? "+" : "", digits);
}

static void axis(ct_out *o, double most)
{
    for (int i = -2; i <= 2; i++) {
        char label[380];
        const double y = HEIGHT / 2.0 - i * (HEIGHT / 2.0 - 8) / 2;
        ct_out_text(o, "<line class=\"grid\" x1=\"46\" x2=\"1000\" y1=\"");
        put(o, y);
        ct_out_text(o, "\" y2=\"");
        put(o, y);
        ct_out_text(o, "\"/>");
        percent(most * i / 2, label);
        text_at(o, "tick end", LEFT - 4, y + 3.5, label);
    }
}

void ct_report_bars(ct_out *o, const ct_run *run, int32_t m)
{
    const int32_t k = run->figures.k;
    const double most = reach(run, m), step = (double)(WIDTH - LEFT) / k,
                 gap = step > 4 ? step * 0.15 : 0;
    const double middle = HEIGHT / 2.0, scale = (HEIGHT / 2.0 - 8) / most;
    ct_out_format(o,
                  "<svg class=\"bars\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"deviation "
                  "of every territory\">",
                  WIDTH, HEIGHT);
    axis(o, most);
    for (int32_t j = 0; j < k; j++) {
        double low, high;
        ct_report_band(run, m, j, &low, &high);
        const double raw = run->figures.deviation_pct[(ptrdiff_t)m * k + j], x = LEFT + j * step;
        const double dev = isfinite(raw) ? fmax(-most, fmin(most, raw)) : 0;
        high = fmin(high, most), low = fmax(low, -most);
        rect(o, "band", x, middle - high * scale, step + 0.2, (high - low) * scale);
        ct_out_text(o, "/>");
        rect(o, is_missed(run, m, j) ? "bar missed" : "bar", x + gap, middle - fmax(dev, 0) * scale,
             step - 2 * gap, fabs(dev) * scale);
        char label[380];
        percent(raw, label);
        ct_out_format(o, " data-t=\"%d\"><title>%d: %s</title></rect>", j + 1, j + 1, label);
    }
    ct_out_text(o, "</svg>\n");
}

void ct_report_histogram(ct_out *o, const ct_run *run, int32_t m)
{
    enum { BINS = 21, PLOT = 420 };
    const int32_t k = run->figures.k;
    const double most = reach(run, m);
    int32_t bin[BINS] = {0}, tallest = 1;
    for (int32_t j = 0; j < k; j++) {
        const double dev = run->figures.deviation_pct[(ptrdiff_t)m * k + j];
        if (!isfinite(dev)) continue;
        int32_t b = (int32_t)floor((dev + most) / (2 * most) * BINS);
        b = b < 0 ? 0 : b >= BINS ? BINS - 1 : b;
        if (++bin[b] > tallest) tallest = bin[b];
    }
    ct_out_format(o,
                  "<svg class=\"histogram\" viewBox=\"0 0 %d %d\" role=\"img\" "
                  "aria-label=\"histogram of deviations\">",
                  PLOT, HEIGHT);
    double low, high;
    ct_report_band(run, m, 0, &low, &high);
    low = fmax(low, -most), high = fmin(high, most);
    if (run->bands.is_equal) {
        rect(o, "band", (low + most) / (2 * most) * PLOT, 4, (high - low) / (2 * most) * PLOT,
             HEIGHT - BASE - 4);
        ct_out_text(o, "/>");
    }
    for (int32_t b = 0; b < BINS; b++) {
        if (!bin[b]) continue;
        const double h = (double)(HEIGHT - BASE - 8) * bin[b] / tallest;
        rect(o, "bar", (double)PLOT * b / BINS + 1, HEIGHT - BASE - h, (double)PLOT / BINS - 2, h);
        ct_out_format(o, "><title>%d territories</title></rect>", bin[b]);
    }
    char label[380];
    percent(-most, label);
    text_at(o, "tick", 0, HEIGHT - 5, label);
    text_at(o, "tick mid", PLOT / 2.0, HEIGHT - 5, "target");
    percent(most, label);
    text_at(o, "tick end", PLOT, HEIGHT - 5, label);
    ct_out_text(o, "</svg>\n");
}
