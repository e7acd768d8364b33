/// Proximal bundle method.
#include "kernels/cluster/bundle.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/knob.h"

/// The first step, in what D may yet rise by along the first slope.
CTK_KNOB(FIRST_STEP, 0.1);

/// Shifts of share for each piece at most, and the gap against the promise at which they end.
CTK_KNOB_N(SHIFTS_EACH, 40);
CTK_KNOB(GAP, 1e-3);

/// Part of the promise from which prices become the centre, and from which steps grow: to where
/// the parabola through what is known has its top, at most by GROWTH.
CTK_KNOB(KEPT, 0.1);
CTK_KNOB(KEPT_WELL, 0.5);
CTK_KNOB(GROWTH, 4);

/// Rounds that bring nothing, and the error of a piece against the promise, after which steps
/// shrink.
CTK_KNOB_N(PATIENCE, 10);
CTK_KNOB(USELESS, 10);
CTK_KNOB(SHRINK, 0.5);

static double dot(const ctk_bundle *b, const double *x, const double *y)
{
    double sum = 0;
    for (int32_t i = 0; i < b->n; i++) sum += b->w[i] * x[i] * y[i];
    return sum;
}

static const double *slope_of(const ctk_bundle *b, int32_t j)
{
    return b->slope + (int64_t)j * b->n;
}

int64_t ctk_bundle_work(int32_t n)
{
    return (int64_t)n * (CTK_PIECES + 1) + CTK_PIECES * CTK_PIECES + 3 * CTK_PIECES;
}

/// A free place, or that of the piece with the least share, of these the one furthest above D.
static int32_t find_place(ctk_bundle *b)
{
    if (b->n_pieces < CTK_PIECES) {
        b->share[b->n_pieces] = 0;
        return b->n_pieces++;
    }
    int32_t least = 0;
    for (int32_t j = 1; j < CTK_PIECES; j++) {
        const bool less = b->share[j] < b->share[least];
        if (less || (b->share[j] == b->share[least] && b->error[j] > b->error[least])) least = j;
    }
    return least;
}

static void keep(ctk_bundle *b, const double *slope, double error)
{
    const int32_t at = find_place(b);
    const double lost = b->share[at];
    memcpy(b->slope + (int64_t)at * b->n, slope, (size_t)b->n * sizeof *slope);
    b->error[at] = error;
    b->share[at] = 0;
    for (int32_t j = 0; j < b->n_pieces; j++) {
        const double product = dot(b, slope, slope_of(b, j));
        b->gram[at * CTK_PIECES + j] = b->gram[j * CTK_PIECES + at] = product;
        if (lost < 1) b->share[j] /= 1 - lost;
    }
    if (lost >= 1 || b->n_pieces == 1) b->share[at] = 1;
}

void ctk_bundle_init(int32_t n, const double *w, const double *price, double value,
                     const double *slope, double reach, double *work, ctk_bundle *out)
{
    *out = (ctk_bundle){.n = n, .w = w, .value = value};
    out->center = work;
    out->slope = out->center + n;
    out->gram = out->slope + (int64_t)CTK_PIECES * n;
    out->error = out->gram + CTK_PIECES * CTK_PIECES;
    out->share = out->error + CTK_PIECES;
    out->derivative = out->share + CTK_PIECES;
    memcpy(out->center, price, (size_t)n * sizeof *price);
    keep(out, slope, 0);
    out->t = out->gram[0] > 0 ? FIRST_STEP * reach / out->gram[0] : 0;
}

/// derivative_j = t sum_i a_i <g_i, g_j> + e_j.
static void derive(ctk_bundle *b)
{
    for (int32_t j = 0; j < b->n_pieces; j++) {
        double sum = 0;
        for (int32_t i = 0; i < b->n_pieces; i++) sum += b->share[i] * b->gram[j * CTK_PIECES + i];
        b->derivative[j] = b->t * sum + b->error[j];
    }
}

/// Move share from piece `from` to piece `to` as far as it pays.
static void shift(ctk_bundle *b, int32_t from, int32_t to)
{
    const double *x = b->gram + from * CTK_PIECES, *y = b->gram + to * CTK_PIECES;
    const double curve = b->t * (x[from] + y[to] - 2 * x[to]);
    const double gap = b->derivative[from] - b->derivative[to];
    double much = b->share[from];
    if (curve > 0 && gap < curve * much) much = gap / curve;
    b->share[from] = much == b->share[from] ? 0 : b->share[from] - much;
    b->share[to] += much;
    for (int32_t j = 0; j < b->n_pieces; j++) b->derivative[j] += b->t * much * (y[j] - x[j]);
}

/// The dual: until what is left to gain is small against what is promised.
static void balance(ctk_bundle *b)
{
    derive(b);
    for (int32_t r = 0; r < SHIFTS_EACH * CTK_PIECES; r++) {
        int32_t from = -1, to = 0;
        double mean = 0;
        for (int32_t j = 0; j < b->n_pieces; j++) {
            mean += b->share[j] * b->derivative[j];
            if (b->derivative[j] < b->derivative[to]) to = j;
            if (b->share[j] > 0 && (from < 0 || b->derivative[j] > b->derivative[from])) from = j;
        }
        if (from < 0 || from == to || mean - b->derivative[to] <= GAP * fabs(mean)) break;
        shift(b, from, to);
    }
    derive(b);
}

void ctk_bundle_next(ctk_bundle *b, double *price)
{
    balance(b);
    b->promise = 0;
    for (int32_t j = 0; j < b->n_pieces; j++) b->promise += b->share[j] * b->derivative[j];
    memcpy(price, b->center, (size_t)b->n * sizeof *price);
    for (int32_t j = 0; j < b->n_pieces; j++) {
        const double step = b->t * b->share[j], *g = slope_of(b, j);
        if (!(step > 0)) continue;
        for (int32_t i = 0; i < b->n; i++) price[i] += step * g[i];
    }
}

/// The centre goes to `price`: pieces keep their places, their errors change.
static void recenter(ctk_bundle *b, const double *price, double value)
{
    for (int32_t j = 0; j < b->n_pieces; j++) {
        double rise = 0;
        for (int32_t i = 0; i < b->n_pieces; i++) rise += b->share[i] * b->gram[j * CTK_PIECES + i];
        b->error[j] = fmax(0, b->error[j] + b->t * rise - (value - b->value));
    }
    memcpy(b->center, price, (size_t)b->n * sizeof *price);
    b->value = value;
}

void ctk_bundle_add(ctk_bundle *b, const double *price, double value, const double *slope)
{
    double back = 0; // <slope, center - price>
    for (int32_t i = 0; i < b->n; i++) back += b->w[i] * slope[i] * (b->center[i] - price[i]);
    const double rise = value - b->value, ratio = b->promise > 0 ? rise / b->promise : 0;
    if (ratio >= KEPT) {
        recenter(b, price, value);
        keep(b, slope, 0);
        if (ratio > KEPT_WELL) b->t *= 0.5 / fmax(1 - ratio, 0.5 / GROWTH);
        b->n_null = 0;
        return;
    }
    // only pieces that say nothing about the centre mean that the step was too long
    const double error = fmax(0, rise + back);
    keep(b, slope, error);
    if (++b->n_null < PATIENCE || error <= USELESS * b->promise) return;
    b->t *= SHRINK;
    b->n_null = 0;
}
