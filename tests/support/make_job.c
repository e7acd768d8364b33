/// Small jobs on disk.
#include "support/make_job.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_shp.h"

enum { COLUMNS = 11, ROWS = 3, ISLANDS = 3 };

/// West and south of region i; the mainland's grid lines are bent so that no two sizes are equal.
static void corner(int32_t i, int column, int row, double xy[2])
{
    const int x = i % COLUMNS + column, y = i / COLUMNS + row;
    xy[0] = 8 + 0.1 * x + 0.002 * (x * x % 7);
    xy[1] = 50 + 0.1 * y + 0.003 * (y * y % 5);
    if (i < COLUMNS * ROWS) return;
    xy[0] += 0.13 * (i - COLUMNS * ROWS); // islands north of it, apart from each other
    xy[1] += 0.04;
}

static const char *write_layer(const char *name, int32_t stride)
{
    char file[64], cells[64];
    snprintf(file, sizeof file, "%s/job.shp", name);
    make_shp m = make_shp_open(file, MAKE_POLYGON, "CODE C 5; POP N 10");
    for (int32_t at = 0; at < MAKE_JOB_REGIONS; at++) {
        const int32_t i = at * stride % MAKE_JOB_REGIONS;
        double low[2], high[2];
        corner(i, 0, 0, low);
        corner(i, 1, 1, high);
        snprintf(cells, sizeof cells, "R%03d|%d", i, 100 + 37 * i % 50);
        make_shp_box(&m, cells, low[0], low[1], high[0], high[1]);
    }
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    return path;
}

/// Account `key` is the same in whatever row it stands.
static void write_account(FILE *f, int32_t key)
{
    ctk_rng rng = ctk_rng_key(1, 2, (uint64_t)key);
    const double lon = 7.95 + 1.25 * ctk_rng_unit(&rng), lat = 49.97 + 0.45 * ctk_rng_unit(&rng);
    const int32_t code = (int32_t)ctk_rng_below(&rng, MAKE_JOB_REGIONS + 2);
    fprintf(f, "A%04d,", key);
    if (key % 10)
        fprintf(f, "%.5f,%.5f,", lon, lat);
    else
        fprintf(f, ",,");
    fprintf(f, "R%03d,%u.%02u\n", code, 1 + ctk_rng_below(&rng, 90), ctk_rng_below(&rng, 100));
}

static const char *write_accounts(const char *name, int32_t stride)
{
    char file[64];
    snprintf(file, sizeof file, "%s/job.csv", name);
    const char *path = test_file(file, "");
    FILE *f = fopen(path, "wb");
    if (!f) fail_msg("cannot write %s", path);
    fprintf(f, "id,lon,lat,postcode,revenue\n");
    for (int32_t i = 0; i < MAKE_JOB_ACCOUNTS; i++)
        write_account(f, (int32_t)((int64_t)i * stride % MAKE_JOB_ACCOUNTS));
    if (fclose(f)) fail_msg("cannot write %s", path);
    return path;
}

ct_options make_job_files(const char *name, make_job layout)
{
    static char path[4][3][512];
    static int next;
    char(*p)[512] = path[next = (next + 1) % 4];
    snprintf(p[2], sizeof p[2], "%s/result", test_path(name));
    if (mkdir(test_path(name), 0777) || mkdir(p[2], 0777)) fail_msg("cannot make %s", p[2]);
    strcat(p[2], "/out");
    snprintf(p[0], sizeof p[0], "%s", write_layer(name, layout.record_stride | 1));
    snprintf(p[1], sizeof p[1], "%s", write_accounts(name, layout.row_stride | 1));

    ct_options opt = ct_options_default();
    opt.data.regions = p[0];
    opt.data.code = "CODE";
    opt.data.accounts[0] = p[1];
    opt.data.n_accounts = 1;
    opt.output.out = p[2];
    opt.target.k = MAKE_JOB_K;
    opt.data.n_measures = 2;
    opt.data.measure[0] = (ct_measure_spec){"revenue", CT_COLUMN, "revenue"};
    opt.data.measure[1] = (ct_measure_spec){"people", CT_FIELD, "POP"};
    opt.target.tolerance_pct[0] = 25;
    opt.target.tolerance_pct[1] = 40;
    opt.solve.effort = 1;
    return opt;
}

int make_job_leftovers(const ct_options *opt)
{
    char parent[512];
    int n = 0;
    snprintf(parent, sizeof parent, "%.*s", (int)(strrchr(opt->output.out, '/') - opt->output.out),
             opt->output.out);
    DIR *d = opendir(parent);
    if (!d) fail_msg("no directory %s", parent);
    for (struct dirent *e; (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        n++;
    }
    closedir(d);
    return n;
}
