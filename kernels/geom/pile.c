/// Pairs of owners by a walk over the faces of their linework.
#include "kernels/geom/pile.h"

#include "kernels/geom/sweep_order.h"
#include "kernels/prim/sets.h"

/// Results that there is room for, for each edge.
enum { RESULTS = 4 };

size_t ctk_pile_layout(ctk_pile *p, int32_t capacity, int32_t n_owners, void *memory)
{
    const int64_t n = capacity;
    ctk_carver c = {.base = memory};
    ctk_net_carve(&p->net, capacity, &c);
    p->n_owners = n_owners;
    p->line_from = ctk_carve(&c, n, sizeof *p->line_from);
    p->line_to = ctk_carve(&c, n, sizeof *p->line_to);
    p->line_use = ctk_carve(&c, n, sizeof *p->line_use);
    p->use_next = ctk_carve(&c, n, sizeof *p->use_next);
    ctk_stars_carve(&p->stars, capacity, &c);
    ctk_below_carve(&p->sweep, capacity, &c);
    p->below = ctk_carve(&c, n, sizeof *p->below);
    p->face = ctk_carve(&c, 2 * n, sizeof *p->face);
    p->part = ctk_carve(&c, n, sizeof *p->part);
    p->inner = ctk_carve(&c, 2 * n, sizeof *p->inner);
    p->next = ctk_carve(&c, 2 * n, sizeof *p->next);
    p->known = ctk_carve(&c, 2 * n, sizeof *p->known);
    p->path = ctk_carve(&c, 2 * n, 3 * sizeof(int32_t));
    ctk_bits_carve(&p->owners, n_owners, &c);
    p->before = ctk_carve(&c, n_owners, sizeof *p->before);
    p->touched = ctk_carve(&c, 3 * n, sizeof *p->touched);
    p->result_capacity = RESULTS * n;
    p->result = ctk_carve(&c, p->result_capacity, sizeof *p->result);
    return (size_t)c.used;
}

/// The line a - b, a < b, in the table of the net's points, which are settled; added when new.
static int32_t line_of(ctk_pile *p, int32_t a, int32_t b)
{
    const uint32_t mask = p->net.hash_size - 1;
    uint64_t x = ((uint64_t)a << 32 | (uint32_t)b) * 0x9e3779b97f4a7c15u;
    uint32_t slot = (uint32_t)(x >> 32) & mask;
    for (; p->net.hash[slot] != 0; slot = (slot + 1) & mask) {
        const int32_t l = p->net.hash[slot] - 1;
        if (p->line_from[l] == a && p->line_to[l] == b) return l;
    }
    const int32_t l = p->n_lines++;
    p->net.hash[slot] = l + 1;
    p->line_from[l] = a;
    p->line_to[l] = b;
    p->line_use[l] = -1;
    return l;
}

static void merge_lines(ctk_pile *p)
{
    p->n_lines = 0;
    for (uint32_t i = 0; i < p->net.hash_size; i++) p->net.hash[i] = 0;
    for (int32_t e = 0; e < p->net.n_edges; e++) {
        const int32_t a = p->net.from[e], b = p->net.to[e];
        const int32_t l = line_of(p, a < b ? a : b, a < b ? b : a);
        p->use_next[e] = p->line_use[l];
        p->line_use[l] = e;
    }
}

static void link_stars(ctk_pile *p, int32_t n_threads)
{
    ctk_stars *s = &p->stars;
    s->n_points = p->net.n_points;
    s->n_edges = p->n_lines;
    s->xy = p->net.xy;
    s->from = p->line_from;
    s->to = p->line_to;
    ctk_stars_fill(s);
    ctk_stars_link(s, n_threads);
}

static void number_faces(ctk_pile *p)
{
    p->n_faces = 0;
    for (int32_t h = 0; h < 2 * p->n_lines; h++) p->face[h] = -1;
    for (int32_t h = 0; h < 2 * p->n_lines; h++) {
        if (p->face[h] >= 0) continue;
        for (int32_t g = h; p->face[g] < 0; g = p->stars.next[g]) p->face[g] = p->n_faces;
        p->inner[p->n_faces] = -1;
        p->known[p->n_faces++] = 0;
    }
}

/// The first point of each part of the linework, in the order of the sweep.
static void find_parts(ctk_pile *p)
{
    for (int32_t i = 0; i < p->net.n_points; i++) p->part[i] = i;
    for (int32_t l = 0; l < p->n_lines; l++) {
        const int32_t a = ctk_find(p->part, p->line_from[l]), b = ctk_find(p->part, p->line_to[l]);
        if (ctk_sweep_before(p->net.xy, a, b))
            p->part[b] = a;
        else
            p->part[a] = b;
    }
}

/// The half of a line with what is above it on its right.
static int32_t half_above(const ctk_pile *p, int32_t line)
{
    return 2 * line + ctk_sweep_before(p->net.xy, p->line_from[line], p->line_to[line]);
}

/// Parts go to the face they lie in; returns a chain of those in none.
static int32_t place_parts(ctk_pile *p)
{
    int32_t outside = -1;
    for (int32_t i = 0; i < p->net.n_points; i++) {
        if (p->part[i] != i || p->stars.degree[i] == 0) continue;
        const int32_t half = p->stars.star[p->stars.begin[i]]; // the west is on its right
        const int32_t line = p->below[i];
        int32_t *const chain = line < 0 ? &outside : &p->inner[p->face[half_above(p, line)]];
        p->next[half] = *chain;
        *chain = half;
    }
    return outside;
}

/// The owners of a line come, or go.
static void cross(ctk_pile *p, int32_t line)
{
    for (int32_t e = p->line_use[line]; e >= 0; e = p->use_next[e])
        ctk_bits_toggle(&p->owners, p->net.tag[e]);
}

/// Who lies right below x, -1 = nobody or x itself is not there.
static int32_t lower_of(const ctk_pile *p, int32_t x)
{
    return ctk_bits_has(&p->owners, x) ? ctk_bits_before(&p->owners, x) : -1;
}

/// Note what x lies on, once.
static void touch(ctk_pile *p, int32_t x, int32_t *n)
{
    if (x < 0 || p->before[x] != -2) return;
    p->before[x] = lower_of(p, x);
    p->touched[(*n)++] = x;
}

/// The pairs on the right of half h that are not on its left. Only the owners of the line and those
/// right above them can lie on somebody else there.
static void emit(ctk_pile *p, int32_t h)
{
    const int32_t line = h >> 1, from = ctk_half_from(&p->stars, h), to = ctk_half_to(&p->stars, h);
    int32_t n = 0;
    for (int32_t e = p->line_use[line]; e >= 0; e = p->use_next[e]) {
        touch(p, p->net.tag[e], &n);
        touch(p, ctk_bits_after(&p->owners, p->net.tag[e]), &n);
    }
    if (n == 0) return;
    cross(p, line);
    for (int32_t i = 0; i < n; i++) {
        const int32_t x = p->touched[i], lower = p->before[x];
        p->before[x] = -2;
        if (lower < 0 || lower == lower_of(p, x)) continue;
        if (p->n_result < p->result_capacity)
            p->result[p->n_result] = (ctk_pile_edge){lower, x, from, to};
        p->n_result++;
    }
    cross(p, line);
}

/// A face on the path: its first half, the half at hand (-1 = past the last), and the line by which
/// it was entered (-1 = none: it lies in the face before it).
typedef struct step {
    int32_t first, at, line;
} step;

static step *enter(ctk_pile *p, step *top, int32_t half, int32_t line)
{
    p->known[p->face[half]] = 1;
    if (line >= 0) cross(p, line);
    *top = (step){half, half, line};
    return top + 1;
}

/// Parts inside the face of `half` are walked to their ends before it goes on: they leave the set
/// as it was. Walk all that can be reached from a half with the outside on its right.
static void walk(ctk_pile *p, int32_t outside)
{
    step *const path = p->path, *top = enter(p, path, outside, -1);
    while (top > path) {
        step *s = top - 1;
        if (s->at < 0) {
            const int32_t inner = p->inner[p->face[s->first]];
            if (inner >= 0) {
                p->inner[p->face[s->first]] = p->next[inner];
                top = enter(p, top, inner, -1);
                continue;
            }
            if (s->line >= 0) cross(p, s->line);
            top--;
            continue;
        }
        const int32_t h = s->at, next = p->stars.next[h];
        emit(p, h);
        s->at = next == s->first ? -1 : next;
        if (!p->known[p->face[h ^ 1]]) top = enter(p, top, h ^ 1, h >> 1);
    }
}

int ctk_pile_find(ctk_pile *p, int32_t n_threads)
{
    ctk_net_state state = CTK_NET_SPLIT;
    for (int32_t round = 0; state == CTK_NET_SPLIT && round < CTK_NET_ROUNDS; round++)
        state = ctk_net_split(&p->net, round, n_threads);
    if (state != CTK_NET_NODED) return state == CTK_NET_FULL ? 0 : -1;
    merge_lines(p);
    link_stars(p, n_threads);
    number_faces(p);
    find_parts(p);
    ctk_below_find(&p->sweep, &p->stars, p->below);
    ctk_bits_clear(&p->owners, p->n_owners);
    for (int32_t i = 0; i < p->n_owners; i++) p->before[i] = -2;
    p->n_result = 0;
    for (int32_t h = place_parts(p); h >= 0; h = p->next[h]) walk(p, h);
    return p->n_result <= p->result_capacity;
}
