/// Small shapefiles for tests.
#include "support/make_shp.h"

#include <shapefil.h>
#include <stdio.h>
#include <string.h>

#include "support/check.h"

make_shp make_shp_open(const char *name, int type, const char *fields)
{
    make_shp m = {.type = type, .path = test_path(name)};
    m.shp = SHPCreate(m.path, type);
    m.dbf = DBFCreateEx(m.path, NULL);
    if (!m.shp || !m.dbf) fail_msg("cannot create %s", m.path);
    for (const char *p = fields; p; p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL) {
        char field[16], kind;
        int width, decimals = 0;
        if (sscanf(p, " %11s %c %d.%d", field, &kind, &width, &decimals) < 3)
            fail_msg("field '%s'", p);
        DBFAddNativeFieldType(m.dbf, field, kind, width, decimals);
    }
    return m;
}

static void write_cells(make_shp *m, const char *cells)
{
    const int n_fields = DBFGetFieldCount(m->dbf);
    for (int f = 0; f < n_fields; f++) {
        const char *end = strchr(cells, '|');
        char text[256];
        snprintf(text, sizeof text, "%.*s", end ? (int)(end - cells) : 255, cells);
        if (text[0])
            DBFWriteAttributeDirectly(m->dbf, m->n, f, text);
        else
            DBFWriteNULLAttribute(m->dbf, m->n, f);
        cells = end ? end + 1 : "";
    }
    m->n++;
}

static void write_shape(make_shp *m, int type, int n_parts, const int *start, int n,
                        const double *x, const double *y)
{
    SHPObject *o = SHPCreateObject(type, -1, n_parts, start, NULL, n, x, y, NULL, NULL);
    if (SHPWriteObject(m->shp, -1, o) < 0) fail_msg("cannot write to %s", m->path);
    SHPDestroyObject(o);
}

void make_shp_parts(make_shp *m, const char *cells, int n_parts, const int *part_size,
                    const double *xy)
{
    int n = 0;
    int *start = malloc(sizeof *start * (size_t)(n_parts + 1));
    for (int i = 0; i < n_parts; n += part_size[i++]) start[i] = n;
    double *x = malloc(sizeof *x * 2 * (size_t)(n + 1)), *y = x + n;
    for (int i = 0; i < n; i++) {
        x[i] = xy[2 * i];
        y[i] = xy[2 * i + 1];
    }
    write_shape(m, m->type, n_parts, start, n, x, y);
    write_cells(m, cells);
    free(x);
    free(start);
}

void make_shp_box(make_shp *m, const char *cells, double x0, double y0, double x1, double y1)
{
    const double ring[10] = {x0, y0, x0, y1, x1, y1, x1, y0, x0, y0};
    make_shp_parts(m, cells, 1, (const int[]){5}, ring);
}

void make_shp_point(make_shp *m, const char *cells, double x, double y)
{
    write_shape(m, m->type, 0, NULL, 1, &x, &y);
    write_cells(m, cells);
}

void make_shp_null(make_shp *m, const char *cells)
{
    write_shape(m, MAKE_NULL, 0, NULL, 0, NULL, NULL);
    write_cells(m, cells);
}

const char *make_shp_close(make_shp *m)
{
    SHPClose(m->shp);
    DBFClose(m->dbf);
    return m->path;
}

const char *make_shp_sibling(const char *path, const char *extension)
{
    static char out[4][512];
    static int next;
    char *p = out[next = (next + 1) % 4];
    const char *dot = strrchr(path, '.');
    snprintf(p, sizeof out[0], "%.*s%s", (int)(dot - path), path, extension);
    return p;
}

void make_shp_spill(const char *path, const char *bytes, int64_t size)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, (size_t)size, f) != (size_t)size || fclose(f))
        fail_msg("cannot write %s", path);
}

char *make_shp_slurp(const char *path, int64_t *size)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END)) fail_msg("cannot read %s", path);
    *size = ftell(f);
    rewind(f);
    char *bytes = malloc((size_t)*size + 1);
    if (fread(bytes, 1, (size_t)*size, f) != (size_t)*size) fail_msg("cannot read %s", path);
    fclose(f);
    return bytes;
}

void make_shp_prj(const char *path, const char *wkt)
{
    make_shp_spill(make_shp_sibling(path, ".prj"), wkt, (int64_t)strlen(wkt));
}

void make_shp_cpg(const char *path, const char *text)
{
    make_shp_spill(make_shp_sibling(path, ".cpg"), text, (int64_t)strlen(text));
}
