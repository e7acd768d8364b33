/// canton-synth: a postal layer and accounts of any size.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "datasets/synth.h"

static const char usage[] =
    "usage: canton-synth --out DIR [--regions N] [--accounts N] [--vertices N] [--seed N] "
    "[--plain]\n"
    "                    [--gaps F] [--overlaps F] [--slivers F] [--t-junctions F] [--unclosed F]\n"
    "                    [--duplicates F] [--dirty F]\n\n"
    "  --regions N      regions of the layer (default 10000)\n"
    "  --accounts N     rows of accounts.csv (default 0)\n"
    "  --vertices N     segments of one piece of border between two regions (default 16)\n"
    "  --plain          no holes, exclaves, islands or water\n"
    "  --gaps F ...     share 0..1 of regions whose own copy of a border is wrong\n"
    "  --duplicates F   share of regions with the code of the one before\n"
    "  --dirty F        share of account rows with a flaw, listed in accounts_truth.csv\n\n"
    "Writes DIR/regions.{shp,shx,dbf,prj,cpg} (fields CODE, POP) and DIR/accounts.csv.\n";

typedef struct number {
    const char *name;
    double lowest, highest, *value;
} number;

static int complain(const char *what, const char *text)
{
    fprintf(stderr, "canton-synth: %s '%s'\n%s", what, text, usage);
    return 2;
}

/// Options into the table's values, --out and --plain aside; 0 or an exit code.
static int parse(int argc, char **argv, const number *table, size_t n, synth_options *opt)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--plain")) {
            opt->is_plain = true;
            continue;
        }
        if (i + 1 == argc) return complain("unknown option, or one without its value:", argv[i]);
        if (!strcmp(argv[i], "--out")) {
            opt->out = argv[++i];
            continue;
        }
        size_t t = 0;
        while (t < n && strcmp(table[t].name, argv[i]) != 0) t++;
        if (t == n) return complain("no option", argv[i]);
        const char *text = argv[++i];
        double *v = table[t].value;
        if (!ct_parse_double(text, (int64_t)strlen(text), v) || *v < table[t].lowest ||
            *v > table[t].highest)
            return complain("out of range or no number:", text);
    }
    return opt->out ? 0 : complain("missing", "--out DIR");
}

static int run(const synth_options *opt)
{
    synth_country c;
    char error[1024] = "out of memory";
    if (mkdir(opt->out, 0777) && errno != EEXIST)
        return complain("cannot make the directory", opt->out);
    bool ok = synth_country_make(opt, &c);
#pragma omp parallel
#pragma omp single
    {
        if (ok) ok = synth_write_layer(&c, error);
        if (ok && opt->n_accounts) ok = synth_write_accounts(&c, error);
    }
    synth_country_free(&c);
    if (!ok) fprintf(stderr, "canton-synth: %s\n", error);
    return ok ? 0 : 5;
}

int main(int argc, char **argv)
{
    double regions = 10000, vertices = 16, accounts = 0, seed = 1;
    synth_options opt = {0};
    const number table[] = {
        {"--regions", 1, 4e6, &regions},     {"--vertices", 1, 100000, &vertices},
        {"--accounts", 0, 1e11, &accounts},  {"--seed", 0, 9e15, &seed},
        {"--gaps", 0, 1, &opt.gaps},         {"--overlaps", 0, 1, &opt.overlaps},
        {"--slivers", 0, 1, &opt.slivers},   {"--t-junctions", 0, 1, &opt.t_junctions},
        {"--unclosed", 0, 1, &opt.unclosed}, {"--duplicates", 0, 1, &opt.duplicates},
        {"--dirty", 0, 1, &opt.dirty},
    };
    if (argc == 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
        return fputs(usage, stdout) < 0;
    const int bad = parse(argc, argv, table, sizeof table / sizeof *table, &opt);
    if (bad) return bad;
    opt.n_regions = (int32_t)regions;
    opt.n_vertices = (int32_t)vertices;
    opt.n_accounts = (int64_t)accounts;
    opt.seed = (uint64_t)seed;
    return run(&opt);
}
