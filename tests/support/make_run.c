/// A small finished run made by hand.
#include "support/make_run.h"

#include <math.h>
#include <shapefil.h>
#include <stdio.h>
#include <string.h>

#include "base/dissolve.h"
#include "base/memory.h"
#include "support/check.h"

static void *array(int64_t n, size_t size)
{
    ct_error err = {0};
    void *p = ct_array(n, size, "a test", &err);
    if (!p) fail_msg("%s", err.text);
    return p;
}

static char *copy(const char *text)
{
    char *c = array((int64_t)strlen(text) + 1, 1);
    strcpy(c, text);
    return c;
}

static void add(ct_strings *s, const char *format, int64_t number)
{
    // Only offsets and bytes of the builder live on in s; room for everything was made before.
    char text[64];
    const int length = snprintf(text, sizeof text, format, (long long)number);
    memcpy(s->bytes + s->offset[s->n], text, (size_t)length);
    s->offset[s->n + 1] = s->offset[s->n] + length;
    s->n++;
}

static ct_strings strings(int64_t capacity)
{
    return (ct_strings){0, array(capacity + 1, sizeof(int64_t)), array(64 * capacity, 1), 0};
}

static void square(double x, double y, double xy[10])
{
    const double ring[10] = {x, y, x, y + 1, x + 1, y + 1, x + 1, y, x, y};
    memcpy(xy, ring, sizeof ring);
}

static void save_layer(const ct_regions *r)
{
    SHPHandle shp = SHPCreate(r->path, r->is_point_layer ? SHPT_POINT : SHPT_POLYGON);
    assert_non_null(shp);
    for (int32_t i = 0; i < r->n; i++) {
        double x[5], y[5];
        const int n = r->is_point_layer ? 1 : 5;
        for (int v = 0; v < n; v++) {
            x[v] = r->is_point_layer ? r->lon_deg[i] : r->xy[10 * i + 2 * v];
            y[v] = r->is_point_layer ? r->lat_deg[i] : r->xy[10 * i + 2 * v + 1];
        }
        SHPObject *o =
            SHPCreateSimpleObject(r->is_point_layer ? SHPT_POINT : SHPT_POLYGON, n, x, y, NULL);
        SHPWriteObject(shp, -1, o);
        SHPDestroyObject(o);
    }
    SHPClose(shp);
}

static void set_rings(ct_regions *r, int32_t columns)
{
    r->n_rings = r->n;
    r->n_vertices = 5 * (int64_t)r->n;
    r->xy = r->lonlat = array(2 * r->n_vertices, sizeof *r->xy);
    r->ring_is_hole = array(r->n, 1);
    for (int32_t i = 0; i < r->n; i++) {
        r->ring_begin[i + 1] = i + 1;
        r->vertex_begin[i + 1] = 5 * (int64_t)(i + 1);
        square(i % columns, i / columns, r->xy + 10 * (int64_t)i);
    }
}

static void set_regions(ct_regions *r, int32_t columns, int32_t rows, bool is_point)
{
    const int32_t n = r->n = r->n_records = columns * rows;
    r->code = strings(n);
    r->is_point_layer = is_point;
    r->is_geographic = true;
    r->ring_begin = array(n + 1, sizeof *r->ring_begin);
    r->vertex_begin = array(n + 1, sizeof *r->vertex_begin);
    r->lon_deg = array(n, sizeof *r->lon_deg);
    r->lat_deg = array(n, sizeof *r->lat_deg);
    r->pos_km = array(3 * (int64_t)n, sizeof *r->pos_km);
    r->area_m2 = array(n, sizeof *r->area_m2);
    r->record_region = array(n, sizeof *r->record_region);
    r->crs_wkt =
        copy("GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,"
             "298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]");
    r->crs_name = copy("WGS 84");
    for (int32_t i = 0; i < n; i++) {
        add(&r->code, "R%04lld", i);
        r->lon_deg[i] = i % columns + 0.5;
        r->lat_deg[i] = i / columns + 0.5;
        r->area_m2[i] = is_point ? 0 : 1.2e10;
        r->record_region[i] = i;
    }
    if (!is_point) set_rings(r, columns);
    snprintf(r->path, sizeof r->path, "%s", test_path("grid.shp"));
    save_layer(r);
}

static void set_accounts(ct_accounts *a, ct_measures *ms, int32_t n_regions, int32_t per_region)
{
    static const uint8_t reason[3] = {CT_UNMATCHED_NO_KEY, CT_UNMATCHED_FAR, CT_UNMATCHED_CODE};
    a->n = (int64_t)n_regions * per_region + 3;
    a->id = strings(a->n);
    a->line = array(a->n, sizeof *a->line);
    a->region = array(a->n, sizeof *a->region);
    a->reason = array(a->n, 1);
    a->n_columns = a->n_files = 1;
    a->column_decimals[0] = 2;
    a->column[0] = array(a->n, sizeof *a->column[0]);
    a->file_begin[1] = a->n;
    a->code = strings(3); // of those without a region
    add(&a->code, "", 0);
    add(&a->code, "", 0);
    add(&a->code, "7777%lld", 7);
    for (int64_t i = 0; i < a->n; i++) {
        const bool matched = i < a->n - 3;
        add(&a->id, i % 7 ? "A%06lld" : "A \"%lld\", Köln", i);
        a->line[i] = i + 2;
        a->region[i] = matched ? (int32_t)(i % n_regions) : -1;
        a->reason[i] = matched ? CT_MATCHED_POINT : reason[i - (a->n - 3)];
        a->column[0][i] = 100 * i + 5;
        if (matched) ms->n_accounts[i % n_regions]++;
        for (int m = 0; m < 2; m++) {
            const int64_t weight = m ? a->column[0][i] : 1;
            if (matched) ms->item[m].region[i % n_regions] += weight;
            if (matched) ms->item[m].total += weight;
            if (!matched) ms->item[m].unmatched += weight;
            ms->item[m].input += weight;
        }
        ms->intake.n_reason[a->reason[i]]++;
        ms->intake.n++;
        ms->intake.n_bad += !matched;
        ms->intake.bad += !matched;
    }
}

static void set_measures(ct_measures *ms, int32_t n_regions)
{
    ms->n = 2;
    ms->n_accounts = array(n_regions, sizeof *ms->n_accounts);
    ms->item[0] = (ct_measure){.name = "count", .kind = CT_COUNT};
    ms->item[1] = (ct_measure){.name = "revenue", .kind = CT_COLUMN, .decimals = 2};
    for (int m = 0; m < 2; m++) ms->item[m].region = array(n_regions, sizeof(int64_t));
}

/// Rook neighbours of the grid, and the bridge.
static void set_graph(ct_graph *g, int32_t columns, int32_t rows)
{
    const int32_t n = g->n = columns * rows;
    g->n_components = 1;
    g->indptr = array(n + 1, sizeof *g->indptr);
    g->indices = array(5 * (int64_t)n, sizeof *g->indices);
    g->border_m = array(5 * (int64_t)n, sizeof *g->border_m);
    g->kind = array(5 * (int64_t)n, 1);
    g->outer_m = array(n, sizeof *g->outer_m);
    g->component = array(n, sizeof *g->component);
    int64_t at = 0;
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = 0; j < n; j++) {
            const int apart = abs(i % columns - j % columns) + abs(i / columns - j / columns);
            const bool bridged = n > 4 && abs(i - j) == n - 1;
            if (apart != 1 && !bridged) continue;
            g->indices[at] = j;
            g->kind[at] = bridged ? CT_EDGE_BRIDGE : CT_EDGE_BORDER;
            g->border_m[at++] = bridged ? 0 : 1.1e5;
        }
        g->indptr[i + 1] = at;
    }
    g->n_bridges = n > 4;
    g->bridge = array(1, sizeof *g->bridge);
    *g->bridge = (ct_bridge){.a = 0, .b = n - 1, .lon_a = 0.5, .lat_a = 0.5, .length_m = 123456};
    g->bridge->lon_b = columns - 0.5;
    g->bridge->lat_b = rows - 0.5;
    g->bridge->kind = CT_EDGE_BRIDGE;
    strcpy(g->bridge->reason, "no neighbour, \"nearest\" boundary");
}

static void set_plan(ct_solution *p, int32_t columns, int32_t rows, int32_t k, bool infeasible)
{
    p->n = columns * rows;
    p->k = k;
    p->part = array(p->n, sizeof *p->part);
    for (int32_t i = 0; i < p->n; i++) p->part[i] = i % columns * k / columns;
    p->feasible = !infeasible;
    p->inertia = 1000.5;
    p->lower_bound = 900.25;
    p->n_phases = 2;
    strcpy(p->phase[0].name, "cluster");
    strcpy(p->phase[1].name, "balance");
    p->phase[0].objective = 1100;
    p->phase[0].worst_dev_pct = 3.5;
    p->phase[1].objective = 1000.5;
}

static void set_bands(ct_bands *b, const ct_measures *ms, int32_t k)
{
    b->k = k;
    b->n_measures = ms->n;
    b->is_equal = true;
    b->lower = array(ms->n * k, sizeof *b->lower);
    b->upper = array(ms->n * k, sizeof *b->upper);
    b->target = array(ms->n * k, sizeof *b->target);
    b->name = strings(k);
    for (int32_t j = 0; j < k; j++) add(&b->name, j % 2 ? "" : "Süd %lld", j + 1);
    for (int32_t i = 0; i < ms->n * k; i++) {
        b->target[i] = (double)ms->item[i / k].total / k;
        b->lower[i] = (int64_t)ceil(b->target[i] * 0.9);
        b->upper[i] = (int64_t)floor(b->target[i] * 1.1);
    }
}

static void allocate_figures(ct_figures *f, int32_t k, int32_t n_measures)
{
    f->k = k;
    f->n_measures = n_measures;
    f->n_regions = array(k, sizeof *f->n_regions);
    f->n_accounts = array(k, sizeof *f->n_accounts);
    f->total = array(n_measures * k, sizeof *f->total);
    f->deviation_pct = array(n_measures * k, sizeof *f->deviation_pct);
    f->area_m2 = array(k, sizeof *f->area_m2);
    f->perimeter_m = array(k, sizeof *f->perimeter_m);
    f->polsby_popper = array(k, sizeof *f->polsby_popper);
    f->reock = array(k, sizeof *f->reock);
    f->inertia = array(k, sizeof *f->inertia);
    f->parts = array(k, sizeof *f->parts);
    f->pieces = array(k, sizeof *f->pieces);
    f->lon_deg = array(k, sizeof *f->lon_deg);
    f->lat_deg = array(k, sizeof *f->lat_deg);
    f->color = array(k, sizeof *f->color);
}

/// part[n regions]: territory of each in this level.
static void set_figures(ct_figures *f, const ct_case *given, const ct_level *level,
                        const int32_t *part)
{
    const bool is_point = given->regions.is_point_layer;
    const int32_t k = level->solution.k;
    allocate_figures(f, k, given->measures.n);
    for (int32_t i = 0; i < given->regions.n; i++) {
        const int32_t j = part[i];
        f->n_regions[j]++;
        f->n_accounts[j] += given->measures.n_accounts[i];
        f->area_m2[j] += given->regions.area_m2[i];
        f->lon_deg[j] += given->regions.lon_deg[i];
        f->lat_deg[j] += given->regions.lat_deg[i];
        for (int32_t m = 0; m < given->measures.n; m++)
            f->total[m * k + j] += given->measures.item[m].region[i];
    }
    for (int32_t j = 0; j < k; j++) {
        f->perimeter_m[j] = is_point ? NAN : 4.4e5 + j;
        f->polsby_popper[j] = is_point ? NAN : 0.7;
        f->reock[j] = is_point ? NAN : 0.5 + 0.01 * j;
        f->inertia[j] = 1e9 / 3 + j;
        f->parts[j] = f->pieces[j] = 1;
        f->lon_deg[j] /= f->n_regions[j];
        f->lat_deg[j] /= f->n_regions[j];
        f->color[j] = j % 3;
    }
    for (int32_t i = 0; i < given->measures.n * k; i++) {
        f->deviation_pct[i] = ((double)f->total[i] / level->bands.target[i] - 1) * 100;
        f->missed[i / k] +=
            f->total[i] < level->bands.lower[i] || f->total[i] > level->bands.upper[i];
        const double dev = fabs(f->deviation_pct[i]);
        if (dev > f->worst_pct[i / k]) f->worst_pct[i / k] = dev;
    }
    for (int32_t m = 0; m < given->measures.n; m++) f->n_missed += f->missed[m];
}

static void set_outline(ct_level *level, const ct_case *given, const int32_t *part)
{
    ct_error err = {0};
    ct_polygons_free(&level->figures.outline);
    if (given->regions.is_point_layer) return;
    assert_ok(ct_dissolve(test_context(1), &given->regions, &given->graph, given->regions.lonlat,
                          part, level->figures.k, &level->figures.outline, &err),
              err);
}

void make_outline(made_run *m)
{
    set_outline(m->level, &m->run.given, m->level->solution.part);
}

/// The lowest level: k strips.
static void set_strips(ct_level *level, const ct_case *given, int32_t columns, int32_t k, int flags)
{
    strcpy(level->name, "territories");
    set_bands(&level->bands, &given->measures, k);
    set_plan(&level->solution, columns, given->regions.n / columns, k, flags & MAKE_INFEASIBLE);
    set_figures(&level->figures, given, level, level->solution.part);
    set_outline(level, given, level->solution.part);
}

/// The level above: 2 districts of territories that lie side by side.
static void set_districts(ct_layer *layer, const ct_case *given)
{
    ct_level *level = &layer->level[1];
    strcpy(level->name, "districts");
    set_bands(&level->bands, &given->measures, 2);
    set_plan(&level->solution, layer->level[0].solution.k, 1, 2, false);
    int32_t *part = array(given->regions.n, sizeof *part);
    ct_layer_part(layer, 1, part);
    set_figures(&level->figures, given, level, part);
    set_outline(level, given, part);
    free(part);
}

void make_segments(made_run *m, int32_t columns)
{
    ct_plan *plan = &m->run.plan;
    ct_level first = *m->level;
    free(plan->layer[0].level);
    free(plan->layer);
    plan->n_layers = 2;
    plan->layer = array(2, sizeof *plan->layer);
    for (int s = 0; s < 2; s++) {
        ct_layer *layer = &plan->layer[s];
        strcpy(layer->segment, s ? "hospitals" : "clinics");
        layer->n_levels = 2;
        layer->level = array(2, sizeof *layer->level);
        if (s)
            set_strips(layer->level, &m->run.given, columns, first.figures.k + 1, 0);
        else
            layer->level[0] = first;
        set_districts(layer, &m->run.given);
    }
    m->level = ct_plan_first(plan);
}

static void set_options(ct_options *opt, int32_t k)
{
    *opt = ct_options_default();
    opt->data.regions = "maps/grid.shp";
    opt->data.code = "CODE";
    opt->data.accounts[0] = "in/accounts.csv";
    opt->data.n_accounts = 1;
    opt->data.n_measures = 2;
    opt->data.measure[1] = (ct_measure_spec){"revenue", CT_COLUMN, "rev"};
    opt->target.k = k;
    opt->solve.seed = 42;
    opt->output.out = test_path("out");
}

void make_run(made_run *m, int32_t columns, int32_t rows, int32_t k, int32_t per_region, int flags)
{
    memset(m, 0, sizeof *m);
    ct_run *run = &m->run;
    ct_case *given = &run->given;
    ct_error err = {0};
    assert_ok(ct_plan_single(&run->plan, &err), err);
    ct_level *level = m->level = ct_plan_first(&run->plan);
    run->verb = CT_VERB_RUN;
    set_options(&m->opt, k);
    set_regions(&given->regions, columns, rows, flags & MAKE_POINTS);
    set_measures(&given->measures, given->regions.n);
    set_accounts(&given->accounts, &given->measures, given->regions.n, per_region);
    set_graph(&given->graph, columns, rows);
    set_strips(level, given, columns, k, flags);
    run->inputs.n = 1;
    run->inputs.item[0] = (ct_input){copy("grid.shp"), 1234, 0xfeedfacecafebeefu};
    run->solve_status = flags & MAKE_INFEASIBLE ? CT_ERR_INFEASIBLE : CT_OK;
}

void made_run_free(made_run *m)
{
    ct_run_free(&m->run);
}
