/// What a verb does.
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static int (*const run[])(int argc, char **argv) = {
#define VERB(name, options, usage, summary) cmd_##name,
#include "cli/verbs.def"
#undef VERB
};

static int unknown(const char *name)
{
    ct_error err = {0};
    char all[256];
    verb_list(all, sizeof all);
    return finish(ct_fail(&err, CT_ERR_USAGE, "no verb '%s'; there are %s", name, all), &err);
}

static int print_version(void)
{
    const ct_error none = {0};
    printf("canton %s\n", CANTON_VERSION);
    return finish(CT_OK, &none);
}

static int do_verb(int argc, char **argv)
{
    ending_prepare();
    if (argc < 2) {
        cmd_help(0, NULL);
        return CT_ERR_USAGE;
    }
    if (!strcmp(argv[1], "--version")) return print_version();
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) return cmd_help(0, NULL);
    const verb_row *v = verb_find(argv[1]);
    return v ? run[v - verbs](argc - 2, argv + 2) : unknown(argv[1]);
}

int main(int argc, char **argv)
{
    ct_hdf5_no_atexit();
    return ending_expected(stack_run(do_verb, argc, argv));
}
